"""Numbers, dates, places and citations in words; terminal and Slack."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from index.types import Answer, ParagraphKind, Quote


def cite(quote: Quote) -> str:
    """Title, publisher, date and place in one line: `Title, Publisher, 7 Jan 2022, ¶ 4`."""
    where = place(quote.kind, quote.paragraph, quote.page)
    version = reading(quote)
    known = (quote.title, quote.publisher, human_date(quote.published), version, where)
    return ", ".join(part for part in known if part)


def place(kind: ParagraphKind, paragraph: int, page: int | None, *, last: int | None = None) -> str:
    """`¶ 4`, `caption 2`, `¶ 4–5` up to `last` or, if the article has pages, `¶ 4, p. 12`."""
    counted = f"caption {paragraph}" if kind == "caption" else f"¶ {paragraph}"
    if last not in (None, paragraph):
        counted += f"–{last}"
    return f"{counted}, p. {page}" if page else counted


def reading(quote: Quote) -> str | None:
    """`as read on 5 Mar 2026` of a text that was asked for as of a day; else its version."""
    if quote.as_read and quote.read:
        return f"as read on {human_date(quote.read)}"
    return version_read(quote.version, quote.read)


def version_read(version: int, read: str | None) -> str | None:
    """`version 2, read 5 Mar 2026`; nothing for the first."""
    if version == 1:
        return None
    return f"version {version}, read {human_date(read)}" if read else f"version {version}"


def also_in(quote: Quote) -> str:
    """The other articles that say the same: `Title, Publisher; Title, Publisher`."""
    return "; ".join(
        ", ".join(part for part in (source.title, source.publisher) if part)
        for source in quote.also_in
    )


def shown_confidence(answer: Answer) -> str:
    """In two digits; rounded down if that is no answer, so that it never looks as high as the
    threshold that it misses."""
    rounded_down = round(answer.confidence * 10_000) // 100 / 100
    return f"{answer.confidence if answer.answered else rounded_down:.2f}"


def too_many_lines(answer: Answer) -> list[str]:
    """A line that names the questions that were not answered, if too many came at once."""
    if not answer.too_many:
        return []
    asked = 1 + len(answer.further) + len(answer.too_many)
    return [
        f"I answer {1 + len(answer.further)} questions at once, and this asks {asked}. "
        f"Please ask again: {' '.join(answer.too_many)}"
    ]


def human_date(published: str | None) -> str | None:
    if published is None:
        return None
    day = date.fromisoformat(published)
    return f"{day.day} {day:%b %Y}"


def titled(titles: Sequence[str], articles: int) -> str:
    """The title of one article; of more their number and the first titles."""
    if articles == 1:
        return titles[0]
    first = "; ".join(titles)
    return f"{articles:,} articles: {first}" + ("; …" if articles > len(titles) else "")


def by_words_line(by_words: Mapping[str, int]) -> str:
    """How many articles the encoder does not read, and their languages, the most frequent first."""
    count = sum(by_words.values())
    languages = ", ".join(f"{number:,} {language}" for language, number in by_words.items())
    return (
        f"{counted(count, 'article')} in languages that the encoder does not read, found by "
        f"{'its' if count == 1 else 'their'} words only: {languages}"
    )


def counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def ago(now: datetime, then: datetime) -> str:
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes == 0:
        return "less than a minute ago"
    if minutes < 120:
        return f"{counted(minutes, 'minute')} ago"
    hours = minutes // 60
    return f"{counted(hours, 'hour')} ago" if hours < 48 else f"{counted(hours // 24, 'day')} ago"
