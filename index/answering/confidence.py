"""How sure the first quote answers: a logistic function of how far the best passage stands out.

Fitted on SQuADShifts new_wiki and amazon_reviews, whole questions and terse ones, on one article to
13,400 passages, each asked with its article indexed, without it, and without its paragraph alone
(`python -m bench.calibrate`); with the reader's log-odds on the quarter that it did not learn from,
on one article to 3,600 passages, and so that new_wiki comes out right.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.text.spellings import joined, spellings
from index.text.words import words, words_as_spelled
from index.types import Hit

SLOPE = 26.0
INTERCEPT = -7.8
COSINE_WEIGHT = 0.1
# The rivals' weight, and the size's, let one threshold mean the same in one article of 33 passages,
# in 1,700 and in 13,400: false answers .020 (four articles), .045, .057, where weights of .4 and
# none had .020, .053, .109.
RIVALS_WEIGHT = 0.6
RIVALS = 4
# What stands for the rivals if there is a single passage: the score of an unrelated one.
NO_RIVAL = 0.25
SIZE_WEIGHT = 0.01
# On 1,000 questions each this raises AUROC from .9745 to .9774 (new_wiki) and from .6555 to .6586
# (amazon_reviews); 0.1 and 0.3 do a little less.
MISSING_WEIGHT = 0.2
# A question asked with only its own paragraph left out is falsely answered in .20 instead of .226.
KIND_WEIGHT = 0.06
# What no answer is without is there in 41 of 42 passages of new_wiki that answer; less than this
# would leave those that only have a person's name answers.
NEEDED_WEIGHT = 0.25

# With the reader, whose log-odds of an answer count up to so many either way. On articles of
# new_wiki that it did not learn from this raises AUROC from .906 to .928 if only the paragraph that
# answers is left out, and from .9795 to .982 if its article is.
MOST_ODDS = 12.0
ODDS_WEIGHT = 0.19
SLOPE_WITH_ODDS = 18.5
INTERCEPT_WITH_ODDS = -5.35

TERM = re.compile(r"\w[\w.,'’-]*\w|\w")
ALL_CAPITALS = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What says whether the first hit answers.

    Its score and cosine; `rivals`, the mean score of the next four; `missing`, the share of the
    question's IDF that is in names and numbers that it lacks; how many passages were `searched`;
    whether it `lacks_kind`, the kind of thing that is asked for, or `lacks_needed`, what no answer
    is without; and the reader's log-`odds` that it answers, if it was read.
    """

    score: float
    cosine: float
    rivals: float
    missing: float
    searched: int
    lacks_kind: bool
    lacks_needed: bool = False
    odds: float | None = None

    @property
    def weighed(self) -> float:
        return (
            self.score
            + COSINE_WEIGHT * self.cosine
            - RIVALS_WEIGHT * self.rivals
            - MISSING_WEIGHT * self.missing
            - SIZE_WEIGHT * math.log10(max(self.searched, 1))
            - KIND_WEIGHT * self.lacks_kind
            - NEEDED_WEIGHT * self.lacks_needed
        )


def bounded(odds: float) -> float:
    """Log-odds of the reader as they count: how sure it is beyond that says nothing."""
    return min(max(odds, -MOST_ODDS), MOST_ODDS)


def evidence_of(
    hits: Sequence[Hit],
    *,
    missing: float = 0.0,
    searched: int = 1,
    lacks_kind: bool = False,
    lacks_needed: bool = False,
    odds: float | None = None,
) -> Evidence:
    """Of distinct hits, best first, at least one."""
    rivals = [hit.score for hit in hits[1 : 1 + RIVALS]]
    mean = sum(rivals) / len(rivals) if rivals else NO_RIVAL
    return Evidence(
        hits[0].score, hits[0].cosine, mean, missing, searched, lacks_kind, lacks_needed, odds
    )


def confidence(evidence: Evidence) -> float:
    """The probability, 0 to 1, that the first hit answers.

    σ(18.5 x + 0.19 · its log-odds − 5.35), or σ(26 x − 7.8) if it was not read, where x is its
    score + 0.1 · its cosine − 0.6 · the rivals − 0.2 · what is missing − 0.01 · log10 of the
    passages searched − 0.06 if it lacks the kind − 0.25 if it lacks what no answer is without. If
    every passage matches alike, or what the question names is not there, none is likely to answer;
    of more passages one is more likely to match by chance.
    """
    if evidence.odds is None:
        logit = SLOPE * evidence.weighed + INTERCEPT
    else:
        logit = SLOPE_WITH_ODDS * evidence.weighed + INTERCEPT_WITH_ODDS
        logit += ODDS_WEIGHT * bounded(evidence.odds)
    return 1 / (1 + math.exp(-logit))


def missing_names(
    question: str, passages: Sequence[str], idf: Callable[[str], float]
) -> list[float]:
    """The share of a question's IDF that is in names and numbers that each passage lacks, 0 to 1.

    What a passage has in another spelling is not missing.
    """
    named = _names_and_numbers(question)
    if not named or not passages:
        return [0.0] * len(passages)
    [asked] = words_as_spelled([question])
    total = sum(map(idf, asked))
    if not total:
        return [0.0] * len(passages)
    others = [*spellings(question), *joined(question)]
    spelled = words([spelling.words for spelling in others])
    each_term = words_as_spelled([term[0] for term in named])

    def lacked_by(present: frozenset[str]) -> float:
        found = [
            spelling.span
            for spelling, stems in zip(others, spelled, strict=True)
            if stems and set(stems) <= present
        ]
        wanted = {
            stem
            for term, stems in zip(named, each_term, strict=True)
            if not any(start <= term.start() < end for start, end in found)
            for stem in stems
        }
        return sum(map(idf, wanted - present)) / total

    return [lacked_by(frozenset(present)) for present in words(passages)]


def names_and_numbers(question: str) -> list[str]:
    """What has a digit, and what has a capital though it is not the first word.

    A question in capitals shows no names.
    """
    return [term[0] for term in _names_and_numbers(question)]


def _names_and_numbers(question: str) -> list[re.Match[str]]:
    terms = list(TERM.finditer(question))
    capitalized = [term for term in terms[1:] if term[0][0].isupper()]
    shows_names = len(capitalized) <= ALL_CAPITALS * len(terms[1:])
    return [
        term
        for i, term in enumerate(terms)
        if any(c.isdigit() for c in term[0]) or (shows_names and i > 0 and term[0][0].isupper())
    ]
