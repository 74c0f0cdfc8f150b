"""A quote as rich text: its own characters, the sentence that answers in bold, its citation.

What is left out of a quote is left out at its ends, and marked by `[…]`, an element of its own.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.slack.messages.block_kit import (
    Element,
    line,
    link,
    linkable,
    rich_text,
    words,
)
from bot.slack.messages.block_kit import quote as quote_element
from bot.slack.messages.message import Block
from bot.wording.origins import cite_account
from bot.wording.phrases import human_date, place, reading
from bot.wording.plain import clip, one_line
from index.types import Account, Quote, Span

LEFT_OUT = "[…]"
MAX_TITLE = 150
MAX_NAME = 80
JOINER = "\u200d"


def quoted_parts(text: str, highlights: Sequence[Span], max_chars: int) -> list[Element]:
    """The text elements of at most `max_chars` of a quote, around its highlights."""
    start, end = excerpt(text, highlights, max_chars)
    parts = [words(f"{LEFT_OUT} ")] if start > 0 else []
    position = start
    for first, last in sorted(highlights):
        first, last = max(position, first), min(end, last)
        if first < last:
            parts += [words(text[position:first]), words(text[first:last], bold=True)]
            position = last
    parts.append(words(text[position:end]))
    if end < len(text):
        parts.append(words(f" {LEFT_OUT}"))
    return [part for part in parts if part["text"]]


def excerpt(text: str, highlights: Sequence[Span], max_chars: int) -> Span:
    """Where to cut a text to `max_chars`: the highlights, and as much around them as there is room.

    Cuts are made between words if any are near.
    """
    if len(text) <= max_chars:
        return 0, len(text)
    start, end = (
        (min(a for a, _ in highlights), max(b for _, b in highlights)) if highlights else (0, 0)
    )
    if end - start > max_chars:
        return start, _end_of_word(text, start, start + max_chars)
    room = max_chars - (end - start)
    before = min(start, room // 3)
    after = min(len(text) - end, room - before)
    before = min(start, room - after)
    begin = start if before == 0 else _start_of_word(text, start - before, start)
    stop = end if after == 0 else _end_of_word(text, end, end + after)
    return begin, stop


def _start_of_word(text: str, earliest: int, latest: int) -> int:
    if earliest == 0:
        return 0
    for position in range(earliest, latest):
        if text[position - 1].isspace() and not text[position].isspace():
            return position
    return latest


def _end_of_word(text: str, earliest: int, latest: int) -> int:
    if latest >= len(text):
        return len(text)
    for position in range(latest, max(earliest, latest - 60), -1):
        if text[position].isspace() and not text[position - 1].isspace():
            return position
    while latest > earliest + 1 and _joined(text, latest):
        latest -= 1
    return latest


def _joined(text: str, position: int) -> bool:
    """Whether a cut there would part a letter from its marks, or an emoji from its joiner."""
    return JOINER in text[position - 1 : position + 1] or unicodedata.combining(text[position]) > 0


def citation_parts(quote: Quote, number: int) -> list[Element]:
    """`[1] Title, Publisher, 7 Jan 2022, ¶ 4`, the title linked to the sentence if it can be."""
    title = clip(one_line(quote.title), MAX_TITLE) or "Untitled"
    target = linkable(quote.link) or linkable(quote.url)
    return [words(f"[{number}] ", bold=True), link(target, title), words(f", {provenance(quote)}")]


def account_block(account: Account, max_chars: int) -> Block:
    """One article's own sentence with its citation; a copy has no sentence."""
    article = account.article
    title = clip(one_line(article.title), MAX_TITLE) or "Untitled"
    target = linkable(account.link) or linkable(article.url)
    cited = cite_account(replace(account, article=replace(article, title="")))
    source = line(link(target, title), words(f", {clip(cited, 2 * MAX_NAME)}"))
    if not account.text:
        return rich_text(source)
    return rich_text(quote_element(quoted_parts(account.text, (), max_chars)), source)


def provenance(quote: Quote) -> str:
    """`Publisher, 7 Jan 2022, ¶ 4`."""
    publisher = clip(one_line(quote.publisher or ""), MAX_NAME)
    where = place(quote.kind, quote.paragraph, quote.page)
    version = reading(quote)
    known = (publisher, human_date(quote.published), version, where)
    return ", ".join(part for part in known if part)


def spoken(quote: Quote, max_chars: int) -> str:
    """The answering sentence and its citation as plain text, for notifications."""
    start, end = quote.highlights[0] if quote.highlights else (0, len(quote.text))
    title = clip(one_line(quote.title), MAX_TITLE) or "Untitled"
    return f"“{clip(quote.text[start:end], max_chars)}” – {title}, {provenance(quote)}"
