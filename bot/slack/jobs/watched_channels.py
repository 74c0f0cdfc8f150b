"""Channels whose links are added: each message is stored before it is acknowledged to Slack."""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.jobs.addition_messages import RefusedLink, refusal_message
from bot.slack.jobs.endings import Endings
from bot.slack.memory.addition_store import AdditionStore, NewAddition, TooManyWaiting
from bot.slack.memory.database import Database
from bot.slack.memory.ending_store import Ending
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.question import QUESTION_SUBTYPES
from bot.slack.understanding.links import links_of
from bot.slack.values import Posted

log = logging.getLogger(__name__)

WINDOW_S = 60.0
TOO_MANY = "was not added: too many links wait already. Please post it again later."


class WatchedChannels:
    """`per_minute` messages are read in a minute, the others wait; a restart forgives."""

    def __init__(
        self,
        channels: frozenset[str],
        per_minute: int,
        store: AdditionStore,
        database: Database,
        seen: SeenKeys,
        endings: Endings,
        wake_additions: Callable[[], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._channels = channels
        self._store = store
        self._database = database
        self._seen = seen
        self._endings = endings
        self._wake_additions = wake_additions
        self._clock = clock
        self._taken_up: deque[float] = deque(maxlen=per_minute)

    def record(self, body: dict[str, Any], next: Callable[[], None]) -> None:  # noqa: A002
        """Bolt's middleware for `message`; its arguments go by their names."""
        event = body["event"]
        if event.get("channel") in self._channels and is_from_a_person(event):
            self._accept(event, links_of(event))
        next()

    def _accept(self, event: Mapping[str, Any], links: tuple[str, ...]) -> None:
        if not links:
            return
        at, by = Posted(event["channel"], event["ts"]), event["user"]
        thread_ts, key = event.get("thread_ts") or at.ts, f"watched:{at.channel}:{at.ts}"
        try:
            with self._database.transaction():
                if not self._seen.first_time(key):
                    return
                slot = self._slot()
                self._store.keep(
                    NewAddition(links, by, at, "by reaction", thread_ts, not_before=slot)
                )
                self._taken_up.append(slot)
        except TooManyWaiting:
            if not self._seen.first_time(key):
                return
            log.warning("links in %s are not added: too many wait already", at.channel)
            refused = [RefusedLink(link, TOO_MANY) for link in links]
            self._endings.say(Ending(at, by, "reply", refusal_message(refused), thread_ts))
        else:
            self._wake_additions()

    def _slot(self) -> float:
        """The first moment with less than `per_minute` others in the minute before."""
        now = self._clock()
        full = len(self._taken_up) == self._taken_up.maxlen
        return max(now, self._taken_up[0] + WINDOW_S) if full else now


def is_from_a_person(event: Mapping[str, Any]) -> bool:
    """Whether a message event is something new that a person wrote."""
    return (
        event.get("subtype") in QUESTION_SUBTYPES
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("edited")
        and isinstance(event.get("user"), str)
    )
