"""Articles to rows of every table, under ids that nothing had before."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pgvector import HalfVector
from psycopg import Connection

from index.collection.kept_articles import article_to_json
from index.encodings.store import Encoded, unencoded
from index.postgres.columns import (
    draft_key,
    filtered_by,
    place_key,
    readings_json,
    reference_json,
    source_key,
)
from index.postgres.database import Row
from index.postgres.schema import FIRST_COPY
from index.postgres.storing.copying import COLUMNS, copy_in
from index.postgres.storing.postings import Postings, write_postings
from index.postgres.storing.unit import Unit
from index.speech.keys import speaker_key
from index.text.words import words
from index.types import SPEECH_MODES, HashedDraft, Span, Speech


class Writer:
    """Writes rows of one part of a new generation; `first_id` is the lowest id of that part."""

    def __init__(
        self, connection: Connection[Row], schema: str, number: int, first_id: int
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._number = number
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

    def write(
        self,
        units: Sequence[Unit],
        passages: Mapping[bytes, Encoded],
        headings: Mapping[bytes, Encoded],
    ) -> list[int]:
        """Articles and all that belongs to them; returns their ids. What their texts and headings
        were encoded to comes by content hash."""
        written = []
        postings, heading_postings = Postings(), Postings()
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
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
            written.append(article_id)
        rows["speech"] = self._speech_rows(speech)
        for table, (columns, types) in COLUMNS.items():
            copy_in(self._connection, f"{self._schema}.{table}", columns, types, rows[table])
        write_postings(
            self._connection, self._schema, (self._number, self._part), postings, heading_postings
        )
        self._part += 1
        return written

    def _next(self, name: str) -> int:
        id_ = self._ids[name]
        self._ids[name] += 1
        return id_

    def _add_headings(
        self,
        rows: list[tuple[Any, ...]],
        unit: Unit,
        article_id: int,
        first: int,
        made: Mapping[bytes, Encoded],
        postings: "Postings",
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

    def _article_row(self, unit: Unit, article_id: int, first: int) -> tuple[Any, ...]:
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
            readings_json(readings).encode(),
            readings.changes is not None,
            readings.first,
            first,
            len(unit.drafts),
            *filtered_by(article),
        )

    def _copy_rows(self, unit: Unit, article_id: int) -> Iterator[tuple[Any, ...]]:
        for copy in unit.kept.copies:
            yield (
                self._next("copy"),
                article_id,
                reference_json(copy.article),
                [start for start, _ in copy.lacking],
                [end for _, end in copy.lacking],
                [source_key(location) for location in copy.sources],
                *filtered_by(copy.article),
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


def _speaker(text: str, said: Speech) -> str:
    names = [text[slice(*span)] for span in (said.speaker, said.name) if span]
    return speaker_key(*names).replace("\0", " ")
