"""The tables made where there are none, in a database that can hold them."""

from psycopg import Connection

from index.errors import EngineUnavailable
from index.postgres import cluster
from index.postgres.database import Database, Row
from index.postgres.schema import (
    CENTRAL,
    EARLIER,
    NOW,
    PART,
    UNTIL,
    VERSION,
    check,
    is_distributed,
    is_there,
)

OLDEST_SERVER, OLDEST_VECTOR = 160_000, (0, 8)


def know_until(connection: Connection[Row]) -> None:
    """Add the column to tables of a Pullquote that did not have it."""
    there = connection.execute(
        "SELECT 1 FROM pg_attribute WHERE attrelid = 'pullquote.generations'::regclass "
        "AND attname = 'until' AND NOT attisdropped"
    ).fetchone()
    if there is None:
        connection.execute(UNTIL)


def ensure(database: Database, connection: Connection[Row], dimension: int) -> None:
    """Make what is not there yet, and distribute it if the database is a cluster of Citus.

    Raises `EngineUnavailable` if that cannot be.
    """
    has_citus = cluster.is_one(database, connection)
    _ensure_tables(database, connection, dimension)
    if has_citus and not is_distributed(connection):
        cluster.distribute(connection)


def _ensure_tables(database: Database, connection: Connection[Row], dimension: int) -> None:
    if is_there(connection):
        check(database, connection)
        row = connection.execute("SELECT dimension FROM pullquote.state").fetchone()
        if row and row[0] != dimension:
            raise EngineUnavailable(
                f"the tables in PostgreSQL at {database.place} hold vectors of {row[0]} numbers, "
                f"this encoder makes {dimension}: drop the schemas {NOW} and {EARLIER} and "
                "rebuild, or use another database"
            )
        know_until(connection)
        return
    if connection.info.server_version < OLDEST_SERVER:
        raise EngineUnavailable(
            f"PostgreSQL at {database.place} is of version "
            f"{connection.info.server_version // 10000}, and {OLDEST_SERVER // 10000} or newer is "
            "needed"
        )
    found = connection.execute(
        "SELECT coalesce(installed_version, default_version), installed_version IS NOT NULL "
        "FROM pg_available_extensions WHERE name = 'vector'"
    ).fetchone()
    if found is None or tuple(map(int, found[0].split("."))) < OLDEST_VECTOR:
        there = "no extension vector" if found is None else f"the extension vector {found[0]}"
        raise EngineUnavailable(
            f"PostgreSQL at {database.place} has {there}: install pgvector, 0.8 or newer, on the "
            "server, and update the extension if it is there"
        )
    with connection.transaction():
        if not found[1]:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        for schema in (NOW, EARLIER):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.execute(CENTRAL)
        for schema in (NOW, EARLIER):
            connection.execute(PART.format(schema=schema, dimension=dimension))
        connection.execute(
            "INSERT INTO pullquote.state (version, dimension) VALUES (%s, %s)",
            (VERSION, dimension),
        )
