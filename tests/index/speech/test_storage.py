"""Who says what is kept with the passages, found by name, and taken over by the next build."""

from pathlib import Path

import pytest

from index.building import store_articles
from index.engine.views import Views
from index.types import Speech
from tests.either_engine import open_views
from tests.index.building.small_index import rebuild_from

pytestmark = pytest.mark.usefixtures("either_engine")

HARBOUR = """Harbour reopens

The harbour of Port Imre opened again on Monday after the storm. “The crane is safe,” said
Ann Sample, the harbour master. Nobody was hurt.

The mayor told reporters that the bill would be paid by the town.
"""
BRIDGE = "Bridge\n\nThe bridge will stay closed until May, according to the Sample campaign.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR)
    (folder / "bridge.txt").write_text(BRIDGE)
    return folder


def said(views: Views) -> dict[str, tuple[str, str, str]]:
    """Speaker, verb and mode of each sentence, by its beginning."""
    found = {}
    for passage in views.all_passages():
        text = views.article(passage.article_id).text
        for speech in views.speech([passage.id])[passage.id]:
            assert passage.start <= speech.sentence[0] < speech.sentence[1] <= passage.end
            speaker, verb = text[slice(*speech.speaker)], text[slice(*speech.verb)]
            found[text[slice(*speech.sentence)][:12]] = (speaker, verb, str(speech.mode))
    return found


EXPECTED = {
    "“The crane i": ("Ann Sample, the harbour master", "said", "direct"),
    "The mayor to": ("The mayor", "told", "reported"),
    "The bridge w": ("the Sample campaign", "according to", "reported"),
}


def test_a_build_keeps_who_says_each_sentence(articles: Path, tmp_path: Path) -> None:
    rebuild_from([articles], tmp_path / "data")
    assert said(open_views(tmp_path / "data")) == EXPECTED


def test_passages_are_found_by_who_says_something_in_them(articles: Path, tmp_path: Path) -> None:
    rebuild_from([articles], tmp_path / "data")
    views = open_views(tmp_path / "data")

    def beginnings(*names: str) -> set[str]:
        ids = [passage.id for passage in views.all_passages()]
        said = views.sentences_said_by(names, ids)
        return {passage.text[:10] for passage in views.passages([*said])}

    assert beginnings("Sample") == {"The harbou"}
    assert beginnings("the mayor", "Sample campaign") == {"The mayor ", "The bridge"}
    assert beginnings("campaign manager") == beginnings("") == beginnings() == set()


def test_an_article_that_is_as_it_was_is_not_read_for_speakers_again(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild_from([articles], tmp_path / "data")
    read = []

    def reading(text: str, passages: object) -> list[Speech]:
        read.append(text)
        return []

    monkeypatch.setattr(store_articles, "speech_of", reading)
    (articles / "new.txt").write_text("New\n\n“It is new,” said Ann Sample.\n")
    rebuild_from([articles], tmp_path / "data")
    assert [text[:11] for text in read] == ["“It is new,"]
    assert said(open_views(tmp_path / "data")) == EXPECTED


def test_an_article_whose_speakers_cannot_be_found_is_indexed_all_the_same(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(text: str, passages: object) -> list[Speech]:
        raise ValueError(text)

    monkeypatch.setattr(store_articles, "speech_of", failing)
    report = rebuild_from([articles], tmp_path / "data")
    assert (report.articles, report.skipped) == (2, ())
    assert said(open_views(tmp_path / "data")) == {}
