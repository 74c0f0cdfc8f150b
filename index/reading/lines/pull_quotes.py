"""Pull quotes: words of the article that a page shows a second time, larger.

A paragraph whose words a longer paragraph holds in the same order is left out. Nothing is lost:
the longer one, which stays, can be quoted for it.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from index.reading.blocks import Block

_FEWEST_WORDS = 5
_MOST_WORDS = 40
_MOST_COMPARED = 50


def without_pull_quotes(blocks: Sequence[Block]) -> list[Block]:
    """Headings and captions stay; so does a refrain, which is a paragraph of its own each time."""
    left_out = pull_quotes(blocks)
    return [block for at, block in enumerate(blocks) if at not in left_out]


def pull_quotes(blocks: Sequence[Block]) -> set[int]:
    """Where they are among the blocks."""
    words = [_words(block) for block in blocks]
    holders = _holders_of_openings(words)
    return {
        at
        for at, own in enumerate(words)
        if len(own) <= _MOST_WORDS
        and any(
            len(words[holder]) > len(own) and _joined(own) in _joined(words[holder])
            for holder in holders.get(own[:_FEWEST_WORDS], ())
        )
    }


def _words(block: Block) -> tuple[str, ...]:
    if block.kind != "body":
        return ()
    return tuple(re.findall(r"\w+", block.text.casefold()))


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _holders_of_openings(words: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """Which texts hold the first words of some text: only those are worth comparing with it."""
    openings = {own[:_FEWEST_WORDS] for own in words if len(own) >= _FEWEST_WORDS}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, own in enumerate(words):
        for start in range(len(own) - _FEWEST_WORDS + 1):
            opening = own[start : start + _FEWEST_WORDS]
            if opening in openings and len(holders[opening]) < _MOST_COMPARED:
                holders[opening].append(at)
    return dict(holders)
