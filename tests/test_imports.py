"""Imports go one way, bot → index, and neither index nor config knows Slack."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {"index": {"index"}, "config": {"config"}, "bot": {"bot", "index", "config"}}


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_go_one_way(package: str) -> None:
    for file in (ROOT / package).rglob("*.py"):
        ours = imported(file) & {"bot", "index", "config", "tests", "bench"}
        assert ours <= ALLOWED[package], file
        if package != "bot":
            assert not imported(file) & {"slack_bolt", "slack_sdk"}, file
