"""The columns of each table, and rows copied into them."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import Connection

from index.postgres.database import Row

COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "articles": (
        "id, born, key, digest, article, reference, language, by_path, by_url, sources, readings, "
        "changed, first_read, first_passage, passages, title, publisher, published",
        (
            *("int8", "int4", "bytea", "bytea", "bytea", "bytea", "text", "bytea", "bytea"),
            *("bytea[]", "bytea", "bool", "text", "int8", "int4", "text", "text", "text"),
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
        "id, article_id, reference, lacking_from, lacking_to, sources, title, publisher, published",
        ("int8", "int8", "bytea", "int4[]", "int4[]", "bytea[]", "text", "text", "text"),
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


def copy_in(
    connection: Connection[Row],
    table: str,
    columns: str,
    types: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor().copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
