"""Words for the person alone who pressed, sent or chose something."""

from slack_bolt import Respond

from bot.slack.message import Message


def tell(respond: Respond, message: Message) -> None:
    """The message with the button, if there is one, stays."""
    respond(
        text=message.text,
        blocks=message.blocks,
        response_type="ephemeral",
        replace_original=False,
    )
