"""Typos in a question: a word that no passage has, one letter away from one that some have.

Or a hyphen away from two.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.text.words import WORD

if TYPE_CHECKING:
    from spellchecker import SpellChecker

MIN_LETTERS = 4
LEAST_OF_TWO = 3
# A longer run of letters is not a word that somebody mistyped by one letter.
MAX_LETTERS = 24
# With more unknown words than this a question is not about what is indexed, or not in its language.
MAX_UNKNOWN = 8
# How letters are written where a keyboard lacks them.
WRITTEN_OUT = {"oe": "öø", "ae": "äæ", "ue": "ü", "aa": "å", "ss": "ß"}
ALPHABET = "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëíîïñóôöøùúûüýğıłńśşšźżž"

Frequencies = Callable[[Sequence[str]], Mapping[str, int]]


def corrected(
    question: str, is_known: Callable[[str], bool], frequencies: Frequencies
) -> str | None:
    """The question with each mistyped word replaced by a known one, or None if there is none.

    A word is mistyped if neither the passages nor an English dictionary has it. It becomes the
    known word that has its letters with two neighbours swapped, else the most frequent one with a
    letter inserted, deleted or changed (Damerau 1964 found four in five misspellings to be one of
    these). A word that lacks its accents gets them, whether English or not, and a compound becomes
    the two words that it joins ("preindustrial"). `frequencies` maps those of the given lower-case
    words that occur to their counts.
    """
    unknown = {
        word
        for word in map(str.lower, WORD.findall(question))
        if MIN_LETTERS <= len(word) <= MAX_LETTERS and not is_known(word)
    }
    if not unknown or len(unknown) > MAX_UNKNOWN:
        return None
    replacements = {word: found for word in unknown if (found := _nearest(word, frequencies))}
    text = WORD.sub(lambda match: _replaced(match[0], replacements), question)
    return text if text != question else None


def _replaced(word: str, replacements: Mapping[str, str]) -> str:
    found = replacements.get(word.lower())
    if found is None:
        return word
    return found.capitalize() if word[0].isupper() else found


def _nearest(word: str, frequencies: Frequencies) -> str | None:
    other_letters = list(_with_their_letters(word))
    edits, cuts = {*_one_edit_away(word), *other_letters}, list(_in_two(word))
    counts = frequencies(sorted(edits.union(*cuts)))
    found = {other: count for other, count in counts.items() if other in edits}
    joined = [cut for cut in cuts if all(part in counts for part in cut)]
    if theirs := [other for other in other_letters if other in found]:
        return max(theirs, key=lambda other: (found[other], other))
    if joined and not found:
        return "-".join(max(joined, key=lambda cut: min(counts[part] for part in cut)))
    if _dictionary().known([word]):
        found = {other: count for other, count in found.items() if _plain(other) == _plain(word)}
    swapped = {other: count for other, count in found.items() if sorted(other) == sorted(word)}
    among = swapped or found
    return max(among, key=lambda other: (among[other], other), default=None)


def _in_two(word: str) -> Iterator[tuple[str, str]]:
    for i in range(LEAST_OF_TWO, len(word) - LEAST_OF_TWO + 1):
        yield word[:i], word[i:]


def _with_their_letters(word: str) -> Iterator[str]:
    """ "nørgaard" for "noergaard"."""
    for two, letters in WRITTEN_OUT.items():
        if two in word:
            yield from (word.replace(two, letter) for letter in letters)


def _plain(word: str) -> str:
    """The word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@cache
def _dictionary() -> "SpellChecker":
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)


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
