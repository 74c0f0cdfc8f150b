"""What a button or a view refers to, as a signed string that Slack hands back when it is used.

A reference is JSON, compressed, in base64, behind an HMAC of its kind and content: whoever changes
it, or gives one kind for another, is found out. It hides nothing. Slack takes 2,000 characters in a
button; each kind keeps below a limit of its own, so that a message with many of them is not too
long: the question gives way.
"""

import base64
import binascii
import hashlib
import hmac
import json
import zlib
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from bot.wording.plain import clip
from index.types import Span

SIGNATURE_BYTES = 16


class BadReference(ValueError):
    """A reference that we have not made, or that was made with another key."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """What every kind has: how it is called, and the most characters that it may take."""

    KIND: ClassVar[str]
    QUESTION_CHARS: ClassVar[int]
    ENCODED_CHARS: ClassVar[int]

    def encode(self, key: bytes) -> str:
        fields = asdict(self)
        room = self.QUESTION_CHARS
        while True:
            if "question" in fields:
                fields["question"] = clip(fields["question"], room)
            packed = zlib.compress(_json(fields), 9)
            sealed = base64.urlsafe_b64encode(_sign(packed, self.KIND, key) + packed).decode()
            if len(sealed) <= self.ENCODED_CHARS or room == 0:
                return sealed
            room //= 2

    @classmethod
    def decode(cls, value: str, key: bytes) -> Self:
        """Raises `BadReference`."""
        return cls(**_fields(value, cls.KIND, key))


@dataclass(frozen=True, slots=True)
class QuoteRef(_Reference):
    """One quote: a passage of a snapshot, what is bold in it, and the page of its context.

    The question is clipped when encoded; it is there to be shown, or asked again, when the
    snapshot is gone.
    """

    KIND: ClassVar[str] = "quote"
    QUESTION_CHARS: ClassVar[int] = 120
    ENCODED_CHARS: ClassVar[int] = 500

    snapshot_id: str
    passage_id: int
    question: str
    highlights: tuple[Span, ...] = ()
    page: int = 0

    @classmethod
    def decode(cls, value: str, key: bytes) -> Self:
        """Raises `BadReference`."""
        fields = _fields(value, cls.KIND, key)
        fields["highlights"] = tuple((a, b) for a, b in fields["highlights"])
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class AnswerRef(_Reference):
    """A question as it was asked, filters included, and how many of its quotes were shown.

    A question too long for a button is clipped when encoded.
    """

    KIND: ClassVar[str] = "answer"
    QUESTION_CHARS: ClassVar[int] = 1000
    ENCODED_CHARS: ClassVar[int] = 1500

    snapshot_id: str
    question: str
    shown: int = 0


@dataclass(frozen=True, slots=True)
class FeedbackRef(_Reference):
    """A verdict on an answer. `passage_id` is the first quote's; `answered` as in the answer."""

    KIND: ClassVar[str] = "feedback"
    QUESTION_CHARS: ClassVar[int] = 300
    ENCODED_CHARS: ClassVar[int] = 600

    snapshot_id: str
    passage_id: int
    question: str
    answered: bool
    helpful: bool


@dataclass(frozen=True, slots=True)
class ChannelRef(_Reference):
    """A channel, and a thread in it or "": whose settings are shown, where answering is to stop."""

    KIND: ClassVar[str] = "channel"
    QUESTION_CHARS: ClassVar[int] = 0
    ENCODED_CHARS: ClassVar[int] = 500

    channel_id: str
    thread_ts: str = ""


def _fields(value: str, kind: str, key: bytes) -> dict[str, Any]:
    try:
        sealed = base64.b64decode(value.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadReference("it is no reference") from error
    signature, packed = sealed[:SIGNATURE_BYTES], sealed[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _sign(packed, kind, key)):
        raise BadReference(f"it is no {kind} reference that was signed here")
    fields: dict[str, Any] = json.loads(zlib.decompress(packed))
    return fields


def _json(fields: dict[str, Any]) -> bytes:
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _sign(packed: bytes, kind: str, key: bytes) -> bytes:
    return hmac.digest(key, kind.encode() + b"\0" + packed, hashlib.sha256)[:SIGNATURE_BYTES]
