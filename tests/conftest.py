"""What tests of several folders start from; of our own code it imports the index only."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from index.building.rebuild import RebuildReport
from index.postgres import pruning
from tests.articles import write_articles
from tests.citus_cluster import CITUS_URL, NO_CLUSTER, CitusCluster, clustered
from tests.either_engine import TURN
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.encoder.tiny_model import make_tiny_model
from tests.index.web.web_server import WebServer
from tests.postgres_server import PostgresServer, programs, serving

# Taken by `make fuzz`; every other run has hypothesis's own numbers of examples.
settings.register_profile("fuzz", max_examples=5_000)


MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108 - bytes


def pytest_configure() -> None:
    """What tests write lies in memory where there is room for it: a rebuild, which waits for the
    disk again and again, takes a quarter of the time there."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # asked for again


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more worker than processors: tests wait for processes and sockets, and each worker has
    every module to load."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "articles")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


MadeOnce = Callable[[str, Callable[[Path], object]], Path]
"""What a name and a function make is made once for all workers: a file or folder of that name."""


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], object]) -> Path:
        done = shared / f"{name}.made"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                make(shared / name)
                done.touch()
        return shared / name

    return made


@pytest.fixture(scope="session")
def tiny_model(made_once: MadeOnce) -> Path:
    """A model of random weights."""
    return made_once("tiny", make_tiny_model)


@pytest.fixture
def build(articles: Path, data: Path) -> Callable[..., RebuildReport]:
    """Rebuild `data` from `articles` with the small encoder."""

    def run(
        encoder: SmallEncoder | None = None, *sources: Path | str, **options: Any
    ) -> RebuildReport:
        return rebuild_from(sources or [articles], data, encoder, **options)

    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real server, which each process of the tests starts when it first needs one."""
    found = programs()
    if found is None:
        pytest.skip("there is no wheel of PostgreSQL for this platform")
    with serving(found) as server:
        yield server


@pytest.fixture(params=["embedded", "postgres"])
def either_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the engine whose turn it is; see `tests/either_engine.py`.

    Neither keeps for a while what was in use a moment ago.
    """
    if request.param == "postgres":
        monkeypatch.setattr(pruning, "GRACE_S", 0)
        monkeypatch.setattr(TURN, "new_database", request.getfixturevalue("postgres").url)
    yield request.param
    TURN.addresses.clear()


@pytest.fixture(scope="session")
def cluster() -> Iterator[CitusCluster]:
    if not CITUS_URL:
        pytest.skip(NO_CLUSTER)
    with clustered() as found:
        yield found


@pytest.fixture(scope="session", params=["one server", "cluster"] if CITUS_URL else ["one server"])
def servers(request: pytest.FixtureRequest) -> PostgresServer | CitusCluster:
    """One server; and once more a cluster, if there is one. Both make databases."""
    name = "postgres" if request.param == "one server" else "cluster"
    found: PostgresServer | CitusCluster = request.getfixturevalue(name)
    return found


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server
