"""The drawing in a PDF's page, which has no text and may take most of the time to parse.

A map or a plot has a hundred thousand strokes. Their operators and numbers, and those of their
colours, are cut from the page's stream before pypdf reads it; strings, pictures within the stream
and all else stay.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

# The operators that show a picture or a form, begin a picture, and fill or stroke a shape.
_DRAWS = re.compile(rb"(?<!\S)(?:Do|BI|f\*?|F|B\*?|b\*?|S|s|sh)(?!\S)")
_STROKES = re.compile(
    rb"""
    (?P<kept>
        (?<!\\) \( (?: [^\\()] | \\. | \( (?:[^\\()]|\\.)*+ \) )*+ (?: \) | \\?\Z )
        | <[\da-fA-F\s]*+>
        | (?<!\S)BI\s(?:(?!\sEI\s).)*+
        | %[^\r\n]*+
    )
    | (?<!\S) (?:[-+.\d]++\s++){0,6}+
      (?:m|l|c|v|y|h|re|S|s|f\*?|F|B\*?|b\*?|n|W\*?|w|J|j|M|i|g|G|rg|RG|k|K|sc|SC) (?!\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_LARGE = 100_000


def draws(page: "PageObject") -> bool:
    """A page that is blank, or not there any more, draws nothing."""
    contents = page.get_contents()
    return contents is not None and _DRAWS.search(contents.get_data()) is not None


def cut_drawing(page: "PageObject") -> None:
    """Of a page whose stream is large; pages with a short one are left as they are."""
    from pypdf.generic import DecodedStreamObject, NameObject

    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    if len(data) >= _LARGE:
        stream = DecodedStreamObject()
        stream.set_data(without_strokes(data))
        page[NameObject("/Contents")] = stream


def without_strokes(data: bytes) -> bytes:
    return _STROKES.sub(lambda match: match["kept"] or b" ", data)
