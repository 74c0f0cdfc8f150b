"""Answers, reports and lists as text for the terminal. Pure."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from bot.wording.changes import changed_line, edits_in_words
from bot.wording.origins import (
    FIGURES,
    cite_account,
    origins_line,
    shown_figures,
    shown_origins,
)
from bot.wording.phrases import (
    ago,
    also_in,
    by_words_line,
    cite,
    counted,
    shown_confidence,
    titled,
    too_many_lines,
)
from bot.wording.speakers import said_by
from bot.wording.status import status_rows
from index.building.rebuild import RebuildReport, Workers
from index.collection.kept_articles import KeptSource
from index.collection.places import place
from index.manifest import Manifest
from index.types import Account, Answer, Origins, Quote

LINES_SHOWN = 10


def render_answer(
    answer: Answer, *, styled: bool, with_origins: bool = False
) -> list[Text | Padding]:
    """The answer for people, in parts; unstyled, `**` marks the answering sentence.

    `with_origins` shows each account of what the first quote says. Of several questions each stands
    over its own answer. A part that must stay in one line, whatever the width, has `no_wrap`.
    """
    if not answer.further:
        return _one_answer(answer, styled=styled, with_origins=with_origins)
    parts: list[Text | Padding] = []
    for each in (answer, *answer.further):
        parts += [
            Text(f"? {each.question}", style="bold"),
            *_one_answer(each, styled=styled, with_origins=with_origins),
            Text(),
        ]
    parts += [Text(line) for line in too_many_lines(answer)]
    return parts if answer.too_many else parts[:-1]


def _one_answer(answer: Answer, *, styled: bool, with_origins: bool) -> list[Text | Padding]:
    parts: list[Text | Padding] = []
    if answer.searched_for:
        parts.append(Text(f"Understood as: {answer.searched_for}"))
    if not answer.answered:
        parts.append(Text("The articles don't say.", style="bold yellow"))
        if not answer.quotes:
            parts.append(Text("No passage comes near the question."))
    if not answer.answered and answer.quotes:
        parts.append(
            Text(
                f"The nearest passage (confidence {shown_confidence(answer)}, "
                f"{answer.threshold:.2f} would be an answer):"
            )
        )
    parts += [Text(f"No passage has “{p}” word for word.") for p in answer.absent_phrases]
    for number, quote in enumerate(answer.quotes, start=1):
        parts += [Text()] if parts else []
        text = _quote_text(quote, styled=styled)
        parts.append(Padding(text, (0, 2)) if styled else text)
        parts.append(Text(f"[{number}] {cite(quote)}", style="cyan"))
        parts += [Text(f"    {said}") for said in said_by(quote)]
        origins = shown_origins(answer) if number == 1 else None
        if origins:
            parts += _origins(origins, in_full=with_origins)
        elif quote.also_in:
            parts.append(Text(f"    also in {also_in(quote)}", style="dim"))
        if quote.changes:
            parts.append(Text(f"    {changed_line(quote.changes)}", style="dim"))
        if quote.link:
            parts.append(Text(f"    {quote.link}", style="dim", no_wrap=True))
        if number == 1 and (figures := shown_figures(answer)):
            parts += [Text(), Text(FIGURES, style="bold")]
            parts += [_account(account, "  ") for account in figures]
    parts += [Text()]
    parts.append(
        Text(
            f"{counted(answer.searched.passages, 'passage')} of "
            f"{counted(answer.searched.articles, 'article')} "
            f"searched in {answer.elapsed_ms:.0f} ms · confidence {shown_confidence(answer)}",
            style="dim",
        )
    )
    return parts


def _origins(origins: Origins, *, in_full: bool) -> list[Text | Padding]:
    hint = "" if in_full else " (--origins shows them)"
    parts: list[Text | Padding] = [Text(f"    {origins_line(origins)}{hint}", style="dim")]
    for origin in origins.origins if in_full else ():
        parts.append(Text(f"    {origin.name}", style="bold"))
        parts += [_account(account, "      ") for account in origin.accounts]
    return parts


def _account(account: Account, indent: str) -> Text:
    said = f"“{account.text}” – " if account.text else ""
    return Text(f"{indent}{said}{cite_account(account)}")


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


def render_report(report: RebuildReport) -> str:
    """The closing line of a rebuild, and a line for each of the first skipped and changed."""
    state = "indexed" if report.published else "nothing has changed:"
    folded = f", {counted(report.copies, 'copy', 'copies')} folded" if report.copies else ""
    in_part = [s for s in report.skipped if s.lacking]
    partly = f", {len(in_part)} read in part" if in_part else ""
    line = (
        f"{state} {counted(report.articles, 'article')}, {counted(report.passages, 'passage')} "
        f"in {report.seconds:.1f} s, {len(report.skipped) - len(in_part)} skipped{partly}{folded}"
    )
    added = [f"added {a.source}: {titled(a.titles, a.articles)}" for a in report.added]
    skipped = [
        f"read in part {s.path}: {s.lacking}" if s.lacking else f"skipped {s.path}: {s.reason}"
        for s in report.skipped
    ]
    changed = [
        f"version {c.version} of {c.path}: {edits_in_words(c.edits) or 'the same sentences'}"
        for c in report.changed
    ]
    foreign = [by_words_line(report.by_words)] if report.by_words else []
    workers = _workers_lines(report.workers) if report.workers else []
    rest = [*_first(added), *foreign, *_first(workers), *_first(skipped), *_first(changed)]
    return "\n".join([line, *rest])


def _workers_lines(workers: Workers) -> list[str]:
    died = f", {workers.died} died, whose texts were encoded again" if workers.died else ""
    return [
        f"encoded by {counted(workers.workers, 'worker')} on "
        f"{counted(workers.machines, 'machine')}{died}",
        *(f"machine {address} left out: {why}" for address, why in workers.left_out.items()),
    ]


def _first(lines: Sequence[str]) -> list[str]:
    """The first few, indented, and how many more there are."""
    rest = len(lines) - LINES_SHOWN
    more = [f"  … and {rest} more, all in --json"] if rest > 0 else []
    return [*(f"  {line}" for line in lines[:LINES_SHOWN]), *more]


def render_status(manifest: Manifest, now: datetime) -> str:
    return "\n".join(f"{name:<9} {value}" for name, value in status_rows(manifest, now))


def render_sources(sources: Sequence[KeptSource], folder: Path) -> str:
    """A line for each source, and one for each of the first things that went wrong with it.

    A relative source that was named in another folder than `folder` has its whole path.
    """
    lines = []
    for source in sources:
        read = f"read {source.last_read[:16].replace('T', ' ')} UTC" if source.last_read else "new"
        here = place(source.location, folder) == source.place
        name = source.location if here else source.place
        lines.append(f"{name}  {counted(source.articles, 'article')}, {read}")
        lines += [f"  {source.error}"] if source.error else []
        lines += _first(
            [
                s.reason if s.path == source.location else f"{s.path}: {s.reason}"
                for s in source.skipped
            ]
        )
    return "\n".join(lines)


def render_snapshots(kept: Sequence[Manifest], in_use: str, now: datetime) -> str:
    """A line for each snapshot that is kept."""
    return "\n".join(
        f"{'*' if manifest.id == in_use else ' '} {manifest.id}  "
        f"{counted(manifest.articles, 'article')}, {counted(manifest.passages, 'passage')}, "
        f"{ago(now, datetime.fromisoformat(manifest.created))}"
        for manifest in kept
    )
