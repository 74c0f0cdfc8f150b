"""What is shown beside the first quote: who else states the same, and who gives another figure."""

from collections.abc import Collection, Sequence

import numpy as np

from index.answering.others.figures import other_figures
from index.answering.others.neighbours import marked_with_neighbours
from index.answering.others.origins import origins_of
from index.answering.retrieval.query import Query
from index.engine.views import Views
from index.statements.figures import ALIKE as FIGURES_ALIKE
from index.statements.figures import value_asked_for
from index.statements.same_fact import ALIKE
from index.types import Account, Hit, Origins, Quote


def beside(
    snapshot: Views,
    query: Query,
    hits: Sequence[Hit],
    quote: Quote,
    articles: Collection[int] | None,
) -> tuple[Origins | None, tuple[Account, ...]]:
    """The origins of what a quote marks, and the sentences that give other figures.

    `hits` were found for the question; `articles` are the ids of those that may be named, copies
    among them, all by default.
    """
    within = None if articles is None else snapshot.within(articles)
    question = query.encoding.tokens.mean(axis=0)
    question = question / max(float(np.linalg.norm(question)), 1e-9)
    least = min(ALIKE, FIGURES_ALIKE) if value_asked_for(query.text) else ALIKE
    marked = marked_with_neighbours(snapshot, quote, question, hits, within, least=least)
    if marked is None:
        return None, ()
    return origins_of(snapshot, marked, articles), other_figures(snapshot, query.text, marked)
