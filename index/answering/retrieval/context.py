"""What a passage leans on that begins with a pronoun: the one before it, which names whom it means.

News has paragraphs of a sentence each, and "He said …" answers a question for a name that only the
paragraph before it has.
"""

import re
from collections.abc import Iterable

from index.engine import Views
from index.text.words import is_english
from index.types import Passage

LEANING = re.compile(r"[\s\"'“‘«(…]*(?:He|She|They|It|His|Her|Their|Its)\b(?![’'])")
# How many passages back a name is looked for, over others that begin with a pronoun.
FURTHEST = 3


def leant_on(views: Views, passages: Iterable[Passage]) -> dict[int, Passage]:
    """By the id of each passage that begins with a pronoun, the nearest before it that does not.

    Of English articles only, and of the same article.
    """
    found = {}
    for passage in passages:
        if _leans(passage) and is_english(views.language(passage.article_id)):
            before = _before(views, passage)
            if before is not None:
                found[passage.id] = before
    return found


def _leans(passage: Passage) -> bool:
    return passage.kind == "body" and LEANING.match(passage.text) is not None


def _before(views: Views, passage: Passage) -> Passage | None:
    for id_ in range(passage.id - 1, max(passage.id - 1 - FURTHEST, -1), -1):
        try:
            [before] = views.passages([id_])
        except KeyError:
            return None
        if before.article_id != passage.article_id:
            return None
        if before.kind == "body" and not _leans(before):
            return before
    return None
