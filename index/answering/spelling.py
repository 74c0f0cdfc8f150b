"""Typos in a question: a word that no passage has, one letter away from one that some have."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from index.text.words import WORD

MIN_LETTERS = 5
ALPHABET = "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëíîïñóôöøùúûüýğıłńśşšźżž"


def corrected(
    question: str,
    is_known: Callable[[str], bool],
    frequencies: Callable[[Sequence[str]], Mapping[str, int]],
) -> str | None:
    """The question with each unknown word replaced by the most frequent known one nearest to it.

    Nearest is one letter inserted, deleted, changed, or swapped with its neighbour (Damerau 1964
    found four in five misspellings to be so). `frequencies` maps those of the given lower-case
    words that occur to their counts. None if nothing is replaced; short words never are.
    """

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < MIN_LETTERS or is_known(word.lower()):
            return word
        found = frequencies(sorted(set(_one_edit_away(word.lower()))))
        if not found:
            return word
        best = max(found, key=lambda candidate: (found[candidate], candidate))
        return best.capitalize() if word[0].isupper() else best

    text = WORD.sub(replaced, question)
    return text if text != question else None


def _one_edit_away(word: str) -> Iterator[str]:
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        for letter in ALPHABET:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
