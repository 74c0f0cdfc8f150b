"""`pullquote init`, `manifest`, `completion`: from an installed package to a folder that runs."""

import os
import re
import shutil
from pathlib import Path

import click

from bot.slack.installation.app_manifest import BadManifest, app_manifest
from config.settings import DEFAULTS, LOCAL_FILE

# Beside the packages, in a clone and in an environment alike.
SAMPLES = DEFAULTS.parents[1] / "articles"
SETTINGS = """\
# The settings of this folder, which pullquote reads when it runs here. Each line shows a default:
# to change one, remove the "# " before it and write another value.

"""
PROCFILE = """\
web: pullquote serve
rebuild: pullquote rebuild --watch --every 15m
"""
SHELLS = ("bash", "zsh", "fish")
SETTING = re.compile(r"^(?=[a-z_]+ = )", re.MULTILINE)


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a folder with what Pullquote needs to run, and sample articles to try it on.

    It holds a settings file, the manifest of the Slack app, a Procfile and articles/. What is
    already there stays as it is.

    \b
    Example:
      pullquote init newsroom
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make(folder / LOCAL_FILE, settings_file())
        _make(folder / "slack_manifest.yaml", app_manifest())
        _make(folder / "Procfile", PROCFILE)
        _copy_samples(folder / "articles")
    except OSError as error:
        if error.filename is None:  # what is said, not what is made
            raise
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    where = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(f'\nNext:\n  {where}pullquote rebuild\n  pullquote ask "who sent troops?"')
    click.echo("Then put your own articles into articles/, and see slack_manifest.yaml for Slack.")


@click.command()
@click.option("--name", help="What the app is called in Slack.")
@click.option("--address", help="https://your-host, to get requests over HTTP, not Socket Mode.")
def manifest(name: str | None, address: str | None) -> None:
    """Print the manifest of the Slack app, to paste at api.slack.com/apps.

    \b
    Example:
      pullquote manifest --name "Desk quotes"
    """
    try:
        click.echo(app_manifest(name, address).rstrip())
    except BadManifest as error:
        raise click.UsageError(str(error)) from error


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False, metavar="[SHELL]")
@click.option("--print", "only_print", is_flag=True, help="Print the script, and install nothing.")
def completion(shell: str | None, only_print: bool) -> None:
    """Have the shell complete commands, options and files: bash, zsh or fish, by default yours.

    Writes a script into your home folder, and a line into .bashrc or .zshrc that reads it.

    \b
    Example:
      pullquote completion
    """
    from bot import completion as completions

    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise click.UsageError(f"which shell is yours? Name it: {', '.join(SHELLS)}")
    text = completions.script(click.get_current_context().find_root().command, shell)
    if only_print:
        click.echo(text)
        return
    try:
        path = completions.install(text, shell, Path.home())
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    click.echo(f"made {path}; a new {shell} completes `pullquote` with the Tab key")


def settings_file() -> str:
    """Every setting with its default, each line a comment, under its section."""
    defaults = DEFAULTS.read_text(encoding="utf-8")
    head, sections = defaults.split("\n[", 1)
    groups = head[: head.index("\ngroups = ")].rpartition("\n\n")[2]
    return f"{SETTINGS}{SETTING.sub('# ', '[' + sections)}\n{groups}\n"


def _make(path: Path, text: str) -> None:
    if _is_new(path):
        path.write_text(text, encoding="utf-8")


def _copy_samples(folder: Path) -> None:
    if _is_new(folder):
        shutil.copytree(SAMPLES, folder, ignore=shutil.ignore_patterns("__pycache__"))


def _is_new(path: Path) -> bool:
    """Whether a file or folder is not there yet; says what happens to it."""
    new = not path.exists()
    click.echo(f"{'made' if new else 'kept'} {path}")
    return new
