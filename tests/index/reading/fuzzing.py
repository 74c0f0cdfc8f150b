"""What the fuzz tests share: a valid file of each format, ways to break it, and what must hold."""

import io
import unicodedata
import zipfile
from functools import cache

import docx
from fpdf import FPDF
from hypothesis import strategies as st

from index.reading.article import SEPARATOR
from index.reading.parse import parse
from index.reading.parser_process import in_this_process
from index.reading.sources.archives import archive_articles
from index.reading.visible_text import visible
from index.types import Article, Skipped
from tests.index.reading.documents.test_parse_documents import (
    FIRST,
    SECOND,
    book,
    mhtml,
    page,
    saved,
)
from tests.index.reading.sources.test_archives import HTML, TEXT, warc, zipped

MARKDOWN = f"---\ntitle: A wall\nauthor: Ada Sample\n---\n# A wall\n\n{FIRST}\n\n- {SECOND}\n"
PLAIN = f"The Courier\n\nA wall is built\n\nBy Ada Sample\n12 January 2022\n\n{FIRST}\n\n{SECOND}\n"
RECORDS = (
    '{"title": "A wall", "published": "2022-01-12", "paragraphs": ["It rained.", "It dried."]}'
)

ARCHIVES = (".zip", ".warc")
MARKS = r"""
--- +++ # > - 1. | ` ``` ~~~ * ** _ [ ]( ![ \ < </ <p> <br/> <div> <table><tr><td> <!-- -->
<![CDATA[ &amp; &#0; &#x110000; { } [[ " \u0000 null {"text": "paragraphs":[ title: 1/13/2022
2022-02-30 https://a.example/ --b --b-- %PDF-1.4 stream endobj BT ET
""".split()
PHRASES = [
    *("By ", "From ", "12 January 2022", "Photo: X/Y", "(Getty Images)", "Most read", "© 2022"),
    *("Image caption, ", "| a || b |", "|---|", "Content-Type: text/html", "boundary=b"),
    *("\n", "\n\n", "\r", "\0", "\t", "\u2028", "\u202e", "\ufeff", "\x1b", "\x85", "e\u0301"),
]
nasty = st.lists(st.sampled_from(MARKS + PHRASES) | st.text(max_size=6), max_size=40).map("".join)


@cache
def valid(suffix: str) -> bytes:
    """A small file of the format that is read without complaint."""
    match suffix:
        case ".pdf":
            pdf = FPDF()
            pdf.set_font("Times", size=11)
            for text in (FIRST, SECOND):
                pdf.add_page()
                pdf.multi_cell(0, 5, text)
            return bytes(pdf.output())
        case ".docx":
            document = docx.Document()
            document.add_heading("A wall", 0)
            document.add_paragraph(FIRST)
            return _stored(saved(document))
        case ".epub":
            return book()
        case ".mhtml" | ".mht":
            return mhtml()
        case ".html" | ".htm":
            return page(f"<h1>A wall</h1><p>{FIRST}</p><p>{SECOND}</p>").encode()
        case ".json" | ".jsonl":
            return RECORDS.encode()
        case ".md" | ".markdown":
            return MARKDOWN.encode()
        case ".zip":
            return zipped(("a.txt", TEXT), ("b.json", RECORDS), ("c.md", MARKDOWN)).getvalue()
        case ".warc":
            return warc([("response", "https://a.example/", TEXT.encode(), HTML)] * 2).getvalue()
        case _:
            return PLAIN.encode()


def _stored(data: bytes) -> bytes:
    """The same members not compressed, so that broken bytes reach the XML in them."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return file.getvalue()


def read(suffix: str, data: bytes) -> list[object]:
    """What the parser of the format makes of the bytes."""
    if suffix in ARCHIVES:
        file = io.BytesIO(data)
        return list(
            archive_articles(file, f"some/file{suffix}", in_this_process, max_member_bytes=100_000)
        )
    return list(parse(data, f"some/file{suffix}"))


@st.composite
def mutations(draw: st.DrawFn, whole: bytes) -> bytes:
    """The file with bits flipped, parts cut out, doubled, moved or replaced, up to eight times."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 8))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        length = draw(st.integers(1, 40))
        part = data[at : at + length]
        match draw(st.sampled_from(["flip", "cut", "double", "move", "replace", "truncate"])):
            case "flip":
                data[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del data[at : at + length]
            case "double":
                data[at:at] = part * draw(st.integers(1, 20))
            case "move":
                del data[at : at + length]
                to = draw(st.integers(0, len(data)))
                data[to:to] = part
            case "replace":
                data[at : at + length] = draw(st.binary(max_size=20))
            case "truncate":
                del data[at:]
    return bytes(data)


def expect_sound(found: object) -> None:
    """An Article whose paragraphs are stripped slices of its text, or a Skipped with a sentence."""
    if isinstance(found, Skipped):
        assert found.reason
        assert found.reason.isprintable()
        return
    assert isinstance(found, Article)
    shown = [found.text[p.start : p.end] for p in found.paragraphs]
    assert SEPARATOR.join(shown) == found.text
    assert all(text and text == visible(text) for text in shown)
    for text in (found.text.replace(SEPARATOR, ""), found.title, found.path):
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")]
    assert any(p.kind == "body" for p in found.paragraphs)
    assert all(p.page is None or p.page >= 1 for p in found.paragraphs)
