"""How fast one person may ask: a window that slides over the last minute."""

import threading
from collections import deque

WINDOW_S = 60.0


class RateLimit:
    """In memory: a restart forgives. May be shared by threads."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._asked: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def wait_s(self, user: str, at: float) -> float:
        """0 when a question asked at the Unix time `at` may be answered (it then counts), else the
        seconds until one may. By when it was asked, so that a backlog is not held against anyone.
        """
        with self._lock:
            asked = self._asked.setdefault(user, deque())
            while asked and at - asked[0] >= WINDOW_S:
                asked.popleft()
            if len(asked) >= self._per_minute:
                return max(1.0, WINDOW_S - (at - asked[0]))
            asked.append(at)
            return 0.0
