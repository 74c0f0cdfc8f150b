"""The words that make a question in English, such as who and is, and those that open one."""

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ASKING = frozenset("who whom whose what when where which why how".split())
BE_AND_DO = frozenset(
    "is are was were am do does did has have had can could will would should shall may might must "
    "isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't "
    "wouldn't shouldn't".split()
)
OPENINGS = frozenset("and but so or ok okay also well then hmm yes no please pullquote".split())
"""Words before a question that make it no more and no less of one."""


def words_of(text: str) -> list[str]:
    """The words in lower case, with straight apostrophes."""
    return [match[0].lower().replace("’", "'") for match in WORD.finditer(text)]


def without_openings(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) - 1 and words[start] in OPENINGS:
        start += 1
    return words[start:]
