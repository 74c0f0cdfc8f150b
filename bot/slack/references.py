"""What a button or a view refers to, as a signed string that Slack hands back when it is used.

A reference is JSON, compressed and signed by itsdangerous together with its kind: whoever changes
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
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

from itsdangerous import BadData, URLSafeSerializer, want_bytes

from bot.wording.plain import clip
from index.types import Span

SIGNATURE_BYTES = 16
"""Of the references of version 0.1, which had no dot in them."""


class BadReference(ValueError):
    """A reference that we have not made, or that was made with another key."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """What every kind has: how it is called, and the most characters that it may take."""

    KIND: ClassVar[str]
    QUESTION_CHARS: ClassVar[int]
    ENCODED_CHARS: ClassVar[int]

    def encode(self, key: bytes) -> str:
        values = asdict(self)
        room = self.QUESTION_CHARS
        while True:
            if "question" in values:
                values["question"] = clip(values["question"], room)
            signed: str = want_bytes(_serializer(self.KIND, key).dumps(values)).decode()
            if len(signed) <= self.ENCODED_CHARS or room == 0:
                return signed
            room //= 2

    @classmethod
    def decode(cls, value: str, key: bytes) -> Self:
        """Raises `BadReference`."""
        read = _read if "." in value else _read_former
        values = read(value, cls.KIND, key)
        known = {field.name for field in fields(cls)}
        return cls(**{name: values[name] for name in values if name in known})


@dataclass(frozen=True, slots=True)
class QuoteRef(_Reference):
    """One quote: a passage of a snapshot, what is bold in it, and the page of its context.

    The question is clipped when encoded; it is there to be shown, or asked again, when the
    snapshot is gone. `channel` is where a modal was opened: Slack does not say it then. `passage`
    is its `passage_key`, by which it is found when the snapshot is gone.
    """

    KIND: ClassVar[str] = "quote"
    QUESTION_CHARS: ClassVar[int] = 120
    ENCODED_CHARS: ClassVar[int] = 500

    snapshot_id: str
    passage_id: int
    question: str
    highlights: tuple[Span, ...] = ()
    page: int = 0
    channel: str = ""
    passage: str = ""

    def __post_init__(self) -> None:
        """JSON knows no tuples."""
        object.__setattr__(self, "highlights", tuple((a, b) for a, b in self.highlights))


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
    """A channel whose settings are shown."""

    KIND: ClassVar[str] = "channel"
    QUESTION_CHARS: ClassVar[int] = 0
    ENCODED_CHARS: ClassVar[int] = 500

    channel_id: str


@dataclass(frozen=True, slots=True)
class FollowRef(_Reference):
    """A question that is followed, by its number."""

    KIND: ClassVar[str] = "follow"
    QUESTION_CHARS: ClassVar[int] = 0
    ENCODED_CHARS: ClassVar[int] = 500

    follow: int


class _Json:
    """Compact, and for whatever a question holds, half a surrogate pair too."""

    @staticmethod
    def dumps(values: Any) -> bytes:
        text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
        return text.encode("utf-8", "surrogatepass")

    @staticmethod
    def loads(data: str | bytes) -> Any:
        text = data if isinstance(data, str) else data.decode("utf-8", "surrogatepass")
        return json.loads(text)


def _serializer(kind: str, key: bytes) -> URLSafeSerializer:
    return URLSafeSerializer(
        key, salt=kind.encode(), serializer=_Json, signer_kwargs={"digest_method": hashlib.sha256}
    )


def _read(value: str, kind: str, key: bytes) -> dict[str, Any]:
    try:
        values: dict[str, Any] = _serializer(kind, key).loads(value)
    except (BadData, UnicodeError) as error:
        raise BadReference(f"it is no {kind} reference that was signed here") from error
    return values


def _read_former(value: str, kind: str, key: bytes) -> dict[str, Any]:
    """As version 0.1 signed them: its buttons still work in this release, and not in the next."""
    try:
        signed = base64.b64decode(value.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadReference("it is no reference") from error
    signature, packed = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
    expected = hmac.digest(key, kind.encode() + b"\0" + packed, hashlib.sha256)[:SIGNATURE_BYTES]
    if not hmac.compare_digest(signature, expected):
        raise BadReference(f"it is no {kind} reference that was signed here")
    values: dict[str, Any] = json.loads(zlib.decompress(packed))
    return values
