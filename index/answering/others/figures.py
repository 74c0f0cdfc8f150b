"""Sentences of other articles that give another figure for what a question asks."""

from index.answering.others.neighbours import Marked, Neighbour, account_of
from index.engine.views import Views
from index.statements.figures import ALIKE, ANSWERS, differ, value_asked_for
from index.text.words import is_english
from index.types import Account

MOST_SHOWN = 4


def other_figures(snapshot: Views, question: str, marked: Marked) -> tuple[Account, ...]:
    """Those that differ from the marked sentence's, and this one, oldest first; empty if none.

    Of each article the most alike sentence counts.
    """
    asked = value_asked_for(question)
    own = marked.sentence
    if asked is None or own.to_question < ANSWERS or not _is_english(snapshot, own):
        return ()
    others: dict[int, Neighbour] = {}
    for each in marked.neighbours:
        if (
            each.cosine >= ALIKE
            and each.to_question >= ANSWERS
            and len(others) < MOST_SHOWN
            and each.passage.article_id not in others
            and differ(asked, own.text, each.text)
            and _is_english(snapshot, each)
        ):
            others[each.passage.article_id] = each
    if not others:
        return ()
    sentences = (own, *others.values())
    texts = snapshot.articles({each.passage.article_id for each in sentences})
    accounts = [
        account_of(texts[each.passage.article_id], each.passage, each.span) for each in sentences
    ]
    return tuple(sorted(accounts, key=lambda account: account.article.published or "9999"))


def _is_english(snapshot: Views, each: Neighbour) -> bool:
    return is_english(snapshot.language(each.passage.article_id))
