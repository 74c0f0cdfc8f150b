"""`pullquote init` makes a folder that runs, and `pullquote manifest` what Slack takes."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import Result

from bot.slack.installation.manifest import manifest_faults
from config.settings import DEFAULTS, load

Run = Callable[..., Result]

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
    uncommented = "\n".join(
        line.removeprefix("# ") if " = " in line else line for line in text.splitlines()
    )
    assert tomllib.loads(uncommented) == tomllib.loads(DEFAULTS.read_text(encoding="utf-8"))


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
