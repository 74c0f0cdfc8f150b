"""A relative source means the same from any folder, and the paths of its articles stay the same."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.wording.terminal import render_sources
from index.building.rebuild import RebuildReport, Sources, rebuild
from index.collection.collection import Collection, kept_sources
from index.collection.database import DATABASE
from index.errors import UnknownSource
from index.reading.sources.files import FileReader
from tests.index.encoder.small_encoder import SmallEncoder

NOTE = "# {0}\n\nThe {0} ferry was out of service for nine days in the spring.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a [strange] project"
    notes = folder / "notes"
    notes.mkdir(parents=True)
    for name in ("north", "south"):
        (notes / f"{name}.md").write_text(NOTE.format(name))
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "west.md").write_text(NOTE.format("west"))
    return folder


@pytest.fixture(autouse=True)
def _back_again() -> Iterator[None]:
    before = Path.cwd()
    yield
    os.chdir(before)


def run(project: Path, folder: Path, **sources: tuple[str, ...]) -> RebuildReport:
    """A rebuild of the project's index that is started in `folder`."""
    os.chdir(folder)
    data = project / "data"
    reader = FileReader(1_000_000, data).read
    return rebuild(Sources(**sources), reader, data, "small@1", SmallEncoder, keep=2)


def paths(project: Path) -> list[str]:
    with Collection(project / "data") as collection:
        return [each.article.path for each in collection.articles()]


@pytest.mark.parametrize("source", ["notes", "notes/*.md", "./notes", "notes/../notes", "."])
def test_a_rebuild_from_another_folder_reads_the_same_source(
    project: Path, elsewhere: Path, source: str
) -> None:
    run(project, project, chosen=(source,))
    before = paths(project)
    assert len(before) == 2
    (project / "notes" / "east.md").write_text(NOTE.format("east"))
    report = run(project, elsewhere)
    assert (report.articles, report.skipped) == (3, ())
    after = paths(project)
    assert set(before) < set(after)
    run(project, project)
    assert paths(project) == after


def test_a_project_may_be_moved_with_its_index(project: Path, elsewhere: Path) -> None:
    run(project, project, chosen=("notes",))
    moved = project.rename(project.with_name("moved"))
    assert run(moved, elsewhere).skipped == ()
    assert paths(moved) == ["notes/north.md", "notes/south.md"]


def test_sources_of_one_name_in_two_folders_are_two(project: Path, elsewhere: Path) -> None:
    run(project, project, chosen=("notes",))
    assert run(project, elsewhere, added=("notes",)).articles == 3
    assert run(project, project).articles == 3
    kept = kept_sources(project / "data")
    assert [source.location for source in kept] == ["notes", str(elsewhere / "notes")]
    assert [source.place for source in kept] == [str(project / "notes"), str(elsewhere / "notes")]


def test_a_source_is_the_same_however_it_is_written(project: Path, elsewhere: Path) -> None:
    run(project, project, chosen=("notes",))
    for source in (str(project / "notes"), "notes", "notes/"):
        run(project, project, added=(source,))
    os.chdir(elsewhere)
    run(project, elsewhere, added=(os.path.relpath(project / "notes", elsewhere),))
    assert [source.location for source in kept_sources(project / "data")] == ["notes"]


def test_a_source_is_removed_by_its_place_or_as_it_is_listed(
    project: Path, elsewhere: Path
) -> None:
    run(project, project, chosen=("notes/north.md", "notes/south.md"))
    with pytest.raises(UnknownSource):
        run(project, elsewhere, removed=("west.md",))
    run(project, project / "notes", removed=("north.md",))
    assert paths(project) == ["notes/south.md"]
    run(project, elsewhere, added=("notes/west.md",))
    run(project, elsewhere, removed=("notes/south.md",))
    assert paths(project) == ["notes/west.md"]


def test_sources_chosen_again_count_from_where_they_are_named(
    project: Path, elsewhere: Path
) -> None:
    run(project, project, chosen=("notes",))
    run(project, elsewhere, chosen=("notes",))
    [source] = kept_sources(project / "data")
    assert (source.location, source.place) == ("notes", str(elsewhere / "notes"))
    assert paths(project) == ["notes/west.md"]


def test_sources_of_the_settings_stay_those_of_the_first_rebuild(
    project: Path, elsewhere: Path
) -> None:
    run(project, project, default=("notes",))
    run(project, elsewhere, default=("notes",))
    assert paths(project) == ["notes/north.md", "notes/south.md"]


def test_sources_named_before_folders_were_kept_are_found_beside_the_index(
    project: Path, elsewhere: Path
) -> None:
    (elsewhere / "notes").rename(elsewhere / "others")
    run(project, project, chosen=("notes",))
    with closing(sqlite3.connect(project / "data" / DATABASE)) as connection:
        connection.execute("ALTER TABLE sources DROP COLUMN folder")
    assert kept_sources(project / "data")[0].location == "notes"
    assert run(project, elsewhere).skipped == ()
    assert paths(project) == ["notes/north.md", "notes/south.md"]
    assert kept_sources(project / "data")[0].place == str(project / "notes")


def test_a_missing_source_is_named_with_its_whole_path(project: Path, elsewhere: Path) -> None:
    run(project, project, chosen=("notes/north.md", "notes/south.md"))
    (project / "notes" / "south.md").unlink()
    [skipped] = run(project, elsewhere).skipped
    assert str(project / "notes" / "south.md") in skipped.reason
    assert skipped.path == "notes/south.md"


def test_a_source_is_listed_as_it_can_be_named_here(project: Path, elsewhere: Path) -> None:
    run(project, project, chosen=("notes",))
    assert render_sources(kept_sources(project / "data"), project).startswith("notes  2 articles")
    listed = render_sources(kept_sources(project / "data"), elsewhere)
    assert listed.startswith(f"{project / 'notes'}  2 articles")
