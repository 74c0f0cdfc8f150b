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
from tests.bot.commands.rebuild_process import small_pullquote
from tests.bot.slack.bot_at_work import UNLIMITED, build_index, installed_app, unused_port
from tests.processes import PATIENCE_S, next_line, started

ROOT = Path(__file__).parents[3]
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


def doctor(slack: FakeSlack, data: Path, *, as_json: bool = False, **environ: str) -> Result:
    return run(
        "doctor",
        *(["--json"] if as_json else []),
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


def test_the_doctor_says_in_one_line_what_it_found_and_what_to_do(
    slack: FakeSlack, data: Path
) -> None:
    lines = doctor(slack, data).stdout.splitlines()
    assert len(lines) == 6
    [index] = [line for line in lines if line.startswith("FIX")]
    assert index.endswith("→ run `pullquote rebuild`")


def test_the_doctor_says_it_as_json(slack: FakeSlack, articles: Path, data: Path) -> None:
    result = doctor(slack, data, as_json=True)
    findings = json.loads(result.stdout)
    assert (findings["ok"], result.exit_code) == (False, 1)
    assert [check["check"] for check in findings["checks"] if not check["ok"]] == ["index"]
    for check in findings["checks"]:
        assert check["found"]
        assert bool(check["fix"]) is not check["ok"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_the_imports_ends_it_with_a_line(number: int, tmp_path: Path) -> None:
    held = tmp_path / "click.py"  # the first thing that the commands import
    held.write_text("print('importing', flush=True)\nimport time\ntime.sleep(600)\n")
    environ = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    program = "import bot.__main__; bot.__main__.run()"
    command = [sys.executable, "-c", program, "serve"]
    with started(command, env=environ, cwd=tmp_path, **pipes) as process:
        assert next_line(process.stdout) == "importing\n"
        process.send_signal(number)
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, stderr) == (-number, b"pullquote: stopped\n")


def test_a_bot_that_is_stopped_while_it_loads_its_encoder_is_gone(
    slack: FakeSlack, articles: Path, data: Path
) -> None:
    build_index(articles, data)
    environ = os.environ | {
        "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
        "PULLQUOTE_BOT_HEALTH_PORT": "0",
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "PULLQUOTE_LOG": "json",
    }
    gate = data.with_name("gate")
    (gate.parent / "slow").touch()
    command = small_pullquote(gate, "serve", "--data", data)
    with started(command, env=environ, stderr=subprocess.PIPE) as process:
        lines = iter(lambda: next_line(process.stderr), "")
        assert any(json.loads(line)["message"] == "loading the encoder" for line in lines)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert json.loads(stderr.splitlines()[-1])["message"] == "stopped while it was starting"


def test_a_wrong_token_is_a_line_of_json_where_the_log_is(slack: FakeSlack, data: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in TOKENS}
    environ |= {
        "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
        "SLACK_BOT_TOKEN": "xoxb-wrong",
        "SLACK_APP_TOKEN": slack.app.app_token,
        "PULLQUOTE_LOG": "json",
    }
    command = [sys.executable, "-m", "bot", "serve", "--data", str(data)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    last = [json.loads(line) for line in done.stderr.splitlines()][-1]
    assert last["level"] == "error"
    assert "SLACK_BOT_TOKEN is refused" in last["message"]
    assert "xoxb-wrong" not in done.stderr


def test_a_log_of_another_kind_is_refused() -> None:
    result = run("serve", PULLQUOTE_LOG="xml")
    assert result.exit_code == 1
    assert "PULLQUOTE_LOG = 'xml' is not allowed: it is text or json" in result.stderr


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


def test_that_nobody_found_anything_helpful_is_said_beside_the_lines(tmp_path: Path) -> None:
    result = run("feedback", "--data", str(tmp_path / "data"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nobody has found an answer helpful" in result.stderr
