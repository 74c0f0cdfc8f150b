"""Tests of what holds whichever engine keeps the index: each runs on one and then on the other.

A module whose tests all do has `pytestmark = pytest.mark.usefixtures("either_engine")`. There
`rebuild_from` and `open_views` go by the engine whose turn it is; elsewhere by the embedded one.
"""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.building.embedded import EmbeddedEngine
from index.engine.engine import Engine
from index.engine.views import Views
from index.errors import RebuildRunning
from index.postgres.engine import PostgresEngine


class Turn:
    """Whose turn it is: `new_database` gives the address of one, None of the embedded engine."""

    new_database: Callable[[], str] | None = None
    addresses: dict[Path, str]


TURN = Turn()
TURN.addresses = {}


def address_of(data: Path) -> str:
    """Of the database that goes with a data folder; "" if the index lies in that."""
    if TURN.new_database is None:
        return ""
    if data not in TURN.addresses:
        TURN.addresses[data] = TURN.new_database()
    return TURN.addresses[data]


def engine_at(data: Path) -> Engine:
    url = address_of(data)
    return PostgresEngine(url, data) if url else EmbeddedEngine(data)


def flags_at(data: Path) -> dict[str, Any]:
    """The settings that say where the index is kept."""
    url = address_of(data)
    return {"data.dir": data, **({"data.engine": "postgres", "data.url": url} if url else {})}


def environment_at(data: Path) -> dict[str, str | None]:
    """The same for a command, which is given the folder."""
    url = address_of(data)
    return {"PULLQUOTE_DATA_ENGINE": "postgres" if url else None, "PULLQUOTE_DATA_URL": url or None}


def open_views(data: Path) -> Views:
    return engine_at(data).open()


def until_free(engine: Engine) -> None:
    """A killed process's lock goes with its connection, once the server has noticed."""
    for _ in range(600):
        try:
            with engine.only_rebuild():
                return
        except RebuildRunning:
            signal.sigtimedwait([], 0.05)
    raise AssertionError("the lock stays")
