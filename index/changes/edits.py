"""Two readings of an article to the edits between them."""

import json
import re
from collections.abc import Iterable

from index.changes.alignment import aligned
from index.changes.kinds import Vocabulary, kinds_of
from index.changes.tokens import Token, tokens_of
from index.text.sentences import sentence_spans
from index.types import Article, Edit

# When a page was last touched is said on the page, and is no part of what the article says.
STAMP = re.compile(
    r"(?i)^\W*(?:last |first )?(?:updated|published|posted|modified|aktualisiert|stand|mis à jour|"
    r"actualizado)\b.{0,60}$"
)


def edits_between(before: Article, now: Article) -> tuple[Edit, ...]:
    """What was changed from one reading to the other, in the order of the article as it is now.

    Nothing is said of what only stands elsewhere, and of typography: quotation marks, other
    punctuation, case, white space, the spelling of a figure.
    """
    if before.text == now.text:
        return ()
    language = now.language or before.language
    old, new = _sentences(before), _sentences(now)
    same = set(old) & set(new)
    tokens_before, tokens_now = (
        [_unread(text) if text in same else tokens_of(text, language) for text in side]
        for side in (old, new)
    )
    vocabulary = Vocabulary(before.text, now.text)
    edits = []
    for pair in aligned(tokens_before, tokens_now):
        if pair.now is None:
            edits.append(Edit(("gone",), old[pair.before or 0], ""))
        elif pair.before is None:
            edits.append(Edit(("added",), "", new[pair.now]))
        elif kinds := kinds_of(tokens_before[pair.before], tokens_now[pair.now], vocabulary):
            edits.append(Edit(kinds, old[pair.before], new[pair.now]))
    return tuple(edits)


def _sentences(article: Article) -> list[str]:
    """With single spaces between their words."""
    paragraphs = (article.text[p.start : p.end] for p in article.paragraphs)
    return [
        " ".join(text[start:end].split())
        for text in paragraphs
        if not STAMP.match(text)
        for start, end in sentence_spans(text)
    ]


def _unread(sentence: str) -> tuple[Token, ...]:
    """What stands in both texts as it is need not be taken apart."""
    return (Token(sentence, "word"),)


def edits_to_json(edits: Iterable[Edit]) -> str:
    rows = [[*edit.kinds, edit.before, edit.now] for edit in edits]
    return json.dumps(rows, ensure_ascii=False)


def edits_from_json(text: str) -> tuple[Edit, ...]:
    return tuple(Edit(tuple(kinds), before, now) for *kinds, before, now in json.loads(text))
