"""How much of real pages is read as their article, next to trafilatura: on three public sets.

    python -m bench.public_pages FOLDER [--only FILE] [--worst N]

FOLDER holds clones of scrapinghub/article-extraction-benchmark, adbar/trafilatura and
mozilla/readability, under those last names. Each set is scored by its own measure: shingles of four
words, each page counting the same, and for trafilatura's the phrases that must and must not come
out. FILE lists the pages to ask, `set TAB page` a line; without it all are.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html

from bench.paragraphs import ours as paragraphs_of
from index.reading.parse import parse
from index.types import Article

SHINGLE = 4
_BLOCKS = "p|div|li|h[1-6]|br|t[rdh]|blockquote|section|pre|d[td]|article|table|[uo]l|figcaption"
_EDGES = re.compile(rf"(?=</?(?:{_BLOCKS})\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """`text` is the article's, or None where `present` and `absent` phrases stand for it."""

    name: str
    data: bytes
    text: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(slots=True)
class Score:
    """What was found and right, found and wrong, and not found; seconds of processor time."""

    right: float = 0.0
    wrong: float = 0.0
    lost: float = 0.0
    seconds: float = 0.0
    pages: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, right: float, wrong: float, lost: float) -> None:
        self.right, self.wrong, self.lost = self.right + right, self.wrong + wrong, self.lost + lost
        self.pages[name] = f1(right, wrong, lost)

    def row(self, name: str, megabytes: float) -> str:
        precision = self.right / (self.right + self.wrong)
        recall = self.right / (self.right + self.lost)
        total = f1(self.right, self.wrong, self.lost)
        speed = self.seconds / megabytes
        return f"| {name} | {total:.3f} | {precision:.3f} | {recall:.3f} | {speed:.3f} |"


def f1(right: float, wrong: float, lost: float) -> float:
    return 2 * right / (2 * right + wrong + lost) if right + wrong + lost else 1.0


def scrapinghub(folder: Path) -> Iterator[Page]:
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, known in sorted(truth.items()):
        page = folder / "html" / f"{name}.html.gz"
        if page.exists():
            yield Page(name, gzip.decompress(page.read_bytes()), known.get("articleBody", ""))


def trafilatura_set(folder: Path) -> Iterator[Page]:
    truth = json.loads((folder / "tests" / "evaldata.json").read_text(encoding="utf-8"))
    for _, known in sorted(truth.items()):
        places = [folder / "tests" / kept / known["file"] for kept in ("cache", "eval")]
        page = next((place for place in places if place.exists()), None)
        if page is not None:
            phrases = [tuple(map(_flat, known[kind])) for kind in ("with", "without")]
            yield Page(known["file"], page.read_bytes(), None, *phrases)


def readability(folder: Path) -> Iterator[Page]:
    for page in sorted((folder / "test" / "test-pages").iterdir()):
        source, expected = page / "source.html", page / "expected.html"
        if source.exists() and expected.exists():
            parted = _EDGES.sub("\n", expected.read_text(encoding="utf-8", errors="replace"))
            text = str(lxml.html.fromstring(parted).xpath("string()"))
            yield Page(page.name, source.read_bytes(), text)


SETS: dict[str, tuple[str, Callable[[Path], Iterator[Page]]]] = {
    "scrapinghub": ("article-extraction-benchmark", scrapinghub),
    "trafilatura": ("trafilatura", trafilatura_set),
    "readability": ("readability", readability),
}


def ours(data: bytes) -> str:
    found = parse(data, "page.html")[0]
    if not isinstance(found, Article):
        return ""
    return "\n".join(text for kind, text in paragraphs_of(found) if kind != "caption")


def theirs(data: bytes) -> str:
    import trafilatura

    return trafilatura.extract(data, include_comments=False, include_tables=True) or ""


SYSTEMS: dict[str, Callable[[bytes], str]] = {"Pullquote": ours, "trafilatura": theirs}


def compared(page: Page, found: str) -> tuple[float, float, float]:
    """Right, wrong and lost: shares of a page, or phrases."""
    if page.text is None:
        flat = _flat(found)
        right = sum(phrase in flat for phrase in page.present)
        return right, sum(phrase in flat for phrase in page.absent), len(page.present) - right
    wanted, got = _shingles(page.text), _shingles(found)
    right = (wanted & got).total()
    whole = wanted.total() + got.total() - right or 1
    return right / whole, (got.total() - right) / whole, (wanted.total() - right) / whole


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - SHINGLE + 1)) if words else range(0)
    return Counter(tuple(words[at : at + SHINGLE]) for at in starts)


def _flat(text: str) -> str:
    return " ".join(text.split())


# Either loads modules with the first page that it reads; no page is to pay for that.
FIRST_PAGE = (
    b"<html><body><article><h1>A bridge</h1>"
    b"<p>By Ann Sample, 5 May 2024. The old bridge at Halm was shut on Monday.</p></article></body>"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", type=Path, help="a list of the pages to ask")
    parser.add_argument("--worst", type=int, default=0, help="name the pages furthest behind")
    arguments = parser.parse_args()
    only = set(arguments.only.read_text(encoding="utf-8").splitlines()) if arguments.only else None
    for read in SYSTEMS.values():
        read(FIRST_PAGE)
    print("| set | | F1 | precision | recall | s/MB |\n|---|---|---|---|---|---|")
    for name, (clone, pages) in SETS.items():
        scores = {system: Score() for system in SYSTEMS}
        megabytes, count = 0.0, 0
        for page in pages(arguments.folder / clone):
            if only is not None and f"{name}\t{page.name}" not in only:
                continue
            count, megabytes = count + 1, megabytes + len(page.data) / 1e6
            for system, read in SYSTEMS.items():
                started = time.process_time()
                found = read(page.data)
                scores[system].seconds += time.process_time() - started
                scores[system].add(page.name, *compared(page, found))
        for system, score in scores.items():
            print(f"| {name}, {count} pages {score.row(system, megabytes)}", flush=True)
        mine, other = (score.pages for score in scores.values())
        for each in sorted(mine, key=lambda page: mine[page] - other[page])[: arguments.worst]:
            print(f"{mine[each] - other[each]:+.3f} {each}")


if __name__ == "__main__":
    main()
