"""The names of months and of weekdays in the languages that dateparser knows, from its data alone.

Its own parser would try each of its languages: 12 ms for a text that is a date in none of them.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

_MONTHS = """
    january february march april may june july august september october november december
""".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ENGLISH_WEEKDAYS = {name[:3] for name in _WEEKDAYS}
_SHORTEST = 2


@cache
def months() -> Mapping[str, int]:
    """The number of each, by `plain` name; 80 ms. One of several months, such as `listopad`, is
    that of the most widely used language, and no weekday in English is one."""
    found: dict[str, int] = {}
    for number, name in _named(_MONTHS):
        found.setdefault(name, number + 1)
    return {name: number for name, number in found.items() if name not in _ENGLISH_WEEKDAYS}


@cache
def weekdays() -> frozenset[str]:
    return frozenset(name for _, name in _named(_WEEKDAYS))


def plain(name: str) -> str:
    """In lower case, without accents and the full stop of an abbreviation."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in parted if not unicodedata.combining(char)).strip(" .")


def _named(keys: list[str]) -> Iterator[tuple[int, str]]:
    from dateparser.data.languages_info import language_order

    for language in language_order:
        known = import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, key in enumerate(keys):
            for name in map(plain, known.get(key, ())):
                if len(name) >= _SHORTEST and not any(map(str.isdigit, name)):
                    yield number, name
