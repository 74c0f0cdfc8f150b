"""Slack's rate limits: tiers per method, and about one post a second per channel."""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

TIERS_PER_MINUTE: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS = frozenset({"chat.postMessage", "chat.postEphemeral"})


@dataclass(frozen=True, slots=True)
class RateLimits:
    """What is allowed. A channel takes `post_burst` posts at once and `posts_per_s` after that.

    With `reaction_s`, the app has that long to acknowledge what a person does and to open a view;
    without it, it has as long as Slack gives.
    """

    enabled: bool = True
    posts_per_s: float = 1.0
    post_burst: int = 5
    tiers_per_minute: Mapping[int, int] = field(default_factory=lambda: dict(TIERS_PER_MINUTE))
    reaction_s: float | None = None


@dataclass(slots=True)
class RateMeter:
    """Counts calls against the limits."""

    limits: RateLimits
    clock: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=dict)
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def retry_after_s(self, method: str, tier: int | None, channel: str | None) -> int:
        """0 when the call may go ahead (it is then counted), else the whole seconds to wait."""
        if not self.limits.enabled:
            return 0
        now = self.clock()
        if method in POSTS:
            return self._post(channel or "", now)
        if tier is None:
            return 0
        calls = self._calls.setdefault(method, deque())
        while calls and now - calls[0] >= 60:
            calls.popleft()
        if len(calls) >= self.limits.tiers_per_minute[tier]:
            return max(1, math.ceil(60 - (now - calls[0])))
        calls.append(now)
        return 0

    def _post(self, channel: str, now: float) -> int:
        level, since = self._buckets.get(channel, (float(self.limits.post_burst), now))
        level = min(self.limits.post_burst, level + (now - since) * self.limits.posts_per_s)
        allowed = level >= 1
        self._buckets[channel] = (level - allowed, now)
        return 0 if allowed else max(1, math.ceil((1 - level) / self.limits.posts_per_s))
