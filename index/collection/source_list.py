"""The list of sources in the collection's database, and how their last reading went."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from index.collection.database import columns_of
from index.collection.kept_articles import KeptSource
from index.collection.places import folder_of, is_relative, is_there, kept_folder, place
from index.errors import UnknownSource
from index.types import Skipped


class SourceList:
    """The sources in the order they were named; relative ones belong to the folder they were named
    in. `folder` is where locations count from now."""

    def __init__(self, connection: sqlite3.Connection, data_dir: Path, folder: Path) -> None:
        self._connection = connection
        self._data_dir = data_dir
        self._folder = folder
        self._keeps_folders = "folder" in columns_of(connection, "sources")

    def use(self, locations: Sequence[str], *, listed: bool) -> list[str]:
        """Make these the sources, and return them as they are kept; what they gave before stays.

        `listed` says that somebody chose them; otherwise they come from the settings, and give way
        to the first that are chosen.
        """
        chosen = list(locations)
        if listed:
            places = {place(location, self._folder) for location in locations}
            there = self._by_place()
            self._delete(kept for at, kept in there.items() if at not in places)
            there = {at: kept for at, kept in there.items() if at in places}
            chosen = self._as_kept(locations, there)
        else:  # the folder of these stays the one of the first rebuild
            self._delete(set(self.locations()).difference(chosen))
        self._put(chosen, listed=listed)
        return chosen

    def change(self, added: Iterable[str], removed: Iterable[str]) -> list[str]:
        """Put some after the sources and forget others; all now count as chosen.

        Returns what was added, as it is kept. Raises `UnknownSource`.
        """
        there = self._by_place()
        for location in removed:
            kept = there.get(place(location, self._folder), location)
            if not self._delete([kept]):
                raise UnknownSource(location, self.locations())
        self._connection.execute("UPDATE sources SET listed = 1")
        new = self._as_kept(added, self._by_place())
        self._put(new, listed=True)
        return new

    def remove(self, location: str) -> None:
        """Forget a source by its location as it is kept."""
        self._delete([location])

    def _delete(self, locations: Iterable[str]) -> int:
        rows = ((location,) for location in locations)
        return self._connection.executemany("DELETE FROM sources WHERE location = ?", rows).rowcount

    def _as_kept(self, locations: Iterable[str], there: dict[str, str]) -> list[str]:
        """The locations of the same places in the list, or else ones that mean no other places."""
        taken = set(there.values())
        kept = []
        for location in locations:
            here = place(location, self._folder)
            if here not in there:
                there[here] = here if location in taken else location
                taken.add(there[here])
            kept.append(there[here])
        return kept

    def _put(self, locations: Iterable[str], *, listed: bool) -> None:
        folder = kept_folder(self._folder, self._data_dir)
        self._connection.executemany(
            "INSERT INTO sources (location, listed, folder) VALUES (?, ?, ?) "
            "ON CONFLICT (location) DO UPDATE SET listed = excluded.listed, "
            "folder = coalesce(folder, excluded.folder)",
            (
                (location, listed, folder if is_relative(location) else None)
                for location in locations
            ),
        )

    def settle(self) -> None:
        """Note the folder of sources that were named before folders were kept, where they are."""
        rows = self._connection.execute("SELECT location FROM sources WHERE folder IS NULL")
        for location in [row[0] for row in rows if is_relative(row[0])]:
            for folder in (self._folder, folder_of("", self._data_dir)):
                if is_there(location, folder):
                    self._connection.execute(
                        "UPDATE sources SET folder = ? WHERE location = ?",
                        (kept_folder(folder, self._data_dir), location),
                    )
                    break

    def locations(self) -> list[str]:
        return [location for location, _ in self._places()]

    def places(self) -> dict[str, str]:
        """The address or absolute path of each source by its location."""
        return {
            location: place(location, self._folder_of(kept)) for location, kept in self._places()
        }

    def folder(self, location: str) -> Path:
        """The folder that a relative location counts from."""
        rows = self._places("WHERE location = ?", location)
        return self._folder_of(rows[0][1])

    def are_listed(self) -> bool:
        """Whether somebody chose the sources."""
        row = self._connection.execute("SELECT 1 FROM sources WHERE listed LIMIT 1").fetchone()
        return row is not None

    def _by_place(self) -> dict[str, str]:
        """The location of each source by its place."""
        return {
            place(location, self._folder_of(kept)): location for location, kept in self._places()
        }

    def _places(self, where: str = "", *values: object) -> list[tuple[str, str | None]]:
        folder = "folder" if self._keeps_folders else "NULL"
        return self._connection.execute(
            f"SELECT location, {folder} FROM sources {where} ORDER BY id",  # noqa: S608
            values,
        ).fetchall()

    def _folder_of(self, kept: str | None) -> Path:
        return self._folder if kept is None else folder_of(kept, self._data_dir)

    # What they gave

    def all(self) -> list[KeptSource]:
        return self._sources("", ())

    def one(self, location: str) -> KeptSource:
        [source_id] = self._connection.execute(
            "SELECT id FROM sources WHERE location = ?", (location,)
        ).fetchone()
        [source] = self._sources("WHERE source_id = ?", (source_id,))
        return source

    def _sources(self, where: str, values: tuple[int, ...]) -> list[KeptSource]:
        """One query for each table, however many sources there are."""
        execute = self._connection.execute
        folder = "folder" if self._keeps_folders else "NULL"
        sources = execute(
            "SELECT id AS source_id, location, listed, last_read, error, "  # noqa: S608
            f"{folder} FROM sources {where} ORDER BY id",
            values,
        ).fetchall()
        # Of all articles the index by digest has what is counted, and not the texts: 0.02 s for
        # 20,000 articles instead of 0.2 s.
        articles = "articles" if where else "articles INDEXED BY articles_by_digest"
        counts = dict(
            execute(
                f"SELECT source_id, count(*) FROM {articles} JOIN items ON item_id = id "  # noqa: S608
                f"{where} GROUP BY source_id",
                values,
            )
        )
        skipped: dict[int, list[Skipped]] = {source[0]: [] for source in sources}
        locations = {source[0]: source[1] for source in sources}
        failed = execute(
            "SELECT source_id, path, error, "  # noqa: S608
            "EXISTS (SELECT 1 FROM articles WHERE item_id = id) "
            f"FROM items {where or 'WHERE true'} AND error IS NOT NULL ORDER BY source_id, path",
            values,
        )
        for source_id, path, error, has_articles in failed:
            gave = has_articles or (path == locations[source_id] and counts.get(source_id))
            skipped[source_id].append(Skipped(path, _kept(error) if gave else error))
        left_out = execute(
            "SELECT source_id, s.path, reason FROM skipped s JOIN items i ON i.id = item_id "  # noqa: S608
            f"{where} ORDER BY source_id, i.path, s.rowid",
            values,
        )
        for source_id, path, reason in left_out:
            skipped[source_id].append(Skipped(path, reason))
        return [
            KeptSource(
                location,
                bool(listed),
                counts.get(source_id, 0),
                last_read,
                error,
                tuple(skipped[source_id]),
                place(location, self._folder_of(folder)),
            )
            for source_id, location, listed, last_read, error, folder in sources
        ]

    def skipped(self) -> list[Skipped]:
        """What could not be read: sources as a whole, and items of sources."""
        found = []
        for source in self.all():
            if source.error:
                error = _kept(source.error) if source.articles else source.error
                found.append(Skipped(source.location, error))
            found += source.skipped
        return found


def _kept(error: str) -> str:
    return f"{error}; what it gave before is kept"
