"""Which languages a date may be in, by the name of its month.

dateparser tries its 205 languages one after the other, which takes 3 s for the first text that is a
date in none of them, and 12 ms for each other. The names in its own data say at once which to try.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

_MONTHS = """
    january february march april may june july august september october november december
""".split()
_WORD = re.compile(r"[^\W\d_]+")
# The most widely used come first in dateparser's order; "okt" alone is a month in 54 languages.
_MOST_LANGUAGES = 8


def parser_of(text: str) -> Any | None:
    """dateparser for the languages in which a word of the text belongs to a month's name.

    None if there is no such language.
    """
    languages: list[str] = []
    for word in _words(text):
        languages += _languages_by_word().get(word, ())
    return _parser(tuple(dict.fromkeys(languages))[:_MOST_LANGUAGES]) if languages else None


@cache
def _languages_by_word() -> Mapping[str, Sequence[str]]:
    """By the first word of each month's name; 80 ms."""
    from dateparser.data.languages_info import language_order

    found: dict[str, dict[str, None]] = defaultdict(dict)
    for language in language_order:
        known = import_module(f"dateparser.data.date_translation_data.{language}").info
        for name in (name for month in _MONTHS for name in known.get(month, ())):
            for word in _words(name)[:1]:
                found[word][language] = None
    return {word: tuple(languages) for word, languages in found.items()}


@lru_cache(maxsize=64)
def _parser(languages: Sequence[str]) -> Any:
    from dateparser.date import DateDataParser  # 70 ms, and as long again for its first date

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    return DateDataParser(languages=list(languages), settings=settings)


def _words(text: str) -> list[str]:
    """In lower case and without accents, as dateparser compares them; digits part words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
