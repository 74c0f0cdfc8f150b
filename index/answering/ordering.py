"""What is worth reading of what was found, and where what was read comes among the rest."""

from collections.abc import Iterable, Sequence

from index.answering.confidence import MOST_ODDS
from index.answering.questions.asked_for import kind_asked_for
from index.answering.questions.needed.lacking import lacks_needed
from index.answering.retrieval.windows import Window
from index.types import Hit

# What the odds of an answer count in the order of those; bench/reader/README.md has the figures.
ODDS_IN_ORDER = 0.005
# What is further than this below the best stays there, whatever the reader finds in both.
WORTH_READING = 2 * ODDS_IN_ORDER * MOST_ODDS
# What the share of names and numbers that such a passage lacks counts, and to be without what no
# answer is without. Neither changes Success@1 on new_wiki (.9160 and .9180 of 500).
MISSING_IN_ORDER = 0.2
NEEDED_IN_ORDER = 0.1
# What it counts to be without the kind of thing that is asked for, in the choice of what is read.
KIND_IN_ORDER = 0.05


def worth_reading(
    question: str, windows: Sequence[Window], missing: Sequence[float] = ()
) -> list[Window]:
    """The windows in the order in which they are worth reading, but for those too far below the
    first.

    What lacks what no answer is without, the kind of thing that is asked for, or names of the
    question, is worth less; `missing` has for each window the share that it lacks, 0 to 1.
    """
    has_kind = kind_asked_for(question)
    worth = [window.hit.score for window in windows]
    for i in reversed(range(len(windows) - 1)):  # the order is not of the score alone
        worth[i] = max(worth[i], worth[i + 1])
    for i, window in enumerate(windows):
        text = window.text
        worth[i] -= NEEDED_IN_ORDER * lacks_needed(question, text)
        worth[i] -= KIND_IN_ORDER * (has_kind is not None and not has_kind(text))
    for i, share in enumerate(missing):
        worth[i] -= MISSING_IN_ORDER * share
    least = max(worth, default=0.0) - WORTH_READING
    order = sorted(range(len(windows)), key=worth.__getitem__, reverse=True)
    return [windows[i] for i in order if worth[i] >= least]


def lacks_kind(question: str, text: str) -> bool:
    has_kind = kind_asked_for(question)
    return has_kind is not None and not has_kind(text)


def with_the_rest(hits: Sequence[Hit], fixed: int, others: Iterable[Hit]) -> list[Hit]:
    """The hits with those of the others whose passage none of them has: each before the first hit
    of a lower score, but for the first `fixed` of them, which stay in their places."""
    ordered = list(hits)
    known = {hit.passage.id for hit in hits}
    for other in others:
        if other.passage.id not in known:
            places = range(fixed, len(ordered))
            at = next((i for i in places if ordered[i].score < other.score), len(ordered))
            ordered.insert(at, other)
    return ordered
