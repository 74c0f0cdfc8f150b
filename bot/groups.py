"""Who may see what: groups of people, each with its sources, and what of an index they may see."""

import difflib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.settings import Group
from index.errors import PullquoteError


@dataclass(frozen=True, slots=True)
class View:
    """What may be seen: the articles that, of each set in `groups`, some group may see.

    So an answer that one person asks for and others read has two sets. With no set it is
    everything, and with an empty one nothing.
    """

    groups: tuple[frozenset[str], ...] = ()

    @property
    def is_everything(self) -> bool:
        return not self.groups

    @property
    def is_nothing(self) -> bool:
        return not all(self.groups)

    def and_of(self, other: "View") -> "View":
        """What both may see."""
        return View((*self.groups, *(one for one in other.groups if one not in self.groups)))


EVERYTHING = View()
NOTHING = View((frozenset(),))


class UnknownGroup(PullquoteError):
    """A name that no group has; the message is for people."""


def view_of(groups: Sequence[Group], names: Collection[str]) -> View:
    """What the groups with these names may see together; everything if none is named.

    Raises `UnknownGroup`.
    """
    known = [group.name for group in groups]
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            hint = f"; the closest is {close[0]!r}" if close else ": the settings have no groups"
            raise UnknownGroup(f"there is no group {name!r}{hint}")
    return View((frozenset(names),)) if names else EVERYTHING


def groups_of_sources(
    groups: Iterable[Group], places: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """The names of the groups that may see each source, by its location.

    `places` has the address or absolute path of each source by its location.
    """
    seen = {group.name: _locations(group, places) for group in groups}
    return {
        location: frozenset(name for name, locations in seen.items() if location in locations)
        for location in places
    }


def source_ids(
    view: View, groups: Iterable[Group], sources: Sequence[tuple[str, str]]
) -> list[frozenset[int]]:
    """For each set of a view's groups the ids of the sources that one of them may see.

    `sources` has the location and the place of each by its id.
    """
    seen_by = groups_of_sources(groups, dict(sources))
    return [
        frozenset(i for i, (location, _) in enumerate(sources) if seen_by[location] & names)
        for names in view.groups
    ]


def sources_without_group(groups: Iterable[Group], places: Mapping[str, str]) -> list[str]:
    """The locations of the sources that no group may see."""
    return [location for location, names in groups_of_sources(groups, places).items() if not names]


def unknown_sources(groups: Iterable[Group], places: Mapping[str, str]) -> list[tuple[Group, str]]:
    """What groups name as a source, though there is no such source."""
    return [
        (group, source)
        for group in groups
        for source in group.sources
        if not _meant(source, places)
    ]


def _locations(group: Group, places: Mapping[str, str]) -> frozenset[str]:
    return frozenset().union(*(_meant(source, places) for source in group.sources))


def _meant(source: str, places: Mapping[str, str]) -> set[str]:
    """The locations that a group means by a source: the one in that place, the one that is listed
    under that name, or those that it stands for with its `*`."""
    at = _place(source)
    if found := {location for location, place in places.items() if place == at}:
        return found
    if source in places:
        return {source}
    if "*" not in source:
        return set()
    patterns = [re.compile(".*".join(map(re.escape, one.split("*")))) for one in (source, at)]
    return {
        location
        for location, place in places.items()
        if any(pattern.fullmatch(one) for pattern in patterns for one in (location, place))
    }


def _place(source: str) -> str:
    return source if "://" in source else os.path.abspath(Path.cwd() / source)  # noqa: PTH100
