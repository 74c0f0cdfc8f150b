"""How well a question's words are matched by passages that the encoder does not read.

It takes the place of late interaction there, on the same scale: a word of the question is as
similar to a sentence as `MATCHED` if the sentence has it, else as `UNMATCHED`. So such passages
rank beside others, and their best sentence is found in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import bm25s
import numpy as np

from index.answering.retrieval.late_interaction import Words
from index.arrays import FloatArray
from index.text.words import (
    FUNCTION_WORD_WEIGHT,
    WITH_SIGNS,
    function_words,
    spaced,
    stemmed,
    without_accents,
    words,
)

# Of the scale of late interaction: with all 1,581 paragraphs of new_wiki left unencoded, and 300
# questions, confidence is as honest as it is with them encoded: 5.3% false answers at the default
# threshold, and of those 0.55, 0.66, 0.76 and 0.86 sure 0.65, 0.71, 0.81 and 0.87 are right.
MATCHED = 0.7
UNMATCHED = 0.3


@dataclass(frozen=True, slots=True)
class WordMatch:
    """`best` is (sentences, words) of a question, as in `Similarities`; `weights`, (words,)."""

    best: FloatArray
    weights: FloatArray


class WordMatcher:
    """Matches one question with texts in any language."""

    def __init__(self, question: str, indexed: Words) -> None:
        [self._words] = _words_of([question])
        self._indexed = indexed
        self._weights: dict[str | None, dict[str, float]] = {}

    def match(self, sentences: Sequence[str], title: str, language: str | None) -> WordMatch:
        """A word that the title has is matched by every sentence.

        Words are stemmed by Snowball if it knows `language` (ISO 639-1).

        A word weighs the root of its IDF, half of that if it is a function word of `language`.
        """
        if language not in self._weights:
            self._weights[language] = self._weighted(language)
        weights = self._weights[language]
        found = [_stems(sentence, language) for sentence in _words_of(sentences)]
        titled = set(_stems(_words_of([title])[0], language))
        present = np.array(
            [[stem in stems or stem in titled for stem in weights] for stems in found], dtype=bool
        )
        return WordMatch(
            np.where(present, MATCHED, UNMATCHED).astype(np.float32).reshape(len(found), -1),
            np.array(list(weights.values()), dtype=np.float32),
        )

    def _weighted(self, language: str | None) -> dict[str, float]:
        """The question's stems with their weights, which sum to 1."""
        common = function_words(language)
        raw: dict[str, float] = {}
        for word, stem, as_indexed in zip(
            self._words, _stems(self._words, language), words(self._words, language), strict=True
        ):
            share = FUNCTION_WORD_WEIGHT if word in common else 1.0
            raw[stem] = share * float(np.sqrt(sum(map(self._indexed.idf, as_indexed))))
        total = sum(raw.values()) or 1.0
        return {stem: weight / total for stem, weight in raw.items()}


def _words_of(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text in lower case, function words too."""
    found: list[list[str]] = bm25s.tokenize(
        list(map(spaced, texts)),
        stopwords=[],
        token_pattern=WITH_SIGNS,
        return_ids=False,
        show_progress=False,
    )
    return found


def _stems(words: Sequence[str], language: str | None) -> list[str]:
    stems = stemmed([word.replace("ё", "е").replace("ß", "ss") for word in words], language)
    return [without_accents(stem) for stem in stems]
