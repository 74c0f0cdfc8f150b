"""One rebuild or addition, from the start of its process to its ending."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.process import JobProcess

log = logging.getLogger(__name__)

Events = queue.SimpleQueue[Working | Built | Failed]


class Job:
    """Starts when it is made; raises `NotStarted` if it cannot.

    Everything that happens is put into `events`; the last one is Built or Failed, and comes after
    `on_end` was called and the process is gone.
    """

    def __init__(
        self, name: str, command: Sequence[str], on_end: Callable[[], None] = lambda: None
    ) -> None:
        self._name = name
        self._on_end = on_end
        self.events = Events()
        self._process = JobProcess(command)
        threading.Thread(target=self._read, name=f"{name} reader", daemon=True).start()

    def stop(self) -> None:
        """Ask the process to end. Returns at once."""
        self._process.stop()

    def _read(self) -> None:
        """In a thread that never waits for Slack, so that the process never waits for us."""
        ending: Built | Failed = Failed("I lost track of it")
        try:
            for event in self._process.events():
                if isinstance(event, Built | Failed):
                    ending = event
                else:
                    self.events.put(event)
        finally:
            log.info("%s: %s", self._name, ending)
            self._on_end()
            self.events.put(ending)
