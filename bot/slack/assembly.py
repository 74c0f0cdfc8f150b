"""The bot's parts put together: what listeners, workers and the server of a running bot share."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.engine.rebuilding import sources_in_use
from bot.groups import sources_without_group
from bot.index_in_use.current_index import CurrentIndex
from bot.slack.access.directory import Directory
from bot.slack.access.rights import Rights
from bot.slack.background import Background
from bot.slack.connection.admins import Admins
from bot.slack.connection.clients import posting_client, reading_client
from bot.slack.connection.identity import Identity
from bot.slack.connection.metrics import Metrics
from bot.slack.following.follower import Follower
from bot.slack.jobs.additions import Additions
from bot.slack.jobs.endings import Endings
from bot.slack.jobs.index_lock import IndexLock
from bot.slack.jobs.rebuilds import Rebuilds
from bot.slack.jobs.watched_channels import WatchedChannels
from bot.slack.memory.addition_store import AdditionStore
from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.database import Database
from bot.slack.memory.ending_store import EndingStore
from bot.slack.memory.feedback import FeedbackStore
from bot.slack.memory.follow_store import FollowStore
from bot.slack.memory.history import QuestionHistory
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.delivery import Delivery
from bot.slack.questions.event_recorder import EventRecorder
from bot.slack.questions.handler import QuestionHandler
from bot.slack.questions.messenger import Messenger
from bot.slack.questions.question_queue import QuestionQueue
from bot.slack.questions.rate_limits import PostPacing, QuestionLimit
from bot.slack.questions.responder import Responder
from bot.slack.questions.search import Search
from bot.slack.questions.thread_context import ThreadContext
from bot.slack.questions.workers import Workers
from bot.slack.values import Tuning
from config.environment import Secrets
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Assembly:
    """All are shared by threads."""

    settings: Settings
    identity: Identity
    key: bytes
    current_index: CurrentIndex
    database: Database
    seen: SeenKeys
    queue: QuestionQueue
    joined_threads: JoinedThreads
    channels: ChannelStore
    history: QuestionHistory
    feedback: FeedbackStore
    follows: FollowStore
    admins: Admins
    rights: Rights
    search: Search
    responder: Responder
    messenger: Messenger
    recorder: EventRecorder
    workers: Workers
    metrics: Metrics
    endings: Endings
    follower: Follower
    rebuilds: Rebuilds
    additions: Additions
    watched_channels: WatchedChannels


def assemble(
    settings: Settings,
    secrets: Secrets,
    identity: Identity,
    current_index: CurrentIndex,
    database: Database,
    rebuild_command: Sequence[str],
    add_command: Sequence[str],
    background: Background,
    tuning: Tuning,
) -> Assembly:
    metrics = Metrics()
    seen, queue = SeenKeys(database), QuestionQueue(database)
    joined_threads, channels = JoinedThreads(database), ChannelStore(database)
    history = QuestionHistory(database)
    admins = Admins(
        reading_client(settings, secrets),
        may_ask=settings.bot.may_ask,
        may_rebuild=settings.bot.may_rebuild,
    )
    directory = Directory(reading_client(settings, secrets), identity)
    rights = Rights(settings.groups, directory)
    key = database.key("references")
    index_lock = IndexLock()
    limit = QuestionLimit(settings.bot.questions_per_minute)
    messenger = Messenger(posting_client(settings, secrets), identity.bot_user_id)
    search = Search(current_index, channels, settings.question.max_chars)
    responder = Responder(
        search,
        ThreadContext(history, messenger),
        joined_threads,
        channels,
        history,
        seen,
        admins,
        rights,
        limit,
        key,
        offers_person=bool(settings.bot.ask_a_person),
    )
    pacing = PostPacing(settings.bot.posts_per_s, tuning.post_burst)
    handler = QuestionHandler(
        queue,
        responder,
        Delivery(database, queue, history, messenger, pacing),
        messenger,
        metrics,
        first_retry_s=tuning.first_retry_s,
        give_up_after_s=settings.bot.give_up_after_h * 3600,
    )
    follows = FollowStore(
        database,
        most_of_person=settings.bot.follows_per_person,
        most_of_channel=settings.bot.follows_per_channel,
    )
    follower = Follower(
        follows,
        current_index,
        search,
        rights,
        directory,
        admins,
        messenger,
        pacing,
        key,
        least=settings.bot.follow_confidence,
        first_wait_s=tuning.first_retry_s,
    )

    def unseen(links: Collection[str]) -> list[str]:
        places = {link: link for link in links}
        return sources_without_group(settings.groups, places) if settings.groups else []

    store = AdditionStore(database)
    endings = Endings(EndingStore(database), messenger)
    additions = Additions(
        add_command, store, messenger, endings, index_lock, lambda: sources_in_use(settings), unseen
    )
    metrics.watch(queue.waiting, lambda: m.created if (m := current_index.manifest) else None)
    return Assembly(
        settings=settings,
        identity=identity,
        key=key,
        current_index=current_index,
        database=database,
        seen=seen,
        queue=queue,
        joined_threads=joined_threads,
        channels=channels,
        history=history,
        feedback=FeedbackStore(database),
        follows=follows,
        admins=admins,
        rights=rights,
        search=search,
        responder=responder,
        messenger=messenger,
        recorder=EventRecorder(
            database,
            queue,
            joined_threads,
            channels,
            messenger,
            identity.bot_user_id,
            answer_bots=settings.bot.answer_bots,
            hint_at_mention=settings.bot.hint_at_mention,
        ),
        workers=Workers(queue, handler.handle, background),
        metrics=metrics,
        endings=endings,
        follower=follower,
        rebuilds=Rebuilds(rebuild_command, messenger, endings, index_lock),
        additions=additions,
        watched_channels=WatchedChannels(
            settings.bot.watched_channels,
            settings.bot.watched_per_minute,
            store,
            database,
            seen,
            endings,
            additions.wake,
        ),
    )
