"""Articles to rows of a new generation, batch by batch, each in a transaction of its own.

What is loaded stays invisible until the generation is put to use. A load that was killed is gone on
with: whatever it had stored, and the new one wants, is taken over.
"""

import json
import logging
from array import array
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from pgvector import HalfVector
from psycopg import Connection

from index.arrays import LongArray
from index.building.encode_texts import Made, ahead, begin, fitting
from index.building.store_articles import hashed
from index.changes.edits import edits_to_json
from index.collection.kept_articles import KeptArticle, article_to_json
from index.encoder.encoding import Encoder, Encoding
from index.encodings.store import Encoded, content_hash, encoded, unencoded
from index.engine import Known
from index.manifest import FORMAT
from index.postgres.database import Row
from index.postgres.known import draft_key
from index.postgres.schema import FIRST_COPY
from index.speech.keys import speaker_key
from index.text.heading import heading
from index.text.languages import is_read, scripts
from index.text.sentences import sentence_spans
from index.text.words import is_english, words
from index.types import (
    SPEECH_MODES,
    Article,
    ArticleRef,
    HashedDraft,
    Readings,
    Skipped,
    Span,
    Speech,
)

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
class _Unit:
    """An article that is to be stored, with its passages and their texts."""

    kept: KeptArticle
    key: bytes
    read: bool
    drafts: list[HashedDraft]

    @property
    def texts(self) -> list[str]:
        text = self.kept.article.text
        return [text[hashed.draft.start : hashed.draft.end] for hashed in self.drafts]

    @property
    def sections(self) -> list[Span | None]:
        """The headings under which its passages stand, first of all none."""
        return list(dict.fromkeys([None, *(hashed.draft.section for hashed in self.drafts)]))

    def heading(self, section: Span | None) -> str:
        article = self.kept.article
        within = article.text[slice(*section)] if section else ""
        return heading(article.title, article.published, within)

    def heading_hash(self, section: Span | None) -> bytes:
        digest = content_hash(self.heading(section))
        return digest if self.read else unencoded(digest)


def unit_key(kept: KeptArticle, read: bool, encoder: str) -> bytes:
    """Changes with anything that is stored of an article."""
    copies = [[asdict(copy.article), copy.lacking, copy.sources] for copy in kept.copies]
    told = [
        FORMAT,
        kept.digest.hex(),
        read,
        encoder,
        kept.sources,
        copies,
        _readings_json(kept.readings),
    ]
    return content_hash(json.dumps(told))


def _readings_json(readings: Readings) -> str:
    changes = readings.changes
    return json.dumps(
        {
            "first": readings.first,
            "spells": readings.spells,
            "changes": changes
            and [changes.since, edits_to_json(changes.edits), changes.from_first],
        }
    )


def reference_json(reference: ArticleRef | Article) -> bytes:
    values = (
        reference.title,
        reference.publisher,
        reference.published,
        reference.url,
        reference.path,
    )
    return json.dumps(values).encode()


def place_key(place: str) -> bytes:
    """By what a path or an address is looked up."""
    return content_hash(place)


def source_key(location: str) -> bytes:
    return location.encode("utf-8", "surrogateescape")


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

    batches: "deque[tuple[Loading, list[_Unit], _Making, _Making]]" = field(default_factory=deque)
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
        self._number = number
        self._encoder = encoder
        self._languages = languages
        self._known = known
        self._tally = tally
        self._under_way = under_way
        self._waiting: list[tuple[KeptArticle, bytes, bool]] = []
        self._units: list[_Unit] = []
        self._begun = 0  # passages
        self._wanted = array("q")
        # Of the dead too, for what is kept by an id must never be something else.
        highest = self._one(
            f"SELECT max(article_id), max(first_passage + passages) - 1 FROM {schema}.deaths"
        )
        last = self._one(f"SELECT max(last_article), max(last_passage) FROM {schema}.statistics")
        used = [
            [-1 if each is None else int(each) for each in (row[i] for row in (highest, last))]
            for i in (0, 1)
        ]
        self._ids = {
            "article": 1 + max(first_id - 1, self._highest("id", "articles"), *used[0]),
            "passage": 1 + max(first_id - 1, self._highest("id", "passages"), *used[1]),
            "heading": 1 + max(first_id - 1, self._highest("id", "headings")),
            "copy": 1 + max(FIRST_COPY - 1, self._highest("id", "copies")),
        }
        self._part = self._highest("part", "postings", "born = %s", number) + 1

    def _one(self, statement: str, *parameters: Any) -> Row:
        row = self._connection.execute(statement, parameters).fetchone()
        if row is None:
            raise AssertionError(statement)
        return row

    def _highest(self, column: str, table: str, where: str = "true", *parameters: Any) -> int:
        statement = f"SELECT max({column}) FROM {self._schema}.{table} WHERE {where}"
        found = self._one(statement, *parameters)[0]
        return -1 if found is None else int(found)

    def add(self, kept: KeptArticle) -> None:
        read = is_read(kept.article.language, self._languages)
        self._waiting.append((kept, unit_key(kept, read, self._encoder.fingerprint), read))
        language = kept.article.language
        if language and not read:
            self._tally.by_words[language] += 1
        if language and not is_english(language):
            self._tally.languages.add(language)
        self._tally.scripts |= scripts(kept.article.text)
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
                self._tally.skipped.append(Skipped(kept.article.path, reason))
                continue
            self._units.append(_Unit(kept, key, read, drafts))
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

    def _store(self, units: Sequence[_Unit], passages: _Making, headings: _Making) -> None:
        made, failed = self._made(passages, self._known.encoded)
        self._count(len(passages.keys), failed)
        over, _ = self._made(headings, self._known.encoded_headings)
        with self._connection.transaction():
            self._write(units, made, over)
        self._under_way.passages.difference_update(passages.texts)
        self._under_way.headings.difference_update(headings.texts)

    def _begin_passages(self, units: Sequence[_Unit]) -> _Making:
        texts: dict[bytes, tuple[str, bool, Article]] = {}
        for unit in units:
            for draft, text in zip(unit.drafts, unit.texts, strict=True):
                texts.setdefault(draft.hash, (text, unit.read, unit.kept.article))
        return self._making(texts, self._known.encoded, self._under_way.passages)

    def _begin_headings(self, units: Sequence[_Unit]) -> _Making:
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
        self._tally.encoded += passages
        self._tally.skipped += (
            Skipped(
                path,
                f"the encoder fails on {len(reasons)} of its passages, found by their words "
                f"only: {reasons[0]}",
            )
            for path, reasons in failed.items()
        )

    # Writing

    def _write(
        self,
        units: Sequence[_Unit],
        passages: Mapping[bytes, Encoded],
        headings: Mapping[bytes, Encoded],
    ) -> None:
        postings, heading_postings = _Postings(), _Postings()
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _COLUMNS}
        speech: list[tuple[int, int, Speech, str]] = []
        for unit in units:
            article_id = self._next("article")
            first = self._ids["passage"]
            rows["articles"].append(self._article_row(unit, article_id, first))
            over = self._add_headings(
                rows["headings"], unit, article_id, first, headings, heading_postings
            )
            rows["copies"] += self._copy_rows(unit, article_id)
            rows["spells"] += [(article_id, *spell) for spell in unit.kept.readings.spells]
            texts, language = unit.texts, unit.kept.article.language
            found = words(texts, language)
            for draft, text, stems in zip(unit.drafts, texts, found, strict=True):
                id_ = self._next("passage")
                section = draft.draft.section
                within = unit.kept.article.text[slice(*section)] if section else ""
                made, above = passages[draft.hash], (over[section], within.encode())
                self._passage_rows(rows, draft, id_, article_id, text, stems, made, above)
                postings.add(id_, stems)
                article = unit.kept.article
                speech += [
                    (id_, article_id, said, _speaker(article.text, said)) for said in draft.speech
                ]
            self._wanted.append(article_id)
        rows["speech"] = self._speech_rows(speech)
        for table, (columns, types) in _COLUMNS.items():
            self._copy_in(table, columns, types, rows[table])
        self._write_postings(postings, heading_postings)

    def _next(self, name: str) -> int:
        id_ = self._ids[name]
        self._ids[name] += 1
        return id_

    def _add_headings(
        self,
        rows: list[tuple[Any, ...]],
        unit: _Unit,
        article_id: int,
        first: int,
        made: Mapping[bytes, Encoded],
        postings: "_Postings",
    ) -> dict[Span | None, int]:
        """Returns the ids. What stands under one heading is one run of passages."""
        ids: dict[Span | None, int] = {}
        passages = Counter(hashed.draft.section for hashed in unit.drafts)
        for section in unit.sections:
            ids[section] = self._next("heading")
            digest = unit.heading_hash(section)
            head = made[digest]
            rows.append(
                (
                    ids[section],
                    article_id,
                    *(section or (None, None)),
                    digest,
                    len(head.codes),
                    head.sentences.tobytes(),
                    head.codes.tobytes(),
                    head.vector.tobytes(),
                    head.meanings.tobytes(),
                    head.ids.tobytes(),
                )
            )
            language = unit.kept.article.language
            stems = words([unit.heading(section)], language)[0] if passages[section] else ()
            for word in set(stems):
                postings.put(word, (ids[section], first, passages[section]))
            first += passages[section]
        return ids

    def _article_row(self, unit: _Unit, article_id: int, first: int) -> tuple[Any, ...]:
        article, readings = unit.kept.article, unit.kept.readings
        digest = unit.kept.digest if unit.read else unencoded(unit.kept.digest)
        return (
            article_id,
            self._number,
            unit.key,
            draft_key(digest),
            article_to_json(article).encode(),
            reference_json(article),
            article.language,
            place_key(article.path),
            place_key(article.url) if article.url else None,
            [source_key(location) for location in unit.kept.sources],
            _readings_json(readings).encode(),
            readings.changes is not None,
            readings.first,
            first,
            len(unit.drafts),
        )

    def _copy_rows(self, unit: _Unit, article_id: int) -> Iterator[tuple[Any, ...]]:
        for copy in unit.kept.copies:
            yield (
                self._next("copy"),
                article_id,
                reference_json(copy.article),
                [start for start, _ in copy.lacking],
                [end for _, end in copy.lacking],
                [source_key(location) for location in copy.sources],
            )

    def _passage_rows(
        self,
        rows: dict[str, list[tuple[Any, ...]]],
        hashed: HashedDraft,
        id_: int,
        article_id: int,
        text: str,
        stems: Sequence[str],
        made: Encoded,
        over: tuple[int, bytes],
    ) -> None:
        """`over` is the heading's id, and the section."""
        draft = hashed.draft
        rows["passages"].append(
            (
                id_,
                article_id,
                draft.start,
                draft.end,
                draft.first_paragraph,
                draft.last_paragraph,
                draft.kind,
                *over,
                hashed.hash,
                len(stems),
                text.encode(),
                HalfVector(made.vector),
            )
        )
        whose = id_, article_id
        rows["codes"].append(
            (*whose, len(made.codes), made.sentences.tobytes(), made.codes.tobytes())
        )
        rows["meanings"].append((*whose, made.meanings.tobytes(), made.ids.tobytes()))

    def _speech_rows(self, speech: Sequence[tuple[int, int, Speech, str]]) -> list[tuple[Any, ...]]:
        keys = sorted({key for *_, key in speech})
        if not keys:
            return []
        self._connection.execute(
            f"INSERT INTO {self._schema}.speakers (key) SELECT unnest(%s::text[]) "
            "ON CONFLICT DO NOTHING",
            (keys,),
        )
        rows = self._connection.execute(
            f"SELECT key, id FROM {self._schema}.speakers WHERE key = ANY(%s)", (keys,)
        )
        ids: dict[str, int] = dict(rows.fetchall())
        return [
            (
                passage,
                article_id,
                said.sentence[0],
                [*said.sentence, *said.speaker, *said.verb, *(said.name or ())],
                SPEECH_MODES.index(said.mode),
                ids[key],
            )
            for passage, article_id, said, key in speech
        ]

    def _copy_in(
        self, table: str, columns: str, types: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        statement = f"COPY {self._schema}.{table} ({columns}) FROM STDIN (FORMAT BINARY)"
        with self._connection.cursor().copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def _write_postings(self, postings: "_Postings", headings: "_Postings") -> None:
        part, self._part = self._part, self._part + 1
        self._copy_in(
            "postings",
            "word, born, part, ids, counts, lengths",
            ("text", "int4", "int4", "bytea", "bytea", "bytea"),
            (
                (
                    word,
                    self._number,
                    part,
                    ids.tobytes(),
                    counts.astype("<i4").tobytes(),
                    lengths.astype("<i4").tobytes(),
                )
                for word, ids, counts, lengths in postings.by_word()
            ),
        )
        self._copy_in(
            "heading_postings",
            "word, born, part, ids, firsts, passages",
            ("text", "int4", "int4", "bytea", "bytea", "bytea"),
            (
                (word, self._number, part, ids.tobytes(), firsts.tobytes(), passages.tobytes())
                for word, ids, firsts, passages in headings.by_word()
            ),
        )


_COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "articles": (
        "id, born, key, digest, article, reference, language, by_path, by_url, sources, readings, "
        "changed, first_read, first_passage, passages",
        (
            *("int8", "int4", "bytea", "bytea", "bytea", "bytea", "text", "bytea", "bytea"),
            *("bytea[]", "bytea", "bool", "text", "int8", "int4"),
        ),
    ),
    "headings": (
        'id, article_id, "from", "to", hash, tokens, sentences, codes, vector, meanings, ids',
        (
            *("int8", "int8", "int4", "int4", "bytea", "int4", "bytea", "bytea", "bytea"),
            *("bytea", "bytea"),
        ),
    ),
    "copies": (
        "id, article_id, reference, lacking_from, lacking_to, sources",
        ("int8", "int8", "bytea", "int4[]", "int4[]", "bytea[]"),
    ),
    "spells": ('article_id, "from", until', ("int8", "text", "text")),
    "passages": (
        'id, article_id, "from", "to", first_paragraph, last_paragraph, kind, heading_id, section, '
        "hash, words, text, vector",
        (
            *("int8", "int8", "int4", "int4", "int4", "int4", "text", "int8", "bytea", "bytea"),
            *("int4", "bytea", "halfvec"),
        ),
    ),
    "codes": (
        "id, article_id, tokens, sentences, codes",
        ("int8", "int8", "int4", "bytea", "bytea"),
    ),
    "meanings": ("id, article_id, meanings, ids", ("int8", "int8", "bytea", "bytea")),
    "speech": (
        'passage_id, article_id, "from", spans, mode, speaker_id',
        ("int8", "int8", "int4", "int4[]", "int4", "int8"),
    ),
}


def _speaker(text: str, said: Speech) -> str:
    names = [text[slice(*span)] for span in (said.speaker, said.name) if span]
    return speaker_key(*names).replace("\0", " ")


class _Postings:
    """Three numbers for each word and each text that has it."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[int, int, int]]] = {}

    def add(self, id_: int, stems: Sequence[str]) -> None:
        """A text: how often each word occurs in it, and how many words it has."""
        for word, count in Counter(stems).items():
            self.put(word, (id_, count, len(stems)))

    def put(self, word: str, numbers: tuple[int, int, int]) -> None:
        self._found.setdefault(word, []).append(numbers)

    def by_word(self) -> Iterator[tuple[str, LongArray, LongArray, LongArray]]:
        """The three columns of each word, (texts,) each, in the order in which they came."""
        for word in sorted(self._found):
            first, second, third = np.array(self._found[word], dtype="<i8").T.copy()
            yield word, first, second, third
