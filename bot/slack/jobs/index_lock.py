"""Who may change the index now: one rebuild or addition of the bot's at a time."""

import threading


class UnderWay(Exception):
    """The index is being changed already: `what` is done, `by` is who asked for it."""

    def __init__(self, what: str, by: str) -> None:
        self.what, self.by = what, by
        super().__init__(f"{what} asked for by {by} is under way")


class IndexLock:
    """May be shared by threads; whichever thread is done releases it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._holder: UnderWay | None = None

    @property
    def held_for(self) -> str:
        """What is under way, such as "a rebuild"; "" if nothing is."""
        holder = self._holder
        return holder.what if holder else ""

    def acquire(self, what: str, by: str, *, within_s: float = 0.0) -> None:
        """Raises `UnderWay` if it is not free within that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._holder is None, within_s)
            if self._holder is not None:
                raise UnderWay(self._holder.what, self._holder.by)
            self._holder = UnderWay(what, by)

    def release(self) -> None:
        with self._changed:
            self._holder = None
            self._changed.notify()
