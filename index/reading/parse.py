"""Bytes of one file to its articles: the format by suffix, the character encoding by `decoding.py`.

Whatever is wrong with a file becomes a `Skipped` with one sentence; nothing is raised.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from index.errors import SourceError
from index.reading.article import assemble, day_in_name
from index.reading.blocks import Block, Details
from index.reading.visible_text import visible
from index.types import READ_BUT, Article, Skipped

_LONGEST_ERROR = 120
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class _Parsed(NamedTuple):
    """`unread` says what of the article could not be read, one sentence for each part."""

    blocks: list[Block]
    details: Details
    unread: list[str] = []  # noqa: RUF012 (never changed)


def parse(data: bytes, path: str, suffix: str = "") -> list[Article | Skipped]:
    """`path` names the source in what comes back; `suffix` says the format, or else the path's."""
    suffix = suffix or PurePosixPath(path).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        return [Skipped(path, f"is of a kind that is not read (these are: {known})")]
    if not data.strip():
        return [Skipped(path, "is empty")]
    found: list[Article | Skipped] = []
    try:
        if suffix in _RECORDS:
            found.extend(_RECORDS[suffix](data, path))
        else:
            parsed = _ONE_ARTICLE[suffix](data, path)
            article = assemble(path, parsed.blocks, parsed.details)
            unread = [*parsed.unread, *_broken_characters(article.text)]
            found += [article, *(Skipped(path, f"{READ_BUT}{what}") for what in unread)]
    except Exception as error:  # the libraries promise no set of errors
        found.append(Skipped(path, reason_of(error)))
    return found


def _broken_characters(text: str) -> Iterator[str]:
    if count := text.count(_REPLACEMENT):
        what = "character is" if count == 1 else "characters are"
        yield f"{count} {what} broken in it and shown as {_REPLACEMENT}"


def reason_of(error: Exception) -> str:
    """Why a file cannot be read: one sentence for whatever a parser raises."""
    match error:
        case SourceError():
            return str(error)
        case RecursionError():
            return "is nested too deeply to be read"
        case MemoryError():
            return "takes more memory than is allowed: save it in another way, or divide it"
    logging.getLogger(__name__).info("a parser failed", exc_info=error)
    said = visible(f"{type(error).__name__}: {error}")[:_LONGEST_ERROR].rstrip(": ")
    return f"cannot be read ({said}): save it in another format"


def _plain(data: bytes, path: str) -> _Parsed:
    from index.reading.decoding import decode
    from index.reading.text.plain_text import plain_blocks

    blocks, details = plain_blocks(decode(data), path)
    return _Parsed(blocks, details.or_else(Details(published=day_in_name(path))))


def _markdown(data: bytes, path: str) -> _Parsed:
    from index.reading.decoding import decode
    from index.reading.text.markdown import markdown_blocks

    blocks, details = markdown_blocks(decode(data))
    return _Parsed(blocks, details.or_else(Details(published=day_in_name(path))))


def _html(data: bytes, path: str) -> _Parsed:
    from index.reading.html.page import html_blocks

    return _Parsed(*html_blocks(data))


def _pdf(data: bytes, path: str) -> _Parsed:
    from index.reading.documents.pdf import pdf_blocks

    return _Parsed(*pdf_blocks(data))


def _word(data: bytes, path: str) -> _Parsed:
    from index.reading.documents.word import word_blocks

    return _Parsed(*word_blocks(data))


def _epub(data: bytes, path: str) -> _Parsed:
    from index.reading.documents.epub import epub_blocks

    return _Parsed(*epub_blocks(data))


def _mhtml(data: bytes, path: str) -> _Parsed:
    from index.reading.html.mhtml import mhtml_blocks

    return _Parsed(*mhtml_blocks(data))


def _json(data: bytes, path: str) -> Iterable[Article | Skipped]:
    from index.reading.text.records import json_articles

    return json_articles(data, path)


def _json_lines(data: bytes, path: str) -> Iterable[Article | Skipped]:
    from index.reading.text.records import json_lines_articles

    return json_lines_articles(data, path)


_ONE_ARTICLE: dict[str, Callable[[bytes, str], _Parsed]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _word,
    ".epub": _epub,
    ".mhtml": _mhtml,
    ".mht": _mhtml,
}
_RECORDS: dict[str, Callable[[bytes, str], Iterable[Article | Skipped]]] = {
    ".json": _json,
    ".jsonl": _json_lines,
}
SUFFIXES = (*_ONE_ARTICLE, *_RECORDS)
