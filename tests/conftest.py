"""Folders that many tests start from: three small articles, and an index of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import BuildReport, rebuild
from tests.small_encoder import SmallEncoder

ARTICLES = {
    "troops.md": """\
---
title: Troops leave
publisher: Example Wire
published: 2022-01-20
url: https://wire.example/troops
---
An alliance of six countries sent 2,500 troops to the capital on Thursday. They stayed ten days.

The price of bread had doubled before the protests began in the western oil towns.
""",
    "mirror.txt": "A mirror unfolds\n\nThe telescope unfolded its golden mirror far from Earth.\n",
    "bridge.md": "# The old bridge\n\nEngineers shut the old bridge after a crack was found.\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def build(articles: Path, data: Path) -> Callable[..., BuildReport]:
    """Rebuild `data` from `articles` with the small encoder."""

    def run(encoder: SmallEncoder | None = None, *sources: Path | str) -> BuildReport:
        encoder = encoder or SmallEncoder()
        return rebuild(
            [str(source) for source in sources] or [str(articles)],
            data,
            encoder.fingerprint,
            lambda: encoder,
            max_file_bytes=1_000_000,
            keep=2,
        )

    return run
