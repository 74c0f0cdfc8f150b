"""Text in one line, cut to length."""

import unicodedata

ELLIPSIS = "…"


def one_line(text: str) -> str:
    """Text in one line: runs of white space as one space, no control or bidirectional marks.

    For titles and names, which are set into lines of ours; never for a quote.
    """
    spaced = "".join(" " if c.isspace() else c for c in text)
    visible = "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs", "Cf"))
    return " ".join(visible.split())


def clip(text: str, max_chars: int) -> str:
    """Text of at most `max_chars`, cut after a word, with an ellipsis if it was cut."""
    if len(text) <= max_chars:
        return text
    if max_chars < 1:
        return ""
    kept = text[: max_chars - len(ELLIPSIS)]
    if not text[len(kept)].isspace():
        words, _, cut = kept.rpartition(" ")
        kept = words if words and len(cut) < max_chars // 2 else kept
    return kept.rstrip() + ELLIPSIS
