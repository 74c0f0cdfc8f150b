"""Articles to rows of a new generation, batch by batch, each in a transaction of its own.

What is loaded stays invisible until the generation is put to use. A load that was killed is gone on
with: whatever it had stored, and the new one wants, is taken over.
"""

import logging
from array import array
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from psycopg import Connection

from index.building.encode_texts import Made, ahead, begin, fitting
from index.building.store_articles import hashed
from index.collection.kept_articles import KeptArticle
from index.encoder.encoding import Encoder, Encoding
from index.encodings.store import Encoded, encoded, unencoded
from index.engine.engine import Known
from index.postgres.database import Row
from index.postgres.storing.unit import Unit, unit_key
from index.postgres.storing.writing import Writer
from index.text.languages import is_read, scripts
from index.text.sentences import sentence_spans
from index.text.words import is_english
from index.types import Article, Skipped

log = logging.getLogger(__name__)

# Articles and passages that are stored at once.
ARTICLES_AT_ONCE = 256
PASSAGES_AT_ONCE = 2048


@dataclass(slots=True)
class Tally:
    """What is to be known of a load, whichever part it goes to."""

    encoded: int = 0
    by_words: Counter[str] = field(default_factory=Counter)
    scripts: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(slots=True)
class _Making:
    """Texts by content hash, each with whether it is read and its article; `found` is what there
    is of them, and those of `keys` are being `made`."""

    texts: Mapping[bytes, tuple[str, bool, Article]]
    found: dict[bytes, Encoded]
    keys: Sequence[bytes]
    made: Iterator[Made]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What is being encoded, of both parts, in the order in which it was begun.

    A text that an earlier batch has is not encoded again for a later one, though it is not stored
    yet: `passages` and `headings` are the content hashes of all that are new.
    """

    batches: "deque[tuple[Loading, list[Unit], _Making, _Making]]" = field(default_factory=deque)
    passages: set[bytes] = field(default_factory=set)
    headings: set[bytes] = field(default_factory=set)


class Loading:
    """Fills one part of a new generation; see `schema.NOW` and `schema.EARLIER`."""

    def __init__(
        self,
        connection: Connection[Row],
        schema: str,
        number: int,
        first_id: int,
        encoder: Encoder,
        languages: Collection[str],
        known: Known,
        tally: Tally,
        under_way: UnderWay,
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._encoder = encoder
        self._languages = languages
        self._known = known
        self.tally = tally
        self._under_way = under_way
        self._waiting: list[tuple[KeptArticle, bytes, bool]] = []
        self._units: list[Unit] = []
        self._begun = 0  # passages
        self._wanted = array("q")
        self._writer = Writer(connection, schema, number, first_id)

    def add(self, kept: KeptArticle) -> None:
        read = is_read(kept.article.language, self._languages)
        self._waiting.append((kept, unit_key(kept, read, self._encoder.fingerprint), read))
        language = kept.article.language
        if language and not read:
            self.tally.by_words[language] += 1
        if language and not is_english(language):
            self.tally.languages.add(language)
        self.tally.scripts |= scripts(kept.article.text)
        if len(self._waiting) >= ARTICLES_AT_ONCE:
            self._look_up()

    def _look_up(self) -> None:
        """Of those that wait, take over what is there already; split what is not."""
        waiting, self._waiting = self._waiting, []
        there = self._there([key for _, key, _ in waiting])
        new = []
        for kept, key, read in waiting:
            if ids := there.get(key):
                self._wanted.append(ids.pop())
            else:
                new.append((kept, key, read, kept.digest if read else unencoded(kept.digest)))
        known = self._known.drafts([digest for *_, digest in new])
        for kept, key, read, digest in new:
            try:
                drafts = known.get(digest) or [*hashed(kept.article, self._encoder, read)]
            except Exception as error:
                log.exception("%r cannot be split into passages", kept.article.path)
                reason = f"cannot be split into passages: {' '.join(str(error).split())}"
                self.tally.skipped.append(Skipped(kept.article.path, reason))
                continue
            self._units.append(Unit(kept, key, read, drafts))
            if sum(len(unit.drafts) for unit in self._units) >= PASSAGES_AT_ONCE:
                self._begin()

    def _there(self, keys: Sequence[bytes]) -> dict[bytes, list[int]]:
        """The ids of the articles that the newest generation has, or a killed load left."""
        rows = self._connection.execute(
            f"SELECT a.key, a.id FROM {self._schema}.articles a WHERE a.key = ANY(%s) "
            f"AND NOT EXISTS (SELECT 1 FROM {self._schema}.deaths d WHERE d.article_id = a.id) "
            "ORDER BY a.id DESC",
            (list(keys),),
        )
        found: dict[bytes, list[int]] = {}
        for key, id_ in rows:
            found.setdefault(bytes(key), []).append(int(id_))
        return found

    @property
    def passages(self) -> int:
        """How many have been stored, or are about to be."""
        return self._begun + sum(len(unit.drafts) for unit in self._units)

    def finish(self) -> Sequence[int]:
        """Store what still waits; returns the ids of all the articles of the generation."""
        self._look_up()
        self._begin()
        self._store_all_but(0)
        return self._wanted

    # Encoding

    def _begin(self) -> None:
        """Have the texts of the articles that wait encoded, and store what was begun before."""
        units, self._units = self._units, []
        if units:
            making = self._begin_passages(units), self._begin_headings(units)
            self._under_way.batches.append((self, units, *making))
            self._begun += sum(len(unit.drafts) for unit in units)
        self._store_all_but(ahead(self._encoder) // PASSAGES_AT_ONCE)

    def _store_all_but(self, last: int) -> None:
        """Store the batches of either part that were begun first, one after the other."""
        while len(self._under_way.batches) > last:
            loading, units, passages, headings = self._under_way.batches.popleft()
            loading._store(units, passages, headings)

    def _store(self, units: Sequence[Unit], passages: _Making, headings: _Making) -> None:
        made, failed = self._made(passages, self._known.encoded)
        self._count(len(passages.keys), failed)
        over, _ = self._made(headings, self._known.encoded_headings)
        with self._connection.transaction():
            self._wanted.extend(self._writer.write(units, made, over))
        self._under_way.passages.difference_update(passages.texts)
        self._under_way.headings.difference_update(headings.texts)

    def _begin_passages(self, units: Sequence[Unit]) -> _Making:
        texts: dict[bytes, tuple[str, bool, Article]] = {}
        for unit in units:
            for draft, text in zip(unit.drafts, unit.texts, strict=True):
                texts.setdefault(draft.hash, (text, unit.read, unit.kept.article))
        return self._making(texts, self._known.encoded, self._under_way.passages)

    def _begin_headings(self, units: Sequence[Unit]) -> _Making:
        texts = {
            unit.heading_hash(section): (
                fitting(unit.heading(section), self._encoder),
                unit.read and bool(unit.kept.article.title.strip() or section),
                unit.kept.article,
            )
            for unit in units
            for section in unit.sections
        }
        return self._making(texts, self._known.encoded_headings, self._under_way.headings)

    def _making(
        self,
        texts: Mapping[bytes, tuple[str, bool, Article]],
        known: Callable[[Collection[bytes]], dict[bytes, Encoded]],
        under_way: set[bytes],
    ) -> _Making:
        """Begin to encode what is not known; what is not to be read gets an empty encoding."""
        found = known([key for key in texts if key not in under_way])
        new = [key for key in texts if key not in found and key not in under_way]
        nothing = Encoding.empty(self._encoder.dimension)
        for key in new:
            text, read, article = texts[key]
            if not read:
                found[key] = encoded(nothing, sentence_spans(text, article.language))
        keys = [key for key in new if texts[key][1]]
        under_way.update(new)
        languages = [texts[key][2].language for key in keys]
        made = begin(self._encoder, [texts[key][0] for key in keys], languages)
        return _Making(texts, found, keys, made)

    def _made(
        self, making: _Making, known: Callable[[Collection[bytes]], dict[bytes, Encoded]]
    ) -> tuple[dict[bytes, Encoded], dict[str, list[str]]]:
        """Each text's encoding, an empty one if the encoder fails on it; and why, by article."""
        found, failed = making.found, dict[str, list[str]]()
        for text in making.made:
            key = making.keys[text.position]
            found[key] = text.encoded
            if text.failure:
                failed.setdefault(making.texts[key][2].path, []).append(text.failure)
        return found | known([key for key in making.texts if key not in found]), failed

    def _count(self, passages: int, failed: Mapping[str, Sequence[str]]) -> None:
        self.tally.encoded += passages
        self.tally.skipped += (
            Skipped(
                path,
                f"the encoder fails on {len(reasons)} of its passages, found by their words "
                f"only: {reasons[0]}",
            )
            for path, reasons in failed.items()
        )
