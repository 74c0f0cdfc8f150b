"""Articles from JSON: an object, a list of them, `{"articles": […]}`, or an object a line (JSONL).

| field | other names | what it holds |
|---|---|---|
| title | headline, name | a string |
| publisher | site, source | a string, or an object with a name |
| author | authors, by, byline | a string, a list, or an object with a name |
| published | date, datePublished, published_at | a date in any usual spelling |
| url | link, canonical | a string |
| text | body, content, articleBody | paragraphs parted by blank lines or line ends, or HTML |
| paragraphs | | a list of strings, instead of text |

Other fields are ignored. Record n is cited as `file.json#n`, counted from 1.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from index.errors import SourceError
from index.reading.article import assemble
from index.reading.blocks import Block
from index.reading.decoding import decode
from index.reading.lines.captions import is_caption
from index.reading.lines.layout import paragraph_lines
from index.reading.text.front_matter import details_of
from index.types import Article, Skipped

_OTHER_NAMES = {
    "name": "title",
    "datepublished": "published",
    "published_at": "published",
    "publish_date": "published",
}
_TEXT_NAMES = ("text", "body", "content", "articlebody")
_HTML = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|article)\b[^>]*>", re.IGNORECASE)


def json_articles(data: bytes, path: str) -> Iterator[Article | Skipped]:
    """Raises SourceError, naming the line, if the file is not JSON."""
    try:
        found = json.loads(decode(data))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise SourceError(f"is not valid JSON: {place}: {error.msg}") from error
    except ValueError as error:
        raise SourceError(f"is not valid JSON: {error}") from error
    if isinstance(found, dict) and isinstance(found.get("articles"), list):
        found = found["articles"]
    if not isinstance(found, list):
        yield _article(found, path)
        return
    if not found:
        raise SourceError("holds no articles")
    for number, record in enumerate(found, start=1):
        yield _article(record, f"{path}#{number}")


def json_lines_articles(data: bytes, path: str) -> Iterator[Article | Skipped]:
    """A line that cannot be read is skipped by its number; the others are read."""
    number = 0
    for line_number, line in enumerate(decode(data).split("\n"), start=1):
        if not line.strip():
            continue
        number += 1
        place = f"{path}#{number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            reason = f"is not valid JSON: line {line_number}, column {error.colno}: {error.msg}"
            yield Skipped(place, reason)
        except (ValueError, RecursionError) as error:
            yield Skipped(place, f"is not valid JSON: line {line_number}: {error}")
        else:
            yield _article(record, place)


def _article(record: object, path: str) -> Article | Skipped:
    if not isinstance(record, dict):
        return Skipped(path, "is not a JSON object with a text")
    fields = {str(key).lower(): value for key, value in record.items()}
    for other, name in _OTHER_NAMES.items():
        fields.setdefault(name, fields.get(other))
    try:
        return assemble(path, _blocks(fields), details_of(fields))
    except SourceError as error:
        return Skipped(path, str(error))


def _blocks(fields: dict[str, Any]) -> Iterator[Block]:
    paragraphs = fields.get("paragraphs")
    if not isinstance(paragraphs, list):
        paragraphs = list(_paragraphs(fields))
    for text in paragraphs:
        if isinstance(text, Block):
            yield text
        elif isinstance(text, str):
            yield Block("caption" if is_caption(text) else "body", text)


def _paragraphs(fields: dict[str, Any]) -> Iterator[str | Block]:
    texts = (fields[name] for name in _TEXT_NAMES if isinstance(fields.get(name), str))
    text = next(texts, "")
    if _HTML.search(text):
        from index.reading.html.page import fragment_blocks

        yield from fragment_blocks(text)
    else:
        yield from (line.text for line in paragraph_lines(text))
