"""Pull quotes: words of the article that a page shows a second time, larger.

A paragraph whose words a longer paragraph holds in the same order is left out. Nothing is lost:
the longer one, which stays, can be quoted for it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from index.reading.blocks import Block

_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 5
_MOST_WORDS = 40
_MOST_COMPARED = 50


def without_pull_quotes(blocks: Sequence[Block]) -> list[Block]:
    """Headings and captions stay; so does a refrain, which is a paragraph of its own each time."""
    left_out = pull_quotes(blocks)
    return [block for at, block in enumerate(blocks) if at not in left_out]


def pull_quotes(blocks: Sequence[Block]) -> set[int]:
    """Where they are among the blocks."""
    texts = [_spaced(block) for block in blocks]
    openings = {at: _opening(text) for at, text in enumerate(texts)}
    openings = {at: opening for at, opening in openings.items() if opening}
    holders = _holders(texts, set(openings.values()))
    return {
        at
        for at, opening in openings.items()
        if texts[at].count(" ") <= _MOST_WORDS + 1
        and any(
            len(texts[holder]) > len(texts[at]) and texts[at] in texts[holder]
            for holder in holders.get(opening, ())
        )
    }


def _spaced(block: Block) -> str:
    """Its words, a space before and after each: as one string, since those of a long text as many
    strings would take ten times its memory."""
    if block.kind != "body":
        return ""
    return f" {' '.join(_WORD.findall(block.text.casefold()))} "


def _opening(text: str) -> str:
    words = text.split(maxsplit=_FEWEST_WORDS)[:_FEWEST_WORDS]
    return " ".join(words) if len(words) == _FEWEST_WORDS else ""


def _holders(texts: Sequence[str], openings: Collection[str]) -> dict[str, list[int]]:
    """Which texts hold the first words of some text: only those are worth comparing with it."""
    holders: dict[str, list[int]] = defaultdict(list)
    firsts = {opening.partition(" ")[0] for opening in openings}
    for at, text in enumerate(texts):
        words = text.split()
        for start in range(len(words) - _FEWEST_WORDS + 1):
            if words[start] not in firsts:
                continue
            opening = " ".join(words[start : start + _FEWEST_WORDS])
            if opening in openings and len(holders[opening]) < _MOST_COMPARED:
                holders[opening].append(at)
    return dict(holders)
