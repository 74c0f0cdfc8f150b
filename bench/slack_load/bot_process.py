"""The bot as a process: killed and started again, with a full disk, with its memory locked."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.slack_load.load import Load
from bot.fake_slack import FakeSlack

ENDS_WITHIN_S = 30


class BotProcess:
    def __init__(self, slack: FakeSlack, data: Path, load: Load) -> None:
        self._memory = data / "bot.sqlite"
        flags = {"bot__posts_per_s": "1", "post_burst": "4"} if load.limited else {}
        variables = {"PULLQUOTE_WEB_ALLOW_PRIVATE": "true", "PULLQUOTE_WEB_DELAY_S": "0"}
        if load.bot is None:
            variables |= {
                "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
                "PULLQUOTE_BOT_HEALTH_PORT": "0",
                "PULLQUOTE_BOT_QUESTIONS_PER_MINUTE": "1000",
            }
            if not load.limited:
                variables["PULLQUOTE_BOT_POSTS_PER_S"] = "1000"
            self._command = [sys.executable, "-m", "bot.cli", "serve", "--data", str(data)]
        else:
            given = [f"{name}={value}" for name, value in flags.items()]
            program = [sys.executable, "-m", load.bot]
            self._command = [*program, str(data), slack.base_url, *given]
        tokens = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_APP_TOKEN": slack.app.app_token,
        }
        self._environ = os.environ | tokens | variables
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, env=self._environ)

    def kill_and_restart(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = self._start()

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """The process can write to no file meanwhile, as if there were no room left (Linux)."""
        pid = self._process.pid
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))

    @contextmanager
    def locked_memory(self) -> Iterator[None]:
        """Another program holds the lock of the bot's SQLite file meanwhile."""
        with closing(sqlite3.connect(self._memory, isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                yield
            finally:
                other.execute("ROLLBACK")

    def stop(self) -> int:
        """By SIGTERM; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
