"""The message that shows a rebuild: posted, edited as it goes on, closed when it is over."""

import logging
import queue
import threading
import time
from contextlib import suppress

from bot.rebuild_events import Built, Failed, Working
from bot.slack.message import Message
from bot.slack.posting import Posted, Poster
from bot.slack.rebuild_messages import interrupted_message, progress_message
from bot.slack.rebuild_posts import RebuildPost, RebuildPosts
from bot.slack.slack_failures import judge
from bot.slack.time_left import TimeLeft

log = logging.getLogger(__name__)

Events = queue.SimpleQueue[Working | Built | Failed]

EDIT_EVERY_S = 3.0
CLOSING_ATTEMPTS = 6
# A message that is gone is not looked for again before that.
GONE_S = 3600.0


class RebuildShowing:
    """May be shared by threads. `edit_every_s` is the least time from one edit to the next.

    `stopping` is set when the bot ends; what cannot be told then is told by the next one.
    """

    def __init__(self, poster: Poster, posts: RebuildPosts, stopping: threading.Event) -> None:
        self._poster = poster
        self._posts = posts
        self._stopping = stopping
        self.edit_every_s = EDIT_EVERY_S

    def post(self, channel: str, by: str) -> RebuildPost:
        """In the channel, or directly to `by` where the bot may not post there.

        Raises what Slack raises where neither can be done.
        """
        post = RebuildPost(self._post(channel, by), by)
        self._posts.keep(post)
        return post

    def _post(self, channel: str, by: str) -> Posted:
        message = progress_message(Working("reading"), by)
        try:
            return self._poster.post_to_edit(channel, message)
        except Exception as error:
            failure = judge(error)
            if failure is None or failure.remedy == "wait":
                raise
            log.info("a rebuild is shown to %s alone: %s", by, failure.cause)
            return self._poster.post_to_edit(by, message)

    def follow(self, post: RebuildPost, events: Events) -> Built | Failed:
        """Show the newest of the events every few seconds, until the one that ends it; returns
        that when the message may be edited once more."""
        now, left, left_s = Working("reading"), TimeLeft(), None
        shown = now
        may_edit_at = time.monotonic() + self.edit_every_s
        while True:
            with suppress(queue.Empty):
                event = events.get(timeout=max(0.0, may_edit_at - time.monotonic()))
                if not isinstance(event, Working):
                    soon_s = min(self.edit_every_s, may_edit_at - time.monotonic())
                    self._stopping.wait(max(0.0, soon_s))
                    return event
                now, left_s = event, left.after(event, time.monotonic())
                continue
            wait_s = 0.0
            if now != shown:
                wait_s = self._edit(post, progress_message(now, post.by, left_s))
                shown = now
            may_edit_at = time.monotonic() + max(wait_s, self.edit_every_s)

    def _edit(self, post: RebuildPost, message: Message) -> float:
        """The seconds that Slack wants to be left alone."""
        try:
            self._poster.edit(post.posted, message)
        except Exception as error:
            if (failure := judge(error)) is None:
                raise
            log.info("the progress of a rebuild could not be shown: %s", failure.cause)
            return failure.after_s if failure.remedy == "wait" else GONE_S
        return 0.0

    def close(self, post: RebuildPost, message: Message) -> None:
        """The last edit, tried again; where the message is gone, a direct message instead."""
        gone = False
        for attempt in range(CLOSING_ATTEMPTS):
            try:
                if gone:
                    self._poster.post(post.by, message)
                else:
                    self._poster.edit(post.posted, message)
            except Exception as error:
                if (failure := judge(error, attempt)) is None:
                    raise
                log.warning("how a rebuild ended could not be shown: %s", failure.cause)
                if failure.remedy == "wait":
                    if self._stopping.wait(failure.after_s):
                        return
                    continue
                if not gone:
                    gone = True
                    continue
            self._posts.forget(post)
            return

    def left_open(self) -> list[RebuildPost]:
        """The messages that the bot could not close before it last ended."""
        return self._posts.kept()

    def mend(self, left: list[RebuildPost]) -> None:
        for post in left:
            self.close(post, interrupted_message(post.by))
