"""A generation's number, and what puts it to use or takes it back."""

import json
from collections.abc import Mapping

from psycopg import Connection

from index.manifest import Manifest
from index.postgres import schema
from index.postgres.database import Row
from index.postgres.storing.counting import Counted, ids_of, pages


def publish(
    connection: Connection[Row],
    number: int,
    manifest: Manifest,
    places: list[tuple[str, str]],
    counted: Mapping[str, Counted],
) -> None:
    """Show a generation to whoever asks from now on: in one transaction, which waits for the server
    once."""
    with connection.pipeline(), connection.transaction():
        connection.execute(
            "INSERT INTO pullquote.generations VALUES (%s, %s, %s, %s)",
            (number, manifest.id, manifest.to_json().encode(), json.dumps(places).encode()),
        )
        for part, counts in counted.items():
            counts.write(connection, part, number)
        schema.put_to_use(connection, number)


def next_number(connection: Connection[Row]) -> int:
    row = connection.execute("SELECT max(number) FROM pullquote.generations").fetchone()
    return (row[0] if row and row[0] is not None else 0) + 1


def forget_unfinished(connection: Connection[Row], number: int) -> None:
    """What is worked out at the end of a load, of one that did not come to its end."""
    for part in (schema.NOW, schema.EARLIER):
        connection.execute(f"DELETE FROM {part}.deaths WHERE died >= %s", (number,))
        for table in ("words", "stems"):
            connection.execute(f"DELETE FROM {part}.{table} WHERE born >= %s", (number,))


def discard(connection: Connection[Row], part: str, number: int) -> None:
    """Delete what a generation added, which nobody is to go on with."""
    ids = ids_of(connection, f"SELECT id FROM {part}.articles WHERE born = %s", number)
    for page in pages(ids):
        with connection.transaction():
            schema.delete_articles(connection, part, page)
    for table in ("postings", "heading_postings"):
        connection.execute(f"DELETE FROM {part}.{table} WHERE born = %s", (number,))
