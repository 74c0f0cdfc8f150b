"""Names and public addresses that all lead to one local server, and who was really called."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpcore2

from index.errors import SourceError
from index.web.network import Network, dial

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "2606:4700::1111"


@dataclass(slots=True)
class Internet:
    """`names` gives each name its answers, one a look-up and the last for good; `looked_up` and
    `dialled` are what the code under test did.
    """

    port: int
    names: dict[str, list[list[str]]]
    unreachable: frozenset[str] = frozenset()
    looked_up: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)

    def network(self) -> Network:
        return Network(self._resolve, self._dial)

    def _resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise SourceError(f"cannot be reached: there is no host {host}")
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _dial(self, address: str, port: int, timeout_s: float) -> httpcore2.NetworkStream:
        self.dialled.append(address)
        if address in self.unreachable:
            raise httpcore2.ConnectError("no route")
        return dial("127.0.0.1", self.port, timeout_s)
