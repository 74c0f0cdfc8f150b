"""The passage store gives back what was put in, whatever characters it has and however much."""

from contextlib import closing
from pathlib import Path

import pytest

from index.snapshot.store.passage_store import PassageStore
from index.snapshot.store.passage_store_writer import PassageStoreWriter
from index.types import Article, Draft, HashedDraft, Paragraph

TEXTS = [
    "Ships came in.\n\nThe crane \0 with a NUL was broken.\n\nIt was 🚢 repaired in May.",
    "e\u0301te\u0301 and ﬁsh.\n\n\u202eRight to left\u202c and on.\n\n港口 was closed.",
    "\0\n\n\0\0\n\nx",
]


def article(path: str, text: str) -> Article:
    paragraphs, start = [], 0
    for number, part in enumerate(text.split("\n\n"), 1):
        paragraphs.append(Paragraph(start, start + len(part), number))
        start += len(part) + 2
    return Article(path, "A title", text, tuple(paragraphs))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(PassageStoreWriter(tmp_path / "passages.sqlite")) as writer:
        for number, text in enumerate(TEXTS):
            one = article(f"{number}.md", text)
            drafts = [
                HashedDraft(Draft(p.start, p.end, p.number, p.number, "body"), bytes(16))
                for p in one.paragraphs
            ]
            writer.add(one, bytes([number]), drafts)
    return tmp_path / "passages.sqlite"


def test_a_passage_is_cut_where_python_cuts_it(path: Path) -> None:
    expected = [part for text in TEXTS for part in text.split("\n\n")]
    with closing(PassageStore(path)) as store:
        assert [passage.text for passage in store.all_passages()] == expected
        ids = list(range(len(expected)))[::-1]
        assert [passage.text for passage in store.passages(ids)] == expected[::-1]


def test_passages_come_as_often_and_in_the_order_they_are_asked_for(path: Path) -> None:
    with closing(PassageStore(path)) as store:
        assert [passage.id for passage in store.passages([4, 0, 4])] == [4, 0, 4]
        assert store.passages([]) == []
        with pytest.raises(KeyError):
            store.passages([99])


def test_more_can_be_asked_for_at_once_than_sqlite_takes_parameters(path: Path) -> None:
    with closing(PassageStore(path)) as store:
        assert len(store.passages([1, 2] * 150_000)) == 300_000
        words = [f"word{n}" for n in range(300_000)]
        assert store.word_frequencies([*words, "crane"]) == {"crane": 1}
