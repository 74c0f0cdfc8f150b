"""How often the title and the day of publication of real pages are right, next to other readers.

    python -m bench.page_details FOLDER [--only FILE]

FOLDER holds a clone of adbar/trafilatura under that last name, whose set of pages gives both.
newspaper4k is asked too where it is installed. A title is right whatever its case and punctuation,
a day only as a whole. FILE lists the pages to ask, `trafilatura TAB page` a line; without it all
are.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from bench.public_pages import trafilatura_set
from index.reading.parse import parse
from index.types import Article


class Told(NamedTuple):
    title: str | None
    published: str | None


class Asked(NamedTuple):
    name: str
    data: bytes
    known: Told


def pages(folder: Path) -> Iterator[Asked]:
    truth = json.loads((folder / "tests" / "evaldata.json").read_text(encoding="utf-8"))
    known = {each["file"]: Told(each.get("title"), each.get("date")) for each in truth.values()}
    for page in trafilatura_set(folder):
        yield Asked(page.name, page.data, known[page.name])


def ours(data: bytes) -> Told:
    found = parse(data, "page.html")[0]
    return Told(found.title, found.published) if isinstance(found, Article) else Told(None, None)


def trafilaturas(data: bytes) -> Told:
    import trafilatura

    found = trafilatura.bare_extraction(data, with_metadata=True, include_comments=False)
    return Told(getattr(found, "title", None), getattr(found, "date", None))


def newspapers(data: bytes) -> Told:
    from index.reading.decoding import decode

    newspaper: Any = __import__("newspaper")
    article = newspaper.Article("https://sample.example/", fetch_images=False)
    try:
        article.download(input_html=decode(data))
        article.parse()
    except Exception:
        return Told(None, None)
    day = article.publish_date
    return Told(article.title, day.date().isoformat() if hasattr(day, "date") else None)


SYSTEMS: dict[str, Callable[[bytes], Told]] = {
    "Pullquote": ours,
    "trafilatura": trafilaturas,
    "newspaper4k": newspapers,
}


def is_same_title(found: str | None, known: str) -> bool:
    return _letters(found or "") == _letters(known)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unescape(text).casefold())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=Path, help="a list of the pages to ask")
    arguments = parser.parse_args()
    only = set(arguments.only.read_text(encoding="utf-8").splitlines()) if arguments.only else None
    asked = [
        page
        for page in pages(arguments.folder / "trafilatura")
        if only is None or f"trafilatura\t{page.name}" in only
    ]
    titles = sum(bool(page.known.title) for page in asked)
    days = sum(bool(page.known.published) for page in asked)
    print(f"| | title right, of {titles} | day right, of {days} | day wrong |\n|---|---|---|---|")
    for name, read in SYSTEMS.items():
        if name == "newspaper4k" and find_spec("newspaper") is None:
            continue
        right = same = wrong = 0
        for page in asked:
            found, known = read(page.data), page.known
            right += bool(known.title) and is_same_title(found.title, known.title or "")
            same += bool(known.published) and found.published == known.published
            wrong += bool(known.published) and found.published not in (None, known.published)
        row = f"{right / titles:.3f} | {same / days:.3f} | {wrong / days:.3f}"
        print(f"| {name} | {row} |", flush=True)


if __name__ == "__main__":
    main()
