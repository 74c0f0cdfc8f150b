"""PDF documents to the blocks of their text, each with its page, and what they say of themselves.

pypdf decodes; `pdf_lines` and `pdf_paragraphs` put its runs of text together. Work is bounded: a
stream may decode to 10 MB, and a document may take 5 s of processor time and 5 s more for each
megabyte. What takes more is refused whole, never half-read.
"""

import io
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import SourceError
from index.reading.blocks import Block, Details
from index.reading.documents.pdf_drawing import cut_drawing, draws
from index.reading.documents.pdf_lines import Line, PageText, is_undecoded, undecoded
from index.reading.documents.pdf_paragraphs import paragraphs, title_on_first_page
from index.reading.documents.properties import sensible_author, sensible_title
from index.reading.lines.dates import iso_date
from index.reading.lines.signature import without_signature
from index.reading.visible_text import visible

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PageObject, PdfReader

MAX_STREAM_BYTES = 10_000_000
_SECONDS, _SECONDS_PER_MB = 5.0, 5.0
_LIMITS = {
    "zlib_maximum_output_length": MAX_STREAM_BYTES,
    "lzw_maximum_output_length": MAX_STREAM_BYTES,
    "run_length_maximum_output_length": MAX_STREAM_BYTES,
    "array_based_stream_maximum_output_length": MAX_STREAM_BYTES,
    "stream_decoding_work_maximum_length": 4 * MAX_STREAM_BYTES,
    "stream_parsing_work_maximum_count": 500_000,
    "zlib_maximum_recovery_input_length": 100_000,
    "page_tree_maximum_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,
}
_PAGES_NAMED = 10
# Of the characters, those that are no letters in lines that are kept, without a word of it.
_MOST_STRAY = 0.01
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


def pdf_blocks(data: bytes) -> tuple[list[Block], Details, list[str]]:
    """With what of it could not be read.

    Raises SourceError if the file is broken, locked, only pictures, or takes too long.
    """
    with _pypdf_errors(), _bounded():
        reader = _opened(data)
        found = _details(reader.metadata)
        clock = _Clock(len(data))
        pages: list[list[Line]] = []
        pictures: list[int] = []
        for number, page in enumerate(reader.pages, start=1):
            clock.check()
            is_drawn = draws(page)
            pages.append(_lines(page, number, clock))
            if is_drawn and not pages[-1]:
                pictures.append(number)
    whole = sum(len(line.text) for page in pages for line in page)
    pages = [[line for line in page if not is_undecoded(line.text)] for page in pages]
    lost = whole - sum(len(line.text) for page in pages for line in page)
    if 2 * lost > whole:
        raise SourceError("has a text whose letters cannot be read out: run OCR on it first")
    if not any(pages):
        raise SourceError("has no text, only pictures of pages: run OCR on it first")
    stray = sum(undecoded(line.text) for page in pages for line in page)
    lost += stray if stray > _MOST_STRAY * whole else 0
    blocks = paragraphs(pages)
    headline = title_on_first_page(pages)
    title = found.title or headline
    blocks = _without_headline(blocks, {visible(text) for text in (title, headline) if text})
    blocks, signed = without_signature(blocks)
    dated = Details(published=signed.published)
    details = dated.or_else(found).or_else(signed).or_else(Details(title=headline))
    return blocks, details, list(_unread(pictures, lost))


def _unread(pictures: list[int], lost: int) -> Iterator[str]:
    if pictures:
        named = ", ".join(map(str, pictures[:_PAGES_NAMED]))
        if len(pictures) > _PAGES_NAMED:
            named += f" and {len(pictures) - _PAGES_NAMED} more"
        what = "page {} is only a picture" if len(pictures) == 1 else "pages {} are only pictures"
        yield f"{what.format(named)}: run OCR on it first"
    if lost:
        yield "some of its letters cannot be read out: run OCR on it first"


class _Clock:
    """The processor time that a document may take; that of other threads is not counted."""

    def __init__(self, size: int) -> None:
        self._end = time.thread_time() + _SECONDS + _SECONDS_PER_MB * size / 1_000_000

    def check(self, *_: object) -> None:
        if time.thread_time() > self._end:
            raise SourceError("takes too long to read: print it to a new PDF and add that")


@contextmanager
def _pypdf_errors() -> Iterator[None]:
    """What pypdf raises, and the many errors of Python's that broken files bring out of it."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    try:
        yield
    except (SourceError, RecursionError):
        raise
    except LimitReachedError as error:
        raise SourceError("unpacks to more than a document of its kind can hold") from error
    except (DependencyError, FileNotDecryptedError) as error:
        raise SourceError("is locked in a way that is not read: save it without a lock") from error
    except Exception as error:  # pypdf promises no set of errors
        logging.getLogger(__name__).debug("pypdf failed", exc_info=True)
        raise SourceError("is a broken PDF: open it in a viewer and save it again") from error


@contextmanager
def _bounded() -> Iterator[None]:
    from pypdf import apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    limits: dict[str, Any] = _LIMITS
    with apply_configuration(**limits):
        yield


def _opened(data: bytes) -> "PdfReader":
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise SourceError("is locked with a password: save it without one")
    return reader


def _lines(page: "PageObject", number: int, clock: _Clock) -> list[Line]:
    text = PageText(number)
    cut_drawing(page)
    page.extract_text(visitor_text=text.add, visitor_operand_before=clock.check)
    # pypdf passes over errors inside the forms that a page is made of, ours too.
    clock.check()
    return text.lines()


def _details(metadata: "DocumentInformation | None") -> Details:
    if metadata is None:
        return Details()
    created = _CREATED.match(str(metadata.get("/CreationDate") or ""))
    return Details(
        title=sensible_title(str(metadata.get("/Title") or "")),
        author=sensible_author(str(metadata.get("/Author") or "")),
        published=iso_date("-".join(created.groups())) if created else None,
    )


def _without_headline(blocks: list[Block], titles: set[str]) -> list[Block]:
    """Without the title if the text repeats it above its first paragraph."""
    first = next((at for at, block in enumerate(blocks) if block.kind == "body"), 0)
    return [
        block
        for at, block in enumerate(blocks)
        if not (at <= first and visible(block.text) in titles)
    ]
