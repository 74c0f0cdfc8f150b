"""Processor time of PostgreSQL's processes on this machine, for who asks it or rebuilds in it."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.settings import Settings

EVERY_S = 0.25
OURS = """SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND (application_name = 'pullquote' OR backend_type = 'parallel worker')"""
THEIRS = """SELECT coalesce(string_agg(pid::text, ' '), '') FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND application_name LIKE 'citus_internal%'"""


def served_s(settings: Settings) -> float:
    """Processor seconds of PostgreSQL's processes that this user's connections have, if it is used
    and runs on this machine; of a cluster of Citus those on the workers too."""
    return sum(_used(settings).values())


@contextmanager
def following_served(settings: Settings) -> Iterator[Callable[[], float]]:
    """The same of processes that have ended meanwhile, too, as those that make an index do."""
    seen: dict[tuple[int, int], float] = {}
    over = threading.Event()

    def follow() -> None:
        while settings.data.engine == "postgres" and not over.wait(EVERY_S):
            seen.update(_used(settings))

    def used() -> float:
        seen.update(_used(settings))
        return sum(seen.copy().values())

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        yield used
    finally:
        over.set()
        thread.join()


def _used(settings: Settings) -> dict[tuple[int, int], float]:
    """By process and when that began."""
    if settings.data.engine != "postgres":
        return {}
    import psycopg

    with psycopg.connect(settings.data.url.get_secret_value()) as connection:
        pids = [row[0] for row in connection.execute(OURS)]
        row = connection.execute("SELECT to_regproc('run_command_on_workers')").fetchone()
        if row and row[0]:
            on_each = connection.execute("SELECT result FROM run_command_on_workers(%s)", (THEIRS,))
            pids += [int(pid) for [found] in on_each for pid in found.split()]
    found = {}
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks = int(fields[11]) + int(fields[12])
            found[pid, int(fields[19])] = ticks / os.sysconf("SC_CLK_TCK")
    return found
