"""`pullquote serve` and `pullquote doctor` as commands: what they say, and when they end."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.fake_slack import FakeSlack, Fault, InstalledApp
from tests.bot.slack.bot_at_work import UNLIMITED, build_index, installed_app, unused_port
from tests.processes import PATIENCE_S, next_line, started

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PORT")


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), limits=UNLIMITED) as fake_slack:
        yield fake_slack


def run(*arguments: str, **environ: str | None) -> Result:
    cleared: dict[str, str | None] = dict.fromkeys(TOKENS)
    return CliRunner().invoke(main, list(arguments), env={**cleared, **environ})


@pytest.mark.parametrize(
    ("environ", "variable", "why"),
    [
        ({}, "SLACK_BOT_TOKEN", "is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN", "should begin with 'xoxb-'"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN", "neither is SLACK_SIGNING_SECRET"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"},
            "SLACK_APP_TOKEN",
            "should begin with 'xapp-'",
        ),
    ],
)
def test_a_missing_or_mixed_up_token_is_one_line_that_says_where_to_get_it(
    tmp_path: Path, environ: dict[str, str], variable: str, why: str
) -> None:
    result = run("serve", "--data", str(tmp_path), **environ)
    assert result.exit_code == 1
    [line] = [text for text in result.stderr.splitlines() if text.startswith("pullquote: ")]
    assert variable in line
    assert why in line
    assert "api.slack.com/apps" in line


def test_a_token_that_slack_refuses_is_one_line(slack: FakeSlack, tmp_path: Path) -> None:
    result = run(
        "serve",
        "--data",
        str(tmp_path),
        PULLQUOTE_SLACK_BASE_URL=slack.base_url,
        SLACK_BOT_TOKEN="xoxb-wrong",  # noqa: S106
        SLACK_APP_TOKEN=slack.app.app_token,
    )
    assert result.exit_code == 1
    assert "SLACK_BOT_TOKEN is refused (invalid_auth): get it at" in result.stderr


def test_an_app_token_that_slack_refuses_is_blamed_and_ends_it(
    slack: FakeSlack, tmp_path: Path
) -> None:
    result = run(
        "serve",
        "--data",
        str(tmp_path),
        PULLQUOTE_SLACK_BASE_URL=slack.base_url,
        SLACK_BOT_TOKEN=slack.app.bot_token,
        SLACK_APP_TOKEN="xapp-wrong",  # noqa: S106
    )
    assert result.exit_code == 1
    assert "SLACK_APP_TOKEN is refused (invalid_auth): get it at" in result.stderr
    assert "SLACK_BOT_TOKEN" not in result.stderr


def test_a_port_that_is_taken_or_none_is_one_line(slack: FakeSlack, tmp_path: Path) -> None:
    taken = slack.url.rpartition(":")[2]
    for port, why in ((taken, "Address already in use"), ("many", "should be a port")):
        result = run(
            "serve",
            "--data",
            str(tmp_path),
            PULLQUOTE_SLACK_BASE_URL=slack.base_url,
            PULLQUOTE_BOT_HEALTH_PORT="0",
            PULLQUOTE_SLACK_HTTP_HOST="127.0.0.1",
            SLACK_BOT_TOKEN=slack.app.bot_token,
            SLACK_SIGNING_SECRET="secret",  # noqa: S106
            PORT=port,
        )
        assert result.exit_code == 1
        assert why in result.stderr


def test_the_demo_says_its_address_serves_its_page_and_ends_on_sigterm(tmp_path: Path) -> None:
    port = unused_port()
    environ = {k: v for k, v in os.environ.items() if k not in TOKENS} | {
        "PULLQUOTE_BOT_HEALTH_PORT": "0"
    }
    data = ("--data", str(tmp_path / "data"))
    command = [sys.executable, "-m", "bot.cli", "serve", "--demo", f"--demo-port={port}", *data]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(command, env=environ, **pipes) as process:
        assert f"http://127.0.0.1:{port}" in next_line(process.stdout)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
            assert page.status == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/workspace", timeout=60) as it:
            workspace = json.load(it)
        assert {channel["name"] for channel in workspace["channels"]} >= {"newsroom"}
        assert [command["name"] for command in workspace["commands"]] == ["/pullquote"]
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert b"Traceback" not in stderr
    assert b"stopped" in stderr
    assert not (tmp_path / "data" / "bot.sqlite").exists()


def test_a_demo_port_that_is_taken_is_one_line(slack: FakeSlack, tmp_path: Path) -> None:
    taken = slack.url.rpartition(":")[2]
    result = run("serve", "--demo", "--demo-port", taken, "--data", str(tmp_path))
    assert result.exit_code == 1
    assert f"pullquote: cannot show the demo on port {taken}" in result.stderr


def doctor(slack: FakeSlack, data: Path, **environ: str) -> Result:
    return run(
        "doctor",
        "--data",
        str(data),
        PULLQUOTE_SLACK_BASE_URL=slack.base_url,
        **{
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_APP_TOKEN": slack.app.app_token,
            **environ,
        },
    )


def findings(result: Result) -> dict[str, str]:
    """What was examined, and the verdict on it."""
    return {
        match[2].strip(): match[1]
        for match in re.finditer(r"^(ok|FIX) +(.{14})", result.stdout, re.MULTILINE)
    }


def test_the_doctor_finds_what_is_well_and_what_is_not(
    slack: FakeSlack, articles: Path, data: Path
) -> None:
    result = doctor(slack, data)
    assert findings(result) == {
        "bot token": "ok",
        "app token": "ok",
        "scopes": "ok",
        "manifest": "ok",
        "index": "FIX",
        "disk": "ok",
    }
    assert "run `pullquote rebuild`" in result.stdout
    assert result.exit_code == 1
    build_index(articles, data)
    result = doctor(slack, data)
    assert findings(result)["index"] == "ok"
    assert "small@1" in result.stdout  # the index is of the tests' encoder, not of the one set


def test_the_doctor_names_the_scopes_that_are_missing(data: Path) -> None:
    app = InstalledApp(scopes=frozenset({"chat:write"}), events=frozenset())
    with FakeSlack(app, limits=UNLIMITED) as slack:
        result = doctor(slack, data)
    assert findings(result)["scopes"] == "FIX"
    assert "users:read not granted" in result.stdout


def test_the_doctor_reports_wrong_tokens_and_a_slack_that_is_not_there(
    slack: FakeSlack, data: Path
) -> None:
    wrong = doctor(slack, data, SLACK_BOT_TOKEN="xoxb-wrong")  # noqa: S106
    assert "SLACK_BOT_TOKEN is refused" in wrong.stdout
    wrong = doctor(slack, data, SLACK_APP_TOKEN="xapp-wrong")  # noqa: S106
    assert findings(wrong)["app token"] == "FIX"
    slack.fail("auth.test", Fault.http(500), times=20)
    away = doctor(slack, data)
    assert away.exit_code == 1
    assert "look at the network" in away.stdout


def test_the_doctor_makes_and_changes_nothing(
    slack: FakeSlack, articles: Path, data: Path, tmp_path: Path
) -> None:
    assert findings(doctor(slack, tmp_path / "no" / "where"))["disk"] == "ok"
    assert not (tmp_path / "no").exists()
    build_index(articles, data)
    before = {path: path.stat().st_mtime_ns for path in [data, *data.rglob("*")]}
    assert findings(doctor(slack, data))["disk"] == "ok"
    assert {path: path.stat().st_mtime_ns for path in [data, *data.rglob("*")]} == before


def test_the_doctor_blames_the_network_and_not_the_app_token(slack: FakeSlack, data: Path) -> None:
    slack.fail("apps.connections.open", Fault.http(503), times=20)
    result = doctor(slack, data)
    assert findings(result)["app token"] == "FIX"
    assert "look at the network" in result.stdout
    assert "make an app-level token" not in result.stdout
