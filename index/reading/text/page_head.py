"""The head of a plain-text article: masthead, headline, standfirst, byline and date.

The headline is, in this order of trust: a line that another line or the file's name repeats with
the site's name after it (`Headline - The Sample Post`); the line above the standfirst; the last
line of four words or more before the byline, the date or the first paragraph.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from index.reading.lines.bylines import author_of, is_date_line, is_names, published_of
from index.reading.lines.layout import closes
from index.reading.lines.line_kinds import Mark, is_copyright

_LONGEST_HEAD_LINES = 80
_LONGEST_STANDFIRST_CHARS = 350
_FEWEST_HEADLINE_WORDS = 4
_MOST_HEADLINE_WORDS = 24
# A note of a few sentences has no headline but what it says.
_FEWEST_CHARS_BELOW = 400
_STOP_INSIDE = re.compile(r"[^\W\d_]{3}[.!?]['\"’”»)]* +\S")
_SHORT_FORM = re.compile(r"(?:\.\w*|\b(?:[A-Z][a-z]|Inc|Corp|Ltd|Bros|etc|vs))\.$")
_ABOVE_MASTHEAD: tuple[Mark, ...] = ("furniture", "section", "links", "url")
_MOST_LINES_TO_MASTHEAD = 2
_MOST_MASTHEAD_WORDS = 5
_MOST_LINES_TO_GLUED = 4
_GLUED = re.compile(r"[a-z](?=[A-Z][a-z])")
_PAPER = re.compile(
    r"\b(?:Post|Times|News|Herald|Tribune|Journal|Gazette|Courier|Guardian|Mail|Star|Sun|Observer"
    r"|Chronicle|Press|Independent|Telegraph|Standard|Review|Daily|Globe|Mirror|Examiner|Register"
    r"|Sentinel|Dispatch|Echo|Record|Weekly|Inquirer|Today)$"
)
_FEWEST_CHARS_REPEATED = 12
_SITE_AFTER = re.compile(r"\s*[-–—|:•_]\s*(?P<site>\S.{1,50})")
_COPYRIGHT_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:copyright\W*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?\W*)?(?:by )?"
    r"(?P<holder>[^\W\d_][^.,|•©]{2,50}?)\s*(?:\d{4}|[.,|•]|all rights|$)",
    re.IGNORECASE,
)


class Marked(NamedTuple):
    mark: Mark
    text: str
    group: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Head:
    """`until` is the first line after the head."""

    until: int = 0
    title: str | None = None
    standfirst: tuple[str, ...] = ()
    publisher: str | None = None
    author: str | None = None
    published: str | None = None


def read_head(lines: list[Marked], stem: str) -> Head:
    lines = _with_split_bylines(_with_masthead_parted(lines))
    anchors = _anchors(lines)
    texts = [at for at, line in enumerate(lines) if line.mark in ("body", "caption")]
    if not texts:
        return Head()
    before_text = texts[0]
    end = anchors[-1] + 1 if anchors else before_text
    title = _headline(lines, end, stem, is_anchored=bool(anchors))
    if title is None and anchors:
        below = range(end, len(lines))
        first = next((at for at in below if lines[at].mark not in ("furniture", "section")), end)
        if first < len(lines) and lines[first].mark == "title":
            title, end = first, first + 1
    standfirst: list[str] = []
    if title is not None:
        between = [line for line in lines[title + 1 : end] if line.mark in ("title", "body")]
        if _is_standfirst(between):
            standfirst = [line.text for line in between]
        else:
            end = title + 1
        end = max(end, title + 1)
    elif _has_text(lines[:end]):
        end = 0
    head = lines[:end]
    near = lines[: max([end, *(at + 1 for at in anchors)])]
    return Head(
        until=_after_roles(lines, end) if anchors else end,
        title=_without_stop(lines[title].text) if title is not None else None,
        standfirst=tuple(standfirst),
        publisher=_publisher(lines, head, title, stem),
        author=_author(near),
        published=published_of([line.text for line in near if line.mark in ("date", "byline")]),
    )


def _with_masthead_parted(lines: list[Marked]) -> list[Marked]:
    """`The Sample PostAll the News`: a masthead to which its slogan was glued, without the slogan.

    It is one if another line has the name too, or newspapers are called so.
    """
    result = list(lines)
    for at, line in enumerate(lines[:_MOST_LINES_TO_GLUED]):
        for match in _GLUED.finditer(line.text):
            name = line.text[: match.start() + 1]
            others = (other.text for other in lines[at + 1 :])
            named = re.compile(rf"\b{re.escape(name)}\b")
            is_paper = _PAPER.search(name) is not None
            if len(name.split()) <= _MOST_MASTHEAD_WORDS and (
                is_paper or any(map(named.search, others))
            ):
                result[at] = line._replace(text=name, mark="title")
                break
    return result


def _with_split_bylines(lines: list[Marked]) -> list[Marked]:
    """`By` on a line of its own, `and Robin Example` on the next, or names right above a date."""
    result = list(lines)
    headed = False
    for at, line in enumerate(result[:_LONGEST_HEAD_LINES]):
        above = result[at - 1] if at else None
        below = result[at + 1] if at + 1 < len(result) else None
        if line.mark in ("title", "body") and (
            _continues_byline(line.text, above) or (headed and _signs(line.text, below))
        ):
            result[at] = line._replace(mark="byline")
        elif line.mark == "title":
            headed = headed or len(line.text.split()) > _FEWEST_HEADLINE_WORDS
    return result


def _continues_byline(text: str, above: Marked | None) -> bool:
    if above is None or above.mark != "byline":
        return False
    if above.text.lower() in ("by", "and"):
        return is_names(text)
    return text == "and" or (text.startswith("and ") and is_names(text.removeprefix("and ")))


def _signs(text: str, below: Marked | None) -> bool:
    """Two to four capitalised words, maybe with a place or a second name, right above the date."""
    if below is None or below.mark != "date" or not is_names(text):
        return False
    return 2 <= len(re.split(r"\s+(?:in|and)\s+", text)[0].split()) <= 4


def _anchors(lines: list[Marked]) -> list[int]:
    """Bylines and dates up to the second paragraph; after that they are the text's own."""
    found: list[int] = []
    paragraphs = 0
    for at, line in enumerate(lines[:_LONGEST_HEAD_LINES]):
        if line.mark == "body" and len(line.text) > 60:
            paragraphs += 1
        if paragraphs > 1 or (paragraphs and len(line.text) > _LONGEST_STANDFIRST_CHARS):
            break
        if line.mark in ("byline", "date"):
            if found and paragraphs and found[-1] < _first_paragraph(lines):
                break
            found.append(at)
    return found


def _first_paragraph(lines: list[Marked]) -> int:
    return next(at for at, line in enumerate(lines) if line.mark == "body" and len(line.text) > 60)


def _headline(lines: list[Marked], end: int, stem: str, *, is_anchored: bool) -> int | None:
    candidates = [
        at
        for at, line in enumerate(lines[:end] if end else lines[:1])
        if line.mark == "title" or (line.mark == "body" and _may_be_headline(line.text))
    ]
    if not candidates and len(lines) > 1 and lines[0].mark == "body":
        top, below = lines[:2]
        if not is_anchored and _may_be_headline(top.text):
            return 0 if below.mark == "body" and len(below.text) > len(top.text) else None
        text = sum(len(line.text) for line in lines[1:] if line.mark == "body")
        if text >= _FEWEST_CHARS_BELOW and _is_statement_above(top, below, stem):
            return 0
    for at in candidates:
        if _site_after(lines[at].text, lines, stem) is not None:
            return at
    strong = [at for at in candidates if len(lines[at].text.split()) >= _FEWEST_HEADLINE_WORDS]
    if not strong:
        return max(candidates, key=lambda at: len(lines[at].text)) if candidates else None
    last = strong[-1]
    is_slogan = last - 1 == 1 and len(lines[last - 1].text.split()) <= _MOST_MASTHEAD_WORDS
    if last - 1 not in strong or is_slogan:
        return last
    only_last_is_capitalised = _is_title_case(lines[last].text) and not _is_title_case(
        lines[last - 1].text
    )
    return last if only_last_is_capitalised else last - 1


def _may_be_headline(text: str) -> bool:
    """A question or an exclamation may be a headline, a statement with its stop is not."""
    return text.endswith(("?", "!")) and len(text.split()) <= 20


def _is_statement_above(top: Marked, below: Marked, stem: str) -> bool:
    """Whether a sentence with its stop, at the top of a file, is its headline: by the file's name,
    by the byline under it, or by its capitals."""
    words = top.text.split()
    if len(words) > _MOST_HEADLINE_WORDS:
        return False
    if _is_named_after(stem, top.text):
        return True
    if not top.alone or _STOP_INSIDE.search(top.text):
        return False
    if below.mark != "body":
        return below.mark in ("byline", "date")
    is_capitalised = len(words) >= _FEWEST_HEADLINE_WORDS and _is_title_case(top.text)
    return is_capitalised and len(below.text) > len(top.text)


def _is_named_after(stem: str, headline: str) -> bool:
    """Whether a file's name has the first words of a headline, or is cut off within them; figures
    are often left out of it."""
    name, written = (" ".join(re.findall(r"[^\W\d_]+", text.lower())) for text in (stem, headline))
    first = " ".join(written.split()[:_FEWEST_HEADLINE_WORDS])
    at = f" {name}".find(f" {written[:_FEWEST_CHARS_REPEATED]}")
    if at < 0 or len(written) < _FEWEST_CHARS_REPEATED:
        return False
    return name[at:].startswith(first) or written.startswith(name[at:])


def _without_stop(headline: str) -> str:
    """But for that of a short form: `A Town in Ga.`."""
    return headline if _SHORT_FORM.search(headline) else headline.rstrip(" ;").removesuffix(".")


def _site_after(headline: str, lines: list[Marked], stem: str) -> str | None:
    """The site's name after a headline that is repeated; empty if nothing follows."""
    if len(headline) < _FEWEST_CHARS_REPEATED:
        return None
    name = _words(stem)
    if name == _words(headline):
        return ""
    for text in (stem, *(line.text for line in lines[:_LONGEST_HEAD_LINES])):
        if text.startswith(headline) and (after := _SITE_AFTER.fullmatch(text[len(headline) :])):
            return after["site"]
    return "" if name.startswith(_words(headline) + " ") else None


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _is_standfirst(between: list[Marked]) -> bool:
    return len(between) <= 2 and all(
        len(line.text) <= _LONGEST_STANDFIRST_CHARS for line in between
    )


def _has_text(head: list[Marked]) -> bool:
    return any(line.mark == "body" for line in head)


def _after_roles(lines: list[Marked], end: int) -> int:
    """Jobs and places right under the byline: `Moscow correspondent`, `BBC News, Almaty`."""
    while end and end < len(lines) and lines[end - 1].group == lines[end].group:
        line = lines[end]
        if line.mark != "title" or len(line.text.split()) > 6 or not is_names(line.text):
            break
        end += 1
    return end


def _author(head: list[Marked]) -> str | None:
    signed = [line.text for line in head if line.mark == "byline"]
    names = [name for line in signed if (name := author_of(line))]
    return " and ".join(dict.fromkeys(names)) or None


def _publisher(lines: list[Marked], head: list[Marked], title: int | None, stem: str) -> str | None:
    if title is not None and (site := _site_after(lines[title].text, lines, stem)):
        return site
    masthead = None
    if title:
        top = [line.text for line in head[:title] if line.mark not in _ABOVE_MASTHEAD]
        masthead = next(filter(_is_masthead, top[:_MOST_LINES_TO_MASTHEAD]), None)
    return _in_mixed_case(masthead, lines) if masthead else _copyright_holder(lines)


def _is_masthead(text: str) -> bool:
    """A few words, capitalised as names are: `All the news, at noon` is a tagline."""
    words = len(text.split())
    if words > _MOST_MASTHEAD_WORDS or closes(text) or is_date_line(text):
        return False
    return words == 1 or _is_title_case(text)


def _is_title_case(text: str) -> bool:
    """No word but a short one begins with a small letter."""
    return not any(word[0].islower() and len(word) > 3 for word in text.split())


def _in_mixed_case(name: str, lines: list[Marked]) -> str:
    """`THE SAMPLE POST` as the page writes it elsewhere."""
    if not name.isupper():
        return name
    spelled = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    others = (match.group() for line in lines for match in spelled.finditer(line.text))
    return next((other for other in others if other[0].isupper() and not other.isupper()), name)


def _copyright_holder(lines: list[Marked]) -> str | None:
    for line in lines:
        if line.mark == "end" and is_copyright(line.text):
            match = _COPYRIGHT_HOLDER.search(line.text)
            return match["holder"].strip() if match else None
    return None
