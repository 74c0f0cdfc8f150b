"""Words that a line end has cut in two: which hyphens belong to them, judged by the whole text."""

import re
from collections.abc import Iterable

_CUT = re.compile(r"(?<![\w-])([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_WITHIN_A_NUMBER = re.compile(r"\d[-‐–/]$")
_HANGING = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"))
# Words themselves, which yet mostly open longer ones: `under-` + `stand`.
_PREFIXES = frozenset("after back down every fore high inter over some under with".split())
_SHORTEST_OF_A_COMPOUND = 4
# What opens compounds that keep their hyphen: nobody cuts a word after one letter, and a prefix
# before its own vowel is parted from it, as in re-entry.
_OPENS_COMPOUND = frozenset(
    """well self half non vice mid quasi cross twenty thirty forty fifty sixty seventy eighty
    ninety two three four five six seven eight nine ten
    """.split()
)
_JOINED_HALVES = frozenset("way time hearted baked ish ness fish less".split())
_PREFIX_AND_VOWEL = re.compile(r"(?:re|pre|de)-e|(?:co|pro|micro|macro)-o|(?:anti|semi|multi|bi)-i")
_SHORTEST_TAIL = 4


class Hyphenation:
    """Joins lines, with the words of one document as its dictionary."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words = {_plain(word) for line in lines for word in _WORD.findall(_CUT.sub("", line))}

    def joined(self, line: str, after: str) -> str:
        """`infor-` + `mation` is one word, `Russian-` + `led` two with a hyphen.

        The hyphen stays before a capital, and if the document has the word with it elsewhere;
        it goes if the document has the word without it. If it has neither, the hyphen stays
        between two words that the document has.
        """
        cut, follows = _CUT.search(line), _WORD.match(after)
        if cut and follows and follows[0].lower() not in _HANGING:
            keeps = follows[0][0].isupper() or self._has_hyphen(_plain(cut[1]), _plain(follows[0]))
            return (line if keeps else line[:-1]) + after
        if after[:1].isdigit() and _WITHIN_A_NUMBER.search(line):
            return line + after
        return f"{line} {after}"

    def _has_hyphen(self, head: str, tail: str) -> bool:
        if f"{head}-{tail}" in self._words or f"{head}{tail}" in self._words:
            return f"{head}-{tail}" in self._words
        if len(head) == 1 or _PREFIX_AND_VOWEL.fullmatch(f"{head}-{tail[:1]}"):
            return True
        if head in _OPENS_COMPOUND and len(tail) >= _SHORTEST_TAIL and tail not in _JOINED_HALVES:
            return True
        is_long = min(len(head), len(tail)) >= _SHORTEST_OF_A_COMPOUND
        return is_long and head not in _PREFIXES and {head, tail} <= self._words


def _plain(word: str) -> str:
    return word.lower().replace("‐", "-")
