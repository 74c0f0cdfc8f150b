"""Titles and days of public pages, compared with what people have noted."""

import json
from pathlib import Path

import pytest

from bench.page_details import (
    Asked,
    Told,
    asked_of,
    is_same_title,
    main,
    ours,
    trafilaturas,
)

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


def test_the_pages_of_each_set_come_with_what_is_known_of_them(folder: Path) -> None:
    assert dict(asked_of(folder, None)) == {"trafilatura": [Asked("a.html", SOURCE, KNOWN)]}

    page = folder / "readability" / "test" / "test-pages" / "b"
    page.mkdir(parents=True)
    (page / "source.html").write_bytes(SOURCE)
    known = {"title": "Forty bells", "publishedTime": "2021-04-25T10:00:00Z"}
    (page / "expected-metadata.json").write_text(json.dumps(known))
    dated = folder / "htmldate" / "tests"
    (dated / "cache").mkdir(parents=True)
    for name in ("a.html", "c.html", "d.html"):
        (dated / "cache" / name).write_bytes(SOURCE)
    days = {"a.html": "2021-04-25", "c.html": "2021-04-25", "d.html": "nan", "gone": "2020-01-02"}
    truth = {name: {"file": name, "date": day} for name, day in days.items()}
    (dated / "eval_default.json").write_text(json.dumps(truth))
    (dated / "eval_mediacloud_2020.json").write_text("{}")
    found = dict(asked_of(folder, None))
    assert found["readability"] == [Asked("b", SOURCE, KNOWN)]
    assert found["htmldate"] == [Asked("c.html", SOURCE, Told(None, "2021-04-25"))]
    assert dict(asked_of(folder, {"readability\tb"}))["trafilatura"] == []


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
    assert (
        "| trafilatura | Pullquote | 1.000 of 1 | 1.000 of 1 | 0.000 of 1 |"
        in capsys.readouterr().out
    )
