"""The real bot at work against the fake Slack, on a small index: shared by tests of the bot."""

import contextlib
import dataclasses
import logging
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.fake_slack import FakeSlack, InstalledApp, RateLimits, RetryPolicy
from bot.index_in_use.current_index import CurrentIndex
from bot.slack.installation.manifest import read_manifest
from bot.slack.memory.database import MemoryUnavailable
from bot.slack.serve import Running
from bot.slack.values import Tuning
from config.environment import Secrets
from config.settings import Group, Settings, load
from tests.either_engine import flags_at
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

FAST = RetryPolicy(ack_timeout_s=2.0, delays_s=(0.05, 0.2, 0.5))
QUICK = Tuning(
    first_retry_s=0.1,
    ping_interval_s=0.3,
    deaf_after_s=2.0,
    follow_index_s=0.05,
    probe_s=0.2,
    lock_s=1.0,
    post_burst=1000,
)
UNLIMITED = RateLimits(enabled=False, reaction_s=60)


def build_index(articles: Path, data: Path) -> str:
    return rebuild_from([articles], data).snapshot


def settings_for(data: Path, base_url: str, **flags: Any) -> Settings:
    """The defaults, but quick, and answering everything; `flags` as `bot__workers=1`.

    Without a reader, which each process would have to convert, with torch and in seconds.
    """
    given = {name.replace("__", "."): value for name, value in flags.items()}
    quick = {
        **flags_at(data),
        "slack.base_url": base_url,
        "slack.timeout_s": 10.0,
        "slack.http_host": "127.0.0.1",
        "bot.health_port": 0,
        "bot.posts_per_s": 1000,
        "bot.questions_per_minute": 1000,
        "answer.threshold": 0,
        "reader.model": "",
    }
    return load({}, flags=quick | given)


def installed_app() -> InstalledApp:
    return InstalledApp.from_manifest(read_manifest())


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(
    slack: FakeSlack,
    data: Path,
    *,
    rebuild_command: Sequence[str] | None = None,
    add_command: Sequence[str] | None = None,
    port: int | None = None,
    groups: Sequence[Group] = (),
    **flags: Any,
) -> Iterator[Running]:
    """The bot from its start to its end; by HTTP when `port` is given."""
    settings = settings_for(data, slack.base_url, **flags)
    settings = settings.model_copy(update={"groups": tuple(groups)})
    by_http = Secrets(slack.app.bot_token, signing_secret=slack.app.signing_secret, port=port or 0)
    by_socket = Secrets(slack.app.bot_token, slack.app.app_token)
    running = Running(
        settings,
        by_socket if port is None else by_http,
        current_index=CurrentIndex(settings, SmallEncoder()),
        rebuild=rebuild_command,
        add=add_command,
        tuning=QUICK,
    )
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    running.start()
    try:
        if port is None:
            slack.wait_for_connection()
        yield running
    finally:
        running.stop()


def eventually(probe: Callable[[], Any], timeout_s: float = 60.0) -> Any:
    """The first truthy answer of `probe`."""
    deadline = time.monotonic() + timeout_s
    while not (found := probe()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    return found


@contextlib.contextmanager
def full_disk(bot: Running) -> Iterator[None]:
    """The bot's memory may not grow meanwhile: SQLite then says that the disk is full."""

    def limit(pages: str) -> None:
        with bot.assembly.database.transaction() as connection:
            connection.execute(f"PRAGMA max_page_count={pages}")

    with bot.assembly.database.transaction() as connection:
        connection.execute("CREATE TABLE rest (text TEXT)")
    limit("1")
    with contextlib.suppress(MemoryUnavailable):
        while True:
            with bot.assembly.database.transaction() as connection:
                connection.execute("INSERT INTO rest VALUES (hex(randomblob(100)))")
    try:
        yield
    finally:
        limit("1073741823")


def words_in(value: Any) -> str:
    """All that a message or a view says, in its blocks and its text."""
    if dataclasses.is_dataclass(value):
        return words_in([getattr(value, "text", ""), getattr(value, "blocks", [])])
    if isinstance(value, dict):
        return " ".join(words_in(v) for k, v in value.items() if k not in ("value", "type"))
    if isinstance(value, list | tuple):
        return " ".join(filter(None, map(words_in, value)))
    return value if isinstance(value, str) else ""


def settled(slack: FakeSlack, bot: Running) -> None:
    """Everything sent has been acknowledged, and every question has been seen to."""
    slack.wait_until_delivered()
    eventually(lambda: bot.assembly.queue.waiting() == 0)
