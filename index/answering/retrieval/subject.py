"""What a passage calls somebody or something whose name only its article has: "the ship".

The reader takes "The ship is 400 metres long" for an answer to how long the ship is, and not to how
long the Ever Given is, though the article begins with "the container ship Ever Given".
"""

import re
from collections.abc import Callable
from itertools import dropwhile

from index.text.words import FUNCTION_WORDS

_CAPITALIZED = r"[^\W\d_a-zß-ÿ][\w-]*(?:['’](?!s\b)\w+)*"
NAME = re.compile(rf"{_CAPITALIZED}(?: (?:(?:of|the|de|van|von|al) )?{_CAPITALIZED})*")
PLACES = r"(?:city|town|village|island|port|province|region|state|district|republic|kingdom)"
# "the ship Ever Given", "the city of Odesa", "Ada Venn, the new mayor of", "The Razoni is a ship".
DESCRIBED = (
    rf"(?P<before>\w[\w-]+) {{name}}\b|(?P<place>{PLACES}) of {{name}}\b|"
    r"\b{name}(?: \([^()]{{1,60}}\))?(?:,| is| was| are| were) (?:an?|the|one of the) "
    r"(?:[\w’'-]+ ){{0,4}}?(?P<after>\w[\w-]+)"
    r"(?= (?:of|in|from|for|who|which|that|and|with|at|on|to|by|as)\b|[,.;:)])"
)
# Of an article, in characters: it says what somebody is when it first names them.
LOOKED_AT = 20_000


def as_called_in(passage: str, question: str, article: Callable[[], str]) -> str:
    """The question, with "the ship" for a name that the passage lacks, if it says "the ship" and
    its article calls nothing else a ship that has a name. English only.

    The text of the article is asked for only if the passage lacks a name.
    """
    for found in NAME.finditer(question):
        words = list(dropwhile(lambda word: word.lower() in FUNCTION_WORDS, found[0].split()))
        if not words or re.search(rf"\b{re.escape(words[-1])}\b", passage):
            continue
        name = " ".join(words)
        if called := _called(name, passage, article()[:LOOKED_AT]):
            before = re.sub(r"\bthe $", "", question[: found.end() - len(name)], flags=re.I)
            return f"{before}the {called}{question[found.end() :]}"
    return question


def _called(name: str, passage: str, article: str) -> str | None:
    """ "ship" of "Ever Given"."""
    for found in re.finditer(DESCRIBED.format(name=re.escape(name)), article):
        noun = (found["before"] or found["place"] or found["after"]).lower()
        is_said = re.search(rf"\b[Tt]he {re.escape(noun)}\b", passage)
        if is_said and noun not in FUNCTION_WORDS and not _is_of_others(noun, name, article):
            return noun
    return None


def _is_of_others(noun: str, name: str, article: str) -> bool:
    """Whether the article has another name for such a thing: "the ship Razoni"."""
    of = "(?: of)?" if re.fullmatch(PLACES, noun) else ""
    named = re.finditer(rf"\b(?i:{re.escape(noun)}){of} ({NAME.pattern})", article)
    return any(found[1] not in name and name not in found[1] for found in named)
