"""What was changed in an article, in words: terminal, JSON and Slack."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from bot.wording.phrases import counted, human_date
from index.types import Article, Changes, Edit


def changed_line(changes: Changes) -> str:
    """`Changed since it was first read (5 Mar 2026): 1 figure, 1 sentence gone`."""
    return f"Changed {since(changes)}: {edits_in_words(changes.edits)}"


def since(changes: Changes) -> str:
    """`since it was first read (5 Mar 2026)`."""
    day = human_date(changes.since)
    return f"since it was first read ({day})" if changes.from_first else f"since {day}"


def edits_in_words(edits: Iterable[Edit]) -> str:
    """`2 figures, 1 “not”, 1 sentence gone, 2 added`; what differs in two ways counts as both."""
    count: Counter[str] = Counter(kind for edit in edits for kind in edit.kinds)
    said = [
        counted(count[kind], noun)
        for kind, noun in (("figure", "figure"), ("negation", "“not”"), ("name", "name"))
        if count[kind]
    ]
    sentences = [
        (count[kind], what)
        for kind, what in (("wording", "reworded"), ("gone", "gone"), ("added", "added"))
        if count[kind]
    ]
    for number, (many, what) in enumerate(sentences):
        said.append(f"{counted(many, 'sentence')} {what}" if number == 0 else f"{many:,} {what}")
    return ", ".join(said)


def kinds_in_words(edit: Edit) -> str:
    """`figure, name`."""
    named = {"negation": "“not”", "wording": "reworded"}
    return ", ".join(named.get(kind, kind) for kind in edit.kinds)


def changes_json(changes: Changes) -> dict[str, Any]:
    return {
        "since": changes.since,
        "from_first": changes.from_first,
        "edits": edits_json(changes.edits),
    }


def edits_json(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    return [{"kinds": list(e.kinds), "before": e.before, "now": e.now} for e in edits]


def render_changed(rows: Sequence[tuple[Article, Changes]], *, in_full: bool) -> str:
    """For each article a line with what was changed; `in_full` with the sentences."""
    lines = []
    for article, changes in rows:
        named = ", ".join(filter(None, (article.title, article.publisher)))
        lines += [f"{named} ({article.path})", f"  {changed_line(changes)}"]
        for edit in changes.edits if in_full else ():
            lines += ["", f"  {kinds_in_words(edit)}"]
            lines += [f"  - {edit.before}"] if edit.before else []
            lines += [f"  + {edit.now}"] if edit.now else []
    return "\n".join(lines)


def changed_articles_json(rows: Iterable[tuple[Article, Changes]]) -> list[dict[str, Any]]:
    return [
        {"title": a.title, "publisher": a.publisher, "url": a.url, "path": a.path}
        | changes_json(changes)
        for a, changes in rows
    ]
