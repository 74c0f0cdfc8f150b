"""How fast we post into one channel: a few at once, then about one a second, as Slack asks."""

import threading
import time
from collections.abc import Callable


class Pacing:
    """A token bucket for each channel. May be shared by threads."""

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
