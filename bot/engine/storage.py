"""Where the index is kept: in folders, or in PostgreSQL."""

import logging
import sys

import click

from config.settings import Settings
from index.building.embedded import EmbeddedEngine
from index.engine.engine import Engine
from index.errors import EngineUnavailable


def engine_of(settings: Settings) -> Engine:
    """Where the index is kept; raises `EngineUnavailable` if that cannot be used."""
    if settings.data.engine == "postgres":
        return postgres_engine(settings)
    return EmbeddedEngine(settings.data.dir)


def postgres_engine(settings: Settings) -> Engine:
    try:
        from index.postgres.engine import PostgresEngine
    except ImportError as error:
        raise EngineUnavailable(
            f"{error.name} cannot be imported, which PostgreSQL needs: "
            '`pip install "pullquote[postgres]"`'
        ) from error
    url = settings.data.url.get_secret_value()
    return PostgresEngine(url, settings.data.dir, on_wait=_say_at_a_terminal)


def _say_at_a_terminal(line: str) -> None:
    """Not where a bot logs, which says once itself that the server is gone."""
    if sys.stderr.isatty() and not logging.getLogger().handlers:
        click.echo(f"pullquote: {line}", err=True)
