"""Documents, messages, docstrings and comments use plain English, one word for one thing."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("bench/**/*.md")]
WITH_COMMENTS = [ROOT / "Makefile", *ROOT.glob("config/*.toml"), *ROOT.glob("config/*.yaml")]
CODE = [
    *(ROOT / "bot").rglob("*.py"),
    *(ROOT / "index").rglob("*.py"),
    *(ROOT / "config").rglob("*.py"),
]
PLAIN = {
    r"anew": "again",
    r"behind (?!an address|a proxy)": "after",
    r"mend(s|ed|ing)?": "fix",
    r"(?<!COLUMN )told(?! TEXT| IN)|tells|telling": "say, report or show",
    r"stand-?ins?": "fake Slack",
    r"(?<!there )(is|are|was|were) (?-i:none)": "say what it is not",
    r"(tak(e|es|en|ing)|took) up(?! to)": "use, or switch to",
    r"(to|from|of|in) (the|our) archive(?! file)": "the collection",
    r"so often": "at this interval",
}
"""Words, and what is said instead."""


def plainly(text: str) -> list[str]:
    """What to say instead of the words of a text that are not plain, one for each."""
    return [
        f"{match[0]!r}: {instead}"
        for words, instead in PLAIN.items()
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)
    ]


def prose(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a document, or the strings and comments of a module, with their lines."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield from enumerate(text.splitlines(), start=1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.STRING, tokenize.COMMENT) or token.type == FSTRING:
            yield token.start[0], token.string


FSTRING = getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)


@pytest.mark.parametrize(
    "files", [DOCUMENTS, WITH_COMMENTS, CODE], ids=["documents", "settings", "code"]
)
def test_the_words_are_plain(files: list[Path]) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {instead}"
        for file in files
        for line, text in prose(file)
        for instead in plainly(text)
    ]
    assert not found, "\n".join(["", *found])


def test_words_that_are_not_plain_are_found() -> None:
    said = "The bot told me behind the door that the index is none, and was built anew."
    assert [line.partition(":")[0] for line in plainly(said)] == [
        "'anew'",
        "'behind '",
        "'told'",
        "'is none'",
    ]
    assert plainly("There are none behind a proxy; a foretold stand in the entail.") == []
