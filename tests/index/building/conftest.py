"""An index that either engine keeps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.building.embedded import EmbeddedEngine
from index.building.rebuild import RebuildReport
from index.engine import Engine
from index.postgres import pruning
from index.postgres.engine import PostgresEngine
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder


@pytest.fixture(params=["embedded", "postgres"])
def engine(data: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Each of them; neither keeps for a while what was in use a moment ago."""
    if request.param == "embedded":
        return EmbeddedEngine(data)
    monkeypatch.setattr(pruning, "GRACE_S", 0)
    return PostgresEngine(request.getfixturevalue("postgres").url(), data)


@pytest.fixture
def rebuild(articles: Path, data: Path, engine: Engine) -> Callable[..., RebuildReport]:
    """Rebuild the index of either engine from `articles` with the small encoder."""

    def run(encoder: SmallEncoder | None = None, **options: Any) -> RebuildReport:
        return rebuild_from([articles], data, encoder, engine=engine, **options)

    return run
