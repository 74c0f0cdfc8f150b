"""What a page says of its article in JSON-LD, the data that it has for search engines."""

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

from index.reading.visible_text import visible

_DEEPEST = 8


def article_body(tree: Any, title: str | None) -> str | None:
    """The text of the article that has the title, or of the only one; with line ends."""
    bodies = [
        (visible(unescape(str(found.get("headline") or ""))), unescape(found["articleBody"]))
        for found in _objects(tree)
        if isinstance(found.get("articleBody"), str)
    ]
    wanted = visible(unescape(title or ""))
    titled = [body for headline, body in bodies if headline and headline in wanted]
    if titled:
        return max(titled, key=len)
    return bodies[0][1] if len(bodies) == 1 else None


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and "articleBody" in (script.text or ""):
            try:
                data = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _within(data, _DEEPEST)


def _within(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in values:
        if depth and isinstance(value, dict | list):
            yield from _within(value, depth - 1)
