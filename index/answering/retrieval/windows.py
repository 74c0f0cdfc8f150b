"""What is read as one: a passage that was found, with the short ones around it.

News has paragraphs of a sentence or two. The one that has a question's names is found; the one that
answers it often stands beside that, and says "the ship" or "he".
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from index.engine.views import Views
from index.types import Hit, Passage

# A paragraph is short up to so many characters. With 700 as many questions are answered rightly,
# with 250 fewer.
SHORT = 350
# So much is read together, in characters: as much as a paragraph of an encyclopedia has. With 450
# and with 1,000 fewer are right.
ENOUGH = 700
# How many passages before a hit are looked at, and how many after it.
FURTHEST = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring passages of one section, in reading order; `hit` is the best found of them."""

    hit: Hit
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)


def windows_around(
    views: Views, hits: Sequence[Hit], may_join: Callable[[Passage], bool]
) -> list[Window]:
    """Windows around the hits, in their order; none for a hit that is in the window of one before.

    A window has no passage beside the hit's that may not join one, nor any if that may not itself.
    Captions stand alone, and so does a passage that is not short.
    """
    short = [hit.passage for hit in hits if _is_short(hit.passage) and may_join(hit.passage)]
    around = views.around(short, FURTHEST, FURTHEST) if short else {}
    taken: set[int] = set()
    windows = []
    for hit in hits:
        if hit.passage.id in taken:
            continue
        before, after = around.get(hit.passage.id, ((), ()))
        sides = [_beside(hit.passage, side, taken, may_join) for side in (before, after)]
        windows.append(Window(hit, _grown(hit.passage, *sides)))
        taken.update(passage.id for passage in windows[-1].passages)
    return windows


def _is_short(passage: Passage) -> bool:
    return passage.kind == "body" and len(passage.text) < SHORT


def _beside(
    passage: Passage,
    side: Sequence[Passage],
    taken: Collection[int],
    may_join: Callable[[Passage], bool],
) -> list[Passage]:
    """What of one side, nearest first, may be read with a passage."""
    beside: list[Passage] = []
    for other in side:
        if other.kind != "body":
            continue
        if other.section != passage.section or other.id in taken or not may_join(other):
            break
        beside.append(other)
    return beside


def _grown(
    passage: Passage, before: Sequence[Passage], after: Sequence[Passage]
) -> tuple[Passage, ...]:
    """As many of both sides as fit, one from before and one from after by turns."""
    left = ENOUGH - len(passage.text)
    sides = [iter(before), iter(after)]
    taken: tuple[list[Passage], list[Passage]] = ([], [])
    growing = [0, 1]
    while growing:
        for side in tuple(growing):
            nearest = next(sides[side], None)
            if nearest is None or len(nearest.text) > left:
                growing.remove(side)
                continue
            left -= len(nearest.text)
            taken[side].append(nearest)
    return (*reversed(taken[0]), passage, *taken[1])
