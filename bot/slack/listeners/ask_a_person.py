"""The button "Ask a person": a question and its nearest quotes go to a channel or user group."""

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
from bot.slack.questions.search import Refused
from bot.slack.references import AnswerRef

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    def pressed(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        respond_privately(respond, _hand_over(bot, body), body["container"].get("thread_ts"))

    app.action(names.ASK_A_PERSON)(guarded(bot, pressed))


def _hand_over(bot: "Assembly", body: dict[str, Any]) -> Message:
    """Once for each answer; what to say to who pressed the button."""
    ref = AnswerRef.decode(str(body["actions"][0].get("value", "")), bot.key)
    container = body["container"]
    channel, ts = str(container["channel_id"]), str(container["message_ts"])
    people = bot.settings.bot.ask_a_person
    if not people:
        return nobody_to_ask_message()
    if not bot.seen.first_time(once := f"person:{channel}:{ts}"):
        return already_handed_over_message()
    try:
        _post(bot, ref.question, body, people)
    except Refused as refused:
        return refused.message
    except SlackApiError as error:
        bot.seen.forget(once)
        if error.response.get("error") not in ("not_in_channel", "channel_not_found"):
            raise
        return cannot_hand_over_message()
    except Exception:
        bot.seen.forget(once)
        raise
    return handed_over_message(people)


def _post(bot: "Assembly", question: str, body: dict[str, Any], people: str) -> None:
    """To a channel; or to a user group, in the thread or, if asked privately, in the channel."""
    container, user = body["container"], str(body["user"]["id"])
    channel = str(container["channel_id"])
    answer = bot.responder.ask(question, channel).answer
    private = bool(container.get("is_ephemeral"))
    if people.startswith("S"):
        thread_ts = None if private else str(container.get("thread_ts") or container["message_ts"])
        bot.messenger.post(
            channel, hand_over_message(answer, question, user, group=people), thread_ts
        )
        return
    direct = channel.startswith("D")
    thread = "" if private or direct else bot.messenger.link_to(channel, container["message_ts"])
    where = "" if direct else channel
    message = hand_over_message(answer, question, user, channel=where, thread=thread)
    bot.messenger.post(people, message)
