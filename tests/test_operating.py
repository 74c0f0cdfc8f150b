"""What docs/operating.md has people run does what it says: backups, alerts, systemd's units."""

import json
import re
import shutil
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot.groups import EVERYTHING, view_of
from bot.index_in_use.current_index import CurrentIndex
from bot.slack.connection.metrics import Metrics
from bot.slack.memory.database import Database
from config.settings import Group, load
from index.building.verification import verify
from index.snapshot.opening import open_current
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

ROOT = Path(__file__).parents[1]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "docs" / "systemd").glob("*.service"))
QUESTION = "who repaired the lighthouse?"


def snippet(language: str, having: str) -> str:
    """The code block of a language that has these words in it."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", OPERATING, re.MULTILINE | re.DOTALL)
    [found] = [block for block in blocks if having in block]
    return str(found)


def answered(data: Path, *groups: Group) -> list[list[tuple[str, str]]]:
    """Titles and texts of the quotes that everybody is given, or each of the groups."""
    settings = load({}, flags={"data.dir": data, "answer.threshold": 0.0, "reader.model": ""})
    settings = settings.model_copy(update={"groups": groups})
    views = [view_of(groups, [group.name]) for group in groups] or [EVERYTHING]
    with closing(CurrentIndex(settings, SmallEncoder())) as index:
        assert index.follow()
        answers = [index.answer(QUESTION, view=view) for view in views]
    return [[(quote.title, quote.text) for quote in answer.quotes] for answer in answers]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    texts = {
        "light.md": "# The lighthouse\n\nTwo masons repaired the lighthouse after the storm.\n",
        "ferry.md": "# The ferry\n\nThe ferry runs every hour from the eastern pier.\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs sqlite3")
def test_a_backup_made_while_the_bot_writes_answers_the_same_elsewhere(
    sources: Path, tmp_path: Path
) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup"
    files = [sources / "light.md", sources / "ferry.md"]
    groups = [Group(name=file.stem, sources=(str(file),)) for file in files]
    rebuild_from(files, data)
    with closing(Database(data)) as database:
        key = database.key("references")
        done = threading.Event()

        def write() -> None:
            while not done.is_set():
                with database.transaction() as connection:
                    connection.execute("INSERT OR REPLACE INTO seen VALUES ('event:1', 1)")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            script = snippet("sh", ".backup")
            assert script.startswith("from=data to=backup\n")
            subprocess.run(["bash", "-euc", script], cwd=tmp_path, check=True)
        finally:
            done.set()
            writer.join()
    moved = tmp_path / "elsewhere" / "data"
    shutil.copytree(backup, moved)
    expected = answered(data), answered(data, *groups)
    shutil.rmtree(data)
    with closing(open_current(moved)) as snapshot:
        verify(snapshot)
    assert (answered(moved), answered(moved, *groups)) == expected
    [light], [ferry] = expected[1]
    assert (light[0], ferry[0]) == ("The lighthouse", "The ferry")
    with closing(Database(moved)) as database:
        assert database.key("references") == key
    assert not rebuild_from(files, moved).published


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_units(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text(encoding="utf-8").replace("/opt/pullquote/.venv/bin/pullquote", "/bin/sh")
    (tmp_path / unit.name).write_text(text, encoding="utf-8")
    run = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_units_run_what_the_procfile_runs() -> None:
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        [command] = re.findall(r"^ExecStart=/opt/pullquote/.venv/bin/(.*)$", text, re.MULTILINE)
        assert re.search(rf"^\w+: {re.escape(command)}$", procfile, re.MULTILINE), command


def known_metrics() -> set[str]:
    metrics = Metrics()
    metrics.watch(lambda: 0, lambda: None)
    known = {sample.name for family in metrics.registry.collect() for sample in family.samples}
    return known | {f"{family.name}_total" for family in metrics.registry.collect()}


def test_alerts_are_on_metrics_that_there_are() -> None:
    groups = yaml.safe_load(snippet("yaml", "alert:"))["groups"]
    expressions = [rule["expr"] for group in groups for rule in group["rules"]]
    named = set(re.findall(r"pullquote_\w+", " ".join(expressions)))
    assert set() != named <= known_metrics()


def test_the_dashboard_shows_metrics_that_there_are() -> None:
    dashboard = json.loads((ROOT / "docs" / "grafana" / "pullquote.json").read_text("utf-8"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert all("pullquote_" in expression for expression in expressions)
    assert set(re.findall(r"pullquote_\w+", " ".join(expressions))) <= known_metrics()


def test_every_metric_is_documented() -> None:
    metrics = Metrics()
    metrics.watch(lambda: 0, lambda: None)
    for family in metrics.registry.collect():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        assert re.search(rf"^\| `{name}\b", OPERATING, re.MULTILINE), name
