"""Workers on the machines of a cluster; what one that dies had is done again by another."""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import ray
from ray.exceptions import RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from index.building.encode_texts import Made
from index.encoder.encoding import Encoder
from index.errors import EncoderError
from index.ray.machines import Machine, machines
from index.ray.worker import Worker

log = logging.getLogger(__name__)

# Tasks that a worker has at once: the next one is there when one is done.
HELD = 2
# How many times a task is begun, as it may be the texts that a worker dies of; and a worker started
# on a machine where none comes to encode.
TRIES = 3
START_S = 120.0
AGAIN_S = 1.0


@dataclass(eq=False, slots=True)
class Task:
    """Texts to be encoded together; at last there is what was `made` of them, or an `error`."""

    texts: Sequence[str]
    languages: Sequence[str | None]
    tries: int = 0
    made: list[Made] | None = None
    error: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.made is not None or self.error is not None


@dataclass(eq=False, slots=True)
class Started:
    """A worker; it is `ready` once its encoder is loaded."""

    actor: Any
    machine: Machine
    is_ready: bool = False
    tasks: list[Task] = field(default_factory=list)


class Pool:
    """As many workers as the cluster has processors; used by one thread."""

    def __init__(self, load: Callable[[], Encoder], fingerprint: str, numbers: str) -> None:
        """Raises `EncoderError` if no machine can encode."""
        self._load, self._wanted = load, (fingerprint, numbers)
        self._waiting: deque[Task] = deque()
        self._workers: set[Started] = set()
        self._pending: dict[Any, tuple[Started, Task | None]] = {}
        self._deaths_before_ready: Counter[Machine] = Counter()
        self.died = 0
        self.encoded_by: set[Started] = set()
        able, self.left_out = machines()
        self._until = 0.0
        for machine in able:
            for _ in range(machine.processors):
                self._start(machine)
        self._expect_some()

    @property
    def size(self) -> int:
        return len(self._workers)

    def _start(self, machine: Machine) -> None:
        there = NodeAffinitySchedulingStrategy(machine.id, soft=False)
        actor = (
            ray.remote(Worker)
            .options(num_cpus=1, max_restarts=0, scheduling_strategy=there)
            .remote(self._load)
        )
        worker = Started(actor, machine)
        self._until = time.monotonic() + START_S
        self._workers.add(worker)
        self._pending[actor.prepare.remote(*self._wanted)] = worker, None

    def submit(self, texts: Sequence[str], languages: Sequence[str | None]) -> Task:
        task = Task(texts, languages)
        self._waiting.append(task)
        self._step(0)
        return task

    def result(self, task: Task) -> list[Made]:
        """Waits for it. Raises what the encoder raises, and `EncoderError` if no worker is left."""
        while not task.is_done:
            self._step(AGAIN_S)
        if task.error is not None:
            raise task.error
        return task.made or []

    def _step(self, timeout_s: float) -> None:
        """Give tasks to workers, and take what they have done; waits so long for the first."""
        self._hand_out()
        wait_s = timeout_s
        while self._pending:
            done, _ = ray.wait(list(self._pending), timeout=wait_s)
            if not done:
                break
            self._take(done[0])
            wait_s = 0
        self._expect_some()
        self._hand_out()

    def _hand_out(self) -> None:
        for held in range(HELD):
            # A worker that is about to be ready comes before the second task of another.
            kept = held and sum(not worker.is_ready for worker in self._workers)
            for worker in self._workers:
                more = len(self._waiting) > kept
                if more and worker.is_ready and len(worker.tasks) == held:
                    task = self._waiting.popleft()
                    task.tries += 1
                    worker.tasks.append(task)
                    answer = worker.actor.encode.remote(task.texts, task.languages)
                    self._pending[answer] = worker, task

    def _take(self, answer: Any) -> None:
        worker, task = self._pending.pop(answer)
        try:
            given = ray.get(answer)
        except RayTaskError as error:
            cause = error.cause if isinstance(error.cause, Exception) else error
            if task is None:
                self._leave_out(worker, " ".join(str(cause).split()))
                return
            task.error = cause
        except RayError:  # it died, or its machine did, with what it had made
            self._bury(worker)
            return
        else:
            if task is None:
                self._greet(worker, given)
                return
            task.made = given
            self.encoded_by.add(worker)
        worker.tasks.remove(task)

    def _greet(self, worker: Started, reason: str) -> None:
        if reason:
            self._leave_out(worker, reason)
        else:
            worker.is_ready = True
            self._deaths_before_ready[worker.machine] = 0

    def _leave_out(self, worker: Started, reason: str) -> None:
        """A machine that cannot encode, with all the workers that were started there."""
        self.left_out[worker.machine.address] = reason
        for each in [each for each in self._workers if each.machine == worker.machine]:
            self._forget(each)

    def _bury(self, worker: Started) -> None:
        """What a dead worker had is done again, by another one in its place."""
        if worker not in self._workers:
            return
        self._forget(worker)
        self.died += 1
        if not worker.is_ready:
            self._deaths_before_ready[worker.machine] += 1
        if self._deaths_before_ready[worker.machine] >= TRIES:
            self._leave_out(worker, "its workers die while they start")
            return
        self._start(worker.machine)

    def _forget(self, worker: Started) -> None:
        self._workers.remove(worker)
        ray.kill(worker.actor)
        self._pending = {
            answer: held for answer, held in self._pending.items() if held[0] is not worker
        }
        # The first is the one it worked on.
        for task in worker.tasks[1:]:
            task.tries -= 1
        for task in reversed(worker.tasks):
            if task.tries >= TRIES:
                task.error = EncoderError(
                    f"{TRIES} workers died over the same {len(task.texts)} texts: see whether "
                    "they have enough memory, or rebuild without --ray"
                )
            else:
                self._waiting.appendleft(task)

    def _expect_some(self) -> None:
        """Raises `EncoderError` if nobody will ever encode."""
        if not self._workers:
            reasons = [f"{address}: {reason}" for address, reason in self.left_out.items()]
            raise EncoderError(
                "no machine of the Ray cluster can encode: "
                + ("; ".join(reasons) or "it has no processors for Ray's use")
            )
        if not any(worker.is_ready for worker in self._workers) and time.monotonic() > self._until:
            raise EncoderError(
                f"no worker of the Ray cluster was ready within {START_S:.0f} s: see whether its "
                "processors are taken by something else (`ray status`)"
            )
