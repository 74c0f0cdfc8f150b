"""Posts, edits and finds messages; each answer names its question in its metadata."""

import logging
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.slack.connection.failures import GONE_ERRORS, field_of, judge, readable
from bot.slack.messages.message import Message
from bot.slack.questions.question import Question
from bot.slack.values import Posted

log = logging.getLogger(__name__)

EVENT_TYPE = "pullquote_answer"
JOB_TYPE = "pullquote_job"


class Messenger:
    """`client` must retry nothing by itself: a post that broke off may have arrived.

    May be shared by threads. What Slack refuses is raised as the SDK raises it; a reply that
    cannot be read is an `UnreadableReply`.
    """

    def __init__(self, client: WebClient, bot_user_id: str) -> None:
        self._client = client
        self._bot_user_id = bot_user_id

    def answer(self, question: Question, message: Message) -> str:
        """Post into the question's thread; the timestamp of the post, "" of one to a command."""
        if question.private:
            self._respond(question, message)
            return ""
        with readable():
            posted = self._client.chat_postMessage(
                channel=question.channel,
                thread_ts=question.thread_ts,
                text=message.text,
                blocks=message.blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"question": question.ts}},
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(field_of(posted, "ts"))

    def _respond(self, question: Question, message: Message) -> None:
        """For the eyes of the person alone: where the command was given, or if that address no
        longer works, as half an hour later, beside it, or else directly."""
        webhook = WebhookClient(question.response_url, timeout=self._client.timeout)
        with readable():
            response = webhook.send(
                text=message.text,
                blocks=message.blocks,
                response_type="ephemeral",
                replace_original=False,
            )
        if response.status_code == 429 or response.status_code >= 500:
            reply = {"status": response.status_code, "headers": response.headers}
            raise SlackApiError("the response_url does not work now", reply)
        if response.status_code == 200:
            return
        log.info("the address for the answer is refused (%s)", response.body)
        try:
            self.post(question.channel, message, user=question.user)
        except SlackApiError as error:
            failure = judge(error)
            if failure is None or failure.error not in GONE_ERRORS:
                raise
            self.post(question.user, message)

    def find_answer(self, question: Question) -> str | None:
        """The timestamp of the post that answers this question, if there is one to be found."""
        if question.private:
            return None
        replies = self._replies(question.channel, question.thread_ts, oldest=question.ts)
        found = (str(message["ts"]) for message in replies if self._answers(message, question))
        return next(found, None)

    def _replies(
        self, channel: str, thread_ts: str, oldest: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The messages of a thread with their metadata, the oldest first."""
        pages = _pages(
            lambda cursor: self._client.conversations_replies(
                channel=channel,
                ts=thread_ts,
                oldest=oldest,
                include_all_metadata=True,
                limit=200,
                cursor=cursor,
            )
        )
        return chain.from_iterable(pages)

    def thread_of(self, question: Question) -> list[dict[str, Any]]:
        """What others said before the question in its thread: at most 100, oldest first."""
        with readable():
            page = self._client.conversations_replies(
                channel=question.channel, ts=question.thread_ts, latest=question.ts, limit=100
            )
            messages = field_of(page, "messages")
            others = (message for message in messages if message["ts"] != question.ts)
            return [message for message in others if message.get("user") != self._bot_user_id]

    def find_job_message(
        self, channel: str, key: str, thread_ts: str | None, since: float | None = None
    ) -> Posted | None:
        """A message of ours with this key: in the thread, or among those of the channel `since` a
        Unix time, the newest hundred by default."""
        replies = self._replies(channel, thread_ts) if thread_ts else None
        messages = replies or self._history(channel, since)
        found = (
            Posted(channel, str(message["ts"]))
            for message in messages
            if message.get("user") == self._bot_user_id
            and (message.get("metadata") or {}) == _of_job(key)
        )
        return next(found, None)

    def _history(self, channel: str, since: float | None) -> Iterator[dict[str, Any]]:
        """The messages of a channel with their metadata, the newest first: all `since` a Unix time,
        by default one page."""
        pages = _pages(
            lambda cursor: self._client.conversations_history(
                channel=channel,
                oldest=None if since is None else f"{since:.6f}",
                include_all_metadata=True,
                limit=100,
                cursor=cursor,
            )
        )
        return chain.from_iterable(pages if since is not None else islice(pages, 1))

    def _answers(self, message: dict[str, Any], question: Question) -> bool:
        metadata = message.get("metadata") or {}
        return (
            message.get("user") == self._bot_user_id
            and metadata.get("event_type") == EVENT_TYPE
            and metadata.get("event_payload", {}).get("question") == question.ts
        )

    def post(
        self,
        channel: str,
        message: Message,
        thread_ts: str | None = None,
        user: str = "",
        key: str = "",
    ) -> None:
        """Something that is no answer of its own: into the channel, or for `user` alone to see.

        `key` is what `find_job_message` finds it by.
        """
        body: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "blocks": message.blocks,
            "thread_ts": thread_ts,
        }
        if user:
            self._client.chat_postEphemeral(user=user, **body)
        else:
            metadata = _of_job(key) if key else None
            with readable():
                self._client.chat_postMessage(
                    metadata=metadata, unfurl_links=False, unfurl_media=False, **body
                )

    def post_once(
        self, channel: str, message: Message, key: str, thread_ts: str | None = None
    ) -> None:
        """Into the channel or thread; if the post breaks off, look whether it arrived."""
        try:
            self.post(channel, message, thread_ts, key=key)
        except Exception as error:
            failure = judge(error)
            if failure is None or not failure.unsure:
                raise
            if self.find_job_message(channel, key, thread_ts) is None:
                raise

    def link_to(self, channel: str, ts: str) -> str:
        """A link to a message."""
        with readable():
            return str(
                field_of(
                    self._client.chat_getPermalink(channel=channel, message_ts=ts), "permalink"
                )
            )

    def post_to_edit(
        self, channel: str, message: Message, key: str, thread_ts: str | None = None
    ) -> Posted:
        """Something that will change: into a channel, or directly to the person with that id.

        `key` is what `find_job_message` finds it by.
        """
        with readable():
            posted = self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=message.text,
                blocks=message.blocks,
                metadata=_of_job(key),
                unfurl_links=False,
                unfurl_media=False,
            )
            return Posted(str(field_of(posted, "channel")), str(field_of(posted, "ts")))

    def edit(self, posted: Posted, message: Message) -> None:
        self._client.chat_update(
            channel=posted.channel, ts=posted.ts, text=message.text, blocks=message.blocks
        )

    def react(self, posted: Posted, name: str) -> None:
        """With the emoji of that name, to anybody's message; once is enough."""
        try:
            self._client.reactions_add(channel=posted.channel, timestamp=posted.ts, name=name)
        except SlackApiError as error:
            if error.response.get("error") != "already_reacted":
                raise

    def say_working(self, question: Question) -> None:
        """The status that Slack shows in a direct message until we post; best effort."""
        try:
            self._client.assistant_threads_setStatus(
                channel_id=question.channel,
                thread_ts=question.thread_ts,
                status="is reading the articles…",
            )
        except Exception as error:
            if (failure := judge(error)) is None:
                raise
            log.info("the status could not be shown: %s", failure.cause)


def _pages(fetch: Callable[[str | None], SlackResponse]) -> Iterator[list[dict[str, Any]]]:
    """The messages on each page; `fetch` takes the cursor of one."""
    cursor = None
    while True:
        with readable():
            page = fetch(cursor)
            messages = list(field_of(page, "messages"))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
        yield messages
        if not cursor:
            return


def _of_job(key: str) -> dict[str, Any]:
    return {"event_type": JOB_TYPE, "event_payload": {"key": key}}
