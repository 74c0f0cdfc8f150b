"""A running bot: its parts, its connection to Slack (Socket Mode or HTTP), its health, its end."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout
from slack_bolt import App

from bot.groups import sources_without_group, unknown_sources
from bot.index_in_use.current_index import CurrentIndex
from bot.slack.app import build_app
from bot.slack.assembly import Assembly, assemble
from bot.slack.background import Background, finish
from bot.slack.connection.clients import reading_client
from bot.slack.connection.health import Health, Pulse, Readiness
from bot.slack.connection.http_endpoint import SlackEndpoint
from bot.slack.connection.http_server import HttpServer
from bot.slack.connection.identity import Identity, expect_app_token, expect_tokens, identify
from bot.slack.connection.socket_link import SocketLink
from bot.slack.jobs.process import add_command, rebuild_command
from bot.slack.memory.database import Database
from bot.slack.values import Tuning
from config.environment import Secrets
from config.settings import Settings
from index.errors import PullquoteError, StorageError

log = logging.getLogger(__name__)

HOUSEKEEPING_S = 3600.0


class Running:
    """A bot between `start` and `stop`; a test may give the arguments after `secrets`.

    `memory` is the folder of what it remembers, beside the index by default. Once it `has_begun`
    there may be something to finish.
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
        tuning: Tuning | None = None,
    ) -> None:
        self.settings = settings
        self._memory = memory or settings.data.dir
        self._secrets = secrets
        self._current_index = current_index or CurrentIndex(settings)
        self._rebuild = rebuild or rebuild_command(settings.data.dir, config)
        self._add = add or add_command(settings.data.dir, config)
        self._tuning = tuning or Tuning()
        self._stopping = threading.Event()
        self._ends = ExitStack()
        self._served = False
        self.has_begun = False
        self._drained_by = 0.0
        self.background = Background()
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
                self.request_stop()
                raise
            self._ends = ends.pop_all()
            self._served = True

    def _start(self, ends: ExitStack) -> None:
        self._lock(ends)
        identity = self._identify()
        database = Database(self._memory)
        ends.callback(database.close)
        ends.callback(self._current_index.close)
        self._follow_index()
        self.assembly = bot = assemble(
            self.settings,
            self._secrets,
            identity,
            self._current_index,
            database,
            self._rebuild,
            self._add,
            self.background,
            self._tuning,
        )
        listeners = ThreadPoolExecutor(self.settings.slack.request_threads, "listener")
        app = build_app(bot, self._secrets, listeners)
        self._forget()
        bot.endings.start(self.background)
        ends.callback(bot.endings.stop)
        ends.callback(bot.rebuilds.stop)
        bot.additions.start(self.background)
        ends.callback(bot.additions.stop)
        bot.follower.start(self.background)
        ends.callback(bot.follower.stop)
        self._repeat("current-index", self._take_up_index, self._tuning.follow_index_s, ends)
        self._repeat("housekeeping", self._forget, HOUSEKEEPING_S, ends)
        self._repeat("memory", database.probe, self._tuning.probe_s, ends)
        self.has_begun = True  # from here on questions are taken
        bot.workers.start(self.settings.bot.workers)
        ends.callback(lambda: finish(listeners, self._left_s()))
        ends.callback(lambda: bot.workers.drain(self._left_s()))
        by_socket = bool(self._secrets.app_token)
        is_reachable = self._link(app, ends) if by_socket else self._listen(app, ends)
        self._serve_health(is_reachable, ends)
        log.info(
            "serving %s in Slack's workspace %s by %s, health on port %d",
            self._current_index.snapshot_id or "no index yet",
            identity.team,
            "Socket Mode" if by_socket else f"HTTP on port {self.port}",
            self.health_port,
        )

    def _identify(self) -> Identity:
        client = reading_client(self.settings, self._secrets)
        identity = identify(client, self._stopping.wait)
        if self._secrets.app_token:
            expect_app_token(client, self._secrets.app_token, self._stopping.wait)
        return identity

    def _link(self, app: App, ends: ExitStack) -> Callable[[], bool]:
        """Socket Mode; whether it is connected."""
        link = SocketLink(
            app, self.settings, self._secrets, self.assembly.metrics.reconnected, self._tuning
        )
        link.start(self.background)
        ends.callback(link.stop)
        return lambda: link.is_connected

    def _listen(self, app: App, ends: ExitStack) -> Callable[[], bool]:
        """HTTP; whether Slack can be reached."""
        server = HttpServer(
            SlackEndpoint(app, self._secrets.signing_secret),
            self.settings.slack.http_host,
            self._secrets.port,
            self.settings.slack.request_threads,
        )
        server.start(self.background)
        ends.callback(server.stop)
        self.port = server.port
        pulse = Pulse(reading_client(self.settings, self._secrets))
        self.background.start("pulse", pulse.run)
        ends.callback(pulse.stop)
        return lambda: pulse.is_reachable

    def _serve_health(self, is_reachable: Callable[[], bool], ends: ExitStack) -> None:
        database = self.assembly.database
        readiness = Readiness(
            index=self._index_in_use,
            slack=is_reachable,
            memory_trouble=lambda: database.trouble,
            dead_threads=self.background.dead,
        )
        server = HttpServer(
            Health(readiness, self.assembly.metrics.registry),
            self.settings.bot.health_host,
            self.settings.bot.health_port,
            threads=2,
        )
        server.start(self.background)
        ends.callback(server.stop)
        self.health_port = server.port

    def _lock(self, ends: ExitStack) -> None:
        """One bot for a memory, or two would take the same questions. Waits a little, for the
        one before to drain; the operating system frees the lock of one that died."""
        folder = self._memory
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "bot.lock", timeout=self._tuning.lock_s)
            ends.enter_context(lock)
        except Timeout as error:
            raise StorageError(
                f"another bot is serving from {str(folder)!r}: stop it first, or give this one its "
                "own folder with --data"
            ) from error
        except OSError as error:
            raise StorageError(f"cannot write to {str(folder)!r}: {error.strerror}") from error

    def _repeat(self, name: str, work: Callable[[], None], every_s: float, ends: ExitStack) -> None:
        ends.callback(self.background.repeat(name, work, every_s).join, 5)

    def _index_in_use(self) -> str:
        """The snapshot that can answer now, or ""."""
        return self._current_index.snapshot_id if self._current_index.is_reachable else ""

    def _take_up_index(self) -> None:
        if self._follow_index():
            self.assembly.follower.wake()

    def _follow_index(self) -> bool:
        """Whether another index is in use now."""
        try:
            if self._current_index.follow():
                log.info("answering from snapshot %s", self._current_index.snapshot_id)
                self._check_groups()
                return True
        except PullquoteError as error:
            log.error("the newest index cannot be used, the one before stays: %s", error)
        return False

    def _check_groups(self) -> None:
        """Sources may be named only later, so what is wrong is no reason not to serve."""
        groups, sources = self.settings.groups, dict(self._current_index.sources)
        for group, source in unknown_sources(groups, sources) if groups else ():
            log.warning("the group %s names %r, which is no source", group.name, source)
        if groups and (unseen := sources_without_group(groups, sources)):
            log.warning("no group may see %s: nobody is answered from there", ", ".join(unseen))

    def _forget(self) -> None:
        """What is kept no longer than a setting says."""
        days = self.settings.bot.keep_questions_days
        self.assembly.history.prune(days)
        self.assembly.joined_threads.prune(max(days, 1))
        self.assembly.queue.prune()

    def _left_s(self) -> float:
        """For the answers and listeners under way, all of them together."""
        return max(0.0, self._drained_by - time.monotonic())

    def wait(self) -> None:
        """Until `request_stop`."""
        self._stopping.wait()

    def request_stop(self) -> None:
        """May be called by a signal handler."""
        self._stopping.set()
        self.background.stop()

    def stop(self) -> None:
        """Take nothing more, finish what was begun, close."""
        self._drained_by = time.monotonic() + self.settings.bot.drain_s
        self.request_stop()
        self._ends.close()
        if self._served:
            log.info("stopped")
