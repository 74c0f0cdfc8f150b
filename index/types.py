"""The values that travel through Pullquote, all frozen: Article → Passage → Hit → Quote → Answer.

Offsets are Python string offsets (code points), half open: `text[start:end]`.
"""

from dataclasses import dataclass, field
from typing import Literal

ParagraphKind = Literal["body", "caption", "heading"]
EditKind = Literal["figure", "negation", "name", "wording", "gone", "added"]
Span = tuple[int, int]
SpeechMode = Literal["direct", "partly quoted", "reported"]
SPEECH_MODES: tuple[SpeechMode, ...] = ("direct", "partly quoted", "reported")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article: `article.text[start:end]`, stripped of outer white space.

    `number` counts from 1 within its kind, so body paragraph 4 is the fourth that a reader counts,
    and caption 2 the second caption. `page` is the page it starts on, counted from 1,
    if the format has pages.
    """

    start: int
    end: int
    number: int
    kind: ParagraphKind = "body"
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader sees of one article, and where it came from.

    `text` is the paragraphs joined by blank lines; what is not the article (mastheads, teasers,
    credits, navigation) is not in it. `path` names the file, with `#n` after it for record n of a
    JSON file. `published` is an ISO 8601 date, `YYYY-MM-DD`; `language` an ISO 639-1 code.
    `version` counts the texts that were read of this article, and `read` is the day (UTC, ISO 8601)
    on which this one was first read.
    """

    path: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    version: int = 1
    read: str | None = None

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph that holds a character of `text`; None between two of them."""
        held = (p for p in self.paragraphs if p.start <= offset < p.end)
        return next(held, None)


READ_BUT = "was read, but "


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source, or a part of one, that could not be read, and why: one sentence for people."""

    path: str
    reason: str

    @property
    def lacking(self) -> str | None:
        """What is not read of a part that was read otherwise; None of what was not read at all."""
        before, read_but, lacking = self.reason.partition(READ_BUT)
        return lacking if read_but and not before else None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is encoded, searched and quoted: `article.text[start:end]`.

    `id` is its row in every view of the snapshot, `article_id` the row of its article; it is never
    longer than the encoder reads. It covers the paragraphs `first_paragraph` to `last_paragraph`,
    more than one only if a stub was joined to its neighbour. `section` is the heading above it.
    """

    id: int
    article_id: int
    start: int
    end: int
    first_paragraph: int
    last_paragraph: int
    kind: ParagraphKind
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Who says a sentence, by the article; all spans are of the article's text.

    `verb` is what says that they do, such as "said" or "according to". `mode` is how their words
    are given: all in quotation marks, some of them, or reported. `name` is an earlier place that
    has the whole name of whom a pronoun or a surname means, if that can only be one person.
    """

    sentence: Span
    speaker: Span
    verb: Span
    mode: SpeechMode
    name: Span | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it has a row: `article.text[start:end]`, under the heading `section`."""

    start: int
    end: int
    first_paragraph: int
    last_paragraph: int
    kind: ParagraphKind
    section: Span | None = None


@dataclass(frozen=True, slots=True)
class HashedDraft:
    """A draft with the content hash of its text, and who says its sentences."""

    draft: Draft
    hash: bytes
    speech: tuple[Speech, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; higher scores are better.

    `score` is that of late interaction with BM25 and word pairs; `cosine` is of the query's and the
    passage's vector; `bm25` the BM25 score with the title's words, over the highest that
    a passage's own words could attain.
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """What names an article: everything that is known of it but its text."""

    title: str
    publisher: str | None
    published: str | None
    url: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is not indexed because another one says all that it says.

    `lacking` are the paragraphs of the other one, as spans of its text, that are not in this one;
    `sources` are the locations of those in which it was found.
    """

    article: ArticleRef
    lacking: tuple[Span, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence as it was and as it is now, and what differs; "" where it is gone or was added."""

    kinds: tuple[EditKind, ...]
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What was changed in an article since an earlier reading.

    `since` is the day (UTC, ISO 8601) on which the earlier text was first read; `from_first` says
    that this was the first reading of all.
    """

    since: str
    edits: tuple[Edit, ...]
    from_first: bool = True


Spell = tuple[str, str | None]
"""From when until when, the end left out; None for now. UTC in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Readings:
    """When an article was read: it or a copy of it `first`, and in which `spells` this very text
    was the last that had been read. UTC in ISO 8601."""

    first: str | None = None
    spells: tuple[Spell, ...] = ()
    changes: Changes | None = None


UNKNOWN_READINGS = Readings()


@dataclass(frozen=True, slots=True)
class Account:
    """One article's own sentence, verbatim, and where it stands.

    A copy of another article has no sentence of its own, and no place.
    """

    article: ArticleRef
    text: str | None
    paragraph: int | None = None
    kind: ParagraphKind = "body"
    page: int | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Accounts that may all come from one place: an agency, a speaker, the first that had it."""

    name: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """Which articles state what the first quote's marked sentence states, by their origin.

    The quote's own account is the first of the first origin. There are no more origins than these,
    but there may be fewer. `outlets` are the names of the other outlets, each once; `are_outlets`
    is false if some article's publisher is not known, and its title stands for it. `speaker` is
    who says it, if all of them quote the same one; `earliest` the first account that has a date.
    """

    origins: tuple[Origin, ...]
    outlets: tuple[str, ...]
    are_outlets: bool = True
    speaker: str | None = None
    earliest: Account | None = None

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(account for origin in self.origins for account in origin.accounts)


@dataclass(frozen=True, slots=True)
class Extract:
    """Words of an article and their place: `text == article.text[start:end]`."""

    text: str
    start: int
    end: int
    paragraph: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class Said:
    """Who says a sentence of a quote; `sentence` is a span of the quote's text.

    `name` has the whole name of whom a pronoun or a surname means, where it stands first;
    `sentences_after` is how many sentences after it the speaker stands, if so few that it matters.
    """

    sentence: Span
    speaker: Extract
    verb: Extract
    mode: SpeechMode
    name: Extract | None = None
    sentences_after: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice of an article with its citation.

    `text == article.text[start:end]`; `highlights` are spans of `text`, the sentences that answer.
    `paragraph` is the paragraph in which the first highlight starts and `page` the page on which
    that paragraph starts, if the format has pages; `also_in` are other articles with the same
    passage or the same highlighted sentence. `version`, `read` and `changes` are the article's.
    `link` is the URL with a text fragment that opens the page at the highlight. `said` has the
    speakers of its sentences, as far as they are known, in order.
    """

    text: str
    highlights: tuple[Span, ...]
    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    link: str | None
    paragraph: int
    kind: ParagraphKind
    path: str
    score: float
    passage_id: int
    article_id: int
    start: int
    end: int
    also_in: tuple[ArticleRef, ...] = ()
    page: int | None = None
    version: int = 1
    read: str | None = None
    changes: Changes | None = None
    as_read: bool = False
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What an answer was drawn from."""

    id: str
    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched: everything, or what a narrowed question left."""

    articles: int
    passages: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer the question, best first; or, when not `answered`, the nearest passage.

    When not `answered` there is no quote at all if no passage is near. `searched_for` is what
    was searched if the question does not read so: its typos fixed, or understood with the one
    before it. `confidence` is in 0..1;
    `answered` says that it reached `threshold`. `searched` counts what the question was asked of,
    and `elsewhere` names articles that would answer but were not among it. `absent_phrases` stand
    in quotation marks in the question, and in no quote word for word. `origins` says where else the
    first quote's marked sentence stands; `figures` are sentences that give different figures for
    the question, oldest first, the first quote's own among them. `further` answers the other
    questions of the same message, in their order; `too_many` are those beyond the most that are
    answered at once.
    """

    question: str
    answered: bool
    confidence: float
    threshold: float
    quotes: tuple[Quote, ...]
    snapshot: SnapshotInfo
    searched: Searched
    searched_for: str | None = None
    elsewhere: tuple[ArticleRef, ...] = ()
    absent_phrases: tuple[str, ...] = ()
    further: "tuple[Answer, ...]" = ()
    too_many: tuple[str, ...] = ()
    origins: Origins | None = None
    figures: tuple[Account, ...] = ()
    elapsed_ms: float = field(default=0.0, compare=False)
