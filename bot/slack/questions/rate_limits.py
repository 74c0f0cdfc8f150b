"""How fast we post into a channel, and how fast a person may ask. Both in memory: a restart
forgives."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW_S = 60.0


class PostPacing:
    """A token bucket for each channel: a few posts at once, then about one a second, as Slack asks.

    May be shared by threads.
    """

    def __init__(
        self, per_s: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s = per_s
        self._burst = burst
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait_s(self, channel: str) -> float:
        """0 when a post may leave now, else the seconds until one may."""
        with self._lock:
            return max(0.0, (1 - self._level(channel)) / self._per_s)

    def posted(self, channel: str) -> None:
        with self._lock:
            self._buckets[channel] = (self._level(channel) - 1, self._clock())

    def hold(self, channel: str, seconds: float) -> None:
        """Slack said no: nothing more leaves for this channel for so long."""
        with self._lock:
            self._buckets[channel] = (1.0 - seconds * self._per_s, self._clock())

    def _level(self, channel: str) -> float:
        now = self._clock()
        level, since = self._buckets.get(channel, (float(self._burst), now))
        return min(float(self._burst), level + (now - since) * self._per_s)


@dataclass(slots=True)
class _Asked:
    """When a person asked, in the last minute, and when we last said that it is too fast."""

    times: deque[float] = field(default_factory=deque)
    warned_at: float = float("-inf")


class QuestionLimit:
    """A window that slides over the last minute, for each person. May be shared by threads.

    It goes by the Unix time at which a question was asked, so that a backlog is not held against
    anyone.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._people: dict[str, _Asked] = {}
        self._lock = threading.Lock()

    def wait_s(self, user: str, at: float) -> float:
        """0 when a question asked at `at` may be answered, which then counts; else the seconds
        until one may."""
        with self._lock:
            asked = self._people.setdefault(user, _Asked()).times
            while asked and at - asked[0] >= WINDOW_S:
                asked.popleft()
            if len(asked) >= self._per_minute:
                return max(1.0, WINDOW_S - (at - asked[0]))
            asked.append(at)
            return 0.0

    def first_warning(self, user: str, at: float) -> bool:
        """Whether this person was not yet warned in the minute before `at`; now they are."""
        with self._lock:
            person = self._people.setdefault(user, _Asked())
            if abs(at - person.warned_at) < WINDOW_S:
                return False
            person.warned_at = at
            return True
