"""`pullquote init` makes a folder that runs, and `pullquote manifest` what Slack takes;
`pullquote completion` has a shell complete it."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.shell_completion import ShellComplete
from click.testing import Result

from bot.cli import main
from bot.slack.installation.manifest import manifest_faults
from config.settings import DEFAULTS, Group, load
from index.building.rebuild import RebuildReport

Run = Callable[..., Result]

ROOT = Path(__file__).parents[3]
SCHEMA = Path(__file__).parents[1] / "slack" / "installation" / "slack_manifest.schema.2.0.0.json"


def test_the_folder_that_init_makes_is_indexed_and_answers(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run("init", str(tmp_path / "newsroom"))
    assert made.exit_code == 0, made.output
    assert "pullquote rebuild" in made.output
    monkeypatch.chdir(tmp_path / "newsroom")
    assert run("rebuild").exit_code == 0
    answered = run("ask", "--json", "who sent troops?")
    assert json.loads(answered.stdout)["quotes"][0]["path"].startswith("articles")


def test_the_settings_file_has_every_setting_as_a_comment(run: Run, tmp_path: Path) -> None:
    run("init", str(tmp_path))
    text = (tmp_path / "pullquote.toml").read_text(encoding="utf-8")
    assert load({}, here=tmp_path / "pullquote.toml") == load({})
    settings, mark, groups = text.partition("# [[groups]]\n")
    defaults = tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))
    assert defaults.pop("groups") == []
    assert tomllib.loads(without_marks(settings)) == defaults
    here = tmp_path / "with_groups.toml"
    here.write_text(text.replace(mark + groups, without_marks(mark + groups)))
    [group] = load({}, here=here).groups
    assert group.model_fields_set == Group.model_fields.keys()


def without_marks(text: str) -> str:
    """The lines of settings in a file in which each is a comment."""
    return "\n".join(
        line.removeprefix("# ") if " = " in line or line.startswith("# [[") else line
        for line in text.splitlines()
    )


def test_what_is_there_already_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pullquote.toml").write_text("[answer]\nquotes = 1\n")
    (tmp_path / "articles").mkdir()
    result = run("init", str(tmp_path))
    assert result.exit_code == 0
    assert "kept" in result.output
    assert (tmp_path / "pullquote.toml").read_text() == "[answer]\nquotes = 1\n"
    assert not list((tmp_path / "articles").iterdir())
    assert (tmp_path / "Procfile").exists()


def test_a_folder_that_cannot_be_made_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", str(tmp_path / "file" / "newsroom"))
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "Not a directory" in result.output


def test_the_settings_of_the_current_folder_are_read_unless_others_are_named(
    tmp_path: Path,
) -> None:
    here, other = tmp_path / "pullquote.toml", tmp_path / "other.toml"
    here.write_text("[answer]\nquotes = 1\n")
    other.write_text("[answer]\nquotes = 2\n")
    assert load({}, here=here).answer.quotes == 1
    assert load({"PULLQUOTE_CONFIG": str(other)}, here=here).answer.quotes == 2
    assert load({}, file=other, here=here).answer.quotes == 2
    assert load({}, here=tmp_path / "none.toml").answer.quotes == 3


@pytest.mark.parametrize(
    "options", [(), ("--name", "Süd & Nord"), ("--address", "https://quotes.example/")]
)
def test_every_manifest_is_valid_and_what_the_code_needs(
    run: Run, options: tuple[str, ...]
) -> None:
    result = run("manifest", *options)
    assert result.exit_code == 0
    manifest = yaml.safe_load(result.stdout)
    jsonschema.validate(manifest, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert manifest_faults(manifest) == []


def test_a_manifest_for_http_has_its_address_everywhere(run: Run) -> None:
    manifest = yaml.safe_load(run("manifest", "--address", "https://quotes.example").stdout)
    url = "https://quotes.example/slack/events"
    assert manifest["settings"]["event_subscriptions"]["request_url"] == url
    assert manifest["settings"]["interactivity"]["request_url"] == url
    assert [c["url"] for c in manifest["features"]["slash_commands"]] == [url]
    assert manifest["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "options",
    [
        ("--name", ""),
        ("--name", "x" * 36),
        ("--address", "http://quotes.example"),
        ("--address", "quotes.example"),
    ],
)
def test_what_slack_would_not_take_is_refused(run: Run, options: tuple[str, ...]) -> None:
    assert run("manifest", *options).exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_once_however_often_it_is_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    home = tmp_path / "a home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    start = home / {"bash": ".bashrc", "zsh": ".zshrc", "fish": "none"}[shell]
    start.write_text("alias ll='ls -l'")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    once = [run("completion", SHELL=f"/usr/bin/{shell}") for _ in range(2)][-1]
    assert once.exit_code == 0, once.output
    [script] = [path for path in home.rglob("*") if path.is_file() and path != start]
    assert str(script) in once.output
    assert "_PULLQUOTE_COMPLETE" in script.read_text()
    lines = start.read_text().splitlines()
    assert lines[0] == "alias ll='ls -l'"
    assert len(lines) == (1 if shell == "fish" else 2)
    assert run("completion", shell, "--print").stdout.strip() == script.read_text().strip()


def test_bash_completes_commands_once_it_is_installed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert run("completion", "bash").exit_code == 0
    program = tmp_path / "pullquote"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    typed = (
        ". ~/.bashrc; COMP_WORDS=(pullquote rollb); COMP_CWORD=1; "
        f"_pullquote_completion '{program}'; echo \"${{COMPREPLY[@]}}\""
    )
    environ = os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", typed], env=environ, capture_output=True, text=True)
    assert done.stdout == "rollback\n", done.stderr


def test_an_unknown_shell_is_asked_for(run: Run) -> None:
    result = run("completion", SHELL="/bin/tcsh")
    assert result.exit_code == 2
    assert "which shell is yours? Name it: bash, zsh, fish" in result.stderr


def test_sources_are_completed_as_files() -> None:
    completed = ShellComplete(main, {}, "pullquote", "_PULLQUOTE_COMPLETE")
    for name in ("add", "rebuild"):
        [item] = completed.get_completions([name], "arti")
        assert (item.value, item.type) == ("arti", "file")


def test_what_can_be_removed_is_completed_from_the_list(
    build: Callable[..., RebuildReport], data: Path, articles: Path, tmp_path: Path
) -> None:
    completed = ShellComplete(main, {}, "pullquote", "_PULLQUOTE_COMPLETE")
    assert completed.get_completions(["remove", "--data", str(data)], "") == []
    build()
    for typed, found in (("", [str(articles)]), ("https", [])):
        items = completed.get_completions(["remove", "--data", str(data)], typed)
        assert [item.value for item in items] == found
