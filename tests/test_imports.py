"""Imports go one way: a module, a folder and a package each know only what lies below them."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "index": {"index"},
    "config": {"config"},
    "bot": {"bot", "index", "config"},
    "bench": {"bench", "bot", "index", "config"},
}
PRODUCT = ("bot", "config", "index")
MOST_MODULES = 12
FOLDERS = sorted({file.parent for name in PRODUCT for file in (ROOT / name).rglob("*.py")})


def named(file: Path) -> str:
    """A module by its dotted name; a package has `__init__` at its end."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


MODULES = {named(file): file for name in PRODUCT for file in sorted((ROOT / name).rglob("*.py"))}


@cache
def imported(file: Path) -> frozenset[str]:
    """All that a file imports, by its dotted name; of `from a import b` both `a` and `a.b`."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def modules_imported(file: Path) -> Iterator[str]:
    """Those of the product's own modules that a file imports, never twice."""
    names = imported(file)
    for name in names:
        if name in MODULES:
            yield name
        elif f"{name}.__init__" in MODULES:
            deeper = any(other.startswith(f"{name}.") and is_ours(other) for other in names)
            if not deeper:
                yield f"{name}.__init__"


def is_ours(name: str) -> bool:
    return name in MODULES or f"{name}.__init__" in MODULES


def circle(arrows: Mapping[str, Iterable[str]]) -> list[str]:
    """Some way from a node back to it; empty if there is none."""
    done: set[str] = set()

    def search(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        done.add(node)
        return next(filter(None, (search(to, [*way, node]) for to in arrows.get(node, ()))), [])

    return next(filter(None, (search(node, []) for node in arrows)), [])


def arrows_between_siblings() -> Iterator[tuple[str, str, str]]:
    """(folder, part, other part) for each import from one part of a folder to another."""
    for module, file in MODULES.items():
        for other in modules_imported(file):
            here, there = module.split("."), other.split(".")
            shared = 0
            while here[shared] == there[shared] and shared < min(len(here), len(there)) - 1:
                shared += 1
            if here[shared] != there[shared]:
                yield ".".join(here[:shared]), here[shared], there[shared]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_packages_import_one_way(package: str) -> None:
    for file in (ROOT / package).rglob("*.py"):
        packages = {name.partition(".")[0] for name in imported(file)}
        assert packages & {"bot", "index", "config", "tests", "bench"} <= ALLOWED[package], file
        if package in ("index", "config"):
            assert not packages & {"slack_bolt", "slack_sdk"}, file


def test_only_the_tests_of_benchmarks_import_a_benchmark() -> None:
    for file in (ROOT / "tests").rglob("*.py"):
        if file.parent != ROOT / "tests" / "bench":
            assert not any(name.partition(".")[0] == "bench" for name in imported(file)), file


def test_the_fake_slack_imports_nothing_else_of_ours() -> None:
    for file in (ROOT / "bot" / "fake_slack").rglob("*.py"):
        ours = {name for name in imported(file) if name.split(".")[0] in (*PRODUCT, "tests")}
        assert all(name == "bot" or name.startswith("bot.fake_slack") for name in ours), file


def test_only_the_demo_imports_the_fake_slack() -> None:
    users = {
        module
        for module, file in MODULES.items()
        if any(name.startswith("bot.fake_slack") for name in imported(file))
    }
    outside = {module for module in users if not module.startswith("bot.fake_slack.")}
    assert outside == {"bot.demo"}


def test_ray_is_imported_for_a_rebuild_on_a_cluster_only() -> None:
    """By its own folder, which one module imports, and that within functions."""
    users = set()
    for module, file in MODULES.items():
        names = {name.split(".")[0] for name in imported(file)}
        assert "ray" not in names or module.startswith("index.ray."), module
        if any(name.startswith("index.ray") for name in imported(file)):
            users.add(module)
    assert {user for user in users if not user.startswith("index.ray.")} == {"bot.engine.workers"}
    at_the_top = ast.parse(MODULES["bot.engine.workers"].read_text(encoding="utf-8")).body
    named_there = [ast.unparse(node) for node in at_the_top if "import" in ast.unparse(node)[:60]]
    assert not any("index.ray" in line for line in named_there if not line.startswith("class"))


def test_no_modules_import_each_other_in_a_circle() -> None:
    arrows = {module: sorted(set(modules_imported(file))) for module, file in MODULES.items()}
    assert circle(arrows) == []


def test_no_parts_of_a_folder_import_each_other_in_a_circle() -> None:
    folders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for folder, part, other in arrows_between_siblings():
        folders[folder][part].add(other)
    for folder, arrows in folders.items():
        way = circle({part: sorted(others) for part, others in arrows.items()})
        assert way == [], f"{folder or 'at the top'}: {' → '.join(way)}"


def test_a_circle_is_found() -> None:
    found = circle({"a": ["b"], "b": ["c", "d"], "c": ["d"], "d": ["b"]})
    assert found[0] == found[-1]
    assert set(pairwise(found)) in ({("b", "c"), ("c", "d"), ("d", "b")}, {("b", "d"), ("d", "b")})
    assert circle({"a": ["b", "c"], "b": ["c"]}) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: named(folder))
def test_a_folder_holds_a_dozen_modules_at_most_and_says_what_it_is(folder: Path) -> None:
    modules = [file for file in folder.glob("*.py") if file.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert docstring, "its __init__.py says nothing"
    assert docstring.partition("\n")[0].endswith("."), docstring


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_says_what_it_is(module: str) -> None:
    source = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    assert ast.get_docstring(source) or not source.body
