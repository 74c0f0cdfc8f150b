"""Whether the documents of public collections are read: PDF, Word and e-books.

    python -m bench.public_documents REPOSITORY …

Each REPOSITORY is a folder, or a git repository whose last commit is read without a checkout.
Every .pdf, .docx and .epub in it is parsed in this process, and every folder that is an unpacked
.epub. The table says how many were read,
read in part and refused, and names what must not be: an exception, more than 5 s of processor time
a megabyte (files under 200 KB count as that), and text that is no text without a word of it.
"""

import argparse
import io
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from index.reading.parse import parse
from index.types import Article

SUFFIXES = (".pdf", ".docx", ".epub")
MOST_SECONDS, SMALLEST = 5.0, 0.2
# Of the characters of a text: more are the codes of glyphs, not letters.
FEWEST_UNREADABLE, MOST_UNREADABLE = 2, 0.02


class Document(NamedTuple):
    name: str
    data: bytes


class Outcome(NamedTuple):
    """`fault` is what must not be, or empty; `reasons` are those of the report."""

    articles: int
    reasons: tuple[str, ...]
    seconds: float
    fault: str


def documents(place: Path) -> Iterator[Document]:
    """Those of which the repository has the bytes; folders that are unpacked e-books too."""
    is_git = (place / ".git").exists() or (place / "objects").exists()
    names, read = _of_commit(place) if is_git else _of_folder(place)
    for name in names:
        if name.lower().endswith(SUFFIXES) and (data := read(name)):
            yield Document(name, data)
    for name in names:
        if name.endswith("META-INF/container.xml"):
            folder = name.removesuffix("META-INF/container.xml")
            members = [each for each in names if each.startswith(folder)]
            yield Document(f"{folder[:-1]}.epub", _packed(members, len(folder), read))


def _of_folder(folder: Path) -> tuple[list[str], Callable[[str], bytes]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [str(f.relative_to(folder)) for f in files], lambda name: (folder / name).read_bytes()


def _of_commit(repository: Path) -> tuple[list[str], Callable[[str], bytes]]:
    names = _git(repository, "ls-tree", "-r", "-z", "--name-only", "HEAD").split(b"\0")
    return [name.decode("utf-8", "surrogateescape") for name in names if name], lambda name: _git(
        repository, "cat-file", "blob", f"HEAD:{name}"
    )


def _git(repository: Path, *arguments: str) -> bytes:
    """What it prints: nothing for a file that the clone lacks."""
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, capture_output=True, check=False).stdout


def _packed(members: list[str], cut: int, read: Callable[[str], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in members:
            packed.writestr(name[cut:], read(name))
    return file.getvalue()


def outcome(document: Document) -> Outcome:
    started = time.process_time()
    try:
        found = parse(document.data, document.name)
    except Exception as error:
        return Outcome(0, (), 0.0, f"raises {type(error).__name__}: {error}")
    seconds = time.process_time() - started
    articles = [each for each in found if isinstance(each, Article)]
    reasons = tuple(each.reason for each in found if not isinstance(each, Article))
    megabytes = max(len(document.data) / 1e6, SMALLEST)
    in_silence = articles if not reasons else []
    fault = next((said for each in in_silence if (said := unreadable(each.text))), "")
    if seconds > MOST_SECONDS * megabytes:
        fault = f"takes {seconds:.1f} s"
    return Outcome(len(articles), reasons, seconds, fault)


def unreadable(text: str) -> str:
    bad = sum(each == "\N{REPLACEMENT CHARACTER}" or _has_no_meaning(each) for each in text)
    if bad > max(FEWEST_UNREADABLE, MOST_UNREADABLE * len(text)) or "(cid:" in text:
        return f"{bad} of {len(text)} characters are no text"
    return ""


def _has_no_meaning(character: str) -> bool:
    return unicodedata.category(character) in ("Co", "Cn", "Cs", "Cc") and not character.isspace()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("repositories", nargs="+", type=Path, metavar="REPOSITORY")
    parser.add_argument("--reasons", action="store_true", help="count the lines of the report")
    arguments = parser.parse_args()
    reasons: Counter[str] = Counter()
    faults = 0
    print("| | format | files | read | in part | refused | slowest, s/MB | faults |")
    print("|---|---|---|---|---|---|---|---|")
    for place in arguments.repositories:
        found: dict[str, list[tuple[Document, Outcome]]] = {suffix: [] for suffix in SUFFIXES}
        for document in documents(place):
            suffix = document.name[document.name.rindex(".") :].lower()
            found[suffix].append((document, outcome(document)))
        for suffix, pairs in found.items():
            if pairs:
                print(f"| {place} | {suffix[1:]} | {_row(pairs)} |", flush=True)
            for document, result in pairs:
                reasons.update(reason.split(":")[0] for reason in result.reasons)
                if result.fault:
                    faults += 1
                    print(f"{document.name}: {result.fault}", file=sys.stderr, flush=True)
    if arguments.reasons:
        print("\n".join(f"{count} {reason}" for reason, count in reasons.most_common()))
    return min(faults, 1)


def _row(pairs: list[tuple[Document, Outcome]]) -> str:
    results = [result for _, result in pairs]
    read = sum(bool(result.articles) and not result.reasons for result in results)
    in_part = sum(bool(result.articles) and bool(result.reasons) for result in results)
    slowest = max(r.seconds / max(len(d.data) / 1e6, SMALLEST) for d, r in pairs)
    faults = sum(bool(result.fault) for result in results)
    refused = len(pairs) - read - in_part
    return f"{len(pairs)} | {read} | {in_part} | {refused} | {slowest:.2f} | {faults}"


if __name__ == "__main__":
    sys.exit(main())
