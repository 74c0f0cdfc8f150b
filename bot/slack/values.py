"""What may be set for one channel."""

from dataclasses import dataclass

MIN_QUOTES, MAX_QUOTES = 1, 5


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """`sources` are publishers, none meaning all; `quotes` is None where the default holds."""

    sources: tuple[str, ...] = ()
    quotes: int | None = None
    follow_ups: bool = True


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in Slack: ours, where nothing else is said."""

    channel: str
    ts: str
