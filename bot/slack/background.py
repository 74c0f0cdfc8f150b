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
LONGEST_PAUSE_S = 60.0
STEADY_S = 10.0
"""A thread that was started again counts as dead until it has run for this long."""


class Background:
    """May be shared by threads. After `stop` nothing is started again."""

    def __init__(
        self, restart_s: float = RESTART_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._restart_s = restart_s
        self._clock = clock
        # When a thread that died is started again: in the future, or a short while ago.
        self._restarted: dict[str, float] = {}
        self.stopping = threading.Event()

    def start(self, name: str, work: Callable[[], None]) -> threading.Thread:
        """Run `work` in a daemon thread; when it returns, it is done."""
        thread = threading.Thread(target=self._run, args=(name, work), name=name, daemon=True)
        thread.start()
        return thread

    def repeat(self, name: str, work: Callable[[], None], every_s: float) -> threading.Thread:
        """Run `work` again and again; what it raises is logged, and it is tried again."""

        def run() -> None:
            last = ""
            while not self.stopping.wait(every_s):
                try:
                    work()
                    last = ""
                except Exception as error:
                    if repr(error) != last:
                        log.exception("%s failed and is tried again", name)
                    last = repr(error)

        return self.start(name, run)

    def dead(self) -> list[str]:
        """The names of the threads that have died, or did so a short while ago."""
        now = self._clock()
        return sorted(name for name, at in self._restarted.items() if now - at < STEADY_S)

    def stop(self) -> None:
        self.stopping.set()

    def _run(self, name: str, work: Callable[[], None]) -> None:
        pause_s = self._restart_s
        while True:
            try:
                work()
            except BaseException:
                log.exception("the thread %s died and is started again", name)
            else:
                return
            again = name in self.dead()
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2) if again else self._restart_s
            self._restarted[name] = self._clock() + pause_s
            if self.stopping.wait(pause_s):
                return


def finish(executor: Executor, timeout_s: float) -> None:
    """Let an executor finish what it was given, within the time."""
    ending = threading.Thread(target=executor.shutdown, name="executor-end", daemon=True)
    ending.start()
    ending.join(max(0.0, timeout_s))
    if ending.is_alive():
        log.warning("listeners took longer than %.0f s to finish and are left", timeout_s)
