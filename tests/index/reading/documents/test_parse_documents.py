"""Word documents, e-books and pages saved as one file: what comes out, and what is refused."""

import io
import re
import zipfile
from email.message import EmailMessage

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.reading.article_size import MAX_FIELDS
from index.reading.parse import parse
from index.types import Article, Skipped

FIRST = "The harbour board met on Monday to hear how the new sea wall would be paid for."
SECOND = "Ferries will go on sailing from the old pier until the work is done, the company said."
THIRD = "Lorries must use the northern road from the first week of March."

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/content.opf"/></rootfiles></container>'
)
PACKAGE = """\
<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The price of a wall</dc:title><dc:creator>Ada Sample</dc:creator>
<dc:publisher>Sample House</dc:publisher><dc:date>2022-03-04T00:00:00Z</dc:date>
<dc:language>en-GB</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="notes" href="notes.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>
<itemref idref="notes" linear="no"/></spine></package>
"""


def article_of(data: bytes, name: str) -> Article:
    (found,) = parse(data, name)
    assert isinstance(found, Article), found
    return found


def refused(data: bytes, name: str) -> str:
    (found,) = parse(data, name)
    assert isinstance(found, Skipped), found
    return found.reason


def texts(article: Article, kind: str = "body") -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs if p.kind == kind]


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def page(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


def book(**replaced: str) -> bytes:
    members = {
        "META-INF/container.xml": CONTAINER,
        "book/content.opf": PACKAGE,
        "book/nav.xhtml": page("<p>Contents of the book</p>"),
        "book/one.xhtml": page(f'<h1>One</h1><a id="x"/><p>{FIRST}</p>'),
        "book/two b.xhtml": page(f"<h1>Two</h1><p>{SECOND}</p>"),
        "book/notes.xhtml": page("<p>A note.</p>"),
        **replaced,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return file.getvalue()


def test_a_word_document_gives_its_paragraphs_tables_and_headings() -> None:
    document = docx.Document()
    document.core_properties.title = "Word Document"
    document.core_properties.language = "en-GB"
    document.sections[0].header.paragraphs[0].text = "The Harbour Review"
    document.add_heading("A sea wall, and who pays", 0)
    document.add_paragraph("By Ada Sample")
    document.add_paragraph("12 January 2022")
    document.add_paragraph(FIRST)
    document.add_heading("What it costs", 2)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Wall", "4.1 million"
    table.rows[0].cells[1].add_table(1, 1).rows[0].cells[0].text = "in all"
    document.add_paragraph(SECOND)
    article = article_of(saved(document), "wall.docx")
    assert article.title == "A sea wall, and who pays"
    assert (article.author, article.published, article.language) == (
        "Ada Sample",
        "2022-01-12",
        "en",
    )
    assert texts(article) == [FIRST, "Wall | 4.1 million in all", SECOND]
    assert texts(article, "heading") == ["What it costs"]


def test_a_word_document_is_read_as_if_its_changes_were_accepted() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST[:-1])._p.append(
        parse_xml(
            f"<w:ins {nsdecls('w')}><w:r><w:t xml:space='preserve'> in spring</w:t></w:r></w:ins>"
        )
    )
    document.paragraphs[0]._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> soon</w:delText></w:r></w:del>")
    )
    document.element.body.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        )
    )
    assert texts(article_of(saved(document), "wall.docx")) == [
        f"{FIRST[:-1]} in spring",
        SECOND,
    ]


BOX = """\
<w:r {names} xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:txbxContent>
</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{said}</w:t>
</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>
"""
NOTES = """\
<w:{kind}s {names}><w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>
<w:{kind} w:id="1"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:{kind}></w:{kind}s>
"""


def test_text_boxes_and_notes_follow_the_paragraph_that_they_belong_to() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(FIRST)
    paragraph._p.append(parse_xml(BOX.format(names=nsdecls("w"), said="The wall is in the box.")))
    for kind in ("footnote", "endnote"):
        said = f"The {kind} names the owner of the boats."
        blob = NOTES.format(kind=kind, names=nsdecls("w"), said=said).encode()
        part = Part(PackURI(f"/word/{kind}s.xml"), f"application/{kind}s+xml", blob)
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        document.part.relate_to(part, f"{relations}/{kind}s")
        reference = f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="1"/></w:r>'
        paragraph._p.append(parse_xml(reference))
    document.add_paragraph(SECOND)
    assert texts(article_of(saved(document), "wall.docx")) == [
        FIRST,
        "The wall is in the box.",
        "The footnote names the owner of the boats.",
        "The endnote names the owner of the boats.",
        SECOND,
    ]


def test_a_word_document_in_the_strict_form_of_the_standard_is_read() -> None:
    document = docx.Document()
    document.add_heading("A sea wall", 0)
    document.add_paragraph(FIRST)
    file = io.BytesIO()
    usual = (
        rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/"
    )
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(file, "w") as strict:
        for info in old.infolist():
            named = re.sub(usual, rb"http://purl.oclc.org/ooxml/\1/", old.read(info))
            strict.writestr(info.filename, named)
    article = article_of(file.getvalue(), "wall.docx")
    assert (article.title, texts(article)) == ("A sea wall", [FIRST])


def test_a_locked_or_old_word_document_is_refused() -> None:
    assert "locked with a password or an old" in refused(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "wall.docx"
    )


def test_a_broken_word_document_is_refused() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    whole = saved(document)
    assert "damaged" in refused(whole[: len(whole) // 2], "wall.docx")
    assert "broken Word document" in refused(book(), "wall.docx")


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    article = article_of(book(), "wall.epub")
    assert texts(article) == [FIRST, SECOND]
    assert texts(article, "heading") == ["One", "Two"]
    assert (article.title, article.author) == ("The price of a wall", "Ada Sample")
    assert (article.publisher, article.published) == ("Sample House", "2022-03-04")
    assert article.language == "en"


def test_a_note_of_a_book_is_read_where_it_stands() -> None:
    said = '<a href="#fnref1">1</a> A note of hers. <a href="#fnref1">↩</a>'
    note = f'<aside epub:type="footnote"><p>{said}</p></aside>'
    shown = page(f'<h1>One</h1><p>{FIRST}<a epub:type="noteref" href="#fn1">1</a></p>{note}')
    article = article_of(book(**{"book/one.xhtml": shown}), "wall.epub")
    assert texts(article) == [FIRST, "A note of hers.", SECOND]


def test_the_day_of_an_empty_document_is_not_that_of_what_was_written_in_it() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    assert article_of(saved(document), "wall.docx").published is None


def test_a_locked_book_is_refused_but_not_one_with_scrambled_fonts() -> None:
    def locks(uri: str) -> str:
        return f'<encryption><CipherReference URI="{uri}"/></encryption>'

    fonts = book(**{"META-INF/encryption.xml": locks("book/serif.otf")})
    assert texts(article_of(fonts, "wall.epub")) == [FIRST, SECOND]
    pages = book(**{"META-INF/encryption.xml": locks("book/two%20b.xhtml")})
    assert "locked by its seller" in refused(pages, "wall.epub")


@pytest.mark.parametrize(
    ("member", "content", "says"),
    [
        ("META-INF/container.xml", "not xml", "does not parse"),
        ("META-INF/container.xml", "<container/>", "does not say where its pages are"),
        ("book/content.opf", "<package/>", "has no text to quote"),
    ],
)
def test_a_broken_book_is_refused(member: str, content: str, says: str) -> None:
    assert says in refused(book(**{member: content}), "wall.epub")


def test_a_book_that_lacks_a_page_is_read_without_it_and_the_page_named() -> None:
    missing = PACKAGE.replace("one.xhtml", "none.xhtml")
    article, skipped = parse(book(**{"book/content.opf": missing}), "wall.epub")
    assert isinstance(article, Article)
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("was read, but its part none.xhtml lacks a part")


def test_a_book_without_any_page_that_can_be_read_is_refused() -> None:
    missing = PACKAGE.replace(".xhtml", ".lost")
    assert "is damaged inside" in refused(book(**{"book/content.opf": missing}), "wall.epub")


@pytest.mark.parametrize(("name", "size"), [("a.epub", 200_000_000), ("a.docx", 50_000_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(name: str, size: int) -> None:
    assert "would unpack to" in refused(book(bomb="0" * size), name)


def mhtml(charset: str = "iso-8859-1") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Saved page"
    message["Snapshot-Content-Location"] = "https://courier.example/wall"
    markup = (
        "<html><head><title>A wall</title></head><body><article><h1>A wall</h1>"
        f"<p>{FIRST}</p><p>Café: {SECOND}</p></article></body></html>"
    )
    message.set_content(markup, subtype="html", charset=charset, cte="quoted-printable")
    message.add_related(b"GIF89a", "image", "gif", cid="<x>")
    return message.as_bytes()


@pytest.mark.parametrize("name", ["wall.mhtml", "wall.MHT"])
def test_a_page_saved_as_one_file_is_read_in_its_encoding(name: str) -> None:
    article = article_of(mhtml(), name)
    assert texts(article)[-2:] == [FIRST, f"Café: {SECOND}"]
    assert (article.title, article.url) == ("A wall", "https://courier.example/wall")
    assert article.published is None


def test_a_message_without_a_page_is_refused() -> None:
    assert refused(b"Subject: hello\n\nNo page here.\n", "a.mht") == "holds no web page"


def test_a_message_of_endless_headers_is_refused_before_it_is_taken_apart() -> None:
    reason = refused(b"A: b\n" * (MAX_FIELDS + 1), "a.mht")
    assert reason == "has 10,001 headers, 10,000 at most are read: divide it"


def test_a_word_document_is_read_as_it_looks() -> None:
    document = docx.Document()
    said = document.add_paragraph("The flask held 10")
    said.add_run("6").font.superscript = True
    said.add_run(" cells of the mussel")
    said.add_run("4").font.superscript = True
    said.add_run(" in H")
    said.add_run("2").font.subscript = True
    said.add_run("O, not ")
    said.add_run("seven ").font.strike = True
    said.add_run("hidden ").font.hidden = True
    said.add_run("eight.").font.strike = False
    initial = document.add_paragraph("T")
    frame = parse_xml(f'<w:framePr {nsdecls("w")} w:dropCap="drop" w:lines="3"/>')
    initial._p.get_or_add_pPr().append(frame)
    document.add_paragraph("he pier opened on a Sunday.")
    formula = document.add_paragraph("It is ")
    formula._p.append(
        parse_xml(
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
            "<m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r>"
            "<m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        )
    )
    formula.add_run(" by now.")
    assert texts(article_of(saved(document), "look.docx")) == [
        "The flask held 10⁶ cells of the mussel in H2O, not eight.",
        "The pier opened on a Sunday.",
        "It is E=mc² by now.",
    ]
