"""The message that shows a rebuild, and is closed by the next bot if this one could not do it."""

import threading

from bot.rebuild_events import Built, Failed, Working
from bot.slack.live_messages import Events, LiveMessages
from bot.slack.message import Message
from bot.slack.posting import Poster
from bot.slack.rebuild_messages import interrupted_message, progress_message
from bot.slack.rebuild_posts import RebuildPost, RebuildPosts


class RebuildShowing:
    """May be shared by threads."""

    def __init__(self, poster: Poster, posts: RebuildPosts, stopping: threading.Event) -> None:
        self._posts = posts
        self.live = LiveMessages(poster, stopping)

    def post(self, channel: str, by: str) -> RebuildPost:
        """In the channel, or directly to `by` where the bot may not post there.

        Raises what Slack raises where neither can be done.
        """
        message = progress_message(Working("reading"), by)
        post = RebuildPost(self.live.post(channel, message, by), by)
        self._posts.keep(post)
        return post

    def follow(self, post: RebuildPost, events: Events) -> Built | Failed:
        """Until the event that ends the rebuild, which is returned."""

        def show(now: Working, left_s: float | None) -> float:
            return self.live.edit(post.posted, progress_message(now, post.by, left_s))

        return self.live.follow(events, show)

    def close(self, post: RebuildPost, message: Message) -> None:
        """The last edit."""
        if self.live.close(post.posted, message, post.by):
            self._posts.forget(post)

    def left_open(self) -> list[RebuildPost]:
        """The messages that the bot could not close before it last ended."""
        return self._posts.kept()

    def mend(self, left: list[RebuildPost]) -> None:
        for post in left:
            self.close(post, interrupted_message(post.by))
