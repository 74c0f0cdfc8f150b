"""Bytes of one file to its articles: the format by suffix, the encoding by `encoding.py`.

Whatever is wrong with a file becomes a `Skipped` with one sentence; nothing is raised.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from index.errors import SourceError
from index.types import Article, Skipped

_Parser = Callable[[bytes, str], Iterator[Article | Skipped]]


def parse(data: bytes, path: str, suffix: str = "") -> list[Article | Skipped]:
    """`path` names the source in what comes back; `suffix` says the format, or else the path's."""
    suffix = suffix or PurePosixPath(path).suffix.lower()
    parser = _PARSERS.get(suffix)
    if parser is None:
        known = ", ".join(SUFFIXES)
        return [Skipped(path, f"is of a kind that is not read (these are: {known})")]
    if not data.strip():
        return [Skipped(path, "is empty")]
    found: list[Article | Skipped] = []
    try:
        found.extend(parser(data, path))
    except SourceError as error:
        found.append(Skipped(path, str(error)))
    except RecursionError:
        found.append(Skipped(path, "is nested too deeply to be read"))
    return found


def _plain(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.encoding import decode
    from index.reading.plain_text import plain_blocks

    blocks, details = plain_blocks(decode(data), path)
    yield assemble(path, blocks, details)


def _markdown(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.encoding import decode
    from index.reading.markdown import markdown_blocks

    blocks, details = markdown_blocks(decode(data))
    yield assemble(path, blocks, details)


def _html(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.html import html_blocks

    blocks, details = html_blocks(data)
    yield assemble(path, blocks, details)


def _pdf(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.pdf import pdf_blocks

    blocks, details = pdf_blocks(data)
    yield assemble(path, blocks, details)


def _word(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.word import word_blocks

    blocks, details = word_blocks(data)
    yield assemble(path, blocks, details)


def _epub(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.epub import epub_blocks

    blocks, details = epub_blocks(data)
    yield assemble(path, blocks, details)


def _mhtml(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.article import assemble
    from index.reading.mhtml import mhtml_blocks

    blocks, details = mhtml_blocks(data)
    yield assemble(path, blocks, details)


def _json(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.records import json_articles

    yield from json_articles(data, path)


def _json_lines(data: bytes, path: str) -> Iterator[Article | Skipped]:
    from index.reading.records import json_lines_articles

    yield from json_lines_articles(data, path)


_PARSERS: dict[str, _Parser] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".json": _json,
    ".jsonl": _json_lines,
    ".pdf": _pdf,
    ".docx": _word,
    ".epub": _epub,
    ".mhtml": _mhtml,
    ".mht": _mhtml,
}
SUFFIXES = tuple(_PARSERS)
