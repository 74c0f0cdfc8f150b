"""What stands under the quotes of an answer: buttons, small type, and *Helpful* or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.slack.messages import names
from bot.slack.messages.block_kit import Element, actions, button, context, plain_text
from bot.slack.messages.message import Block
from bot.slack.references import AnswerRef, FeedbackRef
from bot.wording.plain import clip, one_line
from index.types import Answer

MAX_NOTE = 500
CONFIRMED: Mapping[str, Element] = {
    names.ASK_A_PERSON: {
        "confirm": {
            "title": plain_text("Ask a person?"),
            "text": plain_text("People will see your question and the nearest quotes."),
            "confirm": plain_text("Ask"),
            "deny": plain_text("Cancel"),
        }
    }
}
"""Buttons that ask back before anything is sent."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a message says beside the answer: before it, on buttons, in small type after it.

    `ready` are buttons with a value of their own; `receipt` is in place of the usual one.
    """

    lead: Sequence[Block] = ()
    buttons: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    ready: Sequence[Element] = ()
    receipt: str = ""
    more_quotes: bool = True
    text: str = ""


def ending(
    answer: Answer,
    reference: AnswerRef,
    key: bytes,
    around: Around,
    notes: Sequence[str],
) -> list[Block]:
    value = reference.encode(key)
    more_quotes = around.more_quotes and answer.answered
    buttons = [button("More quotes", names.MORE_QUOTES, value)] if more_quotes else []
    buttons += [
        button(text, name, value) | CONFIRMED.get(name, {}) for name, text in around.buttons
    ]
    buttons += around.ready
    blocks = [actions(buttons)] if buttons else []
    return [*blocks, small_type(notes), _feedback(answer, reference.question, key)]


def small_type(notes: Iterable[str]) -> Block:
    return context(*(clip(one_line(note), MAX_NOTE) for note in notes))


def _feedback(answer: Answer, asked: str, key: bytes) -> Block:
    passage = answer.quotes[0].passage_id if answer.quotes else -1
    given = {
        helpful: FeedbackRef(answer.snapshot.id, passage, asked, answer.answered, helpful)
        for helpful in (True, False)
    }
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": names.FEEDBACK,
                "positive_button": {
                    "text": plain_text("Helpful"),
                    "accessibility_label": "This answer is helpful",
                    "value": given[True].encode(key),
                },
                "negative_button": {
                    "text": plain_text("Not helpful"),
                    "accessibility_label": "Something is wrong with this answer",
                    "value": given[False].encode(key),
                },
            }
        ],
    }
