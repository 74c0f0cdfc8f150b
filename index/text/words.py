"""What counts as a word: tokens, stems, function words."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import bm25s
import Stemmer

from index.text.spellings import with_spellings


def words(texts: Sequence[str]) -> list[list[str]]:
    """Each text's words as they are indexed: lower case, English stop words out, stemmed.

    What has several spellings, such as a date, is indexed by a common one too. In scripts without
    spaces between words, pairs of characters are the words.
    """
    return words_as_spelled(list(map(with_spellings, texts)))


def words_as_spelled(texts: Sequence[str]) -> list[list[str]]:
    """As `words`, but only as each text spells them."""
    tokenized = bm25s.tokenize(
        list(map(spaced, texts)),
        stopwords="en",
        stemmer=Stemmer.Stemmer("english"),
        return_ids=False,
        show_progress=False,
    )
    return cast(list[list[str]], tokenized)


FUNCTION_WORDS = frozenset(
    (
        "what who whom whose which when where why how much many long did does do is are was were "
        "the a an of in to for on at by with from and or it its this that be been being has have "
        "had he she they i you we s"
    ).split()
)
FUNCTION_WORD_WEIGHT = 0.5

WORD = re.compile(r"[^\W\d_]+")

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
