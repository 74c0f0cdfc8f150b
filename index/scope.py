"""Which articles may answer a question, publishers, dates, words of the title; and whose words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from index.types import Article, ArticleRef

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Scope:
    """Every condition that is set must hold; of several publishers one is enough.

    `before` and `after` leave the day itself out, `on` is a first and a last day, both within. A
    publisher is named by its words, whole and in order ("wire" allows "Example Wire"); `title`
    holds words that must all be in the title. An article without a date is in no range of dates.
    Of `speakers`, one must say what answers; that is asked of a passage, not of its article.
    `as_of` wants the texts that had been read by the end of that day (UTC), which only who has the
    snapshot's readings can decide.
    """

    publishers: tuple[str, ...] = ()
    before: date | None = None
    after: date | None = None
    on: tuple[date, date] | None = None
    title: tuple[str, ...] = ()
    as_of: date | None = None
    speakers: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return self == Scope()

    @property
    def allows_every_article(self) -> bool:
        return replace(self, speakers=()) == Scope()

    def allows(self, article: Article | ArticleRef) -> bool:
        return bool(self.allowed({0: article}))

    def allowed(self, articles: Mapping[int, Article | ArticleRef]) -> frozenset[int]:
        """The ids of those that it allows; each publisher and each day is looked at once."""
        publisher_allows, dates_allow = cache(self._publisher_allows), cache(self._dates_allow)
        titles = list(map(_words, self.title))
        return frozenset(
            id_
            for id_, article in articles.items()
            if publisher_allows(article.publisher)
            and dates_allow(article.published)
            and _holds_all(article.title, titles)
        )

    def publishers_allowed(self, publishers: Iterable[str | None]) -> list[str]:
        """Of some publishers those that are allowed."""
        return [each for each in publishers if each and self._publisher_allows(each)]

    def titles_allowed(self, titles: Mapping[int, str]) -> frozenset[int]:
        """The ids of the titles that are allowed."""
        wanted = list(map(_words, self.title))
        return frozenset(id_ for id_, title in titles.items() if _holds_all(title, wanted))

    @property
    def title_words(self) -> list[str]:
        """What a title of ASCII must have in lower case, whatever else."""
        return [word for title in self.title for word in _words(title)]

    def _publisher_allows(self, publisher: str | None) -> bool:
        if not self.publishers:
            return True
        return any(_holds_all(publisher or "", [_words(name)]) for name in self.publishers)

    def _dates_allow(self, published: str | None) -> bool:
        if self.before is None and self.after is None and self.on is None:
            return True
        if published is None:
            return False
        day = date.fromisoformat(published)
        return (
            (self.before is None or day < self.before)
            and (self.after is None or day > self.after)
            and (self.on is None or self.on[0] <= day <= self.on[1])
        )


def _holds_all(text: str, wanted: Sequence[list[str]]) -> bool:
    """Whether the words of each of `wanted` are in the text, one after the other."""
    if not wanted:
        return True
    if text.isascii():  # most titles: those without the words are found out at once
        plain = text.lower()
        if any(word not in plain for needle in wanted for word in needle):
            return False
    words = _words(text)
    return all(
        bool(needle)
        and any(words[i : i + len(needle)] == needle for i in range(len(words) - len(needle) + 1))
        for needle in wanted
    )


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())
