"""Hits that say something new: one for each paragraph, and of near copies the best."""

from collections.abc import Iterable

from index.types import Hit, ParagraphKind

# Share of common words above which two passages say the same: a syndicated copy, an update.
SAME_WORDS = 0.8


def distinct(hits: Iterable[Hit], count: int) -> tuple[list[Hit], dict[int, list[Hit]]]:
    """The best `count` hits, none of the same paragraph or saying nearly the same as one before.

    With them, by passage id, the hits that were left out because they say nearly the same.
    """
    chosen: list[Hit] = []
    copies: dict[int, list[Hit]] = {}
    vocabularies: list[set[str]] = []
    paragraphs: set[tuple[int, ParagraphKind, int]] = set()
    for hit in hits:
        paragraph = (hit.passage.article_id, hit.passage.kind, hit.passage.first_paragraph)
        if paragraph in paragraphs:
            continue
        paragraphs.add(paragraph)
        vocabulary = set(hit.passage.text.lower().split())
        likeness = [_jaccard(vocabulary, other) for other in vocabularies]
        if likeness and max(likeness) >= SAME_WORDS:
            original = chosen[likeness.index(max(likeness))]
            copies.setdefault(original.passage.id, []).append(hit)
        elif len(chosen) == count:
            break
        else:
            chosen.append(hit)
            vocabularies.append(vocabulary)
    return chosen, copies


def says_the_same(text: str, other: str) -> bool:
    """Whether two texts say nearly the same, by their words."""
    return _jaccard(set(text.lower().split()), set(other.lower().split())) >= SAME_WORDS


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b)
