"""`pullquote snapshots`, `rollback` and `verify`, on an index of the small encoder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from bot.cli import main
from index.building.rebuild import RebuildReport
from index.snapshot.folders import current_folder

Build = Callable[..., RebuildReport]


def run(*arguments: str, data: Path) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data", str(data)])


@pytest.fixture
def ids(build: Build, articles: Path) -> list[str]:
    first = build().snapshot
    (articles / "new.txt").write_text("News\n\nA new article came in about the old bridge.\n")
    return [first, build().snapshot]


def test_the_builds_are_listed_and_the_older_one_can_be_put_to_use(
    ids: list[str], data: Path
) -> None:
    lines = run("snapshots", data=data).stdout.splitlines()
    assert lines[0].startswith(f"* {ids[1]}  4 articles, 5 passages, ")
    assert lines[1].startswith(f"  {ids[0]}  3 articles, 4 passages, ")
    rolled = run("rollback", data=data)
    assert rolled.stdout == f"now in use: {ids[0]}, 3 articles, 4 passages\n"
    assert current_folder(data).name == ids[0]
    rows = json.loads(run("snapshots", "--json", data=data).stdout)
    assert [(row["snapshot"], row["in_use"]) for row in rows] == [(ids[1], False), (ids[0], True)]
    again = run("rollback", data=data)
    assert again.exit_code == 1
    assert again.stderr.startswith("pullquote: there is no older snapshot; kept are ")
    assert run("rollback", ids[1], data=data).exit_code == 0
    assert current_folder(data).name == ids[1]


def test_a_rollback_waits_for_no_rebuild(ids: list[str], data: Path) -> None:
    with FileLock(data / "rebuild.lock"):
        result = run("rollback", data=data)
    assert (result.exit_code, "already running" in result.stderr) == (1, True)
    assert current_folder(data).name == ids[1]


def test_a_sound_index_verifies_and_a_damaged_one_does_not(ids: list[str], data: Path) -> None:
    sound = run("verify", data=data)
    assert (sound.exit_code, sound.stdout[:7]) == (0, "sound: ")
    path = current_folder(data) / "encodings" / "codes.bin"
    path.write_bytes(path.read_bytes()[:-1])
    damaged = run("verify", data=data)
    assert damaged.exit_code == 1
    assert "codes.bin" in damaged.stderr


@pytest.mark.parametrize("command", ["snapshots", "rollback", "verify"])
def test_where_nothing_is_indexed_that_is_said_and_nothing_is_made(
    command: str, data: Path
) -> None:
    result = run(command, data=data)
    assert (result.exit_code, "pullquote rebuild" in result.stderr) == (1, True)
    assert not data.exists()
