"""Names of authors, as citation styles turn them round."""

import re
from dataclasses import dataclass

from bot.wording.plain import one_line

BETWEEN = re.compile(r"\s*(?:;|,?\s+(?:and|&|und|et|y)\s+|,)\s*", re.IGNORECASE)
BYLINE = re.compile(r"^by:?\s+", re.IGNORECASE)
SUFFIXES = ("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "md")
PARTICLES = "von van de der den del della di da dos du la le ten ter al el bin ibn".split()
ORGANIZATION = re.compile(
    r"\b(?:agency|agencies|associated|bureau|centre|center|correspondents?|council|desk|editors?|"
    r"editorial|foundation|group|institute|ministry|network|news|newsroom|office|organi[sz]ation|"
    r"press|reporters?|service|society|staff|team|times|university|wire|writers?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, or in `family` alone one that has no parts."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


def names_of(author: str | None) -> list[Name]:
    """The people, or the body, that a byline names.

    They are parted by commas, semicolons and "and"; "Sample, Ada" with nothing else is one person.
    """
    author = BYLINE.sub("", one_line(author or ""))
    parts = [part for part in BETWEEN.split(author) if part]
    if ORGANIZATION.search(author) and len(parts) > 1 and "," not in author and ";" not in author:
        return [Name(author)]
    if len(parts) == 2 and re.fullmatch(r"[^\s,;]+, [^,;]+", author) and " and " not in author:
        return [Name(parts[0], parts[1])]
    people: list[str] = []
    for part in parts:
        if people and part.lower() in SUFFIXES:
            people[-1] += f" {part}"
        else:
            people.append(part)
    return [_name(person) for person in people]


def _name(text: str) -> Name:
    words = text.split()
    if len(words) == 1 or ORGANIZATION.search(text):
        return Name(text)
    start = len(words) - 1
    while start > 1 and words[start].lower() in SUFFIXES:
        start -= 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def inverted(name: Name) -> str:
    """`Sample, Ada`."""
    return f"{name.family}, {name.given}" if name.given else name.family


def initials_first(name: Name) -> str:
    """As APA lists authors: `Sample, A. B.`, a double name as `J.-L.`."""
    if not name.given:
        return name.family
    initials = [
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part)
        for word in name.given.split()
        if word.strip("-")
    ]
    return f"{name.family}, {' '.join(initials)}" if initials else name.family
