"""How long the encoding of a rebuild may still take, by how long it took so far."""

from bot.rebuild_events import Working


class TimeLeft:
    """From the first passages on: what comes before them, and what is taken over from the last
    index, says nothing about the pace."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def after(self, now: Working, at_s: float) -> float | None:
        """The seconds that may be left at the moment `at_s`; None while nobody can know."""
        if now.stage != "encoding":
            return None
        if self._first is None:
            self._first = (at_s, now.done)
        began_s, began_with = self._first
        done = now.done - began_with
        return (now.total - now.done) * (at_s - began_s) / done if done > 0 else None
