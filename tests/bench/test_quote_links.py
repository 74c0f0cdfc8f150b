"""The pages and links that a browser is asked about; a browser only where there is one."""

from pathlib import Path

import pytest

from bench.quote_links import KINDS, browser, case, main


@pytest.mark.parametrize(
    ("kind", "quote"),
    [
        ("power", "The flask held 10⁶ cells at noon."),
        ("struck out whole", "The pier, they say, opens in June."),
        ("table", "Another coat of tar | 30,000"),
        ("for screen readers", "The pier opens in June."),
        ("twice", "The pier opens. It closes at dusk again."),
    ],
)
def test_the_quote_is_the_last_paragraph_of_the_page(kind: str, quote: str, tmp_path: Path) -> None:
    found = case(kind, tmp_path)
    (page,) = tmp_path.iterdir()
    assert found.quote == quote
    assert found.link.startswith(page.as_uri() + "#:~:text=")
    assert KINDS[kind] in page.read_text(encoding="utf-8")


def test_a_lack_of_a_browser_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="No Chromium on PATH"), browser():
        pass


def test_an_unknown_kind_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["quote_links", "goats"])
    with pytest.raises(SystemExit):
        main()
    assert "no such kind: goats; there are plain, power" in capsys.readouterr().err
