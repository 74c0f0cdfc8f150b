"""JSON as it goes over the wire, and the refusal that becomes `{"ok": false, "error": …}`."""

import itertools
import json
import threading
import time
from collections.abc import Iterable
from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]


class SlackRefusal(Exception):
    """What Slack answers with `ok: false`; `messages` go into `response_metadata.messages`."""

    def __init__(self, error: str, messages: Iterable[str] = (), **extra: object) -> None:
        self.error, self.messages, self.extra = error, tuple(messages), extra
        super().__init__(": ".join([error, *self.messages]))

    def body(self) -> JsonObject:
        body: JsonObject = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


def compact(value: object) -> str:
    """JSON without spaces, not escaped to ASCII: how block sizes are counted."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


_counter = itertools.count(1)
_ts_lock = threading.Lock()
_last_ts = 0


def new_id(prefix: str) -> str:
    """An id such as `Ev0FAKE00001A`, unique in this process."""
    return f"{prefix}0FAKE{next(_counter):06X}"


def new_ts() -> str:
    """A message timestamp, `seconds.microseconds`, later than every one before it."""
    global _last_ts
    with _ts_lock:
        _last_ts = max(_last_ts + 1, time.time_ns() // 1000)
        return f"{_last_ts // 1_000_000}.{_last_ts % 1_000_000:06d}"
