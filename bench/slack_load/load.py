"""What a run asks of the bot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """`bot` is a module to run instead of `pullquote serve`.

    `additions` links are added meanwhile, and the bot is killed in the middle of every other one.
    `disk_troubles` is how often the disk is full for a while, and how often the memory is locked.
    """

    questions: int = 1000
    users: int = 50
    channels: int = 20
    per_s: float = 12.0
    kills: int = 0
    additions: int = 0
    disk_troubles: int = 0
    limited: bool = True
    bot: str | None = None
    trouble: bool = True
    seed: int = 13

    def at(self, times: int) -> set[int]:
        """`times` moments, evenly spread, as numbers of questions asked before."""
        return {self.questions * n // (times + 1) for n in range(1, times + 1)}
