"""Which answers from new articles are news: sure, new, and by whom the question asks for."""

from dataclasses import replace
from typing import Any

import pytest

from index.answering.others.news import news_in, said_before
from index.types import Answer, ArticleRef, Extract, Quote, Said, Searched, SnapshotInfo

SENTENCE = "The lamp broke in the storm, the keeper said."


def quote(path: str = "new.md", score: float = 0.8, text: str = SENTENCE, **more: Any) -> Quote:
    made = Quote(
        text=text,
        highlights=((0, len(text)),),
        title="Lamp",
        publisher=None,
        author=None,
        published=None,
        url=None,
        link=None,
        paragraph=1,
        kind="body",
        path=path,
        score=score,
        passage_id=0,
        article_id=0,
        start=0,
        end=len(text),
    )
    return replace(made, **more)


def answer(*quotes: Quote, confidence: float = 0.9, question: str = "what broke?") -> Answer:
    return Answer(
        question, confidence >= 0.45, confidence, 0.45, quotes, SnapshotInfo("s", 2, 2),
        Searched(2, 2),
    )  # fmt: skip


def ref(path: str) -> ArticleRef:
    return ArticleRef("Lamp", None, None, None, path)


def said(name: str) -> Said:
    start = SENTENCE.index("the keeper")
    speaker = Extract(name, start, start + len(name), 1, "body")
    return Said((0, len(SENTENCE)), speaker, Extract("said", 40, 44, 1, "body"), "reported")


@pytest.mark.parametrize(
    ("of_all", "fresh", "is_news"),
    [
        (answer(quote()), answer(quote()), True),
        (answer(quote(), confidence=0.69), answer(quote()), False),
        (answer(quote()), answer(quote(), confidence=0.69), False),
        (answer(quote("old.md", 0.95)), answer(quote(score=0.86)), True),
        (answer(quote("old.md", 0.95)), answer(quote(score=0.84)), False),
        (answer(), answer(quote()), False),
    ],
)
def test_news_are_sure_and_near_the_best(of_all: Answer, fresh: Answer, is_news: bool) -> None:
    assert (news_in(of_all, fresh, 0.7) is not None) == is_news


@pytest.mark.parametrize(
    ("speaker", "is_news"), [("the keeper", True), ("Ann Sample", False), (None, False)]
)
def test_what_somebody_said_is_news_only_if_they_say_it(speaker: str | None, is_news: bool) -> None:
    spoken = (said(speaker),) if speaker else ()
    asked = "what did the keeper say about the lamp?"
    found = answer(quote(said=spoken), question=asked)
    assert (news_in(found, found, 0.7) is not None) == is_news


@pytest.mark.parametrize(
    ("question", "is_news"),
    [("when did the lamp break?", False), ("what broke the lamp?", True)],
)
def test_what_lacks_the_kind_of_thing_asked_for_is_no_news(question: str, is_news: bool) -> None:
    found = answer(quote(), question=question)
    assert (news_in(found, found, 0.7) is not None) == is_news


def test_of_several_questions_those_with_news_are_reported() -> None:
    second = answer(quote(), question="why?")
    both = replace(answer(quote(), confidence=0.2), further=(second,))
    found = news_in(both, both, 0.7)
    assert found is not None
    assert (found.question, found.further) == ("why?", ())


def test_a_further_quote_is_reported_only_if_it_answers_among_all_articles_too() -> None:
    first, second, third = (replace(quote(), passage_id=number) for number in (1, 2, 3))
    found = news_in(answer(second, first), answer(first, second, third), 0.7)
    assert found is not None
    assert found.quotes == (first, second)


def test_what_an_older_article_has_was_said_before() -> None:
    new = frozenset({"new.md", "other.md"})
    fresh = answer(quote())
    same_passage = quote("old.md", also_in=(ref("new.md"),))
    assert said_before(answer(same_passage), fresh, new) == {"new.md"}
    named_first = quote("new.md", also_in=(ref("old.md"),))
    assert said_before(answer(named_first), fresh, new) == {"new.md"}
    assert said_before(answer(quote("old.md")), fresh, new) == {"new.md"}
    assert said_before(answer(quote("old.md", text="The lamp broke.")), fresh, new) == frozenset()
    two_new = quote("new.md", also_in=(ref("other.md"),))
    assert said_before(answer(two_new), fresh, new) == frozenset()
