"""Following a question: by the command or from an answer, what is followed, and the end of it."""

import logging
import time
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.connection.failures import GONE_ERRORS
from bot.slack.following.follow_messages import (
    already_followed_message,
    cannot_follow_here_message,
    follow_begun_message,
    following_message,
    not_followed_message,
    not_yours_message,
    too_many_followed_message,
    unfollowed_message,
)
from bot.slack.listeners.events import publish_home
from bot.slack.listeners.failures import guarded, respond_privately
from bot.slack.memory.follow_store import Follow, TooManyFollowed
from bot.slack.messages import names
from bot.slack.messages.message import Message
from bot.slack.questions.search import Refused
from bot.slack.references import AnswerRef, FollowRef
from bot.slack.understanding.markup import plain

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

log = logging.getLogger(__name__)


def register(app: App, bot: "Assembly") -> None:
    def follow_answer(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        container = body["container"]
        ref = AnswerRef.decode(str(body["actions"][0].get("value", "")), bot.key)
        message = begin(bot, body["user"]["id"], str(container["channel_id"]), ref.question)
        if message is not None:
            respond_privately(respond, message, container.get("thread_ts"))

    def unfollow(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        ack()
        ref = FollowRef.decode(str(body["actions"][0].get("value", "")), bot.key)
        user, follow = body["user"]["id"], bot.follows.get(ref.follow)
        message = _ended(bot, user, follow)
        if body.get("view"):
            publish_home(client, bot, user)
        elif body["container"].get("is_ephemeral"):
            listed = following(bot, user, str(body["container"]["channel_id"]))
            respond(text=listed.text, blocks=listed.blocks, replace_original=True)
        else:
            respond_privately(respond, message, body["container"].get("thread_ts"))

    app.action(names.FOLLOW)(guarded(bot, follow_answer))
    app.action(names.UNFOLLOW)(guarded(bot, unfollow))


def follow(bot: "Assembly", user: str, channel: str, text: str) -> Message | None:
    """Of the command; what to say to the person alone, if anything."""
    return begin(bot, user, channel, plain(text).strip())


def begin(bot: "Assembly", user: str, channel: str, question: str) -> Message | None:
    """Follow it there, and say so for all to see; what to say to the person alone, if anything."""
    if refusal := bot.responder.refusal(user, time.time()):
        return refusal.message
    read_up_to = bot.current_index.read_up_to
    try:
        bot.search.expect_something(bot.rights.publicly(user, channel))
        asked = bot.search.to_follow(question)
        begun, is_new = bot.follows.add(channel, asked, user, read_up_to)
    except Refused as refused:
        return refused.message
    except TooManyFollowed as error:
        return too_many_followed_message(error)
    if not is_new:
        return already_followed_message(begun, user)
    message = follow_begun_message(begun, bot.key)
    try:
        bot.messenger.post_once(channel, message, f"follow:{begun.id}")
    except SlackApiError as error:
        bot.follows.remove(begun)
        if error.response.get("error") not in GONE_ERRORS:
            raise
        return cannot_follow_here_message()
    log.info("a question is followed in %s", channel)
    bot.follower.wake()
    return None


def following(bot: "Assembly", user: str, channel: str) -> Message:
    """What is followed in the channel, and what this person follows elsewhere."""
    here = bot.follows.of_channel(channel)
    elsewhere = [each for each in bot.follows.of_person(user) if each.channel != channel]
    return following_message(here, elsewhere, bot.key)


def _ended(bot: "Assembly", user: str, follow: Follow | None) -> Message:
    """What to say to who pressed the button."""
    if follow is None:
        return not_followed_message()
    if user != follow.by and not bot.admins.may_rebuild(user):
        return not_yours_message(follow)
    bot.follows.remove(follow)
    log.info("a question is no longer followed in %s", follow.channel)
    return unfollowed_message(follow)
