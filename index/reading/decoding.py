"""From bytes to text: which character encoding it is in, or why it is not text.

In this order: a byte order mark; valid UTF-8 with at least one multi-byte character; the encoding
that the page declares; plain ASCII; UTF-16 without a mark; the best guess among the encodings
that web pages use. Valid UTF-8 goes before the declaration because pages are often saved in
another encoding than they were served in, and other encodings are hardly ever valid UTF-8.
"""

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import SourceError

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
}
_ON_THE_WEB = [
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "cp866", "shift_jis", "euc_jp"),
    *("iso2022_jp", "gb18030", "big5", "euc_kr"),
]
# The WHATWG encoding standard reads all of these as windows-1252, and pages rely on it.
_READ_AS_CP1252 = {"ascii", "iso8859-1", "cp1252"}
_NOT_A_CHARSET = {"utf-7", "unicode_escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_GUESS_FROM_BYTES = 1 << 16
_SIGN_IN_A_WORD = re.compile(r"[a-z][¹³¿¡¯¼¾¶¬¦¢£¥]")

# If few characters are not ASCII, one valid sequence among ten broken ones means UTF-8.
MOSTLY_ASCII = 0.8


def decode(data: bytes, declared: str | None = None) -> str:
    """`declared` is what the page says of itself, `windows-1251` for instance.

    Raises SourceError with why it is not text, and where: "is broken UTF-8 at byte 812".
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(f"is not text but {what}")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name)
    if b"\0" in data:
        return _utf16_without_mark(data)
    text = _utf8(data)
    if text is not None and not data.isascii():
        return _plausible(text)
    if declared and (found := _try(data, _codec(declared))) is not None:
        return found
    return _plausible(text) if text is not None else _guess(data)


def _utf8(data: bytes) -> str | None:
    """None if it is another encoding; SourceError if it is UTF-8 with a broken place."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        lenient = data.decode("utf-8", "replace")
        broken = lenient.count("\N{REPLACEMENT CHARACTER}")
        whole = len(lenient.encode()) - len(lenient) - 2 * broken
        mostly_ascii = sum(byte < 0x80 for byte in data) >= MOSTLY_ASCII * len(data)
        if (10 if mostly_ascii else 1) * whole >= broken:
            raise SourceError(f"is broken UTF-8 at byte {error.start}") from error
        return None


def _codec(declared: str) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name in _READ_AS_CP1252:
        return "cp1252"
    return None if name in _NOT_A_CHARSET else name


def _try(data: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        text = data.decode(name)
    except (LookupError, ValueError):
        return None
    return None if _CONTROL.search(text) else text


def _strictly(data: bytes, name: str) -> str:
    try:
        return _plausible(data.decode(name))
    except UnicodeDecodeError as error:
        family = name.removesuffix("-sig").upper()
        raise SourceError(f"is broken {family} at byte {error.start}") from error


def _utf16_without_mark(data: bytes) -> str:
    """Latin letters, spaces and line ends have a zero byte, on the same side in all of the file."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = _try(data, name) if 20 * min(even, odd) <= max(even, odd) else None
    if text is None or 2 * sum(map(_is_ordinary, text)) < len(text):
        raise SourceError("is not text (it holds zero bytes)")
    return text


def _is_ordinary(character: str) -> bool:
    return character.isalnum() or character.isspace()


def _plausible(text: str) -> str:
    """The text itself, unless zero or too many control characters say that it is binary."""
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > 2 + len(text) // 1000:
        raise SourceError("is not text (it holds control characters)")
    return text


def _guess(data: bytes) -> str:
    """The likeliest encoding; windows-1252, the commonest, wherever it is among the likely ones.

    Short Western texts otherwise come out as windows-1250, `trčs` for `très`; but signs at the
    ends of letters, as in `powiedzia³`, say that it is not windows-1252.
    """
    likely = from_bytes(data[:_GUESS_FROM_BYTES], cp_isolation=_ON_THE_WEB)
    names = [match.encoding for match in likely]
    western = _try(data, "cp1252")
    if any("cp1252" in match.could_be_from_charset for match in likely) and (
        western and not _SIGN_IN_A_WORD.search(western)
    ):
        return western
    for name in names:
        if (text := _try(data, name)) is not None:
            return text
    raise SourceError("is not text in any encoding that web pages use")
