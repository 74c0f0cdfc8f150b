"""Answers and reports as terminal text and as JSON; pure, nothing is printed here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from rich.padding import Padding
from rich.text import Text

from index.collection import KeptSource
from index.rebuild import RebuildReport
from index.snapshot import Manifest
from index.types import Answer, ParagraphKind, Quote, Skipped

LINES_SHOWN = 10


def render_answer(answer: Answer, *, styled: bool) -> list[Text | Padding]:
    """The answer for people, in parts; unstyled, `**` marks the answering sentence.

    A part that must stay in one line, whatever the width, has `no_wrap`.
    """
    parts: list[Text | Padding] = []
    if answer.searched_for:
        parts.append(Text(f"Searched for: {answer.searched_for}"))
    if not answer.answered:
        parts.append(Text("The articles don't say.", style="bold yellow"))
        if not answer.quotes:
            parts.append(Text("No passage has the words that must occur."))
    if not answer.answered and answer.quotes:
        parts.append(
            Text(
                f"The nearest passage (confidence {answer.confidence:.2f}, "
                f"{answer.threshold:.2f} would be an answer):"
            )
        )
    for number, quote in enumerate(answer.quotes, start=1):
        parts.append(Text())
        text = _quote_text(quote, styled=styled)
        parts.append(Padding(text, (0, 2)) if styled else text)
        parts.append(Text(f"[{number}] {cite(quote)}", style="cyan"))
        if quote.also_in:
            parts.append(Text(f"    also in {also_in(quote)}", style="dim"))
        if quote.link:
            parts.append(Text(f"    {quote.link}", style="dim", no_wrap=True))
    parts.append(Text())
    parts.append(
        Text(
            f"{answer.snapshot.passages:,} passages of {answer.snapshot.articles:,} articles "
            f"searched in {answer.elapsed_ms:.0f} ms · confidence {answer.confidence:.2f}",
            style="dim",
        )
    )
    return parts


def _quote_text(quote: Quote, *, styled: bool) -> Text:
    text = Text("❝ ")
    position = 0
    for start, end in quote.highlights:
        text.append(quote.text[position:start])
        marked = quote.text[start:end]
        text.append(marked if styled else f"**{marked}**", style="bold")
        position = end
    text.append(quote.text[position:])
    return text.append(" ❞")


def cite(quote: Quote) -> str:
    """Title, publisher, date and place in one line: `Title, Publisher, 7 Jan 2022, ¶ 4`."""
    where = place(quote.kind, quote.paragraph, quote.page)
    version = version_read(quote.version, quote.read)
    known = (quote.title, quote.publisher, human_date(quote.published), version, where)
    return ", ".join(part for part in known if part)


def place(kind: ParagraphKind, paragraph: int, page: int | None, *, last: int | None = None) -> str:
    """`¶ 4`, `caption 2`, `¶ 4–5` up to `last` or, where the article has pages, `¶ 4, p. 12`."""
    counted = f"caption {paragraph}" if kind == "caption" else f"¶ {paragraph}"
    if last not in (None, paragraph):
        counted += f"–{last}"
    return f"{counted}, p. {page}" if page else counted


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


def human_date(published: str | None) -> str | None:
    if published is None:
        return None
    day = date.fromisoformat(published)
    return f"{day.day} {day:%b %Y}"


def answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        **({"searched_for": answer.searched_for} if answer.searched_for else {}),
        "answered": answer.answered,
        "confidence": answer.confidence,
        "quotes": [_quote_json(quote) for quote in answer.quotes],
        "snapshot": {
            "id": answer.snapshot.id,
            "articles": answer.snapshot.articles,
            "passages": answer.snapshot.passages,
        },
    }


def _quote_json(quote: Quote) -> dict[str, Any]:
    also = [
        {"title": s.title, "publisher": s.publisher, "published": s.published, "url": s.url}
        for s in quote.also_in
    ]
    return {
        "text": quote.text,
        "highlights": [list(span) for span in quote.highlights],
        "title": quote.title,
        "publisher": quote.publisher,
        "published": quote.published,
        "version": quote.version,
        **({"read": quote.read} if quote.read else {}),
        "url": quote.url,
        "link": quote.link,
        "paragraph": quote.paragraph,
        "page": quote.page,
        "kind": quote.kind,
        "path": quote.path,
        "score": quote.score,
        **({"also_in": also} if also else {}),
    }


def render_report(report: RebuildReport) -> str:
    """The closing line of a rebuild, and a line for each of the first skipped and changed."""
    state = "indexed" if report.published else "nothing has changed:"
    folded = f", {counted(report.copies, 'copy', 'copies')} folded" if report.copies else ""
    line = (
        f"{state} {counted(report.articles, 'article')}, {counted(report.passages, 'passage')} "
        f"in {report.seconds:.1f} s, {len(report.skipped)} skipped{folded}"
    )
    added = [f"added {a.source}: {titled(a.titles, a.articles)}" for a in report.added]
    skipped = [f"skipped {s.path}: {s.reason}" for s in report.skipped]
    changed = [
        f"version {c.version} of {c.path}: {counted(len(c.vanished), 'paragraph')} no longer in it"
        for c in report.changed
    ]
    foreign = [by_words_line(report.by_words)] if report.by_words else []
    return "\n".join([line, *_first(added), *foreign, *_first(skipped), *_first(changed)])


def _first(lines: Sequence[str]) -> list[str]:
    """The first few, indented, and how many more there are."""
    rest = len(lines) - LINES_SHOWN
    more = [f"  … and {rest} more, all in --json"] if rest > 0 else []
    return [*(f"  {line}" for line in lines[:LINES_SHOWN]), *more]


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


def report_json(report: RebuildReport) -> dict[str, Any]:
    return {
        "snapshot": report.snapshot,
        "published": report.published,
        "articles": report.articles,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "by_words": report.by_words,
        "skipped": [{"path": s.path, "reason": s.reason} for s in report.skipped],
        **({"added": [asdict(added) for added in report.added]} if report.added else {}),
        "copies": report.copies,
        "changed": [
            {
                "path": c.path,
                "title": c.title,
                "url": c.url,
                "version": c.version,
                "vanished": list(c.vanished),
            }
            for c in report.changed
        ],
    }


def render_status(manifest: Manifest, now: datetime) -> str:
    created = datetime.fromisoformat(manifest.created)
    skipped = f", {len(manifest.skipped)} skipped" if manifest.skipped else ""
    folded = f", {counted(manifest.copies, 'copy', 'copies')} folded" if manifest.copies else ""
    rows = {
        "snapshot": manifest.id,
        "built": f"{created.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {_ago(now, created)}",
        "articles": f"{manifest.articles:,} from {', '.join(manifest.sources)}{skipped}{folded}",
        "passages": f"{manifest.passages:,}",
        **({"languages": by_words_line(manifest.by_words)} if manifest.by_words else {}),
        "encoder": manifest.encoder_fingerprint,
        "search": "exact" if manifest.recall == 1 else f"approximate, recall@50 {manifest.recall}",
        "size": f"{manifest.bytes / 1_000_000:,.1f} MB",
    }
    return "\n".join(f"{name:<9} {value}" for name, value in rows.items())


def render_sources(sources: Sequence[KeptSource]) -> str:
    """A line for each source, and one for each of the first things that went wrong with it."""
    lines = []
    for source in sources:
        read = f"read {source.last_read[:16].replace('T', ' ')} UTC" if source.last_read else "new"
        lines.append(f"{source.location}  {counted(source.articles, 'article')}, {read}")
        lines += [f"  {source.error}"] if source.error else []
        lines += _first(
            [
                s.reason if s.path == source.location else f"{s.path}: {s.reason}"
                for s in source.skipped
            ]
        )
    return "\n".join(lines)


def _reason(skipped: Skipped, location: str) -> str:
    """Why something was skipped, with its path if that is not the source's own."""
    return skipped.reason if skipped.path == location else f"{skipped.path}: {skipped.reason}"


def sources_json(sources: Sequence[KeptSource]) -> list[dict[str, Any]]:
    return [
        {
            "source": source.location,
            "articles": source.articles,
            "last_read": source.last_read,
            "error": source.error,
            "skipped": [{"path": s.path, "reason": s.reason} for s in source.skipped],
        }
        for source in sources
    ]


def render_snapshots(kept: Sequence[Manifest], in_use: str, now: datetime) -> str:
    """A line for each snapshot that is kept."""
    return "\n".join(
        f"{'*' if manifest.id == in_use else ' '} {manifest.id}  "
        f"{counted(manifest.articles, 'article')}, {counted(manifest.passages, 'passage')}, "
        f"{_ago(now, datetime.fromisoformat(manifest.created))}"
        for manifest in kept
    )


def status_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot": manifest.id,
        "built": manifest.created,
        "articles": manifest.articles,
        "copies": manifest.copies,
        "passages": manifest.passages,
        "encoder": manifest.encoder_fingerprint,
        "recall": manifest.recall,
        "by_words": manifest.by_words,
        "bytes": manifest.bytes,
        "sources": list(manifest.sources),
        "skipped": [{"path": s.path, "reason": s.reason} for s in manifest.skipped],
    }


def counted(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def _ago(now: datetime, then: datetime) -> str:
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 120:
        return f"{counted(minutes, 'minute')} ago"
    hours = minutes // 60
    return f"{counted(hours, 'hour')} ago" if hours < 48 else f"{counted(hours // 24, 'day')} ago"
