"""The text of a page's article to its blocks: what is still no article is left out, by its words.

The page's own lines that remain between paragraphs are recognised as in plain text. A block that is
nothing but a link leads to another page, and a paragraph whose words a longer one holds is a pull
quote. A live blog's times head its entries.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from index.reading.blocks import Block
from index.reading.html.pictures import is_beside_picture
from index.reading.html.walk import HEADINGS, Run
from index.reading.lines.bylines import is_clock_time
from index.reading.lines.captions import caption_text, is_caption, is_credit
from index.reading.lines.layout import closes
from index.reading.lines.line_kinds import Mark, mark
from index.reading.lines.pull_quotes import pull_quotes
from index.reading.visible_text import visible

_NOT_TEXT: tuple[Mark, ...] = ("furniture", "links", "credit", "byline", "date", "url", "end")
_BOXES = ("body", "main", "article", "section", "header", "div", "figure", "td", "center")
_FEWEST_TIMES = 3
_FEWEST_NAMES, _MOST_WORDS_OF_NAME = 3, 3
_QUOTES = tuple('"“„«»‘‚')
# How a link's text ends that is cut off, or a headline.
_OF_TEASER = ("...", "…", "?", "!", "？", "！")
_LONGEST_LABEL = 40
_APPARATUS = re.compile(
    r"see also|references|citations|footnotes|bibliography|further reading|external links",
    re.IGNORECASE,
)


def article_blocks(found: Iterable[Run], said_above: Collection[str]) -> list[Block]:
    """`said_above` are the title and the authors, which are not repeated in the text."""
    runs = list(found)
    times = sum(is_clock_time(run.shown) for run in runs)
    kept = list(_kept(runs, said_above, has_entries=times >= _FEWEST_TIMES))
    lines = [at for at, (block, _) in enumerate(kept) if block is not None]
    quotes = pull_quotes([block for block, _ in kept if block is not None])
    left_out = {lines[at] for at in quotes if not kept[lines[at]][1]}
    blocks = (block for at, (block, _) in enumerate(kept) if at not in left_out)
    return list(_without_empty_sections(_without_apparatus(blocks)))


def _kept(
    runs: Sequence[Run], said_above: Collection[str], *, has_entries: bool
) -> Iterator[tuple[Block | None, bool]]:
    """Without the page's own lines, what was said above, and what comes twice in a row.

    None stands for a link that was left out. With each comes whether it is a plain paragraph among
    others, which is no pull quote and may be said twice.
    """
    before = ""
    own_lists = _own_lists(runs)
    headings = {run.shown for run in runs if run.tag in HEADINGS}
    for run in runs:
        is_plain = _is_plain(run)
        for kind, raw, _ in run.blocks():
            text = run.shown if raw is run.text else visible(raw)
            if not any(map(str.isalnum, text)) or text in said_above:
                continue
            if text == before and not is_plain:
                continue
            before = text
            if is_clock_time(text) and (has_entries or run.tag not in ("p", "li")):
                if has_entries:
                    yield Block("heading", text), is_plain
            elif run.tag in ("tr", "head"):
                yield Block(kind, text), is_plain
            elif _leads_elsewhere(run, own_lists) or _is_of_contents(run, headings):
                yield None, is_plain
            elif kind == "caption" or is_caption(text) or is_beside_picture(run):
                if not is_credit(text.rstrip(".")):
                    yield Block("caption", caption_text(text)), is_plain
            elif not _is_label(run) and mark(text) not in _NOT_TEXT:
                yield Block(kind, text), is_plain


def _is_plain(run: Run) -> bool:
    """A paragraph with no name and no quotation marks around, beside others of the kind."""
    if run.tag != "p" or run.element.attrib or run.shown.startswith(_QUOTES):
        return False
    beside = (run.element.getprevious(), run.element.getnext())
    return any(each is not None and each.tag == "p" and not each.attrib for each in beside)


def _leads_elsewhere(run: Run, own_lists: Collection[Any]) -> bool:
    """A numbered list is the article's own, whatever its items lead to."""
    if run.tag == "li" and run.element.getparent() in own_lists:
        return False
    return run.is_link and (run.shown.endswith(_OF_TEASER) or not closes(run.shown))


def _is_of_contents(run: Run, headings: Collection[str]) -> bool:
    """It says a heading of the article, and leads there."""
    if run.tag != "li" or run.shown not in headings:
        return False
    return any(link.get("href", "").startswith("#") for link in run.element.iter("a"))


def _own_lists(runs: Sequence[Run]) -> set[Any]:
    """The lists of links that are text: numbered, announced by a colon, or names under a heading.

    Under a label for links, or under nothing, a list of links is one of other articles.
    """
    own: set[Any] = set()
    above: Run | None = None
    for holder, items in groupby(runs, key=_list_of):
        found = list(items)
        if holder is not None and (holder.tag == "ol" or (above and _announces(above, found))):
            own.add(holder)
        above = found[-1]
    return own


def _list_of(run: Run) -> Any:
    return run.element.getparent() if run.tag == "li" else None


def _announces(above: Run, items: Sequence[Run]) -> bool:
    if above.is_link or mark(above.shown.rstrip(":")) in _NOT_TEXT:
        return False
    if above.shown.endswith(":"):
        return True
    are_names = all(len(item.shown.split()) <= _MOST_WORDS_OF_NAME for item in items)
    return above.tag in HEADINGS and len(items) >= _FEWEST_NAMES and are_names


def _is_label(run: Run) -> bool:
    """A few words that neither a paragraph nor a quotation holds, nor a formula is: `Live`."""
    text = run.shown
    if run.tag not in _BOXES or len(text) > _LONGEST_LABEL or closes(text):
        return False
    if run.element.find(".//math") is not None:
        return False
    return next(run.element.iterancestors("blockquote"), None) is None


def _without_apparatus(blocks: Iterable[Block | None]) -> Iterator[Block | None]:
    """An encyclopedia's references, and the lists after them, up to the next heading."""
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
