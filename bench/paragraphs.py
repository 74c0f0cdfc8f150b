"""How much of a page is read as its article: precision and recall of paragraphs by kind of site.

    python -m bench.paragraphs [FOLDER …] [--wrong]

A folder holds pages and beside each NAME.paragraphs: a line for each paragraph, `body:`,
`caption:` or `heading:` where it must come out, `out:` where it must not. Without a folder, the
pages of bench/sites are read. Paragraphs are compared by their letters and digits; the title
counts for nobody. trafilatura is run as it comes, and only on HTML.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.reading.parse import parse
from index.types import Article

SITES = Path(__file__).parent / "sites"
LISTING = ".paragraphs"


class Listed(NamedTuple):
    """A paragraph of a page; `kind` is one of an article's, or `out`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Paragraphs found that are the article's, all found, and all of the article."""

    right: int
    found: int
    wanted: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def pages(folder: Path) -> list[Path]:
    """The pages of a folder that have a listing, in the order of their names."""
    return [path.with_suffix("") for path in sorted(folder.glob(f"*{LISTING}"))]


def listed(page: Path) -> list[Listed]:
    """What must come out of a page, and what must not, in the order of the page."""
    text = page.with_name(page.name + LISTING).read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines())
    return [Listed(kind, text) for kind, _, text in rows]


def read(page: Path) -> Article:
    (article,) = parse(page.read_bytes(), page.name)
    if not isinstance(article, Article):
        raise ValueError(f"{page}: {article.reason}")
    return article


def ours(article: Article) -> list[Listed]:
    return [Listed(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]


def trafilaturas(page: Path) -> list[str]:
    import trafilatura

    text = trafilatura.extract(page.read_text(encoding="utf-8"), include_comments=False)
    return (text or "").splitlines()


def score(found: Iterable[str], wanted: Iterable[str], title: str) -> Score:
    found_keys = Counter(_keys(found, title))
    wanted_keys = Counter(_keys(wanted, title))
    right = (found_keys & wanted_keys).total()
    return Score(right, found_keys.total(), wanted_keys.total())


def _keys(texts: Iterable[str], title: str) -> Iterator[str]:
    own = _key(title)
    yield from (key for key in map(_key, texts) if key and key != own)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _table(folder: Path) -> Iterator[str]:
    yield f"| {folder.name.replace('_', ' ')} | precision | recall | trafilatura's | |"
    yield "|---|---|---|---|---|"
    all_ours, all_theirs = Score(0, 0, 0), Score(0, 0, 0)
    on_html = Score(0, 0, 0)
    for page in pages(folder):
        article = read(page)
        wanted = [text for kind, text in listed(page) if kind != "out"]
        of_ours = score((text for _, text in ours(article)), wanted, article.title)
        all_ours += of_ours
        theirs = None
        if page.suffix == ".html":
            theirs = score(trafilaturas(page), wanted, article.title)
            all_theirs += theirs
            on_html += of_ours
        yield _row(page.stem.replace("_", " "), of_ours, theirs)
    yield _row("all HTML", on_html, all_theirs)
    yield _row("all", all_ours, None)


def _row(name: str, ours: Score, theirs: Score | None) -> str:
    cells = [f"{ours.precision:.3f}", f"{ours.recall:.3f}"]
    cells += [f"{theirs.precision:.3f}", f"{theirs.recall:.3f}"] if theirs else ["–", "–"]
    return f"| {name} | {' | '.join(cells)} |"


def _wrong(folder: Path) -> Iterator[str]:
    """What is lost (`-`), what is too much (`+`) and what is of another kind (`~`)."""
    for page in pages(folder):
        found = Counter(ours(read(page)))
        wanted = Counter(row for row in listed(page) if row.kind != "out")
        for row in (wanted - found).keys() | (found - wanted).keys():
            sign = "-" if row in wanted else "+"
            yield f"{folder.name}/{page.name} {sign} {row.kind}: {row.text}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--wrong", action="store_true", help="name the paragraphs, too")
    arguments = parser.parse_args()
    for folder in arguments.folders or sorted(path for path in SITES.iterdir() if path.is_dir()):
        print("\n".join(_table(folder)), end="\n\n")
        if arguments.wrong:
            print("\n".join(sorted(_wrong(folder))), end="\n\n")


if __name__ == "__main__":
    main()
