"""What can be asked: a question is cleaned, or refused with a sentence that says what to change."""

import re
import unicodedata

from index.errors import BadQuestion
from index.text.languages import scripts
from index.text.words import FUNCTION_WORDS, words

ASK_SOMETHING = 'ask something, such as "who sent troops?"'
# Wide Latin letters and digits, ligatures, and those that are bold or italic by themselves.
OTHER_FORM = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]")
# Control characters, and halves of characters that an undecodable byte becomes.
UNREADABLE = {"Cc", "Cs"}


def clean(question: str, *, max_chars: int, indexed_scripts: tuple[str, ...]) -> str:
    """The question in one line, without control characters.

    Raises `BadQuestion` if it is empty, too long, without a word to search for, or written in a
    script that no article is written in.
    """
    question = in_one_line(question)
    if not question:
        raise BadQuestion(f"the question is empty: {ASK_SOMETHING}")
    if len(question) > max_chars:
        raise BadQuestion(
            f"the question is {len(question):,} characters long, at most {max_chars:,} are read: "
            "ask in a sentence or two"
        )
    asked_in = scripts(question)
    if asked_in and indexed_scripts and not asked_in & set(indexed_scripts):
        raise BadQuestion(
            f"the question is written in {_listed(asked_in)}, the articles in "
            f"{_listed(set(indexed_scripts))}: ask in the language of the articles"
        )
    if set(question.lower().strip("?!. ").split()) <= FUNCTION_WORDS or not words([question])[0]:
        raise BadQuestion(
            f"there is no word to search for in {question!r}: name what you want to know about"
        )
    return question


def in_one_line(question: str) -> str:
    """The question in one line, as the articles are encoded, without control characters."""
    normal = unicodedata.normalize("NFC", OTHER_FORM.sub(_plain, question))
    kept = (c for c in normal if c.isspace() or unicodedata.category(c) not in UNREADABLE)
    return " ".join("".join(kept).split())


def _listed(names: set[str]) -> str:
    return " and ".join(name.capitalize() for name in sorted(names))


def _plain(form: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", form[0])
