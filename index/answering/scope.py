"""Which articles may answer a question, publishers, dates, words of the title; and whose words."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

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
        return (
            self._publisher_allows(article)
            and self._dates_allow(article.published)
            and all(_holds(article.title, words) for words in self.title)
        )

    def _publisher_allows(self, article: Article | ArticleRef) -> bool:
        if not self.publishers:
            return True
        return any(_holds(article.publisher or "", name) for name in self.publishers)

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


def _holds(text: str, wanted: str) -> bool:
    """Whether the words of `wanted` are in the text, one after the other."""
    needle = _words(wanted)
    words = _words(text)
    return bool(needle) and any(
        words[i : i + len(needle)] == needle for i in range(len(words) - len(needle) + 1)
    )


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())
