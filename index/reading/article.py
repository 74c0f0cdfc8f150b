"""From blocks of text to an Article whose offsets are right by construction.

Every format ends here: a parser finds `Block`s and `Details`, `assemble` joins them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from html import unescape
from pathlib import PurePosixPath

from index.errors import SourceError
from index.reading.blocks import Block, Details
from index.reading.lines.dates import iso_date
from index.reading.lines.note_marks import without_back_signs, without_edit_link
from index.reading.visible_text import visible
from index.types import Article, Paragraph, ParagraphKind

SEPARATOR = "\n\n"
# `2024-03-05-ferry.md` as blogs name their posts, `courier_2024-03-05_ferry.txt`; what a number or
# nothing follows may be the day of anything.
_DAY_IN_NAME = re.compile(
    r"(?:^|(?<=[-_]))((?:19|20)\d\d)([-_])([01]\d)\2([0-3]\d)[-_ ]+(?=[^\W\d_]{2})"
)


def assemble(path: str, blocks: Iterable[Block], details: Details) -> Article:
    """Raises SourceError when no body paragraph is among the blocks."""
    text, paragraphs = joined(blocks)
    if not any(paragraph.kind == "body" for paragraph in paragraphs):
        raise SourceError("has no text to quote")
    return Article(
        path=visible(path),
        title=_one_line(details.title) or readable_name(path),
        text=text,
        paragraphs=paragraphs,
        publisher=_one_line(details.publisher),
        author=_one_line(details.author),
        published=iso_date(details.published),
        url=_web_address(details.url),
        language=_language_code(details.language),
    )


def joined(blocks: Iterable[Block]) -> tuple[str, tuple[Paragraph, ...]]:
    """The text of an article, and where in it each block with a visible text is."""
    paragraphs: list[Paragraph] = []
    texts: list[str] = []
    numbers: Counter[ParagraphKind] = Counter()
    start = 0
    for kind, raw, page in blocks:
        text = without_back_signs(visible(raw))
        if kind == "heading":
            text = without_edit_link(text)
        if not text:
            continue
        numbers[kind] += 1
        paragraphs.append(Paragraph(start, start + len(text), numbers[kind], kind, page))
        texts.append(text)
        start += len(text) + len(SEPARATOR)
    return SEPARATOR.join(texts), tuple(paragraphs)


def day_in_name(path: str) -> str | None:
    """The day in a file's name that the rest of the name follows, as an ISO date."""
    found = _DAY_IN_NAME.search(PurePosixPath(path).stem)
    return iso_date("-".join(found.group(1, 3, 4))) if found else None


def readable_name(path: str) -> str:
    """A title for an article without one: `articles/kazakhstan-troops.md` → `Kazakhstan troops`.

    The record number of a JSON file stays: `news.jsonl#3` → `News 3`; a day before the words goes.
    """
    file, _, record = path.partition("#")
    stem = PurePosixPath(file).stem
    if day_in_name(file):
        stem = _DAY_IN_NAME.sub("", stem)
    stem = stem.replace("-", " ").replace("_", " ")
    name = visible(f"{stem} {record}") or visible(path) or "Untitled"
    return name[0].upper() + name[1:]


def _one_line(text: str | None) -> str | None:
    return visible(unescape(text)) or None if text else None


def _language_code(tag: str | None) -> str | None:
    """The language of a BCP 47 tag: "en-GB" and "en_US" are "en"."""
    code = re.split("[-_]", (tag or "").strip().lower())[0]
    return code if re.fullmatch("[a-z]{2}", code) else None


def _web_address(text: str | None) -> str | None:
    address = visible(text or "")
    if not address.lower().startswith(("http://", "https://")) or " " in address:
        return None
    return address
