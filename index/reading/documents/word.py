"""Word documents (`.docx`) to the blocks of their text: as if all changes were accepted.

python-docx opens the file and knows its styles and properties. Its paragraphs leave out what
stands in content controls and accepted insertions, so the text is taken from the XML. Text boxes,
footnotes and endnotes follow the paragraph that they belong to. Headers, footers and comments are
parts of their own and are not read.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from lxml import etree

from index.errors import SourceError
from index.reading.blocks import Block, Details
from index.reading.documents.properties import sensible_author, sensible_title
from index.reading.lines.captions import is_caption
from index.reading.lines.signature import without_signature
from index.reading.lines.superscripts import raised
from index.reading.visible_text import visible
from index.reading.zip_container import open_zip, read_member
from index.types import ParagraphKind

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED_BYTES = 50_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = {f"{_W}t", f"{_M}t"}
_RUN, _MATH_POWER = f"{_W}r", f"{_M}sup"
_OFF = ("0", "false", "off", "none")
_LOOKED_BACK = 20
_SPACES = {f"{_W}{name}" for name in ("tab", "br", "cr", "ptab")}
_HYPHEN = f"{_W}noBreakHyphen"
_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc"))
_TITLE_STYLE = "title"
_HEADING_STYLES = ("heading", "subtitle", _TITLE_STYLE)
# Struck out, another rendering of what is shown, text boxes, which are read for themselves.
_LEFT_OUT = {
    *(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT_BOX = f"{_W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOTES = {f"{_W}footnoteReference": "footnotes", f"{_W}endnoteReference": "endnotes"}
_CONTENTS_STYLE = "toc"
# The namespaces of the standard's strict form, and of the form that all programs write by default.
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_USUAL_NAME = rb"http://schemas.openxmlformats.org/\1/2006/"


@dataclass(frozen=True, slots=True)
class _Parts:
    """Names of styles by their ids; the notes by their kind and number."""

    styles: Mapping[str, str]
    notes: Mapping[tuple[str, str], Any]


def word_blocks(data: bytes) -> tuple[list[Block], Details]:
    """Raises SourceError if the file is broken, locked or an old `.doc`."""
    if data.startswith(_OLE):
        raise SourceError(
            "is locked with a password or an old Word document: save it as .docx without one"
        )
    with open_zip(io.BytesIO(data), max_bytes=MAX_UNPACKED_BYTES) as packed:
        relations = "_rels/.rels"
        if relations in packed.namelist() and _STRICT in read_member(packed, relations):
            data = _in_usual_form(packed)
    document = _opened(data)
    parts = _Parts(_style_names(document), _notes(document))
    styled = list(_styled_blocks(document.element.body, parts))
    title = next((block.text for style, block in styled if style == _TITLE_STYLE), None)
    found = _properties(document)
    blocks, signed = without_signature([block for _, block in styled if block.text != title])
    dated = Details(title=title, published=signed.published)
    return blocks, dated.or_else(found).or_else(signed).or_else(
        Details(title=_first_heading(blocks))
    )


def _opened(data: bytes) -> "Document":
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except RecursionError:
        raise
    except Exception as error:  # python-docx promises no set of errors
        raise SourceError("is a broken Word document: open it and save it again") from error


def _in_usual_form(packed: zipfile.ZipFile) -> bytes:
    """The same document with the names that python-docx knows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as renamed:
        for info in packed.infolist():
            content = read_member(packed, info)
            if info.filename.endswith((".xml", ".rels")):
                content = _STRICT_NAME.sub(_USUAL_NAME, content)
            renamed.writestr(info.filename, content)
    return file.getvalue()


def _notes(document: "Document") -> Mapping[tuple[str, str], Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    found: dict[tuple[str, str], Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _NOTES.values() and not relation.is_external:
            try:
                root: Any = etree.fromstring(relation.target_part.blob, parser)
            except etree.XMLSyntaxError:  # without its notes a document still has its text
                continue
            for note in root if root is not None else ():
                # Those with a type are the lines between text and notes.
                if isinstance(note.tag, str) and note.get(f"{_W}type", "normal") == "normal":
                    found[kind, note.get(f"{_W}id", "")] = note
    return found


def _style_names(document: "Document") -> Mapping[str, str]:
    """The names of styles, which are English in all languages, by their ids, which are not."""
    try:
        return {style.style_id: (style.name or "").lower() for style in document.styles}
    except Exception:  # without its styles a document still has its text
        return {}


# When python-docx's own empty document was made, which all that it writes begin as.
_OF_TEMPLATE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)


def _properties(document: "Document") -> Details:
    try:
        properties = document.core_properties
        return Details(
            title=sensible_title(properties.title),
            author=sensible_author(properties.author),
            published=None if properties.created == _OF_TEMPLATE else properties.created,
            language=properties.language,
        )
    except Exception:  # nor does it need them
        return Details()


def _styled_blocks(parent: Any, parts: _Parts) -> Iterator[tuple[str, Block]]:
    """Each block with the name of its style; in content controls too."""
    initial = ""
    for child in parent:
        if child.tag == _PARAGRAPH and _is_initial(child):
            initial += _text(child).strip()
        elif child.tag == _PARAGRAPH:
            style = parts.styles.get(_style_of(child), "")
            text = visible(initial + _text(child))
            initial = ""
            if text and not style.startswith(_CONTENTS_STYLE):
                yield style, Block(_kind(style, text), text)
            yield from _beside(child, parts)
        elif child.tag == _TABLE:
            for row in _nearest(child, _ROW):
                cells = (visible(_text(cell)) for cell in _nearest(row, _CELL))
                yield "", Block("body", " | ".join(filter(None, cells)))
                yield from _beside(row, parts)
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _styled_blocks(child, parts)
    if initial:
        yield "", Block("body", initial)


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val", ""))


def _beside(element: Any, parts: _Parts) -> Iterator[tuple[str, Block]]:
    """The text boxes that hang on a paragraph or a row, and the notes that it points to."""
    for child in element:
        if child.tag == _TEXT_BOX:
            yield from _styled_blocks(child, parts)
        elif child.tag in _NOTES:
            note = parts.notes.get((_NOTES[child.tag], child.get(f"{_W}id", "")))
            text = visible(_text(note)) if note is not None else ""
            if text:
                yield "", Block("body", text)
        elif isinstance(child.tag, str) and child.tag not in (_FALLBACK, f"{_W}del"):
            yield from _beside(child, parts)


def _nearest(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, not those of tables within it."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _nearest(child, tag)


def _kind(style: str, text: str) -> ParagraphKind:
    if style.startswith(_HEADING_STYLES):
        return "heading"
    return "caption" if style == "caption" or is_caption(text) else "body"


def _text(element: Any, before: str = "") -> str:
    """`before` is the end of the text that it continues."""
    parts: list[str] = []
    for child in element:
        if child.tag in _TEXTS:
            parts.append(child.text or "")
        elif child.tag in _SPACES:
            parts.append(" ")
        elif child.tag == _HYPHEN:
            parts.append("-")
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not _is_unread(child):
            said = _last(parts) or before
            text = _text(child, said)
            parts.append(raised(text.strip(), said) if _is_raised(child) else text)
            if child.tag == _PARAGRAPH:
                parts.append(" ")
    return "".join(parts)


def _last(parts: list[str]) -> str:
    return "".join(parts[-3:])[-_LOOKED_BACK:]


def _is_unread(run: Any) -> bool:
    """Struck out or hidden by its font."""
    font = run.find(f"{_W}rPr") if run.tag == _RUN else None
    if font is None:
        return False
    marks = (font.find(f"{_W}{name}") for name in ("strike", "dstrike", "vanish"))
    return any(mark is not None and mark.get(f"{_W}val", "1") not in _OFF for mark in marks)


def _is_raised(element: Any) -> bool:
    if element.tag == _MATH_POWER:
        return True
    place = element.find(f"{_W}rPr/{_W}vertAlign") if element.tag == _RUN else None
    return place is not None and place.get(f"{_W}val") == "superscript"


def _is_initial(paragraph: Any) -> bool:
    """The large first letter of the next paragraph, in a frame of its own."""
    frame = paragraph.find(f"{_W}pPr/{_W}framePr")
    return frame is not None and frame.get(f"{_W}dropCap", "none") != "none"


def _first_heading(blocks: list[Block]) -> str | None:
    first = blocks[:1]
    return first[0].text if first and first[0].kind == "heading" else None
