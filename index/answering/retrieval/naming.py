"""Whether a text names what is asked about: China, or the US as "United States"."""

import re

from index.text.words import words

ACRONYM = re.compile(r"[A-Z](?:\.?[A-Z]){1,5}\.?")
BETWEEN = r"(?:[\s-]+(?:of|the|and|for|on|in|to)\b)*[\s-]+"


def names(text: str, wanted: str, language: str | None) -> bool:
    """Whether a text in a language has every word that is wanted, whatever its ending.

    One in capitals may stand there as the initials of a name, and a name as its initials.
    """
    if _as_initials(wanted.split(), text):
        return True
    plain = [word for word in wanted.split() if not _in_full(word, text)]
    stems, present = words([" ".join(plain), text], language)
    return set(stems) <= set(present) and all(
        re.search(rf"\b{re.escape(word)}(?!\w)", text) for word in plain if ACRONYM.fullmatch(word)
    )


def _in_full(word: str, text: str) -> bool:
    """The US as "United States"."""
    if not ACRONYM.fullmatch(word):
        return False
    letters = word.replace(".", "")
    return (
        re.search(r"\b" + BETWEEN.join(rf"{letter}[\w’'.]*" for letter in letters), text)
        is not None
    )


def _as_initials(name: list[str], text: str) -> bool:
    """The European Union as EU or E.U."""
    if len(name) < 2 or not all(word[0].isupper() for word in name):
        return False
    return re.search(r"\b" + r"\.?".join(word[0] for word in name) + r"\b", text) is not None
