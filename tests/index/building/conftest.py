"""An index that either engine keeps."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.building.rebuild import RebuildReport
from index.engine.engine import Engine
from tests.either_engine import engine_at
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder


@pytest.fixture
def engine(data: Path, either_engine: str) -> Engine:
    """Each of them."""
    return engine_at(data)


@pytest.fixture
def rebuild(articles: Path, data: Path, engine: Engine) -> Callable[..., RebuildReport]:
    """Rebuild the index of either engine from `articles` with the small encoder."""

    def run(encoder: SmallEncoder | None = None, **options: Any) -> RebuildReport:
        return rebuild_from([articles], data, encoder, engine=engine, **options)

    return run
