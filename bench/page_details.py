"""How often the title and the day of publication of real pages are right, next to other readers.

    python -m bench.page_details FOLDER [--only FILE]

FOLDER holds clones of adbar/trafilatura, mozilla/readability and adbar/htmldate under those last
names; of each set the pages are asked of which it knows the title or the day. newspaper4k is asked
too where it is installed. A title is right whatever its case and punctuation, a day only as a
whole. FILE lists the pages to ask, `set TAB page` a line (htmldate's are asked unless another set
has them); without it all are. What readability knows is what it chooses itself: it keeps the
site's name behind many titles.
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


def of_trafilatura(folder: Path) -> Iterator[Asked]:
    truth = json.loads((folder / "tests" / "evaldata.json").read_text(encoding="utf-8"))
    known = {each["file"]: Told(each.get("title"), each.get("date")) for each in truth.values()}
    for page in trafilatura_set(folder):
        yield Asked(page.name, page.data, known[page.name])


def of_readability(folder: Path) -> Iterator[Asked]:
    for page in sorted((folder / "test" / "test-pages").iterdir()):
        known = json.loads((page / "expected-metadata.json").read_text(encoding="utf-8"))
        told = Told(known.get("title"), (known.get("publishedTime") or "")[:10] or None)
        yield Asked(page.name, (page / "source.html").read_bytes(), told)


def of_htmldate(folder: Path) -> Iterator[Asked]:
    for kept in ("eval_default.json", "eval_mediacloud_2020.json"):
        truth = json.loads((folder / "tests" / kept).read_text(encoding="utf-8"))
        for known in truth.values():
            places = [folder / "tests" / each for each in ("cache", "eval", "test_set")]
            page = next(
                (each / known["file"] for each in places if (each / known["file"]).exists()), None
            )
            if page is not None and known["date"] not in (None, "nan"):
                yield Asked(known["file"], page.read_bytes(), Told(None, known["date"]))


SETS: dict[str, Callable[[Path], Iterator[Asked]]] = {
    "trafilatura": of_trafilatura,
    "readability": of_readability,
    "htmldate": of_htmldate,
}


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


def asked_of(folder: Path, only: set[str] | None) -> Iterator[tuple[str, list[Asked]]]:
    """Of each set that is there."""
    others: set[str] = set()
    for name, pages in SETS.items():
        if not (folder / name).exists():
            continue
        found = [page for page in pages(folder / name) if page.name not in others]
        others |= {page.name for page in found}
        if only is not None and name != "htmldate":
            found = [page for page in found if f"{name}\t{page.name}" in only]
        yield name, found


def row(asked: list[Asked], read: Callable[[bytes], Told]) -> str:
    """Shares of the titles and days known: titles right, days right, days wrong."""
    titles = sum(bool(page.known.title) for page in asked)
    days = sum(bool(page.known.published) for page in asked)
    right = same = wrong = 0
    for page in asked:
        found, known = read(page.data), page.known
        right += bool(known.title) and is_same_title(found.title, known.title or "")
        same += bool(known.published) and found.published == known.published
        wrong += bool(known.published) and found.published not in (None, known.published)
    shares = (right, titles), (same, days), (wrong, days)
    return " | ".join(f"{count / of:.3f} of {of}" if of else "–" for count, of in shares)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=Path, help="a list of the pages to ask")
    arguments = parser.parse_args()
    only = set(arguments.only.read_text(encoding="utf-8").splitlines()) if arguments.only else None
    print("| set | | title right | day right | day wrong |\n|---|---|---|---|---|")
    for name, asked in asked_of(arguments.folder, only):
        for system, read in SYSTEMS.items():
            if system == "newspaper4k" and find_spec("newspaper") is None:
                continue
            print(f"| {name} | {system} | {row(asked, read)} |", flush=True)


if __name__ == "__main__":
    main()
