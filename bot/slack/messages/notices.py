"""What the bot says when it does not answer: help, status, refusals, errors. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.narrowing.mistakes import Mistake, said_of
from bot.slack.messages.block_kit import Element, bullets, context, line, rich_text, words
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.slack.messages.names import COMMAND
from bot.slack.understanding.small_talk import Kind
from bot.wording.phrases import counted, human_date
from bot.wording.plain import clip, one_line
from bot.wording.status import status_rows
from index.manifest import Manifest
from index.types import Article, ArticleRef

PUBLISHERS_SHOWN = 30
SKIPPED_SHOWN = 5
FILTERS = (
    ("from:publisher", 'or from:"Example Wire", only what they have published'),
    ("by:speaker", 'or by:"Ann Sample", only what they say, quoted or reported'),
    ("before:2022-01-10", "published before that day; also before:january, before:2022"),
    ("after:2022-01-10", "published after that day"),
    ("on:2022-01-10", "published on that day; also on:yesterday, during:january"),
    ("asof:2026-03-01", "from the texts as I had read them by the end of that day"),
    ('in:"title words"', "only articles with these words in their title"),
)


def notice(text: str, *more: Block) -> Message:
    """A sentence or two, with code between backticks; then other blocks."""
    said = clip(text, 2000)
    return Message(clip_escaped(said, MAX_TEXT), [rich_text(line(*_with_code(said))), *more])


def error_message(reason: str) -> Message:
    """`reason` is a sentence for people."""
    reason = one_line(reason) or "something went wrong on my side. Please ask again in a moment"
    return notice(f"I can't answer that: {reason}" + ("" if reason[-1] in ".!?" else "."))


def help_message(command: str) -> Message:
    """`command` with its slash."""
    ways = [
        "Mention me in a channel with your question, and I'll answer in its thread. Mention me in "
        "a thread of yours, and I'll answer the question there.",
        "Send me a direct message. You needn't mention me there.",
        "Ask follow-up questions in a thread where I have answered. Say `stop` to end it.",
        f"`{command} ask who sent troops?` answers only you, with a button to share the answer.",
        f"`{command} follow who sent troops?` has new articles that answer it posted here, at most "
        f"once a day. `{command} following` lists what is followed.",
        f"`{command} status` and `{command} sources` show what I have read.",
        f"`{command} rebuild` reads the sources again (admins only).",
        f"`{command} add https://news.example/article` adds pages and feeds (admins only). So does "
        "“Add to the collection” in the menu of a message with links.",
        "“Find a source for this” in the menu of a message finds quotes that support it.",
    ]
    filters = [[words(name, code=True), words(f" {what}")] for name, what in FILTERS]
    intro = "I answer with quotes from the articles, word for word, and cite each one."
    return Message(
        clip_escaped(f"{intro} Try {command} ask who sent troops?", MAX_TEXT),
        [
            rich_text(line(words(intro))),
            rich_text(line(words("How to ask", bold=True)), bullets(map(_with_code, ways))),
            rich_text(line(words("Words that narrow a question", bold=True)), bullets(filters)),
            context("If the articles don't say, I tell you so. I never write an answer of my own."),
        ],
    )


def _with_code(text: str) -> list[Element]:
    """A sentence in which what stands between backticks is code."""
    return [words(part, code=odd % 2 == 1) for odd, part in enumerate(text.split("`"))]


def unknown_command_message(word: str, rest: str, meant: str) -> Message:
    """`word` is no command; `meant` is the one that it resembles, if it resembles one."""
    word, rest = (clip(one_line(text), 200).replace("`", "'") for text in (word, rest))
    asking = f"To ask the articles, write `{_joined(COMMAND, 'ask', word, rest)}`."
    if not meant:
        return notice(f"I don't know `{word}`. {asking} `{COMMAND} help` shows what I can do.")
    known = f"I don't know `{word}`. Did you mean `{_joined(COMMAND, meant, rest)}`?"
    return notice(f"{known} {asking}" if rest and meant != "ask" else known)


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def wrong_filters_message(mistakes: Sequence[Mistake]) -> Message:
    return notice(said_of(mistakes))


def status_message(manifest: Manifest, now: datetime) -> Message:
    items = [
        [words(f"{name}: ", bold=True), words(clip(one_line(value), 400))]
        for name, value in status_rows(manifest, now)
    ]
    skipped = [
        [words(clip(one_line(f"{skip.path}: {skip.reason}"), 200))]
        for skip in manifest.skipped[:SKIPPED_SHOWN]
    ]
    blocks = [rich_text(bullets(items))]
    if skipped:
        blocks.append(rich_text(line(words("Skipped", bold=True)), bullets(skipped)))
    passages = counted(manifest.passages, "passage")
    return Message(f"I have read {counted(manifest.articles, 'article')} ({passages}).", blocks)


def sources_message(articles: Iterable[Article | ArticleRef]) -> Message:
    """Publishers by how many articles they have, with the dates these span."""
    dates: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        publisher = clip(one_line(article.publisher or ""), 80) or "(no publisher)"
        dates[publisher].append(article.published or "")
    if not dates:
        return notice("I have read no articles yet.")
    ranked = sorted(dates, key=lambda name: (-len(dates[name]), name))
    items = [
        [words(name, bold=True), words(f": {_span(dates[name])}")]
        for name in ranked[:PUBLISHERS_SHOWN]
    ]
    total = sum(map(len, dates.values()))
    text = f"{counted(total, 'article')} from {counted(len(dates), 'publisher')}"
    rest = len(ranked) - PUBLISHERS_SHOWN
    more = [context(f"… and {rest:,} more")] if rest > 0 else []
    return Message(text, [rich_text(line(words(text, bold=True)), bullets(items)), *more])


def _span(published: list[str]) -> str:
    known = sorted(filter(None, published))
    articles = counted(len(published), "article")
    if not known:
        return articles
    first, last = human_date(known[0]), human_date(known[-1])
    return f"{articles}, {first}" if first == last else f"{articles}, {first} to {last}"


def rate_limited_message(seconds: float) -> Message:
    """`seconds` until the person may ask again."""
    wait = max(1, round(seconds))
    when = counted(wait, "second") if wait < 90 else counted(round(wait / 60), "minute")
    return notice(f"That's a lot of questions at once! Please ask again in {when}.")


def not_allowed_message() -> Message:
    return notice(
        "Sorry, I can't answer you. Whoever runs me decides who may ask, so please ask them."
    )


def nothing_to_see_message() -> Message:
    return notice(
        "Sorry, there is nothing that I may quote to you here. Whoever runs me decides who may ask "
        f"of what, and where. `{COMMAND} ask` and direct messages go by you alone."
    )


def not_to_be_shared_message() -> Message:
    return notice("What may be shown in this channel doesn't answer that, so I've shared nothing.")


def no_index_message() -> Message:
    return notice(
        "I have read no articles yet, so I can't answer. An admin can start with "
        "`/pullquote rebuild`."
    )


def unreadable_index_message() -> Message:
    return notice(
        "I can't read my index right now. Whoever runs me can see why with `pullquote doctor`."
    )


def small_talk_message(kind: Kind) -> Message:
    more = f"`{COMMAND} help` shows what I can do."
    words_for: dict[Kind, str] = {
        "thanks": "You're welcome!",
        "goodbye": "Bye!",
        "greeting": f"Hi! Ask me a question, and I'll answer with quotes from the articles. {more}",
        "other": f"Ask me anything about the articles. {more}",
    }
    return notice(words_for[kind])


def complaint_message() -> Message:
    return notice(
        "Sorry! Please ask again in other words, with the names that it is about. “Not helpful” "
        "under an answer has it looked at."
    )


def nothing_asked_message() -> Message:
    return notice("I see no question to answer. Ask me one, such as: who sent troops?")


def nothing_to_follow_message() -> Message:
    return notice(f"Which question? Write it as in `{COMMAND} follow who sent troops?`")


def not_to_be_followed_message(why: str) -> Message:
    """`why` is a clause about the question."""
    return notice(f"I can't follow that: {why}.")


def mention_me_message() -> Message:
    return notice(
        "Mention me with your question, and I'll answer from the articles. (I say this only once.)"
    )


def only_links_message(known: Sequence[ArticleRef]) -> Message:
    """`known` are the articles at the links of a message that says nothing else."""
    if not known:
        return notice(
            "I haven't read that page, so I can't answer from it. An admin can add it with "
            f"`{COMMAND} add` and the link."
        )
    titles = " and ".join(f"“{clip(one_line(article.title), 120)}”" for article in known[:3])
    return notice(f"I have read {titles}. What do you want to know? Ask it with the link.")


def only_filters_message(filters: str) -> Message:
    """`filters` as written."""
    return notice(f"Which question? Write it beside the filter: who sent troops? {filters}")


def nothing_in_scope_message(filters: str, publishers: Sequence[str], unknown: str = "") -> Message:
    """`filters` as written; `publishers` are those that the channel quotes. `unknown` are sentences
    about those in the filters that no article is from."""
    if unknown:
        return notice(f"{unknown} `{COMMAND} sources` shows what I have read.")
    shown = clip(one_line(", ".join(publishers)), 200)
    among = f" among those that this channel quotes ({shown})" if publishers else ""
    which = f" matches {clip(one_line(filters), 200)}" if filters else " is left"
    return notice(f"No article{which}{among}. `{COMMAND} sources` shows what I have read.")


def admins_only_message() -> Message:
    return notice("Only an admin can do that. Please ask one of yours.")


def stopped_message(user: str = "") -> Message:
    """`user`, a Slack id, is who pressed the button for it."""
    text = "OK, I'll stay out of this thread until someone mentions me."
    if not user:
        return notice(text)
    who: Element = {"type": "user", "user_id": user}
    return Message(f"<@{user}>: {text}", [rich_text(line(who, words(f": {text}")))])


def nothing_to_stop_message(*, every_question: bool = False) -> Message:
    """`every_question`: in that channel I answer those who do not mention me too."""
    if every_question:
        return notice(
            f"Here I answer every question. An admin can change that by `{COMMAND} settings`."
        )
    return notice("Here I only answer when you write to me, so there is nothing to stop.")


def cannot_post_message(channel: str) -> Message:
    """`channel`, a Slack id, is where the question was asked."""
    rest = (
        " because I'm not allowed to post there. Invite me to the channel and ask again, or ask me "
        "here."
    )
    where: Element = {"type": "channel", "channel_id": channel}
    start = "I can't answer your question in "
    return Message(
        f"{start}<#{channel}>{rest}", [rich_text(line(words(start), where, words(rest)))]
    )
