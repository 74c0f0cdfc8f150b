"""A corpus of any size from the paragraphs of a dataset: each is repeated with changes.

A copy has every tenth word exchanged for a word of another paragraph and a number of its own, so no
two passages are the same.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.evaluation.datasets import read_datasets
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.reading.readings import Known, Read, Reading, Unchanged
from index.types import Article

PARAGRAPHS = 8  # of an article
EXCHANGED = 10  # every so many words
LONGEST_WORDS = 150  # so that a copy, which may have longer words, is still one passage


def paragraphs_of(files: Sequence[Path]) -> list[str]:
    """The distinct paragraphs of SQuAD-format files that are not too long."""
    texts = {
        article.text[p.start : p.end]
        for article in read_datasets(files).articles
        for p in article.paragraphs
    }
    return sorted(text for text in texts if 12 <= len(text.split()) <= LONGEST_WORDS)


@dataclass(frozen=True)
class Corpus:
    """`passages` passages in articles of eight; a reader of it, as `rebuild` takes one.

    `edition` is raised to change the articles for which `number % changed_every == 0`.
    """

    paragraphs: Sequence[str]
    passages: int
    edition: int = 0
    changed_every: int = 100

    def read(self, source: str, known: Known) -> Iterator[Reading]:
        for number in range(-(-self.passages // PARAGRAPHS)):
            edition = self.edition if number % self.changed_every == 0 else 0
            path, stamp = f"article-{number:07}", f"edition {edition}"
            if known.get(path) == stamp:
                yield Unchanged(path)
            else:
                yield Read(path, stamp, (self.article(number, edition),))

    def article(self, number: int, edition: int) -> Article:
        first = number * PARAGRAPHS
        count = min(PARAGRAPHS, self.passages - first)
        blocks = [Block("body", self.text(first + i, edition)) for i in range(count)]
        return assemble(f"article-{number:07}", blocks, Details(title=f"Article {number}"))

    def text(self, number: int, edition: int) -> str:
        chance = random.Random(f"{number} {edition}")  # noqa: S311 - no secret
        words = self.paragraphs[number % len(self.paragraphs)].split()
        others = chance.choice(self.paragraphs).split()
        for i in range(0, len(words), EXCHANGED):
            words[i] = chance.choice(others)
        return f"{' '.join(words)} Report {number} {edition}."
