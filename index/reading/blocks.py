"""What every parser gives: Block and Details."""

from dataclasses import dataclass
from typing import NamedTuple

from index.types import ParagraphKind


class Block(NamedTuple):
    kind: ParagraphKind
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What a format says of its article, as found: white space, entities and dates still raw."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: object = None
    url: str | None = None
    language: str | None = None

    def or_else(self, other: "Details") -> "Details":
        """Each field of this one, or of `other` if this one has nothing."""
        return Details(
            self.title or other.title,
            self.publisher or other.publisher,
            self.author or other.author,
            self.published or other.published,
            self.url or other.url,
            self.language or other.language,
        )
