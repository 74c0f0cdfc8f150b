"""What stands in quotation marks, in a text where the marks may be curly, straight or missing."""

import re

OPENING, CLOSING, INSIDE = "“", "”", "\0"
# A straight mark opens after white space or a bracket, and closes after anything else.
DOUBLE = re.compile(r"[“”„«»\"]|``|''")
# Single marks count only where they enclose a clause, for they are apostrophes too.
SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[A-Z0-9\[…])([^\n‘“\"]{3,600}?[,.?!…])[’'](?!\w)")
NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d{3}\b)")
BEFORE_OPENING = frozenset(" \n\t\u00a0([{—–-/:‘'")


def masked(text: str) -> str:
    """The text with every quotation as `“\\0…\\0”`, of equal length, so that only the rest is read.

    A quotation without an end reaches to the end of its line, and has no closing mark. A comma
    within a number is a point, for it parts nothing, and every apostrophe is straight.
    """
    text = text.replace("\0", " ")
    parts, position = [], 0
    for start, end, closed in quotations(text):
        inside = INSIDE * (end - start - 1 - closed)
        parts += [text[position:start], OPENING, inside, CLOSING * closed]
        position = end
    return NUMBER_COMMA.sub(".", "".join([*parts, text[position:]])).replace("’", "'")


def quotations(text: str) -> list[tuple[int, int, bool]]:
    """The quotations of a text with their marks, in order, none within another: start, end, and
    whether there is a closing mark."""
    found: list[tuple[int, int, bool]] = []
    opened, line_end = -1, -1
    for match in DOUBLE.finditer(text):
        position = match.start()
        if opened >= 0 and position > line_end:
            found.append((opened, line_end, False))
            opened = -1
        if opened < 0:
            if _opens(text, match):
                opened = position
                line_end = text.find("\n", position)
                line_end = len(text) if line_end < 0 else line_end
        elif not _opens(text, match) or match[0] in ('"', "''"):
            found.append((opened, match.end(), True))
            opened = -1
    if opened >= 0:
        found.append((opened, line_end, False))
    if not found:
        return [(*match.span(), True) for match in SINGLE.finditer(text)]
    return [each for each in found if each[1] - each[0] > 2]


def _opens(text: str, match: re.Match[str]) -> bool:
    mark = match[0]
    if mark in ("“", "„", "«", "``"):
        return True
    if mark in ("”", "»"):
        return False
    before = text[match.start() - 1] if match.start() else " "
    after = text[match.end()] if match.end() < len(text) else " "
    return before in BEFORE_OPENING and not after.isspace()
