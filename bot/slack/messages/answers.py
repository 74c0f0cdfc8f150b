"""Answers as Slack messages. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.slack.messages import names
from bot.slack.messages.block_kit import (
    Element,
    actions,
    button,
    context,
    json_chars,
    line,
    plain_text,
    quote,
    rich_text,
    visible_chars,
    words,
)
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.slack.messages.quoting import citation_parts, quoted_parts, spoken
from bot.slack.references import AnswerRef, FeedbackRef, QuoteRef
from bot.wording.phrases import also_in
from bot.wording.plain import clip, one_line
from index.types import Answer, Quote

MAX_JSON_CHARS = 12_000
"""Of blocks and text; Slack refuses messages somewhat above 13,200 (measured, bolt-js #2509)."""
MAX_VISIBLE = 4_500
QUOTE_CHARS = ((1500, 260), (1200, 220), (900, 180), (500, 150))
"""So many characters of the first quote and of each other, the first pair that fits; a highlight
that is longer is shown up to twice that."""
MAX_HIGHLIGHTS = 12
MAX_NOTES = 6
SPOKEN_CHARS = 400


def answer_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str | None = None,
    shareable: bool = False,
    private: bool = False,
    follow_up_hint: str | None = None,
    with_stop: bool = False,
) -> Message:
    """An answer, or that the articles don't say, with its buttons.

    `asked` is the question as it can be asked again, filters included (default: the answer's own);
    a private answer repeats it, for nobody sees it posted.
    """
    asked = answer.question if asked is None else asked
    lead = [rich_text(line(words(clip(one_line(asked), 300), italic=True)))] if private else []
    notes = [clip(one_line(follow_up_hint), 300)] if follow_up_hint else []
    more = []
    if answer.answered and shareable:
        more.append((names.SHARE, "Share in channel"))
    if with_stop:
        more.append((names.STOP_HERE, "Stop answering here"))
    return _fitting(answer, 0, key, asked, lead, more, notes)


def more_quotes_message(
    answer: Answer, *, key: bytes, shown: int, asked: str | None = None
) -> Message:
    """The quotes after the first `shown` ones; says so when there are none."""
    asked = answer.question if asked is None else asked
    if not answer.answered or len(answer.quotes) <= shown:
        nothing = "There are no more quotes that answer this."
        return Message(nothing, [rich_text(line(words(nothing))), context(receipt(answer))])
    return _fitting(answer, shown, key, asked, [], [], [])


def share_message(
    answer: Answer, user: str, *, key: bytes, asked: str | None = None, comment: str = ""
) -> Message:
    """A private answer for all to see; `user`, a Slack id, is who shares it."""
    asked = answer.question if asked is None else asked
    who: Element = {"type": "user", "user_id": user}
    question = words(clip(one_line(asked), 300), italic=True)
    lead = [rich_text(line(who, words(" asked: "), question))]
    if comment.strip():
        lead.append(rich_text(line(words(clip(comment.strip(), 500)))))
    return _fitting(answer, 0, key, asked, lead, [], [])


def receipt(answer: Answer) -> str:
    """`Snapshot 1f3a9c20 · 1,581 passages of 15 articles searched in 51 ms`."""
    snapshot = answer.snapshot
    short = snapshot.id.rpartition("-")[2][:8]
    return (
        f"Snapshot {short} · {snapshot.passages:,} passages of {snapshot.articles:,} articles "
        f"searched in {answer.elapsed_ms:.0f} ms"
    )


def _fitting(
    answer: Answer,
    shown: int,
    key: bytes,
    asked: str,
    lead: Sequence[Block],
    more: Sequence[tuple[str, str]],
    notes: Sequence[str],
) -> Message:
    """As many of the quotes, at the greatest length, as one message may hold."""
    if not answer.quotes:
        answer = replace(answer, answered=False)
    text = _text(answer, shown)
    blocks: list[Block] = []
    most = len(answer.quotes) - shown
    for count in range(most, min(most, 1) - 1, -1):
        for chars in QUOTE_CHARS:
            chosen = answer.quotes[shown : shown + count]
            blocks = [*lead, *_verdict(answer)]
            for number, item in enumerate(chosen, start=shown + 1):
                blocks += _quote_blocks(item, number, chars[number > 1], answer, key, asked)
            last = shown + len(chosen)
            about = [*_notes_on(answer, chosen, shown), *notes]
            blocks += _ending(answer, AnswerRef(answer.snapshot.id, asked, last), key, more, about)
            fits = json_chars(blocks) + json_chars(text) <= MAX_JSON_CHARS
            if fits and visible_chars(blocks) <= MAX_VISIBLE:
                return Message(text, blocks)
    return Message(text, blocks)


def _notes_on(answer: Answer, quotes: Sequence[Quote], shown: int) -> list[str]:
    """What was searched for instead of a typo, and which other articles say the same."""
    notes = [f"Searched for: {answer.searched_for}"] if answer.searched_for else []
    for number, item in enumerate(quotes, start=shown + 1):
        if item.also_in:
            notes.append(f"[{number}] also in {also_in(item)}")
    return [clip(one_line(note), 300) for note in notes[:MAX_NOTES]]


def _text(answer: Answer, shown: int) -> str:
    if not answer.answered:
        return "The articles don't say."
    said = "\n".join(spoken(item, SPOKEN_CHARS) for item in answer.quotes[shown : shown + 1])
    return clip_escaped(said, MAX_TEXT // 4)


def _verdict(answer: Answer) -> list[Block]:
    if answer.answered:
        return []
    said = [words("The articles don't say.", bold=True)]
    if answer.quotes:
        said.append(
            words(
                f" This is the closest passage (confidence {answer.confidence:.2f}, "
                f"{answer.threshold:.2f} needed):"
            )
        )
    return [rich_text(line(*said))]


def _quote_blocks(
    item: Quote, number: int, max_chars: int, answer: Answer, key: bytes, asked: str
) -> list[Block]:
    highlights = item.highlights[:MAX_HIGHLIGHTS]
    reference = QuoteRef(answer.snapshot.id, item.passage_id, asked, highlights).encode(key)
    longest = max((end - start for start, end in highlights), default=0)
    room = max(max_chars, min(longest, 2 * max_chars))
    parts = quoted_parts(item.text, highlights if answer.answered else (), room)
    return [
        rich_text(quote(parts), line(*citation_parts(item, number))),
        actions(
            [
                button(
                    "In context", names.IN_CONTEXT, reference, spoken=f"Quote {number} in context"
                ),
                button(
                    "Copy citation",
                    names.COPY_CITATION,
                    reference,
                    spoken=f"Copy the citation of quote {number}",
                ),
            ]
        ),
    ]


def _ending(
    answer: Answer,
    reference: AnswerRef,
    key: bytes,
    more: Sequence[tuple[str, str]],
    notes: Sequence[str],
) -> list[Block]:
    value = reference.encode(key)
    buttons = [button("More quotes", names.MORE_QUOTES, value)] if answer.answered else []
    buttons += [button(text, name, value) for name, text in more]
    blocks = [actions(buttons)] if buttons else []
    return [*blocks, context(receipt(answer), *notes), _feedback(answer, reference.question, key)]


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
