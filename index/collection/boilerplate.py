"""Paragraphs that a publisher repeats in article after article, and articles without them.

A note about the paper, an appeal for money or a legal notice may stand among the paragraphs of a
page without a sign of what it is; across articles it gives itself away.
"""

import hashlib
import re
from collections import Counter
from dataclasses import replace

from index.reading.article import joined
from index.reading.blocks import Block
from index.types import Article, Paragraph

FEWEST_ARTICLES = 3
SMALLEST_SHARE = 0.2
FEWEST_WORDS = 8


class Boilerplate:
    """Counts every article first; then strips them, in a second reading.

    A paragraph is boilerplate if at least FEWEST_ARTICLES of a publisher's articles have it,
    and SMALLEST_SHARE of them. An article of which most paragraphs are known already counts for
    nothing, so that the copies of one article, or its versions, are one. Articles without a
    publisher stay as they are. The same articles in the same order always give the same.

    What keeps a text's own repetitions: within one article a paragraph counts once, as in a poem;
    one of fewer than FEWEST_WORDS words (`(Laughter.)`) and a question, as in a series of
    interviews, is never boilerplate; neither is a caption.

    Holds a number of 8 bytes and a count for each distinct paragraph: about 130 bytes in all.
    """

    def __init__(self) -> None:
        self._having: Counter[int] = Counter()
        self._articles: Counter[str] = Counter()

    def count(self, article: Article) -> None:
        keys = _keys(article)
        if not keys:
            return
        is_copy = 2 * sum(key in self._having for key in keys) > len(keys)
        for key in keys:
            self._having[key] += not is_copy
        self._articles[_publisher(article)] += not is_copy

    def strip(self, article: Article) -> Article:
        """The article without boilerplate; its paragraphs are numbered as they now stand.

        A heading that recurs as much goes with the first paragraph under it. An article of which
        nothing would be left stays whole.
        """
        if article.publisher is None:
            return article
        kept: list[Paragraph] = []
        waiting: list[Paragraph] = []
        for paragraph in article.paragraphs:
            if paragraph.kind == "heading":
                waiting.append(paragraph)
            elif self._is_boilerplate(article, paragraph):
                waiting = [heading for heading in waiting if not self._recurs(article, heading)]
            else:
                kept += [*waiting, paragraph]
                waiting = []
        return _of(article, [*kept, *waiting])

    def _is_boilerplate(self, article: Article, paragraph: Paragraph) -> bool:
        text = article.text[paragraph.start : paragraph.end]
        may_be = (
            paragraph.kind == "body"
            and not text.endswith("?")
            and len(_words(text)) >= FEWEST_WORDS
        )
        return may_be and self._recurs(article, paragraph)

    def _recurs(self, article: Article, paragraph: Paragraph) -> bool:
        having = self._having[_key(article, paragraph)]
        enough = SMALLEST_SHARE * self._articles[_publisher(article)]
        return having >= FEWEST_ARTICLES and having >= enough


def _publisher(article: Article) -> str:
    return (article.publisher or "").casefold()


def _keys(article: Article) -> set[int]:
    if article.publisher is None:
        return set()
    return {_key(article, paragraph) for paragraph in article.paragraphs}


def _key(article: Article, paragraph: Paragraph) -> int:
    words = _words(article.text[paragraph.start : paragraph.end])
    said = f"{_publisher(article)}\0{' '.join(words)}".encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _of(article: Article, kept: list[Paragraph]) -> Article:
    if len(kept) == len(article.paragraphs) or all(p.kind != "body" for p in kept):
        return article
    text, paragraphs = joined(Block(p.kind, article.text[p.start : p.end], p.page) for p in kept)
    return replace(article, text=text, paragraphs=paragraphs)
