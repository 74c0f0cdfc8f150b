"""White space and invisible characters: from text as stored to text as a reader sees it.

Nothing visible changes: quotes, dashes, ellipses and full-width forms stay as they are, so that a
quote remains a verbatim slice of the page. The form is NFC. Ligatures, which are a matter of the
font, become their letters, by which words are searched for.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(
    [
        0x00AD,  # soft hyphen
        0x200B,  # zero width space
        0x200E,  # left-to-right mark
        0x200F,  # right-to-left mark
        0x2060,  # word joiner
        0xFEFF,  # byte order mark
        *range(0x202A, 0x202F),  # directional embeddings
        *range(0x2066, 0x206A),  # directional isolates
        *range(0x00, 0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
    ]
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_LONE_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
# All but single spaces; to split at every space would take ten times the memory of the text.
_WHITE_SPACE = re.compile(r" \s+|[^\S ]\s*")
_SHOWN = _INVISIBLE | _LONE_SURROGATES | _LIGATURES
# To look for them first takes a tenth of the time of translating each text.
_OTHERWISE_SHOWN = re.compile(f"[{re.escape(''.join(map(chr, _SHOWN)))}]")


def visible(text: str) -> str:
    """One line: runs of white space (NBSP and line ends too) become a space, invisible marks go.

    The zero width joiner and non-joiner stay, because Persian, the Indic scripts and emoji are
    spelled with them.
    """
    shown = text.translate(_SHOWN) if _OTHERWISE_SHOWN.search(text) else text
    if not unicodedata.is_normalized("NFC", shown):
        shown = unicodedata.normalize("NFC", shown)
    return _WHITE_SPACE.sub(" ", shown).strip()
