"""Buttons: in context, next and previous, more quotes, citation, share, stop, erase."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.groups import NOTHING
from bot.groups import View as Seeing
from bot.index_in_use.current_index import NotSeen, SnapshotGone
from bot.slack.access.directory import RightsUnknown
from bot.slack.listeners.events import publish_home
from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.messages import names
from bot.slack.messages.answers.answer_messages import more_quotes_message, share_message
from bot.slack.messages.answers.searched import is_answered
from bot.slack.messages.message import View, said
from bot.slack.messages.modals import (
    changes_view,
    citation_view,
    context_view,
    erased_view,
    gone_view,
    not_seen_view,
    notice_view,
    origins_view,
)
from bot.slack.messages.notices import (
    not_allowed_message,
    not_to_be_shared_message,
    stopped_message,
)
from bot.slack.questions.search import NothingToSee, Refused
from bot.slack.references import AnswerRef, QuoteRef
from bot.wording.citation_styles import Cited
from bot.wording.origins import shown_origins
from index.types import Article, Passage

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

    Shown = Callable[["Assembly", QuoteRef, Seeing, Article, Passage], View]

log = logging.getLogger(__name__)

MAX_QUOTES = 10
ORIGINS = "Who else says it"
CHANGED = "What changed"
NOT_ALL = (
    "I show earlier texts only to people who may see all that I have read, because I don't know "
    "who could see them then."
)


def register(app: App, bot: "Assembly") -> None:
    def in_context(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show(client, body, _of_quote(bot, body, _context))

    def turn_page(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        view = _of_quote(bot, body, _context)
        shown = body["view"]
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)

    def what_changed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show(client, body, _of_quote(bot, body, _changes))

    def copy_citation(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        show(client, body, _of_quote(bot, body, _citation))

    def more_quotes(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        _more_quotes(bot, body, respond)

    def show_origins(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """The modal opens before the search: its trigger lives for three seconds."""
        ack()
        ref = AnswerRef.decode(_value(body), bot.key)
        waiting = notice_view(ORIGINS, "Looking for who else says it…")
        opened = client.views_open(trigger_id=body["trigger_id"], view=waiting)
        view = notice_view(
            ORIGINS, "Something went wrong on my side. Please try again in a moment."
        )
        try:
            view = _origins(bot, ref, body["user"]["id"], _channel(body))
        finally:
            client.views_update(view_id=opened["view"]["id"], view=view)

    def share(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        _share(bot, body, respond)

    def stop(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        AnswerRef.decode(_value(body), bot.key)
        channel, thread = _channel(body), _thread(body)
        if bot.joined_threads.is_ours(channel, thread):
            bot.joined_threads.stop(channel, thread)
            bot.messenger.post(channel, stopped_message(body["user"]["id"]), thread)

    def erase(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        user = body["user"]["id"]
        show(client, body, erased_view(erase_all_of(bot, user)))
        publish_home(client, bot, user)

    app.action(names.IN_CONTEXT)(guarded(bot, in_context))
    app.action(names.CONTEXT_NEXT)(guarded(bot, turn_page))
    app.action(names.CONTEXT_PREVIOUS)(guarded(bot, turn_page))
    app.action(names.WHAT_CHANGED)(guarded(bot, what_changed))
    app.action(names.COPY_CITATION)(guarded(bot, copy_citation))
    app.action(names.MORE_QUOTES)(guarded(bot, more_quotes))
    app.action(names.SHOW_ORIGINS)(guarded(bot, show_origins))
    app.action(names.SHARE)(guarded(bot, share))
    app.action(names.STOP_HERE)(guarded(bot, stop))
    app.action(names.ERASE_MINE)(guarded(bot, erase))


def erase_all_of(bot: "Assembly", user: str) -> int:
    """Forget what somebody asked, said of answers and follows; how many questions they asked."""
    bot.follows.remove(*bot.follows.of_person(user))
    return bot.history.erase(user)


def show(client: WebClient, body: dict[str, Any], view: View) -> None:
    """Open a modal, on top of the one in which it was asked for."""
    in_modal = body.get("view", {}).get("type") == "modal"
    opener = client.views_push if in_modal else client.views_open
    opener(trigger_id=body["trigger_id"], view=view)


def _quote(bot: "Assembly", body: dict[str, Any]) -> tuple[QuoteRef, Seeing]:
    """The quote whose button was pressed, and what whoever pressed it may see."""
    ref = QuoteRef.decode(_value(body), bot.key)
    channel = str(body["container"].get("channel_id") or ref.channel)
    user = body["user"]["id"]
    view = bot.rights.privately(user, channel) if bot.admins.may_ask(user) else NOTHING
    return replace(ref, channel=channel), view


def _of_quote(bot: "Assembly", body: dict[str, Any], shown: "Shown") -> View:
    """What `shown` makes of the quote whose button was pressed, if it may be seen and is there."""
    ref, view = _quote(bot, body)
    try:
        article, passage = bot.current_index.passage(
            ref.snapshot_id, ref.passage_id, view, ref.passage
        )
    except NotSeen:
        return not_seen_view()
    except SnapshotGone:
        return gone_view(ref.question)
    return shown(bot, ref, view, article, passage)


def _context(
    bot: "Assembly", ref: QuoteRef, view: Seeing, article: Article, passage: Passage
) -> View:
    start, end = ref.highlights[0] if ref.highlights else (0, len(passage.text))
    now = bot.current_index.now_without(article, passage.text[start:end], view)
    return context_view(
        article,
        passage,
        ref.highlights,
        ref.page,
        ref=ref,
        key=bot.key,
        now=now,
        changes=bot.current_index.changes(article, view),
    )


def _changes(
    bot: "Assembly", ref: QuoteRef, view: Seeing, article: Article, passage: Passage
) -> View:
    changes = bot.current_index.changes(article, view)
    if changes is None:
        return gone_view(ref.question) if view.is_everything else notice_view(CHANGED, NOT_ALL)
    return changes_view(article, changes)


def _citation(
    bot: "Assembly", ref: QuoteRef, view: Seeing, article: Article, passage: Passage
) -> View:
    return citation_view(Cited.of_passage(article, passage, ref.highlights), passage.text)


def _more_quotes(bot: "Assembly", body: dict[str, Any], respond: Respond) -> None:
    """In the thread, once, for everybody; privately if the answer was private."""
    ref = AnswerRef.decode(_value(body), bot.key)
    channel, user = _channel(body), body["user"]["id"]
    private = bool(body["container"].get("is_ephemeral"))
    wanted = min(MAX_QUOTES, ref.shown + bot.settings.answer.quotes)
    if not bot.admins.may_ask(user):
        respond_privately(respond, not_allowed_message())
        return
    try:
        view = bot.rights.privately if private else bot.rights.publicly
        found = bot.responder.ask(ref.question, channel, view(user, channel), wanted)
        message = more_quotes_message(
            found.answer,
            key=bot.key,
            shown=ref.shown,
            asked=ref.question,
            narrowing=found.narrowing,
        )
    except NothingToSee as refused:
        respond_privately(respond, refused.message)
        return
    except Refused as refused:
        message = refused.message
    if private:
        respond(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=False,
        )
        return
    once = f"more:{channel}:{body['container']['message_ts']}:{ref.shown}"
    if bot.seen.first_time(once):
        try:
            bot.messenger.post_once(channel, message, once, _thread(body))
        except Exception:
            bot.seen.forget(once)
            raise


def _origins(bot: "Assembly", ref: AnswerRef, user: str, channel: str) -> View:
    """As the articles are now, within what this person may see there."""
    if not bot.admins.may_ask(user):
        return notice_view(ORIGINS, not_allowed_message().text)
    try:
        answer = bot.responder.ask(
            ref.question, channel, bot.rights.privately(user, channel)
        ).answer
    except RightsUnknown as unknown:
        return notice_view(ORIGINS, str(unknown))
    except Refused as refused:
        return notice_view(ORIGINS, refused.message.text)
    origins = shown_origins(answer)
    if origins is None:
        return gone_view(ref.question)
    return origins_view(origins)


def _share(bot: "Assembly", body: dict[str, Any], respond: Respond) -> None:
    ref, user, channel = AnswerRef.decode(_value(body), bot.key), body["user"]["id"], _channel(body)
    once = f"share:{channel}:{body['container']['message_ts']}"
    if not bot.seen.first_time(once):
        return
    try:
        found = bot.responder.ask(ref.question, channel, bot.rights.publicly(user, channel))
        if bot.rights.are_limited and not is_answered(found.answer):
            raise Refused(not_to_be_shared_message())
        message = share_message(
            found.answer, user, key=bot.key, asked=ref.question, narrowing=found.narrowing
        )
        try:
            bot.messenger.post_once(channel, message, once)
        except SlackApiError as error:
            if error.response.get("error") not in ("not_in_channel", "channel_not_found"):
                raise
            # The command works where we are not a member; so does its response_url.
            respond(
                text=message.text,
                blocks=message.blocks,
                response_type="in_channel",
                unfurl_links=False,
                unfurl_media=False,
            )
    except Refused as refused:
        bot.seen.forget(once)
        respond_privately(respond, refused.message)
    except Exception:
        bot.seen.forget(once)
        raise
    else:
        done = said("Shared in the channel.")
        respond(text=done.text, blocks=done.blocks, replace_original=True)


def _value(body: dict[str, Any]) -> str:
    return str(body["actions"][0].get("value", ""))


def _channel(body: dict[str, Any]) -> str:
    return str(body["container"]["channel_id"])


def _thread(body: dict[str, Any]) -> str:
    container = body["container"]
    return str(container.get("thread_ts") or container["message_ts"])
