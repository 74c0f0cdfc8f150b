"""A running bot: its parts, its way to Slack (Socket Mode or HTTP), its health, its end."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from bot.current_index import CurrentIndex
from bot.slack.app import build_app
from bot.slack.assembly import Assembly, assemble
from bot.slack.connection.clients import reading_client
from bot.slack.connection.health import Health, Pulse
from bot.slack.connection.http_endpoint import Door, HttpServer
from bot.slack.connection.identity import expect_tokens, identify
from bot.slack.connection.socket_link import SocketLink
from bot.slack.jobs.process import add_command, rebuild_command
from bot.slack.memory.database import Database
from config.settings import Secrets, Settings
from index.errors import PullquoteError, StorageError

log = logging.getLogger(__name__)

LOCK_S = 30.0
HOUSEKEEPING_S = 3600.0


class Running:
    """A bot between `start` and `stop`; a test may give `current_index`, `rebuild`, `add`.

    `memory` is the folder of what it remembers, beside the index by default.
    """

    def __init__(
        self,
        settings: Settings,
        secrets: Secrets,
        *,
        current_index: CurrentIndex | None = None,
        rebuild: Sequence[str] | None = None,
        add: Sequence[str] | None = None,
        config: Path | None = None,
        memory: Path | None = None,
    ) -> None:
        self.settings = settings
        self._memory = memory or settings.data.dir
        self._secrets = secrets
        self._current_index = current_index or CurrentIndex(settings)
        self._rebuild = rebuild or rebuild_command(settings.data.dir, config)
        self._add = add or add_command(settings.data.dir, config)
        self.lock_s = LOCK_S
        self._stopping = threading.Event()
        self._ends = ExitStack()
        self._served = False
        self.health_port = 0
        self.port = 0
        self.assembly: Assembly

    def start(self) -> None:
        """Raises `TokenError` for a token that is missing or refused, and `StorageError`."""
        expect_tokens(self._secrets)
        with ExitStack() as ends:
            try:
                self._start(ends)
            except BaseException:
                self._stopping.set()
                raise
            self._ends = ends.pop_all()
            self._served = True

    def _start(self, ends: ExitStack) -> None:
        self._lock(ends)
        identity = identify(reading_client(self.settings, self._secrets), self._stopping.wait)
        database = Database(self._memory)
        ends.callback(database.close)
        ends.callback(self._current_index.close)
        self._follow_once()
        self.assembly = bot = assemble(
            self.settings,
            self._secrets,
            identity,
            self._current_index,
            database,
            self._rebuild,
            self._add,
        )
        app = build_app(bot, self._secrets)
        bot.rebuilds.mend()
        ends.callback(bot.rebuilds.stop)
        bot.additions.start()
        ends.callback(bot.additions.stop)
        self._in_background(
            "current_index", self._follow_once, self.settings.bot.follow_snapshot_s, ends
        )
        self._in_background("housekeeping", self._forget, HOUSEKEEPING_S, ends)
        self._forget()
        bot.workers.start(self.settings.bot.workers)
        ends.callback(bot.workers.drain, self.settings.bot.drain_s)
        if self._secrets.app_token:
            link = SocketLink(app, self.settings, self._secrets, bot.metrics.reconnected)
            link.start()
            ends.callback(link.stop)
            reachable: Callable[[], bool] = lambda: link.is_connected  # noqa: E731
        else:
            door = HttpServer(
                Door(app),
                self.settings.slack.http_host,
                self._secrets.port,
                self.settings.slack.http_threads,
            )
            door.start()
            ends.callback(door.stop)
            self.port = door.port
            pulse = Pulse(reading_client(self.settings, self._secrets))
            pulse.start()
            ends.callback(pulse.stop)
            reachable = lambda: pulse.is_reachable  # noqa: E731
        health = HttpServer(
            Health(lambda: self._current_index.snapshot_id, reachable, bot.metrics.registry),
            self.settings.bot.health_host,
            self.settings.bot.health_port,
            threads=2,
        )
        health.start()
        ends.callback(health.stop)
        self.health_port = health.port
        log.info(
            "serving %s in Slack's workspace %s by %s, health on port %d",
            self._current_index.snapshot_id or "no index yet",
            identity.team,
            "Socket Mode" if self._secrets.app_token else f"HTTP on port {self.port}",
            self.health_port,
        )

    def _lock(self, ends: ExitStack) -> None:
        """One bot for a memory, or two would take the same questions. Waits a little, for the
        one before to drain; the operating system frees the lock of one that died."""
        folder = self._memory
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "bot.lock", timeout=self.lock_s)
            ends.enter_context(lock)
        except Timeout as error:
            raise StorageError(
                f"another bot is serving from {str(folder)!r}: stop it first, or give this one its "
                "own folder with --data"
            ) from error
        except OSError as error:
            raise StorageError(f"cannot write to {str(folder)!r}: {error.strerror}") from error

    def _in_background(
        self, name: str, work: Callable[[], None], every_s: float, ends: ExitStack
    ) -> None:
        def run() -> None:
            while not self._stopping.wait(every_s):
                try:
                    work()
                except Exception:
                    log.exception("%s failed and is tried again", name)

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        ends.callback(thread.join, 5)

    def _follow_once(self) -> None:
        try:
            if self._current_index.follow():
                log.info("answering from snapshot %s", self._current_index.snapshot_id)
        except PullquoteError as error:
            log.error("the newest index cannot be used, the one before stays: %s", error)

    def _forget(self) -> None:
        """What is kept no longer than a setting says."""
        days = self.settings.bot.keep_questions_days
        self.assembly.history.prune(days)
        self.assembly.joined_threads.prune(max(days, 1))
        self.assembly.queue.prune()

    def wait(self) -> None:
        """Until `request_stop`."""
        self._stopping.wait()

    def request_stop(self) -> None:
        """May be called by a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """Hear nothing more, finish what is in hand, close."""
        self._stopping.set()
        self._ends.close()
        if self._served:
            log.info("stopped")
