"""What the bot says when it does not answer: help, status, errors; as Slack messages. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.slack.messages.block_kit import Element, bullets, context, line, rich_text, words
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.wording.phrases import human_date
from bot.wording.plain import clip, one_line
from bot.wording.terminal import render_status
from index.snapshot.manifest import Manifest
from index.types import Article, ArticleRef

PUBLISHERS_SHOWN = 30
SKIPPED_SHOWN = 5
FILTERS = (
    ("from:publisher", 'or from:"Example Wire", only what they have published'),
    ("before:2022-01-10", "published before that day; also before:january, before:2022"),
    ("after:2022-01-10", "published after that day"),
    ("on:2022-01-10", "published on that day; also on:yesterday, during:january"),
    ('in:"title words"', "only articles with these words in their title"),
)


def _notice(text: str, *more: Block) -> Message:
    """One sentence or two, the notification too, with blocks behind it."""
    said = clip(text, 2000)
    return Message(clip_escaped(said, MAX_TEXT), [rich_text(line(*_with_code(said))), *more])


def error_message(reason: str) -> Message:
    """`reason` is a sentence for people."""
    reason = one_line(reason) or "something went wrong here: ask again in a moment"
    return _notice(f"I can't answer that: {reason}" + ("" if reason[-1] in ".!?" else "."))


def help_message(command: str) -> Message:
    """`command` with its slash."""
    ways = [
        "Mention me in a channel with a question: I answer in its thread.",
        "Write to me directly, no mention needed.",
        "Ask on in a thread that I have answered in; `stop` ends it.",
        f"`{command} ask who sent troops?` answers for your eyes only, to be shared by a button.",
        f"`{command} status` and `{command} sources` say what I have read.",
        f"`{command} rebuild` reads the sources anew: for admins.",
        f"`{command} add https://news.example/article` adds pages and feeds: for admins, as is "
        "“Add to the collection” in the menu of a message with links.",
        "“Find a source for this”, in the menu of a message, finds quotes for it.",
    ]
    filters = [[words(name, code=True), words(f" {what}")] for name, what in FILTERS]
    intro = "I answer with what the articles say, word for word, and cite each quote."
    return Message(
        clip_escaped(f"{intro} Ask me: {command} ask who sent troops?", MAX_TEXT),
        [
            rich_text(line(words(intro))),
            rich_text(line(words("How to ask", bold=True)), bullets(map(_with_code, ways))),
            rich_text(line(words("Words that narrow a question", bold=True)), bullets(filters)),
            context("When the articles don't answer, I say so. I never write an answer of my own."),
        ],
    )


def _with_code(text: str) -> list[Element]:
    """A sentence in which what stands between backticks is code."""
    return [words(part, code=odd % 2 == 1) for odd, part in enumerate(text.split("`"))]


def unknown_filter_message(unknown: Sequence[str]) -> Message:
    """`unknown` as written, such as `has:link`."""
    shown = [clip(one_line(word), 60) for word in unknown[:5]]
    known = ", ".join(name.partition(":")[0] + ":" for name, _ in FILTERS)
    them = " and ".join(shown)
    return _notice(
        f"I don't know how to search by {them}. I know {known} and during:. To ask about the words "
        "themselves, put a space behind the colon.",
    )


def status_message(manifest: Manifest, now: datetime) -> Message:
    lines = [clip(one_line(row), 400) for row in render_status(manifest, now).splitlines()]
    rows = [row.partition(" ") for row in lines]
    items = [[words(f"{name}: ", bold=True), words(value.strip())] for name, _, value in rows]
    skipped = [
        [words(clip(one_line(f"{skip.path}: {skip.reason}"), 200))]
        for skip in manifest.skipped[:SKIPPED_SHOWN]
    ]
    blocks = [rich_text(bullets(items))]
    if skipped:
        blocks.append(rich_text(line(words("Skipped", bold=True)), bullets(skipped)))
    text = f"{manifest.articles:,} articles, {manifest.passages:,} passages are indexed."
    return Message(text, blocks)


def sources_message(articles: Iterable[Article | ArticleRef]) -> Message:
    """Publishers by how many articles they have, with the dates these span."""
    dates: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        publisher = clip(one_line(article.publisher or ""), 80) or "(no publisher)"
        dates[publisher].append(article.published or "")
    if not dates:
        return _notice("No article is indexed yet.")
    ranked = sorted(dates, key=lambda name: (-len(dates[name]), name))
    items = [
        [words(name, bold=True), words(f": {_span(dates[name])}")]
        for name in ranked[:PUBLISHERS_SHOWN]
    ]
    total = sum(map(len, dates.values()))
    text = f"{_count(total, 'article')} of {_count(len(dates), 'publisher')}"
    rest = len(ranked) - PUBLISHERS_SHOWN
    more = [context(f"… and {_count(rest, 'publisher')} more")] if rest > 0 else []
    return Message(text, [rich_text(line(words(text, bold=True)), bullets(items)), *more])


def _span(published: list[str]) -> str:
    known = sorted(filter(None, published))
    articles = _count(len(published), "article")
    if not known:
        return articles
    first, last = human_date(known[0]), human_date(known[-1])
    return f"{articles}, {first}" if first == last else f"{articles}, {first} to {last}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def rate_limited_message(seconds: float) -> Message:
    """`seconds` until the person may ask again."""
    wait = max(1, round(seconds))
    when = _count(wait, "second") if wait < 90 else _count(round(wait / 60), "minute")
    return _notice(f"That's a lot of questions at once: please ask again in {when}.")


def not_allowed_message() -> Message:
    return _notice(
        "I may not answer you here. Whoever runs me decides who may ask: please talk to them."
    )
