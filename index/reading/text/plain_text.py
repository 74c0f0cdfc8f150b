"""Plain text, clean or saved from a web page, to blocks and details.

A saved page is read in three parts. The head runs to the byline or the date, or else to the first
paragraph: it holds masthead, headline and standfirst. The tail begins at `Most read`, a reporting
credit or a copyright line with no real paragraph after it. Between them a line is a
paragraph, a caption, a sub-heading, or one of the page's own lines, which are left out.

In a file without any line of a page's own, none is left out but what became title, author or date.
"""

import re
from bisect import bisect_left
from itertools import takewhile
from pathlib import PurePosixPath
from typing import NamedTuple

from index.reading.blocks import Block, Details
from index.reading.lines.bylines import is_clock_time
from index.reading.lines.captions import caption_text
from index.reading.lines.layout import closes, is_list_item, paragraph_lines
from index.reading.lines.line_kinds import Mark, is_copyright, is_reporting_credit, mark
from index.reading.lines.note_marks import without_note_marks
from index.reading.lines.pull_quotes import without_pull_quotes
from index.reading.text.front_matter import NAMES, details_of
from index.reading.text.link_lists import without_link_lists
from index.reading.text.page_head import Head, Marked, read_head
from index.types import ParagraphKind

LONG_PARAGRAPH = 160
_SUBHEADING_WORDS = 6
_CLEAN_HEADING_WORDS = 12
_QUESTION_WORDS = 8
_LONGEST_QUESTION_LINKED = 16
_OF_A_PAGE: tuple[Mark, ...] = ("furniture", "links", "end", "credit")
_NOT_TEXT: tuple[Mark, ...] = (*_OF_A_PAGE, "section", "date", "byline", "url")
_KEYS = {name for names in NAMES.values() for name in names}
_LABEL_ABOVE = re.compile(r"^[ \t]*((?:image|media) caption),?[ \t]*\n\s*(?=\S)", re.I | re.M)
_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_FEWEST_QUOTED, _MOST_QUOTED = 3, 0.8
_FIELD = re.compile(r"(\w+)\s*:\s+(\S.*)")


def plain_blocks(text: str, path: str) -> tuple[list[Block], Details]:
    text, had_link_lists = without_link_lists(without_note_marks(_unquoted(text)))
    fields, text = _fields_above(_LABEL_ABOVE.sub(r"\1, ", text))
    lines = [Marked(mark(line.text), *line) for line in paragraph_lines(text)]
    lines = _with_split_captions(lines)
    head = read_head(lines, PurePosixPath(path).stem)
    is_page = had_link_lists or any(line.mark in _OF_A_PAGE for line in lines)
    blocks = [Block("heading", text) for text in head.standfirst]
    blocks += _blocks(lines, head.until, is_page=is_page)
    if not any(block.kind == "body" for block in blocks):
        blocks, head = _everything(lines)
    if is_page:
        blocks = without_pull_quotes(blocks)
    details = fields.or_else(_details(lines, head))
    if fields.title and head.title and fields.title != head.title:
        blocks.insert(0, Block("heading", head.title))
    return blocks, details


def _unquoted(text: str) -> str:
    """Without the `>` before each line of a message that was passed on."""
    lines = [line for line in text.splitlines() if line.strip()]
    quoted = sum(line.lstrip().startswith(">") for line in lines)
    is_quoted = quoted >= max(_FEWEST_QUOTED, _MOST_QUOTED * len(lines))
    return _QUOTE_MARKS.sub("", text) if is_quoted else text


def _fields_above(text: str) -> tuple[Details, str]:
    """Two or more `Title: …`, `Date: …` lines at the very top, as archives write them."""
    lines = text.lstrip("\n").split("\n")
    matches = list(takewhile(_is_field, map(_FIELD.fullmatch, map(str.strip, lines))))
    if len(matches) < 2:
        return Details(), text
    fields = {match[1]: match[2] for match in matches if match}
    return details_of(fields), "\n".join(lines[len(matches) :])


def _is_field(match: re.Match[str] | None) -> bool:
    return match is not None and match[1].lower() in _KEYS


def _with_split_captions(lines: list[Marked]) -> list[Marked]:
    """A line with a bare credit right under it is a caption.

    Without a closing stop that is enough; with one, blank lines must part the two from the rest.
    """
    before: list[Marked | None] = [None, *lines]
    after: list[Marked | None] = [*lines[1:], None]
    result = []
    for above, line, below in zip(before, lines, after, strict=False):
        if below is not None and below.mark == "credit":
            parted = line.group == below.group and (
                above is None or above.group != line.group or above.mark in _NOT_TEXT
            )
            if (line.mark == "title" and len(line.text.split()) > 3) or (
                line.mark == "body" and parted and len(line.text) <= LONG_PARAGRAPH + 90
            ):
                line = line._replace(mark="caption")
        result.append(line)
    return result


class _Places(NamedTuple):
    """Where in the file the paragraphs, the long ones and the title-like lines are, in order."""

    body: list[int]
    long: list[int]
    title: list[int]

    @staticmethod
    def before(at: int, places: list[int]) -> int:
        return bisect_left(places, at)


def _places(lines: list[Marked]) -> _Places:
    body, long, title = [], [], []
    for at, line in enumerate(lines):
        if line.mark == "title" or (line.mark == "body" and _may_be_link(line.text)):
            title.append(at)
        elif line.mark == "body":
            body.append(at)
            if len(line.text) >= LONG_PARAGRAPH:
                long.append(at)
    return _Places(body, long, title)


def _may_be_link(text: str) -> bool:
    """A question, or an item of a list without a stop: a headline, where headlines are expected."""
    if is_list_item(text):
        return not closes(text)
    return text.endswith("?") and len(text.split()) < _LONGEST_QUESTION_LINKED


def _blocks(lines: list[Marked], start: int, *, is_page: bool) -> list[Block]:
    blocks: list[Block] = []
    places = _places(lines)
    among_links = False
    for at in range(start, len(lines)):
        line = lines[at]
        match line.mark:
            case "caption":
                blocks.append(Block("caption", caption_text(line.text)))
                among_links = False
            case "body":
                among_links = among_links and _may_be_link(line.text)
                if not among_links:
                    asks = _asks_what_follows(lines, at)
                    blocks.append(Block("heading" if asks else "body", line.text))
            case "links":
                among_links = True
            case "end":
                if _is_tail(lines, at, places):
                    break
                among_links = True
            case "title" | "section" | "date" | "byline":
                is_lead = is_page and not places.before(at, places.body)
                if among_links or is_lead:
                    continue
                if kind := _kind_of_title(lines, at, is_page=is_page):
                    blocks.append(Block(kind, line.text))
    return blocks


def _is_tail(lines: list[Marked], at: int, places: _Places) -> bool:
    """No long paragraph follows; after a credit, a few may (they are about the authors).

    After a label, which may also be a real sub-heading, headlines must outnumber paragraphs.
    """
    text = lines[at].text
    if not places.before(at, places.body):
        return False
    after = len(places.long) - places.before(at, places.long)
    if is_reporting_credit(text) or is_copyright(text):
        return 3 * after <= places.before(at, places.long)
    bodies = len(places.body) - places.before(at, places.body)
    titles = len(places.title) - places.before(at, places.title)
    return not after and bodies <= titles


def _asks_what_follows(lines: list[Marked], at: int) -> bool:
    """A short question that stands alone above a paragraph is its heading."""
    text = lines[at].text
    if not (text.endswith("?") and lines[at].alone and len(text.split()) <= _QUESTION_WORDS):
        return False
    return text[0].isalnum() and at + 1 < len(lines) and lines[at + 1].mark == "body"


def _kind_of_title(lines: list[Marked], at: int, *, is_page: bool) -> ParagraphKind | None:
    """What a line without a stop is: on a page, a long one is another article's headline.

    A time heads an entry of a live blog, even above the entry's own heading.
    """
    line = lines[at]
    if is_clock_time(line.text):
        return "heading"
    words = len(line.text.split())
    marks = (lines[below].mark for below in range(at + 1, len(lines)))
    follows = next((mark for mark in marks if mark not in (*_OF_A_PAGE, "caption")), None)
    if is_page:
        return "heading" if words <= _SUBHEADING_WORDS and follows == "body" else None
    if line.alone and follows == "body" and words <= _CLEAN_HEADING_WORDS:
        return "heading"
    return "body"


def _everything(lines: list[Marked]) -> tuple[list[Block], Head]:
    """For a file of fragments, a list or a poem: each line that is not certainly a page's own."""
    kept = [line for line in lines if line.mark in ("title", "body", "caption", "section")]
    blocks = [Block("caption" if at.mark == "caption" else "body", at.text) for at in kept]
    return blocks, Head()


def _details(lines: list[Marked], head: Head) -> Details:
    urls = [line.text for line in [*lines[: head.until], *lines[-1:]] if line.mark == "url"]
    return Details(
        title=head.title,
        publisher=head.publisher,
        author=head.author,
        published=head.published,
        url=urls[0][urls[0].lower().index("http") :] if urls else None,
    )
