"""How well changes between two readings are found, on pairs of texts whose changes are known.

A JSON line is `{"before": …, "now": …, "changes": ["figure", …]}`: both texts with blank lines
between paragraphs, and the kind of each change; of none if it was only moved or set otherwise.
`language` (ISO 639-1) may be given.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from index.changes.edits import edits_between
from index.evaluation.known_files import Judged, Line, judged
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.types import Article, EditKind

KEYS = frozenset(("before", "now", "changes"))
KINDS: tuple[str, ...] = get_args(EditKind)


@dataclass(frozen=True, slots=True)
class EditsExample:
    before: Article
    now: Article
    changes: Counter[str]
    place: str


def read_edits(lines: Iterable[Line]) -> list[EditsExample]:
    """Raises `DatasetError` for a line that is not such a pair."""
    return [judged(line, _example) for line in lines]


def _example(values: dict[str, Any], place: str) -> EditsExample:
    changes = list(values["changes"])
    for kind in changes:
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
    language = values.get("language", "en")
    before, now = (_article(values[name], language) for name in ("before", "now"))
    return EditsExample(before, now, Counter(changes), place)


def _article(text: str, language: str) -> Article:
    blocks = [Block("body", paragraph) for paragraph in text.split("\n\n") if paragraph.strip()]
    return assemble("text", blocks, Details(title="", language=language))


def evaluate_edits(examples: Sequence[EditsExample]) -> Judged:
    """Recall is the share of the known changes that are found, of their kind; precision the share
    of those found that are known. `quiet` pairs are those without any change."""
    right = found = known = 0
    quiet = alarms = 0
    wrong = []
    for example in examples:
        edits = edits_between(example.before, example.now)
        kinds: Counter[str] = Counter(kind for edit in edits for kind in edit.kinds)
        both = (kinds & example.changes).total()
        right, found, known = right + both, found + kinds.total(), known + example.changes.total()
        if not example.changes:
            quiet += 1
            alarms += bool(kinds)
        if kinds != example.changes:
            wrong.append(f"{example.place}: {_named(example.changes)}, found {_named(kinds)}")
    return Judged(
        "edits",
        {
            "pairs": len(examples),
            "precision": right / found if found else 1.0,
            "recall": right / known if known else 1.0,
            "quiet": quiet,
            "alarms": alarms,
        },
        tuple(wrong),
    )


def _named(kinds: Counter[str]) -> str:
    return ", ".join(sorted(kinds.elements())) or "nothing"
