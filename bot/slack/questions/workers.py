"""The workers: threads that each take a question from the queue and have it handled."""

import logging
import threading
import time
from collections.abc import Callable

from bot.slack.background import Background
from bot.slack.connection.log_bursts import bursts_of
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.questions.question_queue import Claim, QuestionQueue

log = logging.getLogger(__name__)
WAITING = "questions wait: %s"
# A disk that is full stays so for a while, and every worker tries again each second.
log.addFilter(bursts_of(WAITING))

AGAIN_S = 1.0


class Workers:
    """`handle` finishes a question, or sees to it that it is tried again."""

    def __init__(
        self, queue: QuestionQueue, handle: Callable[[Claim], None], background: Background
    ) -> None:
        self._queue = queue
        self._handle = handle
        self._background = background
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, count: int) -> None:
        if left := self._queue.waiting():
            log.info("%d questions were waiting for an answer when the bot last stopped", left)
        self._threads = [
            self._background.start(f"worker-{number}", self._work) for number in range(count)
        ]

    def drain(self, timeout_s: float) -> None:
        """Finish what is in hand and take nothing more; the rest is answered after a restart."""
        self._closing.set()
        self._queue.close()
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                claim = self._queue.claim()
            except MemoryUnavailable as error:
                log.error(WAITING, error)
                self._closing.wait(AGAIN_S)
                continue
            if claim is not None:
                self._handle_safely(claim)

    def _handle_safely(self, claim: Claim) -> None:
        """Release the question, however this ends."""
        again_s = AGAIN_S
        try:
            self._handle(claim)
            again_s = 0.0
        except MemoryUnavailable as error:
            log.error(WAITING, error)
        except Exception:
            log.exception("a question could not be handled and is tried again")
        finally:
            self._queue.release(claim, again_s)
