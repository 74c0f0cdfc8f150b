"""The button "Ask a person": a question and its nearest quotes go to a channel or user group."""

import threading
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond
from slack_sdk.errors import SlackApiError

from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.messages import names
from bot.slack.messages.hand_over import (
    already_handed_over_message,
    cannot_hand_over_message,
    hand_over_message,
    handed_over_message,
    nobody_to_ask_message,
)
from bot.slack.messages.message import Message
from bot.slack.messages.notices import not_allowed_message
from bot.slack.questions.search import NothingToSee, Refused
from bot.slack.references import AnswerRef

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    one_at_a_time = threading.Lock()

    def pressed(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        with one_at_a_time:
            message = _hand_over(bot, body)
        respond_privately(respond, message, body["container"].get("thread_ts"))

    app.action(names.ASK_A_PERSON)(guarded(bot, pressed))


def _hand_over(bot: "Assembly", body: dict[str, Any]) -> Message:
    """Once for each answer; what to say to who pressed the button."""
    ref = AnswerRef.decode(str(body["actions"][0].get("value", "")), bot.key)
    container = body["container"]
    channel, ts = str(container["channel_id"]), str(container["message_ts"])
    people = bot.settings.bot.ask_a_person
    if not people:
        return nobody_to_ask_message()
    if not bot.admins.may_ask(body["user"]["id"]):
        return not_allowed_message()
    if bot.seen.was_seen(once := f"person:{channel}:{ts}"):
        return already_handed_over_message()
    try:
        _post(bot, ref.question, body, people, once)
    except Refused as refused:
        return refused.message
    except SlackApiError as error:
        if error.response.get("error") not in ("not_in_channel", "channel_not_found"):
            raise
        return cannot_hand_over_message()
    bot.seen.first_time(once)
    return handed_over_message(people)


def _post(bot: "Assembly", question: str, body: dict[str, Any], people: str, once: str) -> None:
    """To a channel; or to a user group, in the thread or, if asked privately, in the channel.

    If it was begun before and nobody knows how that ended, it is looked for first.
    """
    container, user = body["container"], str(body["user"]["id"])
    channel = str(container["channel_id"])
    private, direct = bool(container.get("is_ephemeral")), channel.startswith("D")
    to_group = people.startswith("S")
    asks = bot.rights.privately if private and not to_group else bot.rights.publicly
    view = asks(user, channel)
    bot.search.expect_something(view)
    place, thread_ts = people, None
    if to_group:
        place = channel
        thread_ts = None if private else str(container.get("thread_ts") or container["message_ts"])
    else:
        view = view.and_of(bot.rights.of_channel(people))
    try:
        answer = bot.responder.ask(question, channel, view).answer
    except NothingToSee:
        answer = None
    if to_group:
        message = hand_over_message(answer, question, user, group=people)
    else:
        thread = ""
        if not private and not direct:
            thread = bot.messenger.link_to(channel, container["message_ts"])
        where = "" if direct else channel
        message = hand_over_message(answer, question, user, channel=where, thread=thread)
    begun = not bot.seen.first_time(f"{once}:begun")
    if begun and bot.messenger.find_job_message(place, once, thread_ts):
        return
    bot.messenger.post_once(place, message, once, thread_ts)
