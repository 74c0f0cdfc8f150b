"""The names, numbers, polarity and tense of a sentence, by rules. English only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.statements.quantities import SMALL, TENS, values
from index.text.spellings import MONTHS
from index.text.words import FUNCTION_WORDS, words_as_spelled

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[&-][^\W_]+)*")
NOT = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|nowhere|without|cannot|unable|unlikely|"
    r"fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|"
    r"lack(?:s|ed)?|declin(?:e|es|ed) to|dismiss(?:es|ed)?|fals(?:e|ely)|hardly|barely|"
    r"far from|too \w+ to|stop(?:s|ped)?|halt(?:s|ed)?|cancel(?:s|led|ed)?)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|shall|would|(?-i:may)|might|could|should|must|wo(?=n[’']t)|if|whether|unless|"
    r"(?:is|are|was|were|be) (?:to|going to|expected|due|set|scheduled|likely|planning)|"
    r"(?:plan|hope|expect|aim|want|intend|threaten|vow|promise|agree|propos|seek)\w* to)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
COMMON_FIRST = (
    "but however meanwhile mr mrs ms dr his her their our my your these those there then here "
    "if as while although though since because so yet also still even now today yesterday "
    "later earlier after before during despite under over about around more most some many "
    "several few all both each no not another other one two three four five six seven eight "
    "nine ten such only just last next first once until without within against according "
    "while nearly almost"
).split()
NO_NAMES = frozenset((*FUNCTION_WORDS, *WEEKDAYS, *MONTHS, *SMALL, *TENS, *COMMON_FIRST))


@dataclass(frozen=True, slots=True)
class Details:
    """What of a sentence must agree if another one states the same fact.

    `words` are all of its words, of which there are `length`, and `names` those with a capital,
    both in lower case; `stems` as BM25 indexes them. The first word counts as a name unless
    it is one of the most common.
    """

    words: frozenset[str]
    names: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[float]
    negated: bool
    future: bool
    length: int


def details_of(sentences: Sequence[str]) -> list[Details]:
    return [
        _details(sentence, frozenset(stems))
        for sentence, stems in zip(sentences, words_as_spelled(sentences), strict=True)
    ]


def names_in(sentence: str) -> frozenset[str]:
    """The words with a capital, in lower case: see `Details`."""
    found = (match[0].replace(".", "") for match in WORD.finditer(sentence))
    return frozenset(
        word.lower()
        for word in found
        if word[0].isupper() and len(word) > 1 and word.lower() not in NO_NAMES
    )


def _details(sentence: str, stems: frozenset[str]) -> Details:
    words = [match[0].replace(".", "").lower() for match in WORD.finditer(sentence)]
    return Details(
        frozenset(words),
        names_in(sentence),
        stems,
        values(sentence),
        NOT.search(sentence) is not None,
        FUTURE.search(sentence) is not None,
        len(words),
    )
