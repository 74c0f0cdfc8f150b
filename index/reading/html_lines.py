"""The text of a page's article to its blocks: what is still no article is left out, by its words.

What remains of the page's own lines between paragraphs is told as in plain text; besides, a block
that is nothing but a link leads to another page, and a paragraph whose words a longer one holds is
a pull quote. A live blog's times head its entries.
"""

import re
from collections.abc import Iterable, Iterator

from index.reading.article import Block
from index.reading.bylines import is_clock_time
from index.reading.captions import is_caption
from index.reading.html_walk import Run
from index.reading.layout import closes
from index.reading.page_furniture import Mark, mark
from index.reading.pull_quotes import without_pull_quotes
from index.reading.visible_text import visible

_NOT_TEXT: tuple[Mark, ...] = ("furniture", "links", "credit", "byline", "date", "url", "end")
_BOXES = ("body", "main", "article", "section", "header", "div", "figure", "td", "center")
_FEWEST_TIMES = 3
_LONGEST_LABEL = 40
_APPARATUS = re.compile(
    r"see also|references|citations|footnotes|bibliography|further reading|external links",
    re.IGNORECASE,
)


def article_blocks(found: Iterable[Run], title: str) -> list[Block]:
    runs = list(found)
    times = sum(is_clock_time(visible(run.text)) for run in runs)
    kept = _kept(runs, title, has_entries=times >= _FEWEST_TIMES)
    return without_pull_quotes(list(_without_empty_sections(_without_apparatus(kept))))


def _kept(runs: Iterable[Run], title: str, *, has_entries: bool) -> Iterator[Block | None]:
    """Without the page's own lines, the repeated title, and what comes twice in a row.

    None stands for a link or a label that was left out.
    """
    before = ""
    for run in runs:
        for kind, raw, _ in run.blocks():
            text = visible(raw)
            if not any(map(str.isalnum, text)) or text in (before, title):
                continue
            before = text
            if is_clock_time(text):
                if has_entries:
                    yield Block("heading", text)
            elif run.tag in ("tr", "head"):
                yield Block(kind, text)
            elif _leads_elsewhere(run) or _is_label(run):
                yield None
            elif kind == "caption" or is_caption(text):
                yield Block("caption", text)
            elif mark(text) in _NOT_TEXT:
                yield None
            else:
                yield Block(kind, text)


def _leads_elsewhere(run: Run) -> bool:
    return run.is_link and not closes(visible(run.text))


def _is_label(run: Run) -> bool:
    """A few words that no paragraph holds: `Live`, `Image`, a section's name."""
    text = visible(run.text)
    return run.tag in _BOXES and len(text) <= _LONGEST_LABEL and not closes(text)


def _without_apparatus(blocks: Iterable[Block | None]) -> Iterator[Block | None]:
    """An encyclopedia's references, and the lists behind them, up to the next heading."""
    within = False
    for block in blocks:
        if block is not None and block.kind == "heading":
            within = _APPARATUS.fullmatch(block.text) is not None
        if not within:
            yield block


def _without_empty_sections(blocks: Iterable[Block | None]) -> Iterator[Block]:
    """A heading goes with what stood under it; so do the headings at the very end."""
    waiting: list[Block] = []
    for block in blocks:
        if block is None:
            waiting = waiting[:-1]
        elif block.kind == "heading":
            waiting.append(block)
        else:
            yield from waiting
            yield block
            waiting = []
