"""What a page writes around its notes and headings for those who click: no words of the article.

The sign that leads from a note back into the text (`↩`, `Jump up ^`), the link that edits a
section (`[edit]`), and, in text saved from a page, the number that leads to a note (`[1]`).
"""

import re

_ARROW = r"[\^↑↩↵⏎⤴⇑⬆⇧⮐⮌⤶][\ufe0e\ufe0f]?"
_BACK_WORDS = (
    r"(?:jump|go|return|back)(?: (?:up|back))?(?: to (?:the )?(?:text|content|article|reference"
    r"|post|note|footnote)\w*(?: \d+)?)?|zurück(?: zum text)?|hochspringen|nach oben"
    r"|retour(?: au texte)?|volver(?: al texto)?|voltar(?: ao texto)?|torna(?: al testo)?"
)
_BACK = re.compile(
    rf"[\[(]?(?:(?:{_BACK_WORDS})[:\s]*)?{_ARROW}(?:\s*(?:{_BACK_WORDS}))?[\])]?", re.IGNORECASE
)
_BACK_AT_END = re.compile(
    r"(?:[^\S\n]*[\[(]?[↩↵⏎⤴⮐⤶][\ufe0e\ufe0f]?[\])]?(?:\s?\d{1,2}\b)?)+[^\S\n]*$", re.MULTILINE
)
_BACK_AT_BEGIN = re.compile(r"^[ \t]*\^[ \t]+", re.MULTILINE)
_EDIT = re.compile(
    r"[^\S\n]*\[\s*(?:edit|edit (?:section|source|this section)|bearbeiten|quelltext bearbeiten"
    r"|modifier|modifier le code|editar|editar (?:código|fonte|a fonte)|modifica|modifica wikitesto"
    r"|bewerken|brontekst bewerken|edytuj|edytuj kod|redigera|redigera wikitext|rediger|править"
    r"|править код|редагувати|编辑|編輯|編集|편집)(?:\s*\|\s*[^\[\]]{2,30})?\s*\][^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 60
_REFERENCE = re.compile(
    r"(?<=[^\W_\d.,;:!?”\"’')»][^\W_]|\d\d|.[.,;:!?”\"’')»])(?:\[\d{1,3}\])+"
    r"(?=[\s.,;:!?”\"’')»]|\Z)"
)


def is_back_sign(text: str) -> bool:
    """Of a link: `↩`, `[↑]`, `^`, `Jump up ^`, `Back ↑`."""
    return _BACK.fullmatch(text) is not None


def without_back_signs(text: str) -> str:
    """Without those at the ends of lines, which lead from a note back into the text."""
    return _without_at_ends(_BACK_AT_END, text)


def without_edit_link(heading: str) -> str:
    """The section's name alone: of `Early years[edit]`, or of `Werke [Bearbeiten | …]`."""
    return _without_at_ends(_EDIT, heading) if "]" in heading else heading


def _without_at_ends(marks: re.Pattern[str], text: str) -> str:
    """Of each line only its end is looked at, whatever it is made of."""
    lines = text.split("\n")
    return "\n".join(line[:-_LONGEST] + marks.sub("", line[-_LONGEST:]) for line in lines)


def without_note_marks(text: str) -> str:
    """Without signs that lead back and links that edit, and without the numbers of notes after
    words, `[1]`, if the text has the first two of them."""
    text = without_edit_link(_BACK_AT_BEGIN.sub("", without_back_signs(text)))
    numbers = {int(number) for number in re.findall(r"\[(\d{1,3})\]", text)}
    return _REFERENCE.sub("", text) if {1, 2} <= numbers else text
