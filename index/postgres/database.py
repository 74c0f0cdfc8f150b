"""Connections to PostgreSQL: a few are kept, what is lost is tried again, errors are one line."""

import errno
import logging
import os
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from pgvector.psycopg import register_vector
from psycopg import Connection, conninfo, errors
from psycopg.rows import TupleRow

from index.errors import EngineUnavailable

T = TypeVar("T")
Row = TupleRow

# It warns of what it raises too, if a connection is lost in the middle.
logging.getLogger("psycopg").setLevel(logging.ERROR)

# How long whoever asks waits for a server that restarts, seconds.
PATIENCE_S = 30.0
# After which it is said what is waited for.
SAID_AFTER_S = 1.0
AGAIN_S = 0.25
CONNECT_S = 10
STATEMENT_S = 30
LONG_STATEMENT_S = 6 * 3600
KEPT = 8
"""Connections kept open for the next question."""
EF_SEARCH, LEAST_EF_SEARCH = 1000, 100
SEARCH = {
    "hnsw.ef_search": f"{EF_SEARCH}",
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.max_scan_tuples": "1000000",
    "hnsw.scan_mem_multiplier": "8",
}
SETTINGS = {
    "application_name": "pullquote",
    "statement_timeout": f"{STATEMENT_S}s",
    "jit": "off",
    "TimeZone": "UTC",
    **SEARCH,
}
# So that a network that swallows everything is noticed.
NETWORK = {
    "connect_timeout": CONNECT_S,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 1000 * (STATEMENT_S + 5),
}
# What Citus says of a node that is not there, or goes while it is asked.
UNREACHED = re.compile(
    r"(?:connections? to the (?:remote )?node (?:\S*@)?|connection marked as essential: "
    r"|failed to COPY to shard \d+ on )([^\s@]+:\d+)"
)
# The same without its name, or of itself: it takes these for errors of its own.
BROKEN = re.compile(
    "server closed the connection|could not (receive|send) data|SSL |no connection to the server"
    "|connection not open|postmaster was shut down"
)
NO_SPACE = os.strerror(errno.ENOSPC)
LOST = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)


class Database:
    """One database; may be shared by threads. The address is never part of a message."""

    def __init__(self, url: str, on_wait: Callable[[str], None] = lambda line: None) -> None:
        """`on_wait` gets a line that says what is waited for, once until the server answers.

        Raises `EngineUnavailable` for what is no address of PostgreSQL.
        """
        self._on_wait = on_wait
        self._has_said = False
        try:
            self._parameters = conninfo.conninfo_to_dict(url)
        except psycopg.ProgrammingError:
            # Its message may quote the password.
            raise EngineUnavailable(
                "the setting data.url is no address of PostgreSQL: it should be like "
                "postgresql://user:password@host:5432/database"
            ) from None
        if not url.strip():
            raise EngineUnavailable(
                'the setting data.url is empty: data.engine = "postgres" needs the address of a '
                "database, such as postgresql://user@host/database"
            )
        self._idle: list[Connection[Row]] = []
        weakref.finalize(self, _close_all, self._idle)
        self._lock = threading.Lock()
        host = self._parameters.get("host") or "localhost"
        port = self._parameters.get("port") or 5432
        name = self._parameters.get("dbname") or self._parameters.get("user") or ""
        self.place = f"{host}:{port}/{name}"

    def connect(self) -> Connection[Row]:
        """A connection of one's own, in autocommit, to be closed; raises `EngineUnavailable`."""
        try:
            parameters = {**NETWORK, **self._parameters, "client_encoding": "UTF8"}
            with self._said_if_it_takes_long():
                connection: Connection[Row] = psycopg.connect(
                    conninfo.make_conninfo("", **parameters), autocommit=True
                )
            # Not as options of the connection, which poolers do not take.
            chosen = (f"set_config('{name}', '{value}', false)" for name, value in SETTINGS.items())
            connection.execute(f"SELECT {', '.join(chosen)}")
            return know_vectors(connection)
        except psycopg.Error as error:
            raise self._unreachable(error) from None

    @contextmanager
    def _said_if_it_takes_long(self) -> Iterator[None]:
        timer = threading.Timer(SAID_AFTER_S, self._say_what_is_waited_for)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _say_what_is_waited_for(self) -> None:
        if not self._has_said:
            self._has_said = True
            self._on_wait(
                f"waiting for PostgreSQL at {self.place}, which does not answer, for up to "
                f"{PATIENCE_S:.0f} s"
            )

    @contextmanager
    def _lent(self) -> Iterator[Connection[Row]]:
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None or connection.closed:
            connection = self.connect()
        try:
            yield know_vectors(connection)
        except BaseException:
            connection.close()
            raise
        with self._lock:
            if len(self._idle) < KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def run(self, work: Callable[[Connection[Row]], T], patience_s: float | None = None) -> T:
        """What `work` gives, which only reads, or may be done twice.

        If the connection is lost, it is done again on another one, for so long at most, by default
        for PATIENCE_S. Raises `EngineUnavailable`.
        """
        begun = time.monotonic()
        until = begun + (PATIENCE_S if patience_s is None else patience_s)
        while True:
            try:
                with self._lent() as connection:
                    self._has_said = False
                    return work(connection)
            except psycopg.Error as error:
                is_lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
                if error.sqlstate is None and not is_lost:
                    raise  # it never came to the server
                failure = self.failure(error)
            except EngineUnavailable as error:
                failure = error
            self.forget()
            if not failure.may_pass or time.monotonic() > until:
                raise failure
            if time.monotonic() - begun > SAID_AFTER_S:
                self._say_what_is_waited_for()
            time.sleep(AGAIN_S)

    def rows(
        self, statement: str, parameters: Any = None, settings: Mapping[str, str] | None = None
    ) -> list[Row]:
        """All rows of a statement that only reads; in binary, so that bytes stay bytes.

        `settings` are those that the workers of a cluster are to take for it.
        """

        def work(connection: Connection[Row]) -> list[Row]:
            cursor = connection.cursor(binary=True)
            if not settings:
                return cursor.execute(statement, parameters).fetchall()
            with connection.transaction():
                set_on_workers(connection, settings)
                return cursor.execute(statement, parameters).fetchall()

        return self.run(work)

    def several(self, statements: Sequence[tuple[str, Any]]) -> list[list[Row]]:
        """The rows of each of some statements with its parameters, in one round trip."""

        def work(connection: Connection[Row]) -> list[list[Row]]:
            with connection.pipeline():
                cursors = [
                    connection.cursor(binary=True).execute(statement, parameters)
                    for statement, parameters in statements
                ]
            return [cursor.fetchall() for cursor in cursors]

        return self.run(work)

    def forget(self) -> None:
        """Close the connections that wait for a question."""
        with self._lock:
            _close_all(self._idle)

    def failure(self, error: psycopg.Error) -> EngineUnavailable:
        """What went wrong, in one line that says what to do."""
        at = f"PostgreSQL at {self.place}"
        if isinstance(error, errors.QueryCanceled):
            return EngineUnavailable(
                f"{at} took longer than {STATEMENT_S} s for one statement: see what else it does"
            )
        if isinstance(error, errors.DiskFull):
            return self._disk_full()
        if isinstance(error, errors.InsufficientPrivilege) and "extension" in _first_line(error):
            return EngineUnavailable(
                f"{at} does not let this user make an extension: let a superuser run CREATE "
                "EXTENSION vector in that database"
            )
        if isinstance(error, errors.InsufficientPrivilege):
            return EngineUnavailable(
                f"{at} does not let this user do that ({_first_line(error)}): let the user create "
                "a schema in the database, or create the schema pullquote for it"
            )
        if node := UNREACHED.search(_first_line(error)):
            return EngineUnavailable(
                f"{at} does not reach {node[1]}, a node of its cluster: see whether that runs and "
                "lets this user in",
                may_pass=True,
            )
        is_lost = (error.sqlstate or "08").startswith("08") or isinstance(error, LOST)
        if is_lost or (error.sqlstate == "XX000" and BROKEN.match(_first_line(error))):
            return EngineUnavailable(
                f"the connection to {at} was lost: see whether the server runs", may_pass=True
            )
        return EngineUnavailable(f"{at} refuses a statement: {_first_line(error)}")

    def _disk_full(self) -> EngineUnavailable:
        return EngineUnavailable(
            f"the disk of PostgreSQL at {self.place} is full: make room, then try again"
        )

    def _unreachable(self, error: psycopg.Error) -> EngineUnavailable:
        at, reason = f"PostgreSQL at {self.place}", str(error)
        if "password" in reason or "authentication" in reason or "no pg_hba.conf entry" in reason:
            user = self._parameters.get("user") or ""
            return EngineUnavailable(
                f"{at} refuses the user {user!r}: check user and password in data.url"
            )
        if NO_SPACE in reason:  # what starts a session may write, too
            return self._disk_full()
        if "does not exist" in reason:
            return EngineUnavailable(
                f"{at} has no such database or user: create it, or change data.url"
            )
        if "starting up" in reason or "shutting down" in reason or "recovery mode" in reason:
            return EngineUnavailable(f"{at} is starting or ending: try again", may_pass=True)
        return EngineUnavailable(
            f"{at} cannot be reached: see whether the server runs, and check data.url",
            may_pass=True,
        )


def search_settings(shards: int) -> dict[str, str]:
    """For the indexes of so many shards, each of which has its part of the nearest: searched twice
    as far in all as one index is."""
    wanted = min(EF_SEARCH, max(LEAST_EF_SEARCH, 2 * EF_SEARCH // shards))
    return SEARCH | {"hnsw.ef_search": f"{wanted}", "hnsw.iterative_scan": "strict_order"}


def set_on_workers(connection: Connection[Row], settings: Mapping[str, str]) -> None:
    """For the rest of the transaction, on this server and on the workers of its cluster."""
    for name, value in {"citus.propagate_set_commands": "local", **settings}.items():
        connection.execute(f"SET LOCAL {name} = '{value}'")


def know_vectors(connection: Connection[Row]) -> Connection[Row]:
    """So that vectors can be sent, once the database has the extension."""
    if connection.adapters.types.get("halfvec") is None:
        with suppress(psycopg.ProgrammingError):  # it is not there yet
            register_vector(connection)
    return connection


def _close_all(connections: list[Connection[Row]]) -> None:
    while connections:
        connections.pop().close()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
