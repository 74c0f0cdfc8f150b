"""A database of one's own for each test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.building.rebuild import RebuildReport
from index.postgres.engine import PostgresEngine
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.postgres_server import PostgresServer

Rebuild = Callable[..., RebuildReport]


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.url()


@pytest.fixture
def engine(url: str, data: Path) -> PostgresEngine:
    return PostgresEngine(url, data)


@pytest.fixture
def rebuild(articles: Path, data: Path, engine: PostgresEngine) -> Rebuild:
    """Rebuild the database from `articles` with the small encoder."""

    def run(encoder: SmallEncoder | None = None, **options: Any) -> RebuildReport:
        return rebuild_from([articles], data, encoder, engine=engine, **options)

    return run
