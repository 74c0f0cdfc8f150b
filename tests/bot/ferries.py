"""Articles that are all of one edition, and threads that ask for them while editions change."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.index_in_use.current_index import CurrentIndex

QUESTION = "which ferry goes to the island?"
FERRIES = 4
ASKING = 3  # threads


def write_ferries(articles: Path, edition: int) -> None:
    """Every article is of one edition; an answer from two snapshots would show two."""
    for n in range(FERRIES):
        (articles / f"ferry{n}.txt").write_text(
            f"Ferry {n}\n\nFerry number {n} goes to the island every day of year {edition}.\n"
        )


class Asking:
    """Threads that ask without a pause: what fails or is mixed, and the snapshots answered from."""

    def __init__(self, index: CurrentIndex) -> None:
        self.failures: list[str] = []
        self.seen: set[str] = set()
        self._index = index
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _ in range(ASKING)]

    def _ask(self) -> None:
        while not self._over.is_set():
            try:
                answer = self._index.answer(QUESTION, 3)
                editions = {quote.text.split()[-1] for quote in answer.quotes}
                if len(editions) != 1:
                    self.failures.append(f"mixed {editions}")
                self.seen.add(answer.snapshot.id)
            except Exception as error:
                self.failures.append(repr(error))

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
