"""Shell completion: click's script for a shell, kept where the shell reads it at its start."""

import os
from pathlib import Path
from shlex import quote

import click
from click.shell_completion import get_completion_class

PROGRAM = "pullquote"
MARK = f"# completion of {PROGRAM}"
STARTS = {"bash": ".bashrc", "zsh": ".zshrc"}
# zsh defines `compdef`, which the script needs, only once this has run.
BEFORE = {"bash": "", "zsh": "autoload -Uz compinit && compinit; "}


def script(program: click.Command, shell: str) -> str:
    """Click's completion script for "bash", "zsh" or "fish"."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"there is no completion for {shell}")
    return kind(program, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source()


def install(text: str, shell: str, home: Path) -> Path:
    """Write the script below `home`, have the shell read it, and return where it is.

    Doing so again replaces it.
    """
    if shell == "fish":
        path = _below("XDG_CONFIG_HOME", home / ".config") / f"fish/completions/{PROGRAM}.fish"
    else:
        path = _below("XDG_DATA_HOME", home / ".local/share") / PROGRAM / f"completion.{shell}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if shell in STARTS:
        _read_at_start(home / STARTS[shell], f"{BEFORE[shell]}. {quote(str(path))}  {MARK}")
    return path


def _below(variable: str, otherwise: Path) -> Path:
    given = os.environ.get(variable, "")
    return Path(given) if Path(given).is_absolute() else otherwise


def _read_at_start(start: Path, line: str) -> None:
    before = start.read_text(encoding="utf-8") if start.exists() else ""
    kept = [each for each in before.splitlines() if not each.endswith(MARK)]
    start.write_text("\n".join([*kept, line]) + "\n", encoding="utf-8")
