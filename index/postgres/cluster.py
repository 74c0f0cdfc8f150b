"""A cluster of Citus: which tables lie where on it."""

from psycopg import Connection

from index.errors import EngineUnavailable
from index.postgres.database import Database, Row
from index.postgres.schema import EARLIER, NOW, is_distributed

OLDEST_CITUS = (12, 1)
# On a cluster of Citus what belongs to an article lies with it on one worker, each word with all of
# its postings on one, and small tables on every node.
BY_ARTICLE = {
    "articles": "id",
    "headings": "article_id",
    "deaths": "article_id",
    "spells": "article_id",
    "copies": "article_id",
    "passages": "article_id",
    "codes": "article_id",
    "meanings": "article_id",
    "stemmed": "article_id",
    "speech": "article_id",
}
BY_WORD = ("postings", "heading_postings", "words", "stems")
EVERYWHERE = ("speakers", "statistics")
EVERYWHERE_CENTRAL = ("pullquote.state", "pullquote.generations")
SHARDS_A_WORKER = 2


def is_one(database: Database, connection: Connection[Row]) -> bool:
    row = connection.execute(
        "SELECT extversion FROM pg_extension WHERE extname = 'citus'"
    ).fetchone()
    if row is None:
        return False
    numbers = row[0].partition("-")[0]
    if tuple(map(int, numbers.split("."))) < OLDEST_CITUS:
        oldest = ".".join(map(str, OLDEST_CITUS))
        raise EngineUnavailable(
            f"PostgreSQL at {database.place} has the extension citus {numbers}: install {oldest} "
            "or newer on every node, and update the extension"
        )
    here = connection.execute("SELECT citus_is_coordinator()").fetchone()
    if here is None or not here[0]:
        raise EngineUnavailable(
            f"PostgreSQL at {database.place} is a worker of its cluster: a rebuild needs the "
            "coordinator's address in data.url"
        )
    return True


def shards(connection: Connection[Row]) -> int:
    """Into how many the tables are split; 0 if they are not distributed."""
    if not is_distributed(connection):
        return 0
    row = connection.execute(
        "SELECT count(*) FROM pg_dist_shard WHERE logicalrelid = 'pullquote.passages'::regclass"
    ).fetchone()
    return int(row[0]) if row else 0


def distribute(connection: Connection[Row]) -> None:
    """What the tables hold goes to the workers; whoever asks meanwhile reads it where it was."""
    tables = connection.execute(
        "SELECT format('%%I.%%I', n.nspname, c.relname) FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = ANY(%s) AND c.relkind = 'r'",
        ([NOW, EARLIER],),
    ).fetchall()
    with connection.transaction():
        connection.execute("UPDATE pullquote.state SET distributed = true")
        for statement in distributing(_chosen_shards(connection)):
            connection.execute(statement)
    for [table] in tables:
        connection.execute("SELECT truncate_local_data_after_distributing_table(%s)", (table,))


def _chosen_shards(connection: Connection[Row]) -> int:
    """Into how many parts tables are split: as the cluster is set to, or a few for each worker."""
    row = connection.execute(
        "SELECT setting::int, source = 'default', "
        "(SELECT count(*)::int FROM citus_get_active_worker_nodes()) "
        "FROM pg_settings WHERE name = 'citus.shard_count'"
    ).fetchone()
    chosen, is_default, workers = row or (1, True, 1)
    return max(1, SHARDS_A_WORKER * workers) if is_default else int(chosen)


def distributing(shards: int) -> list[str]:
    """The statements that distribute the tables, filled or empty, over the workers."""
    statements = []
    for by, first in ((BY_ARTICLE, "articles"), (dict.fromkeys(BY_WORD, "word"), "postings")):
        for schema in (NOW, EARLIER):
            for table, column in by.items():
                is_first = (schema, table) == (NOW, first)
                where = "none" if is_first else f"{NOW}.{first}"
                split = f", shard_count => {shards}" if is_first else ""
                statements.append(
                    f"SELECT create_distributed_table('{schema}.{table}', '{column}', "
                    f"colocate_with => '{where}'{split})"
                )
    small = [f"{schema}.{table}" for schema in (NOW, EARLIER) for table in EVERYWHERE]
    statements += [
        f"SELECT create_reference_table('{table}')" for table in (*EVERYWHERE_CENTRAL, *small)
    ]
    return statements
