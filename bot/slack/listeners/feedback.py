"""👍 and 👎, and the modal that asks what was wrong. Each form counts once."""

from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.listeners.failures import guarded
from bot.slack.messages import names
from bot.slack.messages.feedback_form import feedback_view, read_feedback
from bot.slack.references import FeedbackRef

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def register(app: App, bot: "Assembly") -> None:
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        ref = FeedbackRef.decode(str(body["actions"][0].get("value", "")), bot.key)
        bot.feedback.record(body["user"]["id"], ref)
        bot.metrics.feedback(helpful=ref.helpful)
        if not ref.helpful:
            client.views_open(trigger_id=body["trigger_id"], view=feedback_view(ref, key=bot.key))

    def explained(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        ref = FeedbackRef.decode(view["private_metadata"], bot.key)
        if not bot.seen.first_time(f"view:{view['id']}"):
            return
        said = read_feedback(view["state"]["values"])
        bot.feedback.record(body["user"]["id"], ref, reason=said.reason, comment=said.comment)

    app.action(names.FEEDBACK)(guarded(bot, pressed))
    app.view(names.FEEDBACK_VIEW)(guarded(bot, explained))
