"""Rebuilding on request: `pullquote rebuild` in a process of its own, so that answers stay fast."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Told = Callable[[str], None]
"""Called with a sentence for people when it is over."""


class Rebuilding:
    """One at a time; the snapshot it publishes is taken up as any other."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str] | None = None) -> None:
        self._command = tuple(command)
        self._environ = environ
        self._running = threading.Lock()

    @classmethod
    def of(cls, data_dir: Path, config: Path | None) -> "Rebuilding":
        """With the settings of this process: its environment, its file, its folder."""
        more = ["--config", str(config)] if config else []
        command = [sys.executable, "-m", "bot.cli", "rebuild", "--data", str(data_dir), *more]
        return cls(command, dict(os.environ))

    def start(self, tell: Told) -> bool:
        """Whether it was begun: False while another is under way."""
        if not self._running.acquire(blocking=False):
            return False
        threading.Thread(target=self._run, args=(tell,), name="rebuild", daemon=True).start()
        return True

    def _run(self, tell: Told) -> None:
        try:
            done = subprocess.run(  # noqa: S603
                self._command, capture_output=True, text=True, check=False, env=self._environ
            )
            lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
            said = (lines[0] if done.returncode == 0 else lines[-1]) if lines else ""
        finally:
            self._running.release()
        tell(said if done.returncode == 0 else f"the rebuild failed: {said or 'no reason given'}")
