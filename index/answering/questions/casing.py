"""The capitals of names in a question typed without any, as the passages found for it have them."""

import re
from collections import Counter
from collections.abc import Iterable

from index.text.words import FUNCTION_WORDS

# Of the times that a word stands within a sentence, those with a capital that make it a name.
NAMED = 0.8
# A word within a sentence: one before it on the line, and no full stop between them.
WITHIN = re.compile(r"(?<=[\w,;:)’'\"”] )[^\W\d_][\w’'-]{2,}")
WORD = re.compile(r"[^\W\d_][\w’'-]{2,}")


def with_capitals(question: str, texts: Iterable[str]) -> str:
    """The question with a capital for each name, if it has none and the texts have them.

    The texts are looked at only if the question has no capital.
    """
    if any(c.isupper() for c in question):
        return question
    asked = {_bare(word) for word in WORD.findall(question)} - FUNCTION_WORDS
    written: dict[str, Counter[bool]] = {word: Counter() for word in asked}
    for text in texts:
        for word in WITHIN.findall(text):
            key = _bare(word).lower()
            if key in written:
                written[key][word[0].isupper()] += 1
    names = {
        word
        for word, times in written.items()
        if times[True] >= NAMED * times.total() and times.total()
    }
    return WORD.sub(lambda m: m[0].capitalize() if _bare(m[0]) in names else m[0], question)


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word)
