"""What a passage leans on that begins with a pronoun: the one before it, which names whom it means.

News has paragraphs of a sentence each, and "He said …" answers a question for a name that only the
paragraph before it has.
"""

import re
from collections.abc import Iterable

from index.engine.views import Views
from index.text.words import is_english
from index.types import Passage

LEANING = re.compile(r"[\s\"'“‘«(…]*(?:He|She|They|It|His|Her|Their|Its)\b(?![’'])")
# How many passages back a name is looked for, over others that begin with a pronoun.
FURTHEST = 3


def leant_on(views: Views, passages: Iterable[Passage]) -> dict[int, Passage]:
    """By the id of each passage that begins with a pronoun, the nearest before it that does not.

    Of English articles only, and of the same article.
    """
    leaning = [each for each in passages if _leans(each)]
    leaning = [each for each in leaning if is_english(views.language(each.article_id))]
    if not leaning:
        return {}
    found = {}
    for id_, (before, _) in views.around(leaning, FURTHEST, 0).items():
        for passage in before:
            if passage.kind == "body" and not _leans(passage):
                found[id_] = passage
                break
    return found


def _leans(passage: Passage) -> bool:
    return passage.kind == "body" and LEANING.match(passage.text) is not None
