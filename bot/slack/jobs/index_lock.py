"""Whose turn it is to change the index: one rebuild or addition of the bot's at a time."""

import threading


class UnderWay(Exception):
    """The index is being changed already: `what` is done, `by` is who asked for it."""

    def __init__(self, what: str, by: str) -> None:
        self.what, self.by = what, by
        super().__init__(f"{what} asked for by {by} is under way")


class IndexLock:
    """May be shared by threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken: UnderWay | None = None

    @property
    def taken_for(self) -> str:
        """What is under way, such as "a rebuild"; "" if nothing is."""
        taken = self._taken
        return taken.what if taken else ""

    def take(self, what: str, by: str, *, within_s: float = 0.0) -> None:
        """Raises `UnderWay` if it is not free within that time."""
        with self._changed:
            self._changed.wait_for(lambda: self._taken is None, within_s)
            if self._taken is not None:
                raise UnderWay(self._taken.what, self._taken.by)
            self._taken = UnderWay(what, by)

    def give_back(self) -> None:
        with self._changed:
            self._taken = None
            self._changed.notify()
