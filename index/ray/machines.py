"""Which machines of a cluster can encode: those that have the very same Pullquote."""

from collections.abc import Callable
from dataclasses import dataclass

from index.ray.program import installed, program

ANSWER_S = 60.0


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine by Ray's id of it, its address, and how many processors Ray has there."""

    id: str
    address: str
    processors: int


def _asked_there() -> Callable[[], tuple[str, str] | None]:
    """A function that Ray sends as it is, so that it runs where there is no Pullquote."""

    def there() -> tuple[str, str] | None:
        try:
            from index.ray.program import installed, program
        except ImportError:
            return None
        return program(), installed()

    return there


def machines() -> tuple[list[Machine], dict[str, str]]:
    """The machines that can encode, and by address why others cannot."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy as On

    every = [
        Machine(node["NodeID"], node["NodeManagerAddress"], int(node["Resources"].get("CPU", 0)))
        for node in ray.nodes()
        if node["Alive"]
    ]
    asked = ray.remote(_asked_there())
    with_processors = [machine for machine in every if machine.processors]
    answers = {
        asked.options(num_cpus=0, scheduling_strategy=On(machine.id, soft=False)).remote(): machine
        for machine in with_processors
    }
    ray.wait(list(answers), num_returns=len(answers), timeout=ANSWER_S)
    able, unable = [], {}
    for answer, machine in answers.items():
        try:
            reason = reason_not_to(ray.get(answer, timeout=0))
        except Exception as error:
            reason = f"it does not answer ({type(error).__name__})"
        if reason:
            unable[machine.address] = reason
        else:
            able.append(machine)
    return able, unable


def reason_not_to(found: tuple[str, str] | None) -> str:
    """Why a machine with this digest and version of Pullquote cannot encode; "" if it can."""
    if found is None:
        return 'it has no Pullquote: `pip install "pullquote[ray]"` there'
    digest, its_version = found
    if digest != program():
        return f"its Pullquote ({its_version}) is not the same as the one here ({installed()})"
    return ""
