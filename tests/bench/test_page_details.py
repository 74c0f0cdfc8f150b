"""Titles and days of public pages, compared with what people have noted."""

import json
from pathlib import Path

import pytest

from bench.page_details import Asked, Told, is_same_title, main, ours, pages, trafilaturas

SOURCE = (
    b"<html><head><title>Forty bells</title>"
    b'<meta property="article:published_time" content="2021-04-25"></head><body><article>'
    b"<h1>Forty bells</h1><p>The goats of Brevik have a bell each, and the herder knows all forty "
    b"by ear, even in fog.</p></article></body></html>"
)
KNOWN = Told("Forty bells", "2021-04-25")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "trafilatura" / "tests"
    (place / "eval").mkdir(parents=True)
    (place / "eval" / "a.html").write_bytes(SOURCE)
    phrases: dict[str, list[str]] = {"with": [], "without": []}
    known = {"file": "a.html", "title": KNOWN.title, "date": KNOWN.published}
    truth = {"https://a.example": {**phrases, **known}}
    (place / "evaldata.json").write_text(json.dumps(truth))
    return tmp_path


def test_a_page_comes_with_what_is_known_of_it(folder: Path) -> None:
    assert list(pages(folder / "trafilatura")) == [Asked("a.html", SOURCE, KNOWN)]


def test_both_readers_are_asked() -> None:
    assert ours(SOURCE) == KNOWN
    assert trafilaturas(SOURCE) == KNOWN


def test_a_title_is_the_same_whatever_its_punctuation() -> None:
    assert is_same_title("“Forty bells” – forty goats", "&quot;Forty Bells&quot;: forty goats")
    assert not is_same_title("Forty bells | The Fjord Lamp", "Forty bells")


def test_the_table_has_a_row_for_each_reader(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["page_details", str(folder)])
    main()
    assert "| Pullquote | 1.000 | 1.000 | 0.000 |" in capsys.readouterr().out
