"""Search words in a question, as Slack has them: `from:`, `before:`, `in:`; and `by:`, `asof:`."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.narrowing.date_words import date_range
from index.answering.scope import Scope

QUOTES = str.maketrans("“”„«»", '"""""')
# A word, a colon and at once a value, quoted or not: not "note: this" or "https://…".
FILTER = re.compile(r'(?<![^\s(])(-?[a-z]+):(?:"([^"]*)"|([^\s"/][^\s"]*))', re.IGNORECASE)
AS_OF = "asof"
DATED = ("before", "after", "on", "during")
# Slack's other search words; any other word before a colon is part of the question.
FOREIGN = ("has", "hasmy", "is", "to", "with", "creator", "type")
ENDING = ".,;!?)"


@dataclass(frozen=True, slots=True)
class Filtered:
    """A question without its filters, their scope, and the filters that are not understood.

    `filters` are those that are understood, as written: after another question they do the same.
    """

    question: str
    scope: Scope
    unknown: tuple[str, ...]
    filters: str = ""


def without_filters(text: str) -> str:
    return filtered(text, date.min).question


def filtered(text: str, today: date) -> Filtered:
    """Read the filters as Slack's search does.

    `before:` and `after:` leave out the day, month or year that they name; `on:` and `during:` are
    that day, month or year. `by:`, which Slack's search lacks, is who says it. Several `from:` and
    several `by:` are alternatives, several `in:` must all hold; of several dates of one kind the
    narrowest holds. A filter of Slack's that is not known here, one
    that is negated and one with a date that cannot be read are unknown.
    """
    text = text.translate(QUOTES)
    scope = Scope()
    known: list[str] = []
    unknown: list[str] = []
    kept, position = [], 0
    for match in FILTER.finditer(text):
        name = match[1].lower()
        if name.removeprefix("-") not in (*DATED, *FOREIGN, "from", "in", "by", AS_OF):
            continue
        value = match[2] if match[2] is not None else match[3].rstrip(ENDING)
        narrowed = _narrowed(scope, name, value.strip(), today)
        written = match[0].rstrip(ENDING) if match[2] is None else match[0]
        (unknown if narrowed is None else known).append(written)
        scope = narrowed or scope
        ending = match[3][len(value) :] if match[2] is None else ""
        kept += [text[position : match.start()], ending]
        position = match.end()
    question = " ".join("".join([*kept, text[position:]]).split())
    question = re.sub(r"\s+([.,;!?])", r"\1", question)
    return Filtered(question, scope, tuple(unknown), " ".join(known))


def _narrowed(scope: Scope, name: str, value: str, today: date) -> Scope | None:
    """The scope with one filter more, or None if that is unknown."""
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
