"""The form that asks what was wrong with an answer, and what was filled in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.messages import names
from bot.slack.messages.block_kit import Element, plain_text
from bot.slack.messages.inputs import chosen, input_block, option, typed
from bot.slack.messages.message import Block, View
from bot.slack.messages.modals import modal
from bot.slack.references import FeedbackRef

REASONS = {
    "wrong_passage": "It is the wrong passage",
    "wrong_sentence": "The passage is right, the bold sentence is not",
    "articles_do_say": "The articles do say it",
    "outdated": "It is outdated",
    "other": "Something else",
}
MAX_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said to be wrong: one of `REASONS`' keys, and a comment or ""."""

    reason: str
    comment: str


def feedback_view(ref: FeedbackRef, *, key: bytes) -> View:
    """`private_metadata` is the `FeedbackRef`."""
    offered = [option(value, text) for value, text in REASONS.items()]
    radio: Element = {
        "type": "radio_buttons",
        "action_id": names.FEEDBACK_REASON,
        "options": offered,
    }
    if not ref.answered:
        radio["initial_option"] = option("articles_do_say", REASONS["articles_do_say"])
    blocks = [
        input_block(names.REASON_BLOCK, "What is wrong with the answer?", radio),
        _comment(names.FEEDBACK_COMMENT, "What should it have said?"),
    ]
    return modal(
        "What was wrong?",
        blocks,
        names.FEEDBACK_VIEW,
        submit=plain_text("Send"),
        private_metadata=ref.encode(key),
    )


def read_feedback(values: Mapping[str, Any]) -> Feedback:
    """Of `view["state"]["values"]` of a submitted feedback view."""
    reason = chosen(values, names.REASON_BLOCK, names.FEEDBACK_REASON)
    comment = typed(values, names.COMMENT_BLOCK, names.FEEDBACK_COMMENT)
    return Feedback(reason if reason in REASONS else "other", comment)


def _comment(action_id: str, label: str) -> Block:
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": MAX_COMMENT,
    }
    return input_block(names.COMMENT_BLOCK, label, element, optional=True)
