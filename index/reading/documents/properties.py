"""Titles and authors in a document's properties, which office programs fill in by themselves."""

import re

from index.reading.visible_text import visible

_NO_TITLE = re.compile(
    r"\((?:unspecified|anonymous|untitled)\)"
    r"|(?:microsoft \w+|untitled|document|unbenannt|sans titre|slide|layout|print)\b.{0,12}"
    r"|.*\.(?:docx?|od[tp]|pptx?|rtf|tex|dvi|ps|eps|indd|qx[dp]|pages|pub|html?|txt|pdf|xlsx?)"
    r"|(?:microsoft )?(?:word|powerpoint|excel)\b.*|[\W\d_]*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"\W*(?:user|admin\w*|owner|author|unknown|unspecified|anonymous|root|guest|default|pc"
    r"|microsoft.*|python-docx)\W*|\S*\d\S*|\W*",
    re.IGNORECASE,
)


def sensible_title(text: str | None) -> str | None:
    """None for what names a file or a program: `Microsoft Word - draft2.docx`, `untitled`."""
    title = visible(text or "")
    return None if _NO_TITLE.fullmatch(title) else title


def sensible_author(text: str | None) -> str | None:
    """None for what names an account: `admin`, `user01`."""
    author = visible(text or "")
    return None if _NO_AUTHOR.fullmatch(author) else author
