"""What answering asks of one snapshot."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

from index.arrays import BoolArray, FloatArray, IdArray, IntArray, LongArray
from index.engine.found import Candidates, Similarities, Sought, Within
from index.manifest import Manifest
from index.scope import Scope
from index.types import (
    Article,
    ArticleRef,
    Changes,
    Passage,
    SnapshotInfo,
    Span,
    Speech,
    Spell,
)


class Texts(Protocol):
    """The articles and passages of a snapshot by id, those of earlier texts among them.

    Raises `KeyError` for the id of a passage that it has not.
    """

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """In the order of the ids."""

    def article(self, article_id: int) -> Article: ...

    def title(self, article_id: int) -> str: ...

    def sources(self) -> list[tuple[str, str]]:
        """The location and the place of each source, by id."""

    def sources_of(self, article_id: int) -> frozenset[int]:
        """The ids of the sources in which an article was found."""

    def is_earlier(self, passage_id: int) -> bool:
        """Whether a passage is of a text that its article had before."""

    def close(self) -> None: ...


class Views(Protocol):
    """Every view of one snapshot, which never changes; may be shared by threads."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def info(self) -> SnapshotInfo: ...

    @property
    def is_limited(self) -> bool:
        """Whether it shows only what some may see."""

    @property
    def earlier(self) -> "Views | None":
        """Of the texts that articles had before, if there are any; nothing else counts them."""

    @property
    def before_earlier(self) -> tuple[int, int]:
        """What the ids of passages and of articles of `earlier` are raised by where they stand
        beside those of the texts of now."""

    @property
    def texts(self) -> Texts:
        """With the earlier ones, by the ids that answers give. Not to be closed."""

    def limited_to(self, *source_ids: Collection[int]) -> "Views":
        """As if there were no other articles than those found in one of these sources, of each
        collection that is given. Not to be closed."""

    def within(
        self,
        articles: Collection[int] | None,
        said_by: Collection[str] = (),
        leave_out: Collection[int] = (),
    ) -> Within | None:
        """The passages of these articles and copies, all by default, that have something that one
        of these people says, but for those to `leave_out`; None if that is all there are."""

    # What is found

    def candidates(self, sought: Sought, depth: int, within: Within | None = None) -> Candidates:
        """The best `depth` by cosine and BM25 together; and those that have a phrase, or words of
        a speaker, that is sought."""

    def nearest(
        self, vector: FloatArray, depth: int, within: Within | None = None
    ) -> tuple[IdArray, FloatArray]:
        """The ids and cosines of the passages nearest to a vector, (d,), best first."""

    def best_by_words(self, words: Sequence[str], depth: int) -> IdArray:
        """The ids of the passages with the highest BM25 score above zero, best first."""

    def likeness(self, ids: Sequence[int]) -> FloatArray:
        """The cosine of each pair of passages, (n, n)."""

    # Words

    def has_word(self, word: str) -> bool:
        """Whether a stemmed word occurs in any passage."""

    def occurring(self, words: Collection[str]) -> frozenset[str]:
        """Those of these stemmed words that occur in any passage."""

    def idf(self, word: str) -> float:
        """ln(1 + (N − df + ½) / (df + ½)), Lucene's; a word in no passage has df 0."""

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        """Which of these passages have a stemmed word, (n,)."""

    def occurs_in_heading(self, word: str, ids: IdArray) -> BoolArray:
        """Over which of these passages stands a stemmed word, (n,)."""

    def word_frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each of these lower-case words occurs, if it does."""

    # Tokens and sentences

    def document_frequency(self, token_ids: IntArray) -> LongArray:
        """In how many passages each token of the vocabulary occurs, (n,)."""

    def has_tokens(self, ids: LongArray) -> BoolArray:
        """Which of the passages were encoded into tokens, (n,)."""

    def maxsim(self, query_tokens: FloatArray, ids: LongArray) -> Similarities:
        """Each query token's best similarity in each sentence of the passages, in their order;
        `query_tokens` is (query tokens, t)."""

    def headings_maxsim(self, query_tokens: FloatArray, ids: LongArray) -> FloatArray:
        """The best similarity of each query token in what stands over each passage, (n, query
        tokens)."""

    def sentence_spans(self, passage_id: int) -> list[Span]:
        """The sentences of a passage as spans of its text."""

    def vectors(self, ids: LongArray) -> FloatArray:
        """The passages' vectors, (n, d)."""

    def meanings(self, ids: LongArray) -> tuple[FloatArray, LongArray]:
        """The vectors of these passages' sentences, one passage after the other, (sentences, t),
        each of length 1; and how many each passage has, (n,): none if it has no tokens."""

    # Articles and passages

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """In the order of the ids."""

    def passages_in(self, article_id: int) -> list[Passage]:
        """Of an article, in reading order."""

    def article(self, article_id: int) -> Article: ...

    def articles(self, ids: Collection[int]) -> dict[int, Article]:
        """By id; all at once."""

    def title(self, article_id: int) -> str: ...

    def sources(self) -> list[tuple[str, str]]:
        """The location and the place of each source, by id."""

    def close(self) -> None: ...

    def heading(self, passage: Passage) -> str:
        """What stands over a passage: its article's title and day, and its section."""

    def reference(self, article_id: int) -> ArticleRef:
        """What is known of an article but its text."""

    def language(self, article_id: int) -> str | None:
        """ISO 639-1."""

    def around(
        self, passages: Sequence[Passage], before: int, after: int
    ) -> dict[int, tuple[list[Passage], list[Passage]]]:
        """By the id of each passage those before it and those after it in its article, nearest
        first, so many at most."""

    def all_passages(self) -> Iterator[Passage]:
        """Every passage, article by article."""

    def references(self) -> dict[int, ArticleRef]:
        """What is known of every article but its text, by id, and after them of every copy."""

    def references_to(self, ids: Collection[int]) -> dict[int, ArticleRef]:
        """The same of some, as far as they are seen."""

    def allowed(self, scope: Scope) -> frozenset[int]:
        """The ids of the articles and copies that are seen and whose publisher, date and title a
        scope allows."""

    def publishers(self) -> list[str]:
        """Of the articles and copies that are seen, in order."""

    def newest_published(self) -> str | None:
        """The last day on which one that is seen was published, ISO 8601, if any is known."""

    def newest(self, most: int) -> list[ArticleRef]:
        """The last published articles that are seen, so many at most; those without a day last."""

    def is_seen(self, reference_id: int) -> bool:
        """Whether an article or copy is one of those it is limited to."""

    def copies_with(
        self, passage: Passage, among: Collection[int] | None = None
    ) -> list[ArticleRef]:
        """The copies of its article that have this passage, only those `among` these ids if they
        are given."""

    def articles_of(self, ids: IdArray) -> IdArray:
        """The article of each passage, (n,)."""

    def article_at(self, path: str, url: str | None) -> Article | None:
        """The article of this path; else one of this URL."""

    def id_at(self, path: str, url: str | None) -> int | None: ...

    # Who says what

    def speech(self, passage_ids: Collection[int]) -> dict[int, tuple[Speech, ...]]:
        """Who says which of their sentences, for each of these passages, in reading order."""

    def sentences_said_by(
        self, names: Collection[str], passage_ids: Collection[int]
    ) -> dict[int, set[int]]:
        """Where the sentences start that one of these people says, as offsets into the passage's
        text, by passage, if there are any."""

    # When articles were read, and what was changed

    def changes(self, article_id: int) -> Changes | None:
        """What was changed in an article since it was first read; nothing if not all is seen."""

    def changed(self) -> list[int]:
        """The ids of the articles that have changed since an earlier reading."""

    def spells(self, article_id: int) -> tuple[Spell, ...]:
        """When its text was in force, in order."""

    def in_force(self, day: date) -> frozenset[int]:
        """The ids of the articles whose text was the last that had been read by the end of a day
        (UTC)."""

    @property
    def newest_read(self) -> str:
        """When the newest article was first read (UTC, ISO 8601); "" if that is not known."""

    def first_read_after(self, moment: str) -> frozenset[int]:
        """The ids of the articles that were first read after a moment (UTC, ISO 8601), and no copy
        of which was read before; and of their copies."""
