"""What no answer to a question is without: of a price money, of a death a word for dying.

A name that the question has makes a passage look like an answer to anything that is asked of it.
English, and by hand: pairs of how a question asks and what its answer has. In parentheses above
them, how many of the passages that answer such a question have one of the words, and of how many:
in new_wiki and amazon_reviews, or in these and in what the reader learned from.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from index.answering.questions.asked_for import NUMBER_WORDS, kind_asked_for
from index.answering.questions.needed.events import EVENTS
from index.answering.questions.needed.measures import MEASURES
from index.answering.questions.needed.names import NAMES
from index.answering.questions.needed.people import PEOPLE

NEEDED = [
    (re.compile(asked, re.IGNORECASE), re.compile(needed, re.IGNORECASE))
    for asked, needed in (*MEASURES, *PEOPLE, *EVENTS, *NAMES)
]

# On the articles of new_wiki that the reader did not learn from, 2 to 8 mark .920 right, 0 and 12
# .919, for the kind of thing that is asked for.
LACKS = 3.0
IS_ASKED = 10.0
ASKS = re.compile(r"\?[\s\"'”’»)\]*_]*(?:\(\w+\))?$")
ASKED_WHAT_WAS_ASKED = re.compile(
    r"\b(?:ask\w*|questions?|wonder\w*|quer(?:y|ies))\b", re.IGNORECASE
)
AGE_ASKED = re.compile(r"\bhow old\b|\bage\b", re.IGNORECASE)
AGE_OF_SOMEBODY = re.compile(
    rf"\b(?:an?|another|one|{'|'.join(NUMBER_WORDS)}) (?:\w+ ){{0,2}}"
    r"[\w-]+-(?:year|month|week)s?-olds?\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?<=\w )[^\W\d_a-zß-ÿ][\w’'-]+")
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*|[.!?\n]+")


def lacks_needed(question: str, passage: str) -> bool:
    """Whether a passage lacks what no answer to the question is without."""
    own = without_ages_of_others(question, passage)
    return not all(needed.search(own) for needed in _needed_of(question))


# A question is asked of a dozen passages.
@lru_cache(maxsize=64)
def _needed_of(question: str) -> tuple[re.Pattern[str], ...]:
    """What no answer to the question is without: each has a match in it."""
    return tuple(needed for asked, needed in NEEDED if asked.search(question))


def without_ages_of_others(question: str, passage: str) -> str:
    """The passage without "a 12-year-old girl" in sentences that name nobody of the question, if
    that asks how old somebody is who has a name: it is the age of somebody else."""
    if not AGE_ASKED.search(question):
        return passage
    names = [name.removesuffix("'s").removesuffix("’s") for name in NAMED.findall(question)]
    if not names:
        return passage
    return "".join(
        sentence if any(name in sentence for name in names) else AGE_OF_SOMEBODY.sub(" ", sentence)
        for sentence in SENTENCE.findall(passage)
    )


def unfitness(question: str) -> Callable[[str], float]:
    """Says how unlikely a sentence is to answer, as the log-odds that it loses: without the kind of
    thing that is asked for or what no answer is without, or as a question itself."""
    has_kind = kind_asked_for(question)
    needed = _needed_of(question)
    may_ask = ASKED_WHAT_WAS_ASKED.search(question) is not None

    def unfit(sentence: str) -> float:
        own = without_ages_of_others(question, sentence)
        lacks = (has_kind is not None and not has_kind(sentence)) or not all(
            each.search(own) for each in needed
        )
        asks = not may_ask and ASKS.search(sentence) is not None
        return LACKS * lacks + IS_ASKED * asks

    return unfit
