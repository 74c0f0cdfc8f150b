"""The tables, the version that they are of, and what is done with them as a whole."""

from collections.abc import Iterable

from psycopg import Connection

from index.errors import EngineUnavailable
from index.postgres.database import Database, Row, set_on_workers

VERSION = 3
NOW, EARLIER = "pullquote", "pullquote_earlier"
"""The schemas of the texts of now, and of those that articles had before."""
FIRST_COPY = 1 << 39
FIRST_EARLIER = 1 << 40
"""The first id of a copy, and of an earlier text, so that an id says by itself what it is of."""
LOCK = 0x70756C6C71756F
"""The key of the advisory lock that a rebuild holds."""
# From so many passages on vectors are found by HNSW (Malkov & Yashunin 2016), not one by one.
EXACT_UP_TO = 20_000
LEAST_MEMORY, MOST_MEMORY, OF_PASSAGE_IN_GRAPH = 512 << 20, 2 << 30, 1300
"""For building an index of vectors, bytes: with less than all of it the server is many times as
slow."""

CENTRAL = """
CREATE TABLE IF NOT EXISTS pullquote.state (
  one bool PRIMARY KEY DEFAULT true CHECK (one), version int NOT NULL, dimension int NOT NULL,
  current int, distributed bool NOT NULL DEFAULT false
);
CREATE TABLE IF NOT EXISTS pullquote.generations (
  number int PRIMARY KEY, id text NOT NULL UNIQUE, manifest bytea NOT NULL, sources bytea NOT NULL,
  until timestamptz
);
"""
# Of tables that were made before `until`, which says when a generation was last in use.
UNTIL = "ALTER TABLE pullquote.generations ADD COLUMN until timestamptz"
PART = """
CREATE TABLE IF NOT EXISTS {schema}.articles (
  id bigint PRIMARY KEY, born int NOT NULL, key bytea NOT NULL, digest bytea NOT NULL,
  article bytea NOT NULL, reference bytea NOT NULL, language text, by_path bytea NOT NULL,
  by_url bytea, sources bytea[] NOT NULL, readings bytea NOT NULL, changed bool NOT NULL,
  first_read text, first_passage bigint NOT NULL, passages int NOT NULL, title text NOT NULL,
  publisher text, published text COLLATE "C"
);
CREATE INDEX IF NOT EXISTS articles_by_key ON {schema}.articles (key);
CREATE INDEX IF NOT EXISTS articles_by_digest ON {schema}.articles (digest);
CREATE INDEX IF NOT EXISTS articles_by_path ON {schema}.articles (by_path);
CREATE INDEX IF NOT EXISTS articles_by_url ON {schema}.articles (by_url);
CREATE INDEX IF NOT EXISTS articles_by_birth ON {schema}.articles (born);
CREATE INDEX IF NOT EXISTS articles_by_day ON {schema}.articles (published);
CREATE INDEX IF NOT EXISTS articles_by_publisher ON {schema}.articles (publisher, published);
CREATE TABLE IF NOT EXISTS {schema}.headings (
  id bigint NOT NULL, article_id bigint NOT NULL, "from" int, "to" int, hash bytea NOT NULL,
  tokens int NOT NULL, sentences bytea NOT NULL, codes bytea STORAGE EXTERNAL NOT NULL,
  vector bytea NOT NULL, meanings bytea NOT NULL, ids bytea NOT NULL, PRIMARY KEY (id, article_id)
);
CREATE INDEX IF NOT EXISTS headings_by_article ON {schema}.headings (article_id);
CREATE INDEX IF NOT EXISTS headings_by_hash ON {schema}.headings (hash);
CREATE TABLE IF NOT EXISTS {schema}.deaths (
  article_id bigint PRIMARY KEY, died int NOT NULL, first_passage bigint NOT NULL,
  passages int NOT NULL
);
CREATE TABLE IF NOT EXISTS {schema}.spells (
  article_id bigint NOT NULL, "from" text NOT NULL, until text, PRIMARY KEY (article_id, "from")
);
CREATE TABLE IF NOT EXISTS {schema}.copies (
  id bigint NOT NULL, article_id bigint NOT NULL, reference bytea NOT NULL,
  lacking_from int[] NOT NULL, lacking_to int[] NOT NULL, sources bytea[] NOT NULL,
  title text NOT NULL, publisher text, published text COLLATE "C",
  PRIMARY KEY (id, article_id)
);
CREATE INDEX IF NOT EXISTS copies_by_article ON {schema}.copies (article_id);
CREATE INDEX IF NOT EXISTS copies_by_day ON {schema}.copies (published);
CREATE TABLE IF NOT EXISTS {schema}.passages (
  id bigint NOT NULL, article_id bigint NOT NULL, "from" int NOT NULL, "to" int NOT NULL,
  first_paragraph int NOT NULL, last_paragraph int NOT NULL, kind text NOT NULL,
  heading_id bigint NOT NULL, section bytea NOT NULL, hash bytea NOT NULL, words int NOT NULL,
  text bytea NOT NULL, vector halfvec({dimension}) NOT NULL, PRIMARY KEY (id, article_id)
);
CREATE INDEX IF NOT EXISTS passages_by_article ON {schema}.passages (article_id);
CREATE INDEX IF NOT EXISTS passages_by_hash ON {schema}.passages (hash);
CREATE TABLE IF NOT EXISTS {schema}.codes (
  id bigint NOT NULL, article_id bigint NOT NULL, tokens int NOT NULL, sentences bytea NOT NULL,
  codes bytea STORAGE EXTERNAL NOT NULL, PRIMARY KEY (id, article_id)
) WITH (toast_tuple_target = 8160);
CREATE TABLE IF NOT EXISTS {schema}.meanings (
  id bigint NOT NULL, article_id bigint NOT NULL, meanings bytea STORAGE EXTERNAL NOT NULL,
  ids bytea NOT NULL, PRIMARY KEY (id, article_id)
) WITH (toast_tuple_target = 8160);
CREATE TABLE IF NOT EXISTS {schema}.speakers (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, key text NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS {schema}.speech (
  passage_id bigint NOT NULL, article_id bigint NOT NULL, "from" int NOT NULL,
  spans int[] NOT NULL, mode int NOT NULL, speaker_id bigint NOT NULL,
  PRIMARY KEY (passage_id, "from", article_id)
);
CREATE INDEX IF NOT EXISTS speech_by_speaker ON {schema}.speech (speaker_id);
CREATE TABLE IF NOT EXISTS {schema}.postings (
  word text NOT NULL, born int NOT NULL, part int NOT NULL, ids bytea STORAGE EXTERNAL NOT NULL,
  counts bytea STORAGE EXTERNAL NOT NULL, lengths bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (word, born, part)
);
CREATE TABLE IF NOT EXISTS {schema}.heading_postings (
  word text NOT NULL, born int NOT NULL, part int NOT NULL, ids bytea STORAGE EXTERNAL NOT NULL,
  firsts bytea STORAGE EXTERNAL NOT NULL, passages bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (word, born, part)
);
CREATE TABLE IF NOT EXISTS {schema}.words (
  word text NOT NULL, born int NOT NULL, passages bigint NOT NULL, PRIMARY KEY (word, born)
);
CREATE TABLE IF NOT EXISTS {schema}.stemmed (
  id bigint NOT NULL, article_id bigint NOT NULL, words text NOT NULL, PRIMARY KEY (id, article_id)
);
CREATE TABLE IF NOT EXISTS {schema}.stems (
  word text NOT NULL, born int NOT NULL, passages bigint NOT NULL, PRIMARY KEY (word, born)
);
CREATE TABLE IF NOT EXISTS {schema}.statistics (
  number int PRIMARY KEY, articles bigint NOT NULL, copies bigint NOT NULL,
  passages bigint NOT NULL, words bigint NOT NULL, last_article bigint NOT NULL,
  last_passage bigint NOT NULL, token_frequencies bytea STORAGE EXTERNAL NOT NULL
);
"""
OF_ARTICLE = {"copies": "article_id", "spells": "article_id", "headings": "article_id"}
OF_PASSAGE = {
    **{"codes": "id", "meanings": "id", "stemmed": "id"},
    **{"speech": "passage_id", "passages": "id"},
}
"""The tables of what belongs to an article, or a passage, and their columns that say to which."""


def is_there(connection: Connection[Row]) -> bool:
    row = connection.execute("SELECT to_regclass('pullquote.state') IS NOT NULL").fetchone()
    return bool(row and row[0])


def check(database: Database, connection: Connection[Row]) -> None:
    """Raises `EngineUnavailable` if the tables are of another version than this one."""
    row = connection.execute("SELECT version FROM pullquote.state").fetchone()
    if row is None or row[0] != VERSION:
        found = "no version" if row is None else f"version {row[0]}"
        raise EngineUnavailable(
            f"the tables in PostgreSQL at {database.place} are of {found}, this Pullquote works "
            f"with version {VERSION}: use the Pullquote that made them, or drop the schemas "
            f"{NOW} and {EARLIER} and rebuild"
        )


def put_to_use(connection: Connection[Row], number: int) -> None:
    """Show a generation to whoever asks from now on, and note until when the last one was shown."""
    with connection.transaction():
        connection.execute(
            "UPDATE pullquote.generations SET until = now() "
            "WHERE number = (SELECT current FROM pullquote.state)"
        )
        connection.execute(
            "UPDATE pullquote.generations SET until = NULL WHERE number = %s", (number,)
        )
        connection.execute("UPDATE pullquote.state SET current = %s", (number,))


def is_distributed(connection: Connection[Row]) -> bool:
    """Whether the tables, which are there, lie on the workers of a cluster of Citus."""
    row = connection.execute("SELECT distributed FROM pullquote.state").fetchone()
    return bool(row and row[0])


def size(connection: Connection[Row]) -> int:
    """Of all tables and their indexes, bytes."""
    of_table = (
        "citus_total_relation_size" if is_distributed(connection) else "pg_total_relation_size"
    )
    row = connection.execute(
        f"SELECT coalesce(sum({of_table}(c.oid)), 0)::bigint FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        f"WHERE n.nspname IN ('{NOW}', '{EARLIER}') AND c.relkind = 'r'"
    ).fetchone()
    return int(row[0]) if row else 0


def index_vectors(connection: Connection[Row], schema: str, passages: int) -> None:
    """An index for the vectors of a part that has so many; later rows go into it one by one.

    In a cluster a worker makes those of its shards with as much memory each.
    """
    row = connection.execute(
        "SELECT pg_size_bytes(current_setting('maintenance_work_mem'))"
    ).fetchone()
    wanted = min(max(OF_PASSAGE_IN_GRAPH * passages, LEAST_MEMORY), MOST_MEMORY)
    memory = max(wanted, int(row[0]) if row else 0)
    with connection.transaction():
        set_on_workers(connection, {"maintenance_work_mem": f"{memory >> 10}kB"})
        connection.execute(
            "CREATE INDEX IF NOT EXISTS passages_by_vector "
            f"ON {schema}.passages USING hnsw (vector halfvec_ip_ops) "
            "WITH (m = 16, ef_construction = 64)"
        )


def analysed(schema: str) -> list[str]:
    """The tables whose plans depend on how large they have become."""
    names = ("articles", "copies", "deaths", "headings", "passages", "speech", "postings")
    return [f"{schema}.{name}" for name in names]


def delete_articles(connection: Connection[Row], schema: str, ids: Iterable[int]) -> None:
    """With all that belongs to them; the postings then name passages that are not there."""
    given = (list(ids),)
    for table, column in OF_PASSAGE.items():
        connection.execute(
            f"DELETE FROM {schema}.{table} t USING {schema}.articles a "
            f"WHERE a.id = ANY(%s) AND t.article_id = a.id AND t.{column} >= a.first_passage "
            f"AND t.{column} < a.first_passage + a.passages",
            given,
        )
    for table, column in OF_ARTICLE.items():
        connection.execute(f"DELETE FROM {schema}.{table} WHERE {column} = ANY(%s)", given)
    connection.execute(f"DELETE FROM {schema}.articles WHERE id = ANY(%s)", given)
