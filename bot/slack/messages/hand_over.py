"""A question handed to people: who asks what, and the nearest quotes. Pure."""

from collections.abc import Sequence

from bot.slack.messages.block_kit import (
    Element,
    context,
    line,
    link,
    quote,
    rich_text,
    words,
)
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.slack.messages.quoting import citation_parts, quoted_parts
from bot.wording.plain import clip, one_line
from index.types import Answer

QUOTES_SHOWN = 2
MAX_QUOTE = 600


def hand_over_message(
    answer: Answer, asked: str, user: str, *, group: str = "", channel: str = "", thread: str = ""
) -> Message:
    """For people to answer. `user`, `group` and `channel` are Slack ids: who asks, the user group
    that is asked, and where it was asked, if that is elsewhere; `thread` is a link to that."""
    asked = clip(one_line(asked), 500)
    opening: list[Element] = []
    if group:
        opening += [{"type": "usergroup", "usergroup_id": group}, words(" ")]
    opening += [{"type": "user", "user_id": user}, words(" would like a person to answer")]
    if channel:
        opening += [words(" in "), {"type": "channel", "channel_id": channel}]
    blocks: list[Block] = [rich_text(line(*opening, words(": "), words(asked, bold=True)))]
    blocks += _nearest(answer)
    if thread:
        blocks.append(rich_text(line(link(thread, "Go to the question"))))
    mention = f"<!subteam^{group}> " if group else ""
    text = f"{mention}<@{user}> would like a person to answer: "
    return Message(text + clip_escaped(asked, MAX_TEXT - len(text)), blocks)


def _nearest(answer: Answer) -> Sequence[Block]:
    if not answer.quotes:
        return [context("I found nothing near it in the articles.")]
    found = (
        "I answered with" if answer.answered else "The articles don't say. The nearest I found is"
    )
    blocks: list[Block] = [context(f"{found}:")]
    for number, item in enumerate(answer.quotes[:QUOTES_SHOWN], start=1):
        parts = quoted_parts(item.text, item.highlights if answer.answered else (), MAX_QUOTE)
        blocks.append(rich_text(quote(parts), line(*citation_parts(item, number))))
    return blocks
