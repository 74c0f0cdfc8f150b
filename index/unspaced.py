"""Scripts that put no spaces between words: a text in them is matched by pairs of characters."""

import re
from itertools import pairwise

# Thai and Lao, Burmese, Khmer, kana, Chinese characters.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


def spaced(text: str) -> str:
    """The text with each run of such characters as its overlapping pairs: 石桥上 is 石桥 桥上."""
    return UNSPACED.sub(_pairs, text)


def _pairs(run: re.Match[str]) -> str:
    # Vowel signs and tone marks would end a word where words are cut.
    letters = [c for c in run[0] if c.isalnum()]
    if len(letters) < 2:
        return f" {run[0]} "
    return f" {' '.join(a + b for a, b in pairwise(letters))} "
