"""A question handed to people: who asks what, the nearest quotes, and what is said then. Pure."""

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
from bot.slack.messages.notices import notice
from bot.slack.messages.quoting import citation_parts, quoted_parts
from bot.wording.plain import clip, one_line
from index.types import Answer

QUOTES_SHOWN = 2
MAX_QUOTE = 600


def hand_over_message(
    answer: Answer | None,
    asked: str,
    user: str,
    *,
    group: str = "",
    channel: str = "",
    thread: str = "",
) -> Message:
    """For people to answer. `user`, `group` and `channel` are Slack ids: who asks, the user group
    that is asked, and where it was asked, if that is elsewhere; `thread` is a link to that.

    Without an `answer` there is nothing that they may see.
    """
    asked = clip(one_line(asked), 500)
    opening: list[Element] = []
    if group:
        opening += [{"type": "usergroup", "usergroup_id": group}, words(" ")]
    opening.append({"type": "user", "user_id": user})
    if channel:
        where: Element = {"type": "channel", "channel_id": channel}
        opening += [words(" asked in "), where, words(" and")]
    opening.append(words(" would like a person to answer: "))
    blocks: list[Block] = [rich_text(line(*opening, words(asked, bold=True)))]
    blocks += _nearest(answer) if answer else []
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


def handed_over_message(people: str) -> Message:
    """`people` is the Slack id of a channel or a user group."""
    to: Element = (
        {"type": "usergroup", "usergroup_id": people}
        if people.startswith("S")
        else {"type": "channel", "channel_id": people}
    )
    start = "I've passed your question on to "
    named = f"<!subteam^{people}>" if people.startswith("S") else f"<#{people}>"
    return Message(f"{start}{named}.", [rich_text(line(words(start), to, words(".")))])


def cannot_hand_over_message() -> Message:
    return notice("I can't post there. Please ask an admin to invite me to that channel.")


def already_handed_over_message() -> Message:
    return notice("This question has already been passed on.")


def nobody_to_ask_message() -> Message:
    return notice("I no longer know whom to pass questions on to.")
