"""The command line: `pullquote rebuild · ask · chat · status · eval`, and the bot's commands.

Results go to stdout, progress and complaints to stderr. Exit code 2 is for wrong usage, 1 for an
expected failure, in one line. Commands import what they need when they run: torch takes seconds.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

import click
from click.exceptions import NoArgsIsHelpError

from bot.commands.agents import mcp
from bot.commands.ask import ask
from bot.commands.chat import chat
from bot.commands.collection.rebuild import rebuild
from bot.commands.collection.sources import add, changes, list_sources, remove
from bot.commands.evaluation import evaluate
from bot.commands.slack import doctor, feedback, serve
from bot.commands.snapshots import move, rollback, snapshots, status, verify
from bot.commands.start import completion, init, manifest
from bot.commands.stopping import leave
from config.settings import SettingsError
from index.errors import PullquoteError

_OUTPUT_FAILS = {
    errno.EBADF: "it is closed",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would become larger than is allowed",
}


class _InOneLine(click.ClickException):
    """What click complains of, said as everything else is."""

    def __init__(self, error: click.ClickException) -> None:
        super().__init__(" ".join(error.format_message().split()).removesuffix("."))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"pullquote: {self.message[:1].lower()}{self.message[1:]}", file, err=True)


class _WrongUsage(_InOneLine):
    """With a hint where to read on."""

    exit_code = 2

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(error)
        self._command = error.ctx.command_path if error.ctx else _command()

    def show(self, file: IO[Any] | None = None) -> None:
        super().show(file)
        click.echo(f"try `{self._command} --help`", file, err=True)


def _command() -> str:
    """The command that is being read, where click does not say it."""
    context = click.get_current_context(silent=True)
    return f"{context.command_path} {context.invoked_subcommand}" if context else "pullquote"


@contextmanager
def _complaining_in_one_line() -> Iterator[None]:
    try:
        yield
    except (_InOneLine, NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise _WrongUsage(error) from error
    except click.ClickException as error:
        raise _InOneLine(error) from error


class _Pullquote(click.Group):
    """Turns the errors that Pullquote raises on purpose, and an output that cannot be written, into
    one line and exit code 1; wrong usage into a line, a hint and exit code 2.
    """

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with _complaining_in_one_line():
            return super().make_context(*args, **kwargs)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        _open_closed_streams()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if error.errno not in _OUTPUT_FAILS or error.filename is not None:
                raise
            why = _OUTPUT_FAILS[error.errno]
            click.echo(f"pullquote: the output cannot be written: {why}", err=True)
            # Else Python tries once more at its end, and complains.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _complaining_in_one_line():
                return super().invoke(ctx)
        except (PullquoteError, SettingsError) as error:
            message = " ".join(str(error).split())
            click.echo(f"pullquote: {message}", err=True)
            ctx.exit(1)
        except UnicodeEncodeError as error:
            missing = error.object[error.start : error.end]
            click.echo(
                f"pullquote: the output's encoding {error.encoding!r} has no {missing!r}: "
                "set PYTHONIOENCODING=utf-8",
                err=True,
            )
            ctx.exit(1)


def _open_closed_streams() -> None:
    """Else the next file to be opened takes the place of stdout, and what is printed ends in it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # takes the lowest number, and refuses what is written
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w")
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 (until the process ends)


@click.group("pullquote", cls=_Pullquote, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pullquote", message="%(prog)s %(version)s")
def main() -> None:
    """Answer questions from a collection of articles with verbatim, cited quotes.

    \b
    Example:
      pullquote rebuild articles
      pullquote ask "who sent troops?"
    """


COMMANDS = (
    ask,
    chat,
    rebuild,
    add,
    remove,
    list_sources,
    changes,
    status,
    snapshots,
    rollback,
    verify,
    move,
    serve,
    mcp,
    doctor,
    feedback,
    evaluate,
    init,
    manifest,
    completion,
)
# In the list of commands a first sentence would be cut at the end of the line.
SHORT = {
    "add": "Add sources, and publish an index with them.",
    "ask": "Answer a question with cited quotes.",
    "changes": "Show which articles have changed, and how.",
    "chat": "Answer question after question.",
    "completion": "Have your shell complete commands and options.",
    "doctor": "Check tokens, index and disk, and say what to fix.",
    "eval": "Measure the answers to questions with known answers.",
    "feedback": "Print what people in Slack found helpful.",
    "init": "Make a folder to start from, with sample articles.",
    "manifest": "Print the manifest of the Slack app.",
    "mcp": "Answer the tool calls of agents.",
    "move": "Copy the index to another engine.",
    "rebuild": "Read the sources, and publish a new index.",
    "remove": "Remove sources and their articles.",
    "rollback": "Answer from an older snapshot again.",
    "serve": "Answer in Slack.",
    "snapshots": "List the snapshots that are kept.",
    "sources": "List the sources, and what went wrong.",
    "status": "Show what is indexed.",
    "verify": "Check every file of the snapshot in use.",
}

for command in COMMANDS:
    command.short_help = SHORT.get(command.name or "")
    main.add_command(command)


def run() -> NoReturn:
    """The program: `main`, and the quickest end after it."""
    try:
        main(prog_name="pullquote")
    except SystemExit as ending:
        if ending.code is not None and not isinstance(ending.code, int):
            raise
        leave(ending.code or 0)
    leave(0)


if __name__ == "__main__":
    run()
