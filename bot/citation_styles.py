"""Citations of a paragraph: plain, APA 7, Chicago 17 (notes and bibliography), BibTeX."""

from dataclasses import dataclass

from index.types import Article, ParagraphKind, Passage, Quote, Span


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a paragraph (or caption) of an article."""

    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    paragraph: int
    kind: ParagraphKind = "body"

    @classmethod
    def of_quote(cls, quote: Quote) -> "Cited":
        raise NotImplementedError

    @classmethod
    def of_passage(
        cls, article: Article, passage: Passage, highlights: tuple[Span, ...] = ()
    ) -> "Cited":
        """The paragraph in which the first highlight (a span of the passage's text) starts."""
        raise NotImplementedError


def plain(cited: Cited) -> str:
    raise NotImplementedError


def apa(cited: Cited) -> str:
    raise NotImplementedError


def chicago(cited: Cited) -> str:
    raise NotImplementedError


def bibtex(cited: Cited) -> str:
    raise NotImplementedError
