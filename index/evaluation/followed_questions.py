"""How well the news of a followed question are recognised, day by day.

A JSON line is `{"question": …, "articles": [{"day": "2026-03-01", "title": …, "text": …, "news":
true}]}`: what was read, in order; the articles of the first day were there when the question was
followed. `news` says of a later one that it is new and to the point. On each day there is one post
at most, as in Slack.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.answering.answer import Answerer
from index.answering.others.news import news_of
from index.evaluation.known_files import Judged, Line, judged
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.types import Answer, Article

KEYS = frozenset(("question", "articles"))

Indexed = Callable[[Sequence[Article]], AbstractContextManager[Answerer]]
"""Answers from an index of these articles, for as long as it is open."""


@dataclass(frozen=True, slots=True)
class FollowExample:
    """A question, and the articles by the day they were read, the first day's first; by path."""

    question: str
    days: dict[str, tuple[Article, ...]]
    news: frozenset[str]
    place: str

    @property
    def articles(self) -> list[Article]:
        return [article for articles in self.days.values() for article in articles]


def read_follows(lines: Iterable[Line]) -> list[FollowExample]:
    """Raises `DatasetError` for a line that is no such question."""
    return [judged(line, _example) for line in lines]


def evaluate_follows(examples: Iterable[FollowExample], indexed: Indexed, least: float) -> Judged:
    """Precision is the share of the posts whose first quote is of an article that is news; recall
    the share of the days with news on which there was such a post. `least` is the confidence from
    which there is a post."""
    questions = posts = right = days = 0
    wrong: list[str] = []
    for each in examples:
        questions += 1
        with indexed(each.articles) as answerer:
            posted = _posts(each, answerer, least)
        for day, articles in list(each.days.items())[1:]:
            expected = {article.path for article in articles} & each.news
            found = posted.get(day)
            days += bool(expected)
            posts += found is not None
            right += found in expected
            if found not in expected if expected else found:
                wrong.append(_line(each, day, sorted(expected), found))
    precision, recall = (right / whole if whole else 1.0 for whole in (posts, days))
    figures = {"questions": questions, "posts": posts, "precision": precision, "recall": recall}
    return Judged("follow", figures, tuple(wrong))


def _posts(each: FollowExample, answerer: Answerer, least: float) -> dict[str, str]:
    """The path of the article that the first quote of each day's post is of."""
    ids = {ref.path: id_ for id_, ref in answerer.snapshot.references().items()}

    def ask(articles: Collection[int] | None, quotes: int | None) -> Answer:
        return answerer.answer(each.question, quotes, articles)

    read: set[int] = set()
    posts: dict[str, str] = {}
    for number, (day, articles) in enumerate(each.days.items()):
        new = {ids[a.path]: a.path for a in articles if a.path in ids}
        read |= new.keys()
        found = number and news_of(ask, read, new, quotes=None, least=least)
        if found:
            posts[day] = found.quotes[0].path
    return posts


def _example(values: dict[str, Any], place: str) -> FollowExample:
    question = values["question"]
    if not isinstance(question, str) or not question.strip():
        raise ValueError("the question should have words")
    days: dict[str, list[Article]] = {}
    news = set()
    for number, each in enumerate(values["articles"], start=1):
        day = date.fromisoformat(each["day"]).isoformat()
        path = f"article {number}"
        days.setdefault(day, []).append(_article(path, day, each))
        is_news = each.get("news", False)
        if not isinstance(is_news, bool):
            raise TypeError("news should be true or false")
        news |= {path} if is_news else set()
    if len(days) < 2:
        raise ValueError("there should be articles of two days at least")
    read = {day: tuple(days[day]) for day in sorted(days)}
    if news & {article.path for article in next(iter(read.values()))}:
        raise ValueError("what was there when the question was followed is no news")
    return FollowExample(question, read, frozenset(news), place)


def _article(path: str, day: str, values: dict[str, Any]) -> Article:
    paragraphs = str(values["text"]).split("\n\n")
    blocks = [Block("body", paragraph) for paragraph in paragraphs if paragraph.strip()]
    title = str(values.get("title", ""))
    return assemble(path, blocks, Details(title=title, published=day, language="en"))


def _line(each: FollowExample, day: str, expected: Sequence[str], found: str | None) -> str:
    news = ", ".join(expected) or "no news"
    return f"{each.place}: {each.question!r} on {day}: {news}, found {found or 'none'}"
