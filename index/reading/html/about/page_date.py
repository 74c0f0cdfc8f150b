"""The day on which a page's article was published, which is not that of its last change.

In this order: what the page says for machines, or a day more or less near the headline or in the
address, since these are in the publisher's own time zone; what it says near the headline; its
address; what htmldate finds elsewhere, unless that is the day of the last change, stands in the
footer, or is the first of a year that is all that stands there.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, dropwhile, islice
from typing import Any

from index.reading.html.about.headings import letters
from index.reading.html.about.structured_data import structured_data
from index.reading.html.extractor import date_in
from index.reading.lines.bylines import is_date_line
from index.reading.lines.dates import find_date, iso_date, without_dates
from index.reading.visible_text import visible

_PUBLISHED_NAMES = frozenset(
    """article:published_time og:published_time og:article:published_time datepublished pubdate
    publishdate publish_date publish-date published_date date_published dc.date.issued
    dcterms.issued dcterms.created dc.date.created citation_publication_date citation_date
    sailthru.date parsely-pub-date article.published rnews:datepublished
    """.split()
)
# "entry-date published updated" is both: what has not been changed since.
_MODIFIED_NAMES = re.compile(r"(?!.*publish).*(?:modif|updat)", re.IGNORECASE | re.DOTALL)
_PUBLISHED = re.compile(r"\bpublish(?:ed)?\b|\bpubdate\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"comment|teaser|related|card|list|recent|widget|side-?bar|archive|popular|latest",
    re.IGNORECASE,
)
_DATED = ("datePublished", "dateCreated")
_SAID = re.compile(
    r"\b(?:(?:first |originally |date )?published|posted|publication date|veröffentlicht|publié"
    r"|publicado|pubblicato|gepubliceerd|opublikowano)\b[\s:]*(?:online|on|at|am|le|el|il|op)?[\s:]*",
    re.IGNORECASE,
)
_OF_GREENWICH = re.compile(r"(?:Z|[+-]00:?00)\s*$")
_CHANGED = re.compile(
    r"\b(?:updated|modified|edited|changed|revised|corrected|aktualisiert|geändert|mis à jour"
    r"|actualizado)\b",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=\D|$)")
_DIGIT = re.compile(r"\d")
_NEAR, _SMALL, _LONGEST_LINE, _LONGEST_SAID = 60, 20, 200, 40
_LONG_PARAGRAPH = 80
_LONGEST_DATED, _MOST_BESIDE = 80, 6
_FEWEST_OF_HEADLINE = 4
_NOT_DATED = ("li", "h1", "h2", "h3", "h4", "figcaption", "a", "td", "strong", "b", "dl", "dd")


def published(tree: Any, title: str, address: str | None) -> str | None:
    stated, shown, addressed = _stated(tree), _near_headline(tree, title), _of_address(address)
    for local in (shown, addressed):
        if stated and local and stated != shown and _are_neighbours(stated, local):
            return local
    if said := stated or shown or addressed or _only_time(tree):
        return said
    found = date_in(tree, address)
    if not found or found in _modified(tree) | _marked(tree) | _of_footer(tree, found[:4]):
        return None
    return None if found.endswith("-01-01") and not _is_written(tree, found) else found


def _are_neighbours(day: str, other: str) -> bool:
    """One may be the other in another time zone: data for machines often have that of Greenwich."""
    return abs(date.fromisoformat(day) - date.fromisoformat(other)) == timedelta(days=1)


def _stated(tree: Any) -> str | None:
    """In the page's data: the first day of publication, as some state there that of a second one.

    Of two that are the same moment, that of the time zone with an offset is the publisher's.
    """
    said = {text: iso_date(text) for text in (_of_metas(tree), _of_data(tree)) if text}
    days = sorted({day for day in said.values() if day})
    if not days:
        marked = _marked(tree)
        return marked.pop() if len(marked) == 1 else None
    if _are_neighbours(days[0], days[-1]):
        return next((day for text, day in said.items() if not _OF_GREENWICH.search(text)), days[0])
    return days[0]


def _of_metas(tree: Any) -> str | None:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in _PUBLISHED_NAMES and iso_date(meta.get("content")):
            return str(meta.get("content"))
    return None


def _of_data(tree: Any) -> str | None:
    for data in structured_data(tree, _DATED):
        said = [each for name in _DATED for found in data if iso_date(each := found.get(name))]
        if said:
            return str(said[0])
    return None


def _marked(tree: Any) -> set[str | None]:
    """Several are those of a list of articles."""
    elements = tree.xpath(".//*[@itemprop='datePublished']")
    return {iso_date(each.get("datetime") or each.get("content")) for each in elements}


def _only_time(tree: Any) -> str | None:
    """The day of the one time that says that it is of publication, or else of the only time that
    stands in no link, list or comment."""
    times = [time for time in tree.iter("time") if iso_date(time.get("datetime"))]
    said = [time for time in times if _PUBLISHED.search(time.get("class", ""))]
    alone = [time for time in times if not _is_elsewhere(time)]
    for found in (said, alone):
        days = {iso_date(time.get("datetime")) for time in found}
        if len(days) == 1 and len(found) == 1 and not _MODIFIED_NAMES.match(_names(found[0])):
            return days.pop()
    return None


def _names(element: Any) -> str:
    return " ".join(element.get(name, "") for name in ("class", "itemprop", "id"))


def _is_elsewhere(time: Any) -> bool:
    return any(
        around.tag in ("a", "li", "aside", "footer", "nav", "table")
        or _OF_OTHERS.search(_names(around))
        for around in time.iterancestors()
    )


def _near_headline(tree: Any, title: str) -> str | None:
    """What says that it is the day of publication, or else the first line that is only a date, or a
    date with a name, a place or a time."""
    plain: str | None = None
    for element, text in _lines_below(tree, title):
        names = _names(element)
        said = _SAID.search(text)
        if said and (found := find_date(text[said.end() : said.end() + _LONGEST_SAID])):
            return found
        if _CHANGED.search(text) or _MODIFIED_NAMES.match(names) or plain:
            continue
        found = find_date(text) if _is_dated_line(element, text) else None
        if not found and element.tag == "time":
            found = iso_date(element.get("datetime"))
        plain = found
    return plain


def _is_dated_line(element: Any, text: str) -> bool:
    if is_date_line(text):
        return True
    if len(text) > _LONGEST_DATED or element.tag in _NOT_DATED or text.endswith((".", "!", "?")):
        return False
    return find_date(text) is not None and len(without_dates(text).split()) <= _MOST_BESIDE


def _lines_below(tree: Any, title: str) -> Iterator[tuple[Any, str]]:
    """The short lines under the headline; the text begins at the second long paragraph at most."""
    paragraphs = 0
    headline = _heading_of(tree, title) if title else None
    if headline is None:
        return
    elements = dropwhile(lambda element: element is not headline, tree.iter("*"))
    for element in islice(elements, 1, _NEAR):
        if sum(1 for _ in islice(element.iter(), _SMALL + 1)) > _SMALL:
            continue
        text = visible(" ".join(element.itertext()))
        is_long = element.tag == "p" and len(text) >= _LONG_PARAGRAPH
        is_line = 0 < len(text) <= _LONGEST_LINE and (_DIGIT.search(text) or element.tag == "time")
        if not (is_long or is_line) or _is_of_list(element):
            continue
        paragraphs += is_long
        if paragraphs > 1:
            return
        if is_line:
            yield element, text


def _heading_of(tree: Any, title: str) -> Any | None:
    """That says the title, or else has it beside a kicker."""
    wanted = letters(title)
    said = [(letters(h.text_content()), h) for h in tree.iter("h1", "h2", "h3")]
    same = (heading for text, heading in said if text == wanted)
    around = (heading for text, heading in said if heading.tag == "h1" and wanted in text)
    return next(chain(same, around), None)


def _of_address(address: str | None) -> str | None:
    match = _IN_ADDRESS.search(address or "")
    return iso_date("-".join(match.groups())) if match else None


def _modified(tree: Any) -> set[str | None]:
    metas = tree.iter("meta")
    named = ((m.get("property") or m.get("name") or m.get("itemprop") or "", m) for m in metas)
    dates = {iso_date(m.get("content")) for name, m in named if _MODIFIED_NAMES.match(name)}
    times = (t for t in tree.iter("time") if _MODIFIED_NAMES.match(t.get("class", "")))
    return dates | {iso_date(time.get("datetime")) for time in times}


def _of_footer(tree: Any, year: str) -> set[str | None]:
    texts = (visible(footer.text_content()) for footer in tree.iter("footer"))
    return {find_date(text) for text in texts if year in text}


def _is_written(tree: Any, day: str) -> bool:
    """It stands as a whole somewhere in the text, as the first of January does on few pages."""
    return any(find_date(text) == day for text in tree.itertext() if day[:4] in text)


def _is_of_list(element: Any) -> bool:
    """Of other articles: in an item whose link is a headline."""
    item = element if element.tag == "li" else next(element.iterancestors("li"), None)
    links = () if item is None else item.iter("a")
    return any(len(link.text_content().split()) >= _FEWEST_OF_HEADLINE for link in links)
