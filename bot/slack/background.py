"""The bot's threads, and which of them have died.

A thread that dies of an error is started again after a pause. Until it has run for a while again it
counts as dead, and `/healthz` is not ready.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor

log = logging.getLogger(__name__)

RESTART_S = 1.0
STEADY_S = 10.0
"""A thread that was started again counts as dead until it has run for so long."""


class Background:
    """May be shared by threads. After `stop` nothing is started again."""

    def __init__(
        self, restart_s: float = RESTART_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._restart_s = restart_s
        self._clock = clock
        self._died: dict[str, float] = {}
        self.stopping = threading.Event()

    def start(self, name: str, work: Callable[[], None]) -> threading.Thread:
        """Run `work` in a daemon thread; when it returns, it is done."""
        thread = threading.Thread(target=self._run, args=(name, work), name=name, daemon=True)
        thread.start()
        return thread

    def repeat(self, name: str, work: Callable[[], None], every_s: float) -> threading.Thread:
        """Run `work` again and again; what it raises is logged, and it is tried again."""

        def run() -> None:
            while not self.stopping.wait(every_s):
                try:
                    work()
                except Exception:
                    log.exception("%s failed and is tried again", name)

        return self.start(name, run)

    def dead(self) -> list[str]:
        """The names of the threads that died a short while ago."""
        now = self._clock()
        fresh_s = self._restart_s + STEADY_S
        return sorted(name for name, at in self._died.items() if now - at < fresh_s)

    def stop(self) -> None:
        self.stopping.set()

    def _run(self, name: str, work: Callable[[], None]) -> None:
        while True:
            try:
                work()
            except BaseException:
                log.exception("the thread %s died and is started again", name)
            else:
                return
            self._died[name] = self._clock()
            if self.stopping.wait(self._restart_s):
                return


def finish(executor: Executor, timeout_s: float) -> None:
    """Let an executor finish what it was given, within the time."""
    ending = threading.Thread(target=executor.shutdown, name="executor-end", daemon=True)
    ending.start()
    ending.join(max(0.0, timeout_s))
    if ending.is_alive():
        log.warning("listeners took longer than %.0f s to finish and are left", timeout_s)
