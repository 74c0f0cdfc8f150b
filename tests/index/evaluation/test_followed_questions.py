"""The news of a followed question, day by day, on articles of which it is known what is news."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.engine.answerers import answerer_of
from config.settings import load
from index.answering.answer import Answerer
from index.building.build import build_snapshot
from index.building.embedded import EmbeddedEngine
from index.collection.kept_articles import kept
from index.evaluation.datasets import DatasetError
from index.evaluation.followed_questions import KEYS, evaluate_follows, read_follows
from index.evaluation.known_files import Line, kind_of, lines_of
from index.types import Article
from tests.index.encoder.small_encoder import SmallEncoder

KNOWN = Path(__file__).parents[3] / "bench" / "known" / "follow.jsonl"
QUESTION = "why was the lighthouse closed?"
BEFORE = {"day": "2026-03-01", "text": "The market sold strawberries.\n\nA choir sang all day."}
NEWS = {"day": "2026-03-02", "text": "The lighthouse was closed because its lamp broke."}
OTHER = {"day": "2026-03-03", "text": "The baker is ill."}


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[[Sequence[Article]], Any]:
    settings = load({}, flags={"reader.model": ""})

    @contextmanager
    def index(articles: Sequence[Article]) -> Iterator[Answerer]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        build_snapshot(map(kept, articles), folder, SmallEncoder(), corpus="news")
        yield answerer_of(settings, EmbeddedEngine(folder).open(), SmallEncoder())

    return index


def line(*articles: dict[str, Any], question: object = QUESTION) -> Line:
    return Line({"question": question, "articles": list(articles)}, "here")


def test_the_invented_questions_are_known_by_their_keys_and_can_be_read() -> None:
    assert kind_of(KNOWN, {"follow": KEYS}) == "follow"
    assert len(read_follows(lines_of([KNOWN]))) == 10


def test_posts_are_right_wrong_or_missing(
    indexed: Callable[[Sequence[Article]], Any],
) -> None:
    lines = [
        line(BEFORE, NEWS | {"news": True}, OTHER),
        line(BEFORE, NEWS, OTHER),
        line(BEFORE, NEWS | {"news": True}, OTHER | {"news": True}),
        line(BEFORE, NEWS | {"news": True}, NEWS | {"day": "2026-03-04"}),
    ]
    found = evaluate_follows(read_follows(lines), indexed, 0.7)
    assert found.figures == {"questions": 4, "posts": 4, "precision": 0.75, "recall": 0.75}
    assert [wrong.partition("?' ")[2] for wrong in found.wrong] == [
        "on 2026-03-02: no news, found article 2",
        "on 2026-03-03: article 3, found none",
    ]


@pytest.mark.parametrize(
    ("mistaken", "why"),
    [
        (line(BEFORE), "articles of two days"),
        (line(BEFORE, {"day": "2026-03-02"}), "'text' is missing"),
        (line(BEFORE, NEWS | {"day": "today"}), "Invalid isoformat"),
        (line(BEFORE, NEWS | {"news": "yes"}), "true or false"),
        (line(BEFORE | {"news": True}, NEWS), "is no news"),
        (line(BEFORE, NEWS, question=""), "should have words"),
    ],
)
def test_a_mistake_is_named_with_its_place(mistaken: Line, why: str) -> None:
    with pytest.raises(DatasetError, match=f"here: .*{why}"):
        read_follows([mistaken])
