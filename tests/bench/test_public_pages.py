"""Public sets of pages, in the form that each has them, scored by its measure."""

import gzip
import json
from pathlib import Path

import pytest

from bench.public_pages import Page, compared, f1, readability, scrapinghub, trafilatura_set

SOURCE = b"<html><body><p>Forty goats have forty bells.</p></body></html>"


def test_shingles_count_what_is_right_wrong_and_lost_as_shares_of_the_page() -> None:
    page = Page("goats", SOURCE, "forty goats have forty bells")
    assert compared(page, "forty goats have forty bells") == (1.0, 0.0, 0.0)
    assert compared(page, "Some: forty goats have forty bells") == pytest.approx((2 / 3, 1 / 3, 0))
    assert compared(page, "") == (0.0, 0.0, 1.0)
    assert f1(2.0, 1.0, 1.0) == pytest.approx(2 / 3)


def test_phrases_count_if_they_come_out_whatever_the_white_space() -> None:
    page = Page("goats", SOURCE, None, ("forty goats", "forty bells"), ("All rights",))
    assert compared(page, "forty\n goats, and so on. All rights reserved.") == (1, 1, 1)


def test_each_set_is_read_in_its_own_form(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(SOURCE))
    truth: dict[str, object] = {"a": {"articleBody": "Forty goats"}, "gone": {}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    assert list(scrapinghub(tmp_path)) == [Page("a", SOURCE, "Forty goats")]

    (tmp_path / "tests" / "eval").mkdir(parents=True)
    (tmp_path / "tests" / "eval" / "a.html").write_bytes(SOURCE)
    truth = {"https://a.example": {"file": "a.html", "with": ["Forty  goats"], "without": ["x"]}}
    (tmp_path / "tests" / "evaldata.json").write_text(json.dumps(truth))
    assert list(trafilatura_set(tmp_path)) == [
        Page("a.html", SOURCE, None, ("Forty goats",), ("x",))
    ]

    page = tmp_path / "test" / "test-pages" / "a"
    page.mkdir(parents=True)
    (page / "source.html").write_bytes(SOURCE)
    (page / "expected.html").write_text("<div><p>Forty</p><p>goats</p></div>")
    (found,) = readability(tmp_path)
    assert found.text is not None
    assert found.text.split() == ["Forty", "goats"]
