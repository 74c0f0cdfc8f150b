"""What differs between a sentence as it was and as it is: a figure, a "not", a name, wording."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from index.changes.tokens import Token
from index.types import EditKind

_INSIDE = re.compile(r"(?<=[\w,] )[^\W\d_]\w+")


class Vocabulary:
    """Which words of some texts are surely names: capitalised within a sentence, and nowhere in
    lower case. The texts are read when that is first asked."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    @cached_property
    def _names(self) -> frozenset[str]:
        found = {word for text in self._texts for word in _INSIDE.findall(text)}
        small = {word for word in found if word[0].islower()}
        return frozenset(word.casefold() for word in found - small) - small

    def names_in(self, tokens: Sequence[Token]) -> set[str]:
        return {
            token.key
            for token in tokens
            if token.kind == "name" or (token.kind == "first" and token.key in self._names)
        }


def kinds_of(
    before: Sequence[Token], now: Sequence[Token], vocabulary: Vocabulary
) -> tuple[EditKind, ...]:
    """The kinds of all that differs; empty if nothing does that counts."""
    if [token.key for token in before] == [token.key for token in now]:
        return ()
    kinds: list[EditKind] = []
    if _figures_differ(before, now):
        kinds.append("figure")
    if _count(before, "negation") != _count(now, "negation"):
        kinds.append("negation")
    if _names_differ(before, now, vocabulary):
        kinds.append("name")
    return tuple(kinds) or ("wording",)


def _count(tokens: Sequence[Token], kind: str) -> int:
    return sum(token.kind == kind for token in tokens)


def _figures_differ(before: Sequence[Token], now: Sequence[Token]) -> bool:
    """Whether a figure came, went or was replaced; "one" counts only in place of another."""
    if _figures(before) != _figures(now):
        return True
    return any(
        _weak(old) != _weak(new) and (_figures(old) or _figures(new))
        for old, new in _differing(before, now)
    )


def _figures(tokens: Sequence[Token]) -> Counter[str]:
    return Counter(token.key for token in tokens if token.kind == "figure")


def _weak(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens if token.kind in ("figure", "weak figure")]


def _names_differ(before: Sequence[Token], now: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether a name came, went or was replaced."""
    if vocabulary.names_in(before) == vocabulary.names_in(now):
        return any(
            bool(vocabulary.names_in(old)) and bool(vocabulary.names_in(new))
            for old, new in _differing(before, now)
        )
    written = {token.key for token in before} ^ {token.key for token in now}
    lost_or_won = vocabulary.names_in(before) ^ vocabulary.names_in(now)
    return bool(lost_or_won & written)


def _differing(
    before: Sequence[Token], now: Sequence[Token]
) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """What stands in the place of what: the runs of tokens that were replaced."""
    matcher = SequenceMatcher(
        None, [token.key for token in before], [token.key for token in now], autojunk=False
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            yield before[i:j], now[k:m]
