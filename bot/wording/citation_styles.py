"""Citations of a paragraph: plain, APA 7, Chicago 17 (notes and bibliography), BibTeX.

APA 7 as in its manual's 10.1 and 8.13 (a paragraph is cited as "para. 4"), Chicago as in its
manual's 14.191 and 14.206. What an article lacks is left out, or said as each style says it.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.wording.authors import Name, initials_first, inverted, names_of
from bot.wording.phrases import human_date, place, version_read
from bot.wording.plain import one_line
from index.types import Article, ParagraphKind, Passage, Quote, Span

BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}
MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a paragraph (or caption) of an article; `version` as `version_read` has it."""

    title: str
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    paragraph: int
    kind: ParagraphKind = "body"
    page: int | None = None
    version: str | None = None

    def place(self, paragraph: str) -> str:
        """`para. 4`, or `p. 12, para. 4` if there are pages; `paragraph` is the style's word."""
        counted = f"{'caption' if self.kind == 'caption' else paragraph} {self.paragraph}"
        return f"p. {self.page}, {counted}" if self.page else counted

    @classmethod
    def of_quote(cls, quote: Quote) -> "Cited":
        return cls(
            quote.title,
            quote.publisher,
            quote.author,
            quote.published,
            quote.url,
            quote.paragraph,
            quote.kind,
            quote.page,
            version_read(quote.version, quote.read),
        )

    @classmethod
    def of_passage(
        cls, article: Article, passage: Passage, highlights: tuple[Span, ...] = ()
    ) -> "Cited":
        """The paragraph in which the first highlight (a span of the passage's text) starts."""
        at = passage.start + (highlights[0][0] if highlights else 0)
        paragraph = article.paragraph_at(at)
        return cls(
            article.title,
            article.publisher,
            article.author,
            article.published,
            article.url,
            paragraph.number if paragraph else passage.first_paragraph,
            passage.kind,
            paragraph.page if paragraph else None,
            version_read(article.version, article.read),
        )


def plain(cited: Cited) -> str:
    """`Ada Sample, “Title”, Publisher, 7 Jan 2022, ¶ 4, https://…`."""
    parts = [
        _joined([str(name) for name in names_of(cited.author)], " and "),
        f"“{_title(cited)}”",
        one_line(cited.publisher or ""),
        human_date(cited.published) or "",
        cited.version or "",
        place(cited.kind, cited.paragraph, cited.page),
        _url(cited),
    ]
    return ", ".join(part for part in parts if part)


def apa(cited: Cited) -> str:
    """The entry of the reference list, and the citation in the text on a line of its own."""
    names = names_of(cited.author)
    day = _day(cited)
    when = f"{day.year}, {_month(day)} {day.day}" if day else "n.d."
    people = _ended(_joined([initials_first(name) for name in names], ", & "))
    title, publisher = _title(cited), one_line(cited.publisher or "")
    if people or publisher:
        head = f"{people or _ended(publisher)} ({when}). {_ended(title)}"
    else:
        head = f"{_ended(title)} ({when})."
    site = _ended(publisher) if people and publisher else ""
    entry = " ".join(part for part in (head, site, _url(cited)) if part)
    families = [name.family for name in names]
    who = (
        f"{families[0]} et al."
        if len(families) > 2
        else " & ".join(families) or publisher or f"“{title}”"
    )
    where = cited.place("para.")
    return f"{entry}\n({who}, {day.year if day else 'n.d.'}, {where})"


def chicago(cited: Cited) -> str:
    """The note, and the entry of the bibliography on a line of its own."""
    names = names_of(cited.author)
    day = _day(cited)
    when = f"{_month(day)} {day.day}, {day.year}" if day else ""
    title, publisher, url = _title(cited), one_line(cited.publisher or ""), _url(cited)
    where = cited.place("para.")
    people = (
        f"{names[0]} et al."
        if len(names) > 3
        else _joined([str(n) for n in names], ", and " if len(names) > 2 else " and ")
    )
    quoted = f"“{title},”" if title[-1] not in "?!" else f"“{title}”"
    tail = [part for part in (publisher, when, where, url) if part]
    note = " ".join(part for part in (f"{people}," if people else "", quoted) if part)
    listed = [inverted(names[0]), *(str(name) for name in names[1:])] if names else []
    first = _ended(_joined(listed, ", and ")) or _ended(publisher)
    source = ", ".join(part for part in ((publisher if listed else ""), when) if part)
    entry = [first, f"“{_ended(title)}”", _ended(source), _ended(url)]
    return f"{note} {', '.join(tail)}.\n{' '.join(part for part in entry if part)}"


def bibtex(cited: Cited) -> str:
    """An `@online` entry of BibLaTeX's; its key depends on author, year and title alone."""
    where = cited.place("par.").replace(" ", "~")
    authors = [_bibtex_name(name) for name in names_of(cited.author)]
    fields = {
        "author": " and ".join(authors),
        "title": "{" + _tex(_title(cited)) + "}",
        "organization": _tex(one_line(cited.publisher or "")),
        "date": cited.published or "",
        "url": _url(cited).translate({ord(c): f"%{ord(c):02X}" for c in "{}\\"}),
        "note": where,
    }
    lines = [f"  {name:<12} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{_key(cited)},", *lines, "}"])


def _key(cited: Cited) -> str:
    """`sample2022troops3fa9`: the end differs if the rest is alike."""
    title = _title(cited)
    names = names_of(cited.author)
    who = _ascii(names[0].family if names else one_line(cited.publisher or "")) or "anon"
    word = max(map(_ascii, title.split()), key=len, default="")
    same = f"{cited.author}\0{cited.published}\0{title}\0{cited.url}"
    digest = hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:4]
    return f"{who[:20]}{(cited.published or '')[:4]}{word[:20]}{digest}"


def _ascii(text: str) -> str:
    plain_letters = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9]", "", plain_letters)


def _bibtex_name(name: Name) -> str:
    """A name of one part stands in braces, or BibTeX takes an organization apart."""
    if name.given:
        return f"{_tex(name.family)}, {_tex(name.given)}"
    return "{" + _tex(name.family) + "}"


def _tex(text: str) -> str:
    return "".join(BIBTEX_ESCAPES.get(c, c) for c in text)


def _title(cited: Cited) -> str:
    return one_line(cited.title) or "Untitled"


def _url(cited: Cited) -> str:
    return "".join(one_line(cited.url or "").split())


def _day(cited: Cited) -> date | None:
    return date.fromisoformat(cited.published) if cited.published else None


def _month(day: date) -> str:
    return MONTHS.split()[day.month - 1]


def _joined(items: list[str], last: str) -> str:
    """`a`, `a and b`, `a, b and c`, with `last` before the last one."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + last + items[-1]


def _ended(text: str) -> str:
    """With a full stop, unless it ends a sentence already."""
    return text if not text or text[-1] in ".?!" else f"{text}."
