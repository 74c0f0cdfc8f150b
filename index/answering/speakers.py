"""Who says what is quoted, and the place of whoever is meant by "she" or by a surname."""

from index.engine.views import Views
from index.text.sentences import sentence_spans
from index.types import Article, Extract, Passage, Said, Span

# So far before its speaker's words a name is looked for in sentences, not only in paragraphs.
COUNTED_BACK = 1_000  # characters


def said_in(views: Views, article: Article, passage: Passage) -> tuple[Said, ...]:
    """The speakers of a passage's sentences, as far as they are known, in order."""
    found = []
    for speech in views.speech([passage.id])[passage.id]:
        start, end = speech.sentence
        name = _extract(article, speech.name) if speech.name else None
        found.append(
            Said(
                (start - passage.start, end - passage.start),
                _extract(article, speech.speaker),
                _extract(article, speech.verb),
                speech.mode,
                name,
                _sentences_after(article.text, name, speech.speaker[0]) if name else None,
            )
        )
    return tuple(found)


def _extract(article: Article, span: Span) -> Extract:
    paragraph = article.paragraph_at(span[0])
    number, kind = (paragraph.number, paragraph.kind) if paragraph else (1, "body")
    return Extract(article.text[slice(*span)], *span, number, kind)


def _sentences_after(text: str, name: Extract, speaker: int) -> int | None:
    """How many sentences end between a name and the words of a speaker; None if too many."""
    if speaker - name.start > COUNTED_BACK:
        return None
    start = text.rfind("\n", 0, name.start) + 1
    spans = sentence_spans(text[start : speaker + 1])
    return sum(1 for _, end in spans[:-1] if start + end > name.end)
