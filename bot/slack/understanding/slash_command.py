"""What stands after `/pullquote`: a command, a question, or a word that is neither."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from bot.narrowing.filters import without_filters
from bot.slack.understanding.is_question import is_question
from index.text.courtesies import queries_in
from index.text.question_words import ASKING, BE_AND_DO, OPENINGS, words_of

# A slip of the finger or two in a word of this length; "state" is not one of "status".
SIMILAR = 0.75


@dataclass(frozen=True, slots=True)
class Known:
    """A command; without any words after the slash command it is `help`."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """`word` is no command. `meant` is the command that it resembles; "" if it resembles none."""

    word: str
    rest: str
    meant: str


def read_command(text: str, names: Collection[str]) -> Known | Unknown:
    """A question without `ask` before it is asked, as are courtesies; nothing else is."""
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    rest = rest.strip()
    bare = (word.lstrip("/") if rest else word.lstrip("/-–—")).rstrip(":")
    if bare.lower() in names:
        word = bare  # as in "/ask", "--help" and "ask:"
    if not word:
        return Known("help", "")
    if word.lower() in names:
        return Known(word.lower(), rest)
    meant = _closest(word.lower(), names)
    narrows = without_filters(text) != " ".join(text.split())
    is_asked = narrows or is_question(text) or text.rstrip().endswith("?") or not queries_in(text)
    if is_asked and not meant:
        return Known("ask", text.strip())
    return Unknown(word, rest, meant)


def _closest(word: str, names: Collection[str]) -> str:
    if not word.isalpha() or set(words_of(word)) & (ASKING | BE_AND_DO | OPENINGS):
        return ""
    swapped = [name for name in names if sorted(name) == sorted(word)]
    return next(iter(swapped or difflib.get_close_matches(word, names, 1, SIMILAR)), "")
