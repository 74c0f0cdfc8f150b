"""Raised characters: a power is written as such (`10⁶`), and the number of a note is left out."""

import re

_NUMBER_OF_NOTE = re.compile(r"[\[(]?\d{1,3}[\])]?(?:\s*[,–-]\s*\[?\d{1,3}\]?)*|[*†‡§¶]{1,3}")
_POWER = re.compile(r"[-−–+]?\s?\d{1,4}|[-−–+]?[ni]")
_RAISED = str.maketrans("0123456789+-−–ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿⁱ")
_TAKES_POWER = re.compile(r"(?:\d|[)\]]|\b(?:[a-zA-ZµΩα-ω]{1,2}|[kcdm]?mol|rad|min|ha|kg|cm))$")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_WORD = re.compile(r"\w{3,}[.,;:!?”\"’')]*$|[.,;:!?”\"’')]+$")


def is_number_of_note(text: str, before: str = "") -> bool:
    """With what stands before it, not a power."""
    if not _NUMBER_OF_NOTE.fullmatch(text):
        return False
    return not before or (_WORD.search(before) is not None and not takes_power(before))


def takes_power(before: str) -> bool:
    return _TAKES_POWER.search(before) is not None and _YEAR.search(before) is None


def as_power(text: str, before: str) -> str | None:
    """In raised characters; None for what is no power."""
    if _POWER.fullmatch(text) and takes_power(before):
        return text.replace(" ", "").translate(_RAISED)
    return None


def raised(text: str, before: str) -> str:
    """What a reader takes it for: nothing for a note's number, a power in raised characters."""
    if is_number_of_note(text, before or " "):
        return ""
    power = as_power(text, before)
    return text if power is None else power
