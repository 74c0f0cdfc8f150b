"""From bytes to text: which character encoding it is in, or why it is not text.

In this order: a byte order mark; valid UTF-8 with at least one multi-byte character; the encoding
that the page declares; plain ASCII; UTF-16 without a mark; the best guess among the encodings
that web pages use. Valid UTF-8 goes before the declaration because pages are often saved in
another encoding than they were served in, and other encodings are hardly ever valid UTF-8.

A few broken bytes do not make a page unreadable: each is read as U+FFFD, and stray zero bytes are
dropped, as browsers do.
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
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_GUESS_FROM_BYTES = 1 << 16
_ASCII = re.compile(r"[\x00-\x7f]+")
_SIGN_IN_A_WORD = re.compile(r"[a-z][¹³¿¡¯¼¾¶¬¦¢£¥]")

# Of what a text may hold that is no text: replaced bytes and control characters, or zero bytes.
_MOST_BROKEN, _MOST_ZERO = 0.01, 0.001
_FEW = 3
# A web page's scripts may hold what its text does not.
_SCRIPT_TAG = re.compile(r"<(/?)script\b", re.IGNORECASE)


def decode(data: bytes, declared: str | None = None) -> str:
    """`declared` is what the page says of itself, `windows-1251` for instance.

    Raises SourceError with why it is not text: "is not text (it holds zero bytes)".
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(f"is not text but {what}")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _leniently(data, name)
    if b"\0" in data:
        if data.count(b"\0") > max(_FEW, _MOST_ZERO * len(data)):
            return _utf16_without_mark(data)
        data = data.replace(b"\0", b"")
    codec = _codec(declared) if declared else None
    text = _utf8(data, codec)
    if text is not None and not data.isascii():
        return _plausible(text)
    if codec and (found := _try(data, codec)) is not None:
        return found
    return _plausible(text) if text is not None else _guess(data, codec)


def _utf8(data: bytes, declared: str | None) -> str | None:
    """None if it is in another encoding.

    UTF-8 with broken places has at least as many whole characters of several bytes as broken ones;
    if the page says that it is UTF-8, some are enough.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", "replace")
    broken = lenient.count(_REPLACEMENT) - data.count(_REPLACEMENT.encode())
    whole = len(_ASCII.sub("", lenient)) - broken
    is_utf8 = whole >= (broken / 10 if declared == "utf-8" else broken)
    return lenient if whole and is_utf8 else None


def _codec(declared: str) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name
        " ".encode(name)  # raises for what is no character encoding: zlib, hex
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


def _leniently(data: bytes, name: str) -> str:
    """With U+FFFD for what is broken, if that is little; SourceError if it is much."""
    text = data.decode(name, "replace")
    broken = text.count(_REPLACEMENT) + len(_CONTROL.findall(text))
    if broken > max(min(_FEW, len(text) / 10), _MOST_BROKEN * len(text)):
        family = name.removesuffix("-sig").upper()
        raise SourceError(f"is broken {family}: save it again")
    return text.replace("\0", "")


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
    if "\0" in text or (_has_controls(text) and _has_controls(_without_scripts(text))):
        raise SourceError("is not text (it holds control characters)")
    return text


def _without_scripts(text: str) -> str:
    first, *parts = _SCRIPT_TAG.split(text)
    return first + "".join(
        after for slash, after in zip(parts[::2], parts[1::2], strict=True) if slash
    )


def _has_controls(text: str) -> bool:
    return len(_CONTROL.findall(text)) > 2 + len(text) // 1000


def _guess(data: bytes, declared: str | None) -> str:
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
    try:
        return _leniently(data, declared or "cp1252")
    except SourceError as error:
        raise SourceError("is not text in any character encoding that web pages use") from error
