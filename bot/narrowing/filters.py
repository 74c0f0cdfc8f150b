"""Search words in a question, as Slack has them: `from:`, `before:`, `in:`; and `by:`, `asof:`."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.narrowing.date_words import date_range
from bot.narrowing.mistakes import Mistake, meant_by
from index.scope import Scope

QUOTES = str.maketrans("“”„«»", '"""""')
# A word, a colon and at once a value, quoted or not: not "note: this" or "https://…".
FILTER = re.compile(
    r"(?<![^\s(])(?P<name>-?[a-z]+(?:[-_][a-z]+)?):"
    r'(?:"(?P<quoted>[^"]*)"(?P<more>(?:,(?:"[^"]*"|[^\s",]+))*)|(?P<bare>[^\s"/][^\s"]*))',
    re.IGNORECASE,
)
OF_SEVERAL = re.compile(r'"([^"]*)"|([^",]+)')
# So many words may follow the first of a value that is not in quotation marks.
MOST_WORDS = 5
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
ALTERNATIVES = ("from", "by")
ENDING = ".,;!?)"
EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")


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


@dataclass(frozen=True, slots=True)
class Value:
    """The alternatives that a filter names, as they are written there, and where that ends."""

    alternatives: tuple[str, ...]
    written: str
    end: int


def filtered(text: str, today: date, publishers: Callable[[], Collection[str]] = tuple) -> Filtered:
    """Read the filters as Slack's search does.

    `before:` and `after:` leave out the day, month or year that they name; `on:` and `during:` are
    that day, month or year. `by:`, which Slack's search lacks, is who says it. Several `from:` and
    several `by:` are alternatives, as are names with commas between them; several `in:` must all
    hold; of several dates of one kind the narrowest holds. A date of several words needs no
    quotation marks, nor does the name of one of the `publishers`. Mistakes are filters of Slack's
    that are not known here, misspelled and negated ones, those with a date that cannot be read, and
    empty ones; but of these, "from: x" may be part of a question.
    """
    text = text.translate(QUOTES)
    scope = Scope()
    known: list[str] = []
    mistakes: list[Mistake] = []
    kept, position = [], 0
    for match in FILTER.finditer(text):
        if match.start() < position:
            continue  # a part of the value before
        name = match["name"].lower()
        value = _value(text, match, today, publishers)
        narrowed: Scope | None = scope
        for each in value.alternatives:
            narrowed = narrowed and _narrowed(narrowed, name, each.strip(), today)
        if narrowed is None:
            mistake = _mistake(name, value.written, ",".join(value.alternatives), today)
            if mistake is None:
                continue
            mistakes.append(mistake)
        else:
            known.append(value.written)
            scope = narrowed
        kept.append(text[position : match.start()])
        position = value.end
    question = EMPTY_BRACKETS.sub(" ", "".join([*kept, text[position:]]))
    question = " ".join(question.split()).lstrip(",; ")
    mistakes += _empty(question, today, publishers)
    question = re.sub(r"\s+([.,;!?])", r"\1", question)
    return Filtered(question, scope, tuple(mistakes), " ".join(known))


def _value(
    text: str, match: re.Match[str], today: date, publishers: Callable[[], Collection[str]]
) -> Value:
    """What a filter names: one thing, several with commas between them, or a name or date of
    several words."""
    name = match["name"].lower()
    if match["quoted"] is not None:
        several = [one or other for one, other in OF_SEVERAL.findall(match["more"])]
        if name in ALTERNATIVES:
            return Value(_named((match["quoted"], *several)), match[0], match.end())
        return Value(
            (match["quoted"],), match[0].removesuffix(match["more"]), match.end("quoted") + 1
        )
    first = match["bare"].rstrip(ENDING)
    end = match.start("bare") + len(first)
    written = text[match.start() : end]
    more = match["bare"] == first and _of_several_words(name, first, text[end:], today, publishers)
    if more:
        whole = f"{first}{more}"
        return Value((whole,), f'{written[: -len(first)]}"{whole}"', end + len(more))
    if name in ALTERNATIVES:
        return Value(_named(first.split(",")), written, end)
    return Value((first,), written, end)


def _named(alternatives: Sequence[str]) -> tuple[str, ...]:
    """Those that have a word; one that has not if none does."""
    return tuple(each for each in alternatives if re.search(r"\w", each)) or ("",)


def _of_several_words(
    name: str, first: str, after: str, today: date, publishers: Callable[[], Collection[str]]
) -> str:
    """What follows the first word of a date or of a publisher's name and is a part of it."""
    if not after.strip() or name not in ("from", AS_OF, *DATED):
        return ""
    words = list(re.finditer(r"\S+", after))[:MOST_WORDS]
    for word in reversed(words):
        more = after[: word.end()].rstrip(ENDING)
        whole = " ".join(f"{first}{more}".split())
        if name == "from":
            if Scope(publishers=(whole,)).publishers_allowed(publishers()):
                return more
        elif _is_longer_date(first, whole, today):
            return more
    return ""


def _is_longer_date(first: str, whole: str, today: date) -> bool:
    """Whether a date goes on after its first word: "1 Jan 2022" and "january 2022", but not "2022
    10"."""
    if date_range(whole, today) is None:
        return False
    added = whole[len(first) :]
    return date_range(first, today) is None or re.search(r"[^\W\d]{3}|\d{4}", added) is not None


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


def _empty(
    question: str, today: date, publishers: Callable[[], Collection[str]]
) -> Iterator[Mistake]:
    """Filters with nothing right after the colon: at the end, before a date or a publisher, and any
    `asof:`."""
    for match in EMPTY.finditer(question):
        name = match[1].lower().replace("-", "").replace("_", "")
        following = question[match.end() :].split()
        is_dated = name in DATED and any(
            re.search(r"\d", words) and date_range(words, today)
            for words in (" ".join(following[:count]).rstrip(ENDING) for count in (1, 2, 3))
        )
        is_publisher = name == "from" and any(
            Scope(publishers=(word.strip(ENDING),)).publishers_allowed(publishers())
            for word in following[:1]
        )
        if name == AS_OF or is_dated or is_publisher or not following:
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
