"""Search words in a question, as Slack has them: `from:`, `before:`, `in:`; and `by:`, `asof:`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.narrowing.date_words import date_range
from bot.narrowing.mistakes import Mistake, meant_by
from index.scope import Scope

QUOTES = str.maketrans("“”„«»", '"""""')
# A word, a colon and at once a value, quoted or not: not "note: this" or "https://…".
FILTER = re.compile(
    r'(?<![^\s(])(-?[a-z]+(?:[-_][a-z]+)?):(?:"([^"]*)"|([^\s"/][^\s"]*))', re.IGNORECASE
)
# Nothing, a space or the end of the text where a value should be.
EMPTY = re.compile(
    r"(?<![^\s(])(as[-_]?of|from|by|in|before|after|on|during):(?=\s|$)", re.IGNORECASE
)
AS_OF = "asof"
DATED = ("before", "after", "on", "during")
NAMES = (*DATED, "from", "in", "by", AS_OF)
# Slack's other search words. Any other word before a colon is part of the question, if it is not
# the misspelled name of a filter.
FOREIGN = ("has", "hasmy", "is", "to", "with", "creator", "type")
ENDING = ".,;!?)"


@dataclass(frozen=True, slots=True)
class Filtered:
    """A question without its filters, their scope, and the filters that cannot be followed.

    `filters` are those that are understood, as written: after another question they do the same.
    """

    question: str
    scope: Scope
    mistakes: tuple[Mistake, ...]
    filters: str = ""


def without_filters(text: str) -> str:
    return filtered(text, date.min).question


def filtered(text: str, today: date) -> Filtered:
    """Read the filters as Slack's search does.

    `before:` and `after:` leave out the day, month or year that they name; `on:` and `during:` are
    that day, month or year. `by:`, which Slack's search lacks, is who says it. Several `from:` and
    several `by:` are alternatives, several `in:` must all hold; of several dates of one kind the
    narrowest holds. Mistakes are filters of Slack's that are not known here, misspelled
    and negated ones, those with a date that cannot be read, and empty ones; but of these, "from: x"
    may be part of a question.
    """
    text = text.translate(QUOTES)
    scope = Scope()
    known: list[str] = []
    mistakes: list[Mistake] = []
    kept, position = [], 0
    for match in FILTER.finditer(text):
        name = match[1].lower()
        value = match[2] if match[2] is not None else match[3].rstrip(ENDING)
        written = match[0].rstrip(ENDING) if match[2] is None else match[0]
        narrowed = _narrowed(scope, name, value.strip(), today)
        if narrowed is None:
            mistake = _mistake(name, written, value, today)
            if mistake is None:
                continue
            mistakes.append(mistake)
        else:
            known.append(written)
            scope = narrowed
        ending = match[3][len(value) :] if match[2] is None else ""
        kept += [text[position : match.start()], ending]
        position = match.end()
    question = " ".join("".join([*kept, text[position:]]).split())
    mistakes += _empty(question, today)
    question = re.sub(r"\s+([.,;!?])", r"\1", question)
    return Filtered(question, scope, tuple(mistakes), " ".join(known))


def _mistake(name: str, written: str, value: str, today: date) -> Mistake | None:
    """What is wrong with what is no filter; None if it is part of the question."""
    if name.startswith("-") and name[1:] in (*NAMES, *FOREIGN):
        return Mistake(written, "negated")
    if name in FOREIGN:
        return Mistake(written, "unknown")
    has_value = re.search(r"\w", value) is not None
    if name in NAMES:
        return Mistake(written, "no date") if has_value else Mistake(written, "empty", name)
    meant = meant_by(name)
    if meant is None or not has_value:
        return None
    if meant in (*DATED, AS_OF) and date_range(value, today) is None:
        return None
    return Mistake(written, "misspelled", meant)


def _empty(question: str, today: date) -> Iterator[Mistake]:
    """Filters with nothing right after the colon: at the end, before a date, and any `asof:`."""
    for match in EMPTY.finditer(question):
        name = match[1].lower().replace("-", "").replace("_", "")
        following = question[match.end() :].split()
        is_dated = name in DATED and any(
            re.search(r"\d", words) and date_range(words, today)
            for words in (" ".join(following[:count]).rstrip(ENDING) for count in (1, 2, 3))
        )
        if name == AS_OF or is_dated or not following:
            yield Mistake(match[0], "empty", name)


def _narrowed(scope: Scope, name: str, value: str, today: date) -> Scope | None:
    """The scope with one filter more, or None if it cannot be followed."""
    if not re.search(r"\w", value):
        return None
    if name == "from":
        return replace(scope, publishers=(*scope.publishers, value.removeprefix("@")))
    if name == "by":
        return replace(scope, speakers=(*scope.speakers, value.removeprefix("@")))
    if name == "in":
        return replace(scope, title=(*scope.title, value.removeprefix("#")))
    if name not in (*DATED, AS_OF):
        return None
    span = date_range(value, today)
    if span is None:
        return None
    first, last = span
    if name == AS_OF:
        return replace(scope, as_of=min(last, scope.as_of or last))
    if name == "before":
        return replace(scope, before=min(first, scope.before or first))
    if name == "after":
        return replace(scope, after=max(last, scope.after or last))
    if scope.on is not None:
        first, last = max(first, scope.on[0]), min(last, scope.on[1])
    return replace(scope, on=(first, last))
