"""PDFs, made by fpdf2 for each test: what comes out as paragraphs, and what is refused."""

import textwrap
import zlib
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from fpdf.fonts import FontFace
from PIL import Image

from index.building.rebuild import RebuildReport
from index.reading.documents.hyphenation import Hyphenation
from index.reading.parse import parse
from index.types import Article, Skipped
from tests.index.answering.test_answer import open_answerer

BOARD = (
    "The harbour board met on Monday to hear how the new sea wall would be paid for, and it left "
    "after four hours without an answer that satisfied the owners of the boats."
)
FERRY = (
    "Ferries will go on sailing from the old pier until the work is done, the company said, though "
    "heavy lorries must use the northern road from the first week of March."
)


class Report(FPDF):
    """A document with a page number below and, where it is wanted, a running header above."""

    def __init__(self, running_header: str = "") -> None:
        super().__init__()
        self._running_header = running_header
        self.set_margin(25)
        self.set_auto_page_break(True, 30)
        self.add_page()

    def header(self) -> None:
        self.set_font("Times", "I", 9)
        self.cell(0, 5, self._running_header)
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Times", size=9)
        self.cell(0, 5, f"Page {self.page_no()} of 3", align="C")

    def text_at(self, size: float, text: str, style: str = "") -> None:
        self.set_font("Times", style, size)
        self.multi_cell(0, size / 2, text, align="L")
        self.ln(3)

    def says(self, text: str) -> None:
        self.text_at(11, text)


def article_of(pdf: FPDF) -> Article:
    (found,) = parse(bytes(pdf.output()), "review.pdf")
    assert isinstance(found, Article), found
    return found


def texts(article: Article, kind: str = "body") -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs if p.kind == kind]


def texts_of(data: bytes) -> list[str]:
    found = parse(data, "a.pdf")[0]
    assert isinstance(found, Article), found
    return texts(found)


def refused(data: bytes) -> str:
    (found,) = parse(data, "review.pdf")
    assert isinstance(found, Skipped), found
    return found.reason


def test_lines_are_joined_to_paragraphs_and_headers_and_page_numbers_left_out() -> None:
    pdf = Report("The Harbour Review")
    said = [f"{'A' * (n + 1)} said: {BOARD} {FERRY}" for n in range(18)]
    for text in said:
        pdf.says(text)
    article = article_of(pdf)
    assert texts(article) == said
    assert "Harbour Review" not in article.text
    assert [p.page for p in article.paragraphs][:1] == [1]
    assert article.paragraphs[-1].page == 2


def test_a_sentence_goes_on_across_pages_and_is_cited_where_it_starts() -> None:
    pdf = Report("The Harbour Review")
    for n in range(8):
        pdf.says(f"{'A' * (n + 1)} said: {BOARD} {FERRY}")
    long = "It is said that t" + " ".join([BOARD, FERRY] * 4)[1:]
    pdf.says(long)
    pdf.says(f"{FERRY} {BOARD}")
    article = article_of(pdf)
    at = texts(article).index(long)
    assert article.paragraphs[at].page == 1
    assert article.paragraphs[at + 1].page == 2


def test_paragraphs_parted_by_an_indent_alone_are_parted() -> None:
    pdf = Report()
    pdf.set_font("Times", size=11)
    for _ in range(6):
        pdf.multi_cell(0, 5, f"        {BOARD} {FERRY}", align="L", new_x="LMARGIN", new_y="NEXT")
    assert texts(article_of(pdf)) == [f"{BOARD} {FERRY}"] * 6


def test_title_byline_and_date_come_from_the_first_page() -> None:
    pdf = Report()
    pdf.set_title("Microsoft Word - draft-final2.docx")
    pdf.text_at(20, "A sea wall, and who is to pay for it", "B")
    pdf.says("By Ada Sample")
    pdf.says("12 January 2022")
    pdf.says(f"{BOARD} {FERRY}")
    pdf.text_at(11, "What it costs", "B")
    pdf.says(f"{FERRY} {BOARD}")
    article = article_of(pdf)
    assert article.title == "A sea wall, and who is to pay for it"
    assert (article.author, article.published) == ("Ada Sample", "2022-01-12")
    assert texts(article) == [f"{BOARD} {FERRY}", f"{FERRY} {BOARD}"]
    assert texts(article, "heading") == ["What it costs"]


def test_title_author_and_date_come_from_the_metadata_where_they_are_sensible() -> None:
    pdf = Report()
    pdf.set_title("The price of a sea wall")
    pdf.set_author("Ada Sample")
    pdf.says(BOARD)
    article = article_of(pdf)
    assert (article.title, article.author) == ("The price of a sea wall", "Ada Sample")
    assert article.published is not None
    pdf = Report()
    pdf.set_title("report_v3.indd")
    pdf.set_author("admin")
    pdf.says(BOARD)
    article = article_of(pdf)
    assert (article.title, article.author) == ("Review", None)


@pytest.mark.parametrize("size", [0.24, 0.35, 0.06])
def test_text_is_read_whose_size_comes_from_the_scale_of_the_page(size: float) -> None:
    pdf = Report()
    with pdf.local_context():
        for text in (BOARD, FERRY):
            pdf.set_font("Times", size=size)
            pdf.multi_cell(0, size / 2, text)
            pdf.ln(size)
    found = " ".join(texts(article_of(pdf)))
    assert BOARD in found
    assert FERRY in found


def test_lines_are_joined_even_if_the_size_of_the_font_says_nothing() -> None:
    pdf = Report()
    pdf.set_font("Times", size=0.04)
    for number, line in enumerate(textwrap.wrap(f"{BOARD} {FERRY}", 50)):
        pdf.text(25, 60 + 5 * number, line)
    assert texts(article_of(pdf)) == [f"{BOARD} {FERRY}"]


def test_footnotes_stand_after_the_paragraph_they_would_have_cut() -> None:
    pdf = Report()
    for _ in range(8):
        pdf.says(f"{BOARD} {FERRY}")
    pdf.set_font("Times", size=11)
    pdf.write(5, f"{BOARD[:-1]} in town")
    pdf.set_font("Times", size=6)
    pdf.set_char_spacing(0)
    with pdf.local_context(char_vpos="SUP"):
        pdf.write(5, "1")
    pdf.set_font("Times", size=11)
    pdf.write(5, f". {FERRY[:59]}")
    with pdf.unbreakable():
        pdf.set_auto_page_break(False)
        pdf.set_y(-40)
        pdf.text_at(8, "1 The minutes of the meeting are kept in the harbour office.")
    pdf.set_auto_page_break(True, 30)
    pdf.add_page()
    pdf.says(FERRY[59:].strip())
    for _ in range(3):
        pdf.says(f"{BOARD} {FERRY}")
    said = texts(article_of(pdf))
    assert said[8] == f"{BOARD[:-1]} in town. {FERRY}"
    assert said[9] == "1 The minutes of the meeting are kept in the harbour office."
    assert said[10] == f"{BOARD} {FERRY}"


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    pdf = Report()
    pdf.set_font("Times", size=11)
    left = textwrap.wrap(f"{BOARD} {FERRY}", 42)
    right = textwrap.wrap(f"{FERRY} {BOARD}", 42)
    for one, other in zip_longest(left, right, fillvalue=""):
        pdf.cell(85, 5, one)
        pdf.cell(70, 5, other)
        pdf.ln(5)
    assert " ".join(texts(article_of(pdf))).startswith(f"{BOARD} {FERRY} {FERRY[:50]}")


def test_a_table_of_short_cells_is_not_taken_for_columns() -> None:
    pdf = Report()
    pdf.says(BOARD)
    with pdf.table(headings_style=FontFace()) as table:
        for row in (("Wall", "4.1"), ("Pier", "2.0"), ("Road", "0.7"), ("Sum", "6.8"), ("x", "1")):
            table.row(row)
    assert texts(article_of(pdf))[-4:] == ["Pier | 2.0", "Road | 0.7", "Sum | 6.8", "x | 1"]


def test_three_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    pdf = Report()
    pdf.set_font("Times", size=9)
    columns = [textwrap.wrap(text, 30) for text in (BOARD, FERRY, f"Again: {BOARD}")]
    for row in zip_longest(*columns, fillvalue=""):
        for at, text in enumerate(row):
            pdf.set_x(25 + 58 * at)
            pdf.cell(50, 5, text)
        pdf.ln(5)
    assert texts(article_of(pdf)) == [BOARD, FERRY, f"Again: {BOARD}"]


def test_the_rows_of_a_table_are_paragraphs_of_their_own() -> None:
    pdf = Report()
    pdf.says(BOARD)
    for row in (("Work", "Crowns", "Years"), ("Repair", "2,400", "2"), ("Removal", "800", "1")):
        for at, cell in enumerate(row):
            pdf.text(25 + 40 * at, pdf.get_y() + 5, cell)
        pdf.ln(6)
    pdf.ln(6)
    pdf.says(FERRY)
    rows = ["Work | Crowns | Years", "Repair | 2,400 | 2", "Removal | 800 | 1"]
    assert texts(article_of(pdf)) == [BOARD, *rows, FERRY]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["the infor-", "mation is out; information"], "the information is out; information"),
        (["a Russian-", "led one, Russian-led"], "a Russian-led one, Russian-led"),
        (["the Anglo-", "Irish treaty"], "the Anglo-Irish treaty"),
        (["they under-", "stand what stand is"], "they understand what stand is"),
        (["a short-", "range gun of range and short"], "a short-range gun of range and short"),
        (["pre-", "and post-war"], "pre- and post-war"),
        (["a well-", "liked man"], "a well-liked man"),
        (["by e-", "mail from"], "by e-mail from"),
        (["the re-", "election of"], "the re-election of"),
        (["a co-", "owner of"], "a co-owner of"),
        (["forty-", "seven goats"], "forty-seven goats"),
        (["a self-", "ish man"], "a selfish man"),
        (["the half-", "way house"], "the halfway house"),
        (["com-", "mittee of the"], "committee of the"),
        (["from 2021-", "22 on"], "from 2021-22 on"),
        (["one line", "and another"], "one line and another"),
    ],
)
def test_hyphens_at_line_ends_go_or_stay_as_the_document_spells(
    lines: list[str], joined: str
) -> None:
    assert Hyphenation(lines).joined(*lines) == joined


def test_pages_without_text_are_said_to_be_pictures() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100)
    assert "only pictures of pages: run OCR" in refused(bytes(pdf.output()))


def test_a_page_that_is_a_picture_is_named_in_the_report(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    Image.new("L", (40, 40), 128).save(picture)
    plain = FPDF()
    plain.set_font("Times", size=11)
    for page in range(3):
        plain.add_page()
        if page:
            plain.image(str(picture), 0, 0, 210)
        else:
            plain.multi_cell(0, 5, f"{BOARD} {FERRY}")
    article, skipped = parse(bytes(plain.output()), "scan.pdf")
    assert isinstance(article, Article)
    assert isinstance(skipped, Skipped)
    assert skipped.reason == "was read, but pages 2, 3 are only pictures: run OCR on it first"


def test_letters_that_the_font_does_not_name_are_not_indexed() -> None:
    pdf = Report()
    pdf.says(" ".join(f"/g{ord(letter)}" for letter in BOARD))
    assert "letters cannot be read out: run OCR" in refused(bytes(pdf.output()))


def document(content: bytes, font: bytes = b"/Subtype/Type1/BaseFont/Times") -> bytes:
    """One page that shows the content in the font."""
    packed = zlib.compress(content, 9)
    return b"".join((
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources",
        b"<</Font<</F<</Type/Font%s>>>>>>>>endobj\n" % font,
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
        % (len(packed), packed),
        b"5 0 obj<</Length 0>>stream\n\nendstream endobj\n",
        b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    ))  # fmt: skip


def composite(encoding: bytes, more: bytes = b"") -> bytes:
    return (
        b"/Subtype/Type0/BaseFont/Sample/Encoding/%s/DescendantFonts[<</Type/Font/Subtype"
        b"/CIDFontType2/BaseFont/Sample/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)"
        b"/Supplement 2>>%s>>]" % (encoding, more)
    )


@pytest.mark.parametrize(
    ("font", "is_read"),
    [
        (composite(b"Identity-H"), False),
        (composite(b"Identity-V", b"/CIDToGIDMap/Identity"), False),
        (composite(b"KSCms-UHC-H"), False),
        (composite(b"Identity-H", b"/CIDToGIDMap 5 0 R"), True),
        (composite(b"UniJIS-UTF16-H"), True),
    ],
)
def test_numbers_of_glyphs_are_not_taken_for_letters(font: bytes, is_read: bool) -> None:
    codes = BOARD.encode("utf-16-be").hex().encode()
    data = document(b"BT /F 11 Tf 50 700 Td <%s> Tj ET" % codes, font)
    found = parse(data, "a.pdf")[0]
    if is_read:
        assert isinstance(found, Article)
        assert BOARD in found.text
    else:
        assert "letters cannot be read out" in refused(data)


def test_a_line_with_some_letters_that_cannot_be_read_out_is_named_in_the_report() -> None:
    font = composite(b"UniJIS-UTF16-H")
    codes = (BOARD + " Its gate is 4 \uf02b 5 \uf03d 9 wide.").encode("utf-16-be").hex().encode()
    found = parse(document(b"BT /F 11 Tf 50 700 Td <%s> Tj ET" % codes, font), "a.pdf")
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "was read, but some of its letters cannot be read out: run OCR on it first"
    ]


def test_a_page_with_much_drawing_is_read_as_one_without() -> None:
    drawn = b"0.5 w 1 0 0 RG 10 10 m 12.5 -3 l 1 2 3 4 5 6 c 0 0 9 9 re W* n h f* S\n" * 60_000
    said = BOARD.encode() + rb" The gate \(4 4 m wide \(or 5 5 l\)\) opens in (1 1 m of) June."
    text = b"BT /F 11 Tf 50 700 Td (%s) Tj ET\n" % said
    picture = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 1 1 m EI\n"
    found = parse(document(drawn + text + picture + drawn), "plan.pdf")
    assert [getattr(each, "text", each) for each in found] == [
        f"{BOARD} The gate (4 4 m wide (or 5 5 l)) opens in (1 1 m of) June."
    ]


def test_powers_are_raised_and_indices_are_not() -> None:
    rows = (
        b"BT /F 11 Tf 50 700 Td (The flask that the harbour board bought held 10) Tj "
        b"/F 7 Tf 228 4 Td (6) Tj /F 11 Tf 6 -4 Td ( cells in CO) Tj /F 7 Tf 52 -2 Td (2) Tj "
        b"/F 11 Tf 5 2 Td ( on Monday.) Tj ET"
    )
    assert texts_of(document(rows)) == [
        "The flask that the harbour board bought held 10⁶ cells in CO2 on Monday."
    ]


def test_a_line_of_empty_pieces_is_no_line() -> None:
    rows = b"".join(
        b"BT /F 11 Tf 1 0 0 1 50 %d Tm (\x01) Tj 1 0 0 1 200 %d Tm (\x01) Tj ET\n" % (y, y)
        for y in range(300, 700, 20)
    )
    text = b"BT /F 11 Tf 50 720 Td (%s) Tj ET\n" % BOARD.encode()
    assert texts_of(document(text + rows)) == [BOARD]


@pytest.mark.parametrize("method", [EncryptionMethod.RC4, EncryptionMethod.AES_256])
def test_a_file_locked_for_changes_only_is_read(method: EncryptionMethod) -> None:
    pdf = Report()
    pdf.set_encryption("owner", encryption_method=method)
    pdf.says(BOARD)
    assert texts(article_of(pdf)) == [BOARD]


def test_a_file_locked_for_reading_is_refused() -> None:
    pdf = Report()
    pdf.set_encryption("owner", "secret", encryption_method=EncryptionMethod.AES_256)
    pdf.says(BOARD)
    assert refused(bytes(pdf.output())) == "is locked with a password: save it without one"


def test_broken_files_are_refused_with_a_sentence() -> None:
    pdf = Report()
    pdf.says(BOARD)
    whole = bytes(pdf.output())
    for broken in (whole[:300], b"%PDF-1.7\n" + b"\xff" * 200, b"no pdf at all"):
        assert "PDF" in refused(broken)


def test_a_page_that_unpacks_to_more_than_a_page_is_refused() -> None:
    def stream(content: bytes) -> bytes:
        packed = zlib.compress(content, 9)
        return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)

    text = b"BT /F 12 Tf (word) Tj ET\n"
    small, bomb = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
        b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times>>>>>>>>endobj\n"
        b"4 0 obj%sendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%%%EOF" % stream(text * times)
        for times in (1, 500_000)
    )
    assert isinstance(parse(small, "a.pdf")[0], Article)
    assert "unpacks to more" in refused(bomb)


def test_an_answer_from_a_pdf_names_the_page(
    build: Callable[..., RebuildReport], articles: Path, data: Path
) -> None:
    pdf = Report()
    pdf.says(BOARD)
    pdf.add_page()
    pdf.says(FERRY)
    pdf.output(str(articles / "review.pdf"))
    build()
    quote = open_answerer(data).answer("when must lorries use the northern road?").quotes[0]
    assert (quote.text, quote.paragraph, quote.page) == (FERRY, 2, 2)
