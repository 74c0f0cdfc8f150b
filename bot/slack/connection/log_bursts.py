"""One line in the log for many of the same kind at once."""

import logging
import threading
import time
from collections.abc import Callable, Hashable

EVERY_S = 30.0


class BurstFilter(logging.Filter):
    """Lets one record of a kind through in `every_s`, and adds how many it held back before.

    `kind` gives what two records of one kind have in common; None lets a record through.
    """

    def __init__(
        self,
        kind: Callable[[logging.LogRecord], Hashable],
        every_s: float = EVERY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._kind = kind
        self._every_s = every_s
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[Hashable, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if (kind := self._kind(record)) is None:
            return True
        now = self._clock()
        with self._lock:
            at, held_back = self._seen.get(kind, (float("-inf"), 0))
            if now - at < self._every_s:
                self._seen[kind] = (at, held_back + 1)
                return False
            self._seen = {k: v for k, v in self._seen.items() if now - v[0] < self._every_s}
            self._seen[kind] = (now, 0)
        if held_back:
            record.msg = f"{record.getMessage()} ({held_back} more like it before)"
            record.args = ()
        return True


def bursts_of(message: str) -> BurstFilter:
    """For the records of one message, as it is before its arguments are filled in."""
    return BurstFilter(lambda record: message if record.msg == message else None)
