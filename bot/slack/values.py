"""Small values that several parts of the bot share."""

from dataclasses import dataclass

MIN_QUOTES, MAX_QUOTES = 1, 5


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What may be set for one channel.

    `sources` are publishers, empty meaning all; `quotes` is None if the default holds.
    `every_question` says that questions are answered without a mention.
    """

    sources: tuple[str, ...] = ()
    quotes: int | None = None
    follow_ups: bool = True
    every_question: bool = False


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Why not everything was searched: filters as written, and the channel's publishers."""

    filters: str = ""
    publishers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """A message in Slack: ours, if nothing else is said."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Tuning:
    """What only tests set otherwise; in seconds, but for `post_burst`.

    A post that failed is repeated after `first_retry_s`, then after twice as long each time. A dead
    socket is noticed after one and a half `ping_interval_s`; one without a sign of life for
    `deaf_after_s` is replaced. `post_burst` answers leave at once in a channel that was quiet:
    Slack tolerates a few. `probe_s` is how often the memory is tried. `lock_s` is how long the
    bot that served before may take to end.
    """

    first_retry_s: float = 1.0
    ping_interval_s: float = 2.0
    deaf_after_s: float = 20.0
    follow_index_s: float = 1.0
    probe_s: float = 10.0
    lock_s: float = 30.0
    post_burst: int = 4
