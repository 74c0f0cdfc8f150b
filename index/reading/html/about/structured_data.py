"""What a page says of its article in JSON-LD, the data that it has for search engines."""

import json
import re
from collections import deque
from collections.abc import Collection, Iterator
from html import unescape
from typing import Any

from index.reading.visible_text import visible

_DEEPEST = 8
_OPENS = re.compile(r"(?<!CDATA)\[\s*\{|\{")
_DECODER = json.JSONDecoder(strict=False)


def article_body(tree: Any, title: str | None) -> str | None:
    """The text of the article that has the title, or of the only one; with line ends."""
    bodies = [
        (visible(unescape(str(found.get("headline") or ""))), unescape(found["articleBody"]))
        for data in structured_data(tree, ("articleBody",))
        for found in data
        if isinstance(found.get("articleBody"), str)
    ]
    wanted = visible(unescape(title or ""))
    titled = [body for headline, body in bodies if headline and headline in wanted]
    if titled:
        return max(titled, key=len)
    return bodies[0][1] if len(bodies) == 1 else None


def structured_data(tree: Any, keys: Collection[str]) -> Iterator[list[dict[str, Any]]]:
    """Of each script that has one of the keys, its objects, the outer before those within them.

    Broken JSON is passed over.
    """
    for script in tree.iter("script"):
        text = script.text or ""
        if any(key in text for key in keys):
            yield list(_objects(_decoded(text)))


def _decoded(text: str) -> object:
    """Without the marks around it by which old pages hide it: `<![CDATA[ … ]]>`, `<!-- … -->`."""
    opens = _OPENS.search(text)
    if opens is None or any(map(str.isalnum, text[: opens.start()].replace("CDATA", ""))):
        return None
    try:
        return _DECODER.raw_decode(text, opens.start())[0]
    except (ValueError, RecursionError):
        return None


def _objects(data: object) -> Iterator[dict[str, Any]]:
    waiting: deque[tuple[object, int]] = deque([(data, 0)])
    while waiting:
        each, depth = waiting.popleft()
        if isinstance(each, dict):
            yield each
        if isinstance(each, dict | list) and depth < _DEEPEST:
            values = each.values() if isinstance(each, dict) else each
            waiting += ((value, depth + 1) for value in values)
