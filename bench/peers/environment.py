"""A virtual environment for each engine, made once for what its requirement file says."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

INSTALL_TIMEOUT_S = 3600
STAMP = "installed.sha256"


class InstallFailed(Exception):
    """An environment that could not be made, with pip's last complaint."""


def environment(name: str, requirements: Path, folder: Path, torch_index: str | None) -> Path:
    """The Python of `folder/name`, with exactly what the requirement file pins.

    torch comes first and by itself, so that it can come from an index of its own (`torch_index`)
    and nothing else brings another. Raises `InstallFailed`.
    """
    home = folder / name
    python = home / "bin" / "python"
    stamp = home / STAMP
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return python
    print(f"installing {name} into {home} (once)", file=sys.stderr)
    venv.create(home, clear=True, with_pip=True)
    torch = [line for line in pins(requirements) if line.startswith("torch==")]
    if torch:
        index = ["--index-url", torch_index, "--no-deps"] if torch_index else []
        _pip(python, *index, *torch)
    _pip(python, "--requirement", str(requirements))
    stamp.write_text(digest)
    return python


def pins(requirements: Path) -> list[str]:
    """The lines of a requirement file that name a package."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S
        )
    except subprocess.TimeoutExpired as error:
        raise InstallFailed(f"pip took longer than {INSTALL_TIMEOUT_S} s") from error
    if done.returncode:
        raise InstallFailed(last_line(done.stderr))


def last_line(text: str) -> str:
    """What a failed process said last, which is what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
