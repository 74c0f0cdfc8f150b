"""Adding to the collection: `/pullquote add`, and the shortcut in the menu of a message."""

from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond

from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.memory.addition_store import TooManyWaiting
from bot.slack.messages import names
from bot.slack.messages.message import Message, escape, said
from bot.slack.messages.notices import admins_only_message
from bot.slack.understanding.links import MAX_LINKS, links_of, words_as_links
from bot.wording.plain import clip, one_line

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

USAGE = f"What should I add? For example: `{names.COMMAND} add https://news.example/article`"


def register(app: App, bot: "Assembly") -> None:
    def add_to_collection(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        if (message := _add_links_of(bot, body)) is not None:
            respond_privately(respond, message)

    app.shortcut(names.ADD_TO_COLLECTION)(guarded(bot, add_to_collection))


def add_links(bot: "Assembly", text: str, user: str, channel: str) -> Message | None:
    """What to say to the person alone, if anything: the message in the channel says the rest."""
    if not bot.admins.may_rebuild(user):
        return admins_only_message()
    links, others = words_as_links(text)
    if others:
        first = escape(clip(one_line(others[0]), 200))
        return said(
            f"I can only add web addresses that start with http:// or https://, so not “{first}”. "
            "To add a file, run `pullquote add` on the machine where I run."
        )
    if not links:
        return said(USAGE)
    if len(links) > MAX_LINKS:
        return said(f"That's {len(links)} links. Please give me {MAX_LINKS} at a time at most.")
    return _add(bot, links, user, channel)


def _add_links_of(bot: "Assembly", body: dict[str, Any]) -> Message | None:
    """Shown in the thread of the message."""
    user, message = body["user"]["id"], body["message"]
    if not bot.admins.may_rebuild(user):
        return admins_only_message()
    links = links_of(message)
    if not links:
        return said("I see no link in this message that I could add.")
    thread_ts = message.get("thread_ts") or message["ts"]
    return _add(bot, links, user, body["channel"]["id"], thread_ts)


def _add(
    bot: "Assembly", links: tuple[str, ...], user: str, channel: str, thread_ts: str | None = None
) -> Message | None:
    if bot.rights.are_limited:  # a report has the titles
        channel, thread_ts = user, None
    try:
        in_channel = bot.additions.add(links, user, channel, thread_ts)
    except TooManyWaiting:
        return said("Too many links are waiting already. Please try again in a few minutes.")
    if in_channel:
        return None
    return said("I'll report on it in our direct messages.")
