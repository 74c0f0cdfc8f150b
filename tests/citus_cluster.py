"""A cluster of Citus that runs already, at the address in PULLQUOTE_TEST_CITUS_URL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
from psycopg import conninfo

VARIABLE = "PULLQUOTE_TEST_CITUS_URL"
CITUS_URL = os.environ.get(VARIABLE, "")
Node = tuple[str, int]
NO_CLUSTER = f"{VARIABLE} names no cluster of Citus"


class CitusCluster:
    """Makes databases of its own on all nodes, as the superuser whom the address names; the one
    that it names has the extension, and says which the workers are."""

    def __init__(self, url: str) -> None:
        self._parameters = conninfo.conninfo_to_dict(url)
        self._numbers = count(1)
        self._made: list[str] = []
        with psycopg.connect(url) as connection:
            self.workers: list[Node] = connection.execute(
                "SELECT node_name, node_port FROM citus_get_active_worker_nodes()"
            ).fetchall()
        host, port = self._parameters.get("host"), self._parameters.get("port")
        self.coordinator: Node = str(host or "localhost"), int(port or 5432)

    @property
    def nodes(self) -> list[Node]:
        return [self.coordinator, *self.workers]

    def address(self, node: Node, database: str) -> str:
        host, port = node
        return conninfo.make_conninfo(
            "", **{**self._parameters, "host": host, "port": port, "dbname": database}
        )

    def run(self, node: Node, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self.address(node, database), autocommit=True) as connection:
            connection.execute(statement)

    def url(self, *, joined: bool = True) -> str:
        """Of a new, empty database, which all nodes have; a cluster once they are `joined`."""
        name = f"pullquote_test_{os.getpid()}_{next(self._numbers)}"
        self._made.append(name)
        for node in self.nodes:
            self.run(node, f"CREATE DATABASE {name} STRATEGY file_copy")
        if joined:
            self.join(name)
        return self.address(self.coordinator, name)

    empty_url = url

    def join(self, name: str) -> None:
        for node in self.nodes:
            self.run(node, "CREATE EXTENSION citus", name)
        host, port = self.coordinator
        self.run(self.coordinator, f"SELECT citus_set_coordinator_host('{host}', {port})", name)
        for host, port in self.workers:
            self.run(self.coordinator, f"SELECT citus_add_node('{host}', {port})", name)

    def drop(self) -> None:
        """What was made."""
        for node in self.nodes:
            for name in self._made:
                self.run(node, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def clustered() -> Iterator[CitusCluster]:
    found = CitusCluster(CITUS_URL)
    try:
        yield found
    finally:
        found.drop()
