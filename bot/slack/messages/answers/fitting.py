"""As much of an answer as one message may hold."""

from collections.abc import Sequence
from dataclasses import replace

from bot.slack.messages import names
from bot.slack.messages.answers.endings import Around, ending, small_type
from bot.slack.messages.answers.quotes import notes_on, quote_blocks
from bot.slack.messages.answers.searched import is_answered, nothing_found, receipt, verdict
from bot.slack.messages.block_kit import (
    actions,
    button,
    json_chars,
    line,
    rich_text,
    visible_chars,
    words,
)
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.slack.messages.quoting import spoken
from bot.slack.references import AnswerRef
from bot.slack.values import Narrowing
from bot.wording.phrases import too_many_lines
from bot.wording.plain import clip, one_line
from index.types import Answer

MAX_JSON_CHARS = 12_000
"""Of blocks and text; Slack refuses messages somewhat above 13,200 (measured, bolt-js #2509)."""
MAX_VISIBLE = 4_500
QUOTE_CHARS = ((1500, 260), (1200, 220), (900, 180), (500, 150))
"""So many characters of the first quote and of each other, the first pair that fits; a highlight
that is longer is shown up to twice that."""
OF_SEVERAL = ((3, 600), (2, 500), (1, 900), (1, 500), (1, 250), (1, 120))
"""Of each of several questions so many quotes of so many characters, the first pair that fits."""
SPOKEN_CHARS = 400
MAX_NAMED = 200
"""Of a question that stands over its quotes."""


def fitting(
    answer: Answer, shown: int, key: bytes, asked: str, narrowing: Narrowing, around: Around
) -> Message:
    """As many of the quotes, at the greatest length, as one message may hold."""
    if answer.further:
        return _fitting_several(answer, key, asked, narrowing, around)
    if not answer.quotes:
        answer = replace(answer, answered=False)
    if answer.elsewhere:
        answer = replace(answer, quotes=())  # what would answer says more than what is merely near
    text = around.text + _text(answer, shown, narrowing)
    blocks: list[Block] = []
    most = len(answer.quotes) - shown
    for count in range(most, min(most, 1) - 1, -1):
        for chars in QUOTE_CHARS:
            chosen = answer.quotes[shown : shown + count]
            blocks = [*around.lead, *verdict(answer, narrowing)]
            for number, item in enumerate(chosen, start=shown + 1):
                blocks += quote_blocks(item, number, chars[number > 1], answer, key, asked)
            reference = AnswerRef(answer.snapshot.id, asked, shown + len(chosen))
            first = around.receipt or receipt(answer, narrowing)
            notes = [first, *notes_on(answer, chosen, shown), *around.notes]
            blocks += ending(answer, reference, key, around, notes)
            if _fits(text, blocks):
                return Message(text, blocks)
    return Message(text, blocks)


def _fits(text: str, blocks: Sequence[Block]) -> bool:
    whole = json_chars(blocks) + json_chars(text) <= MAX_JSON_CHARS
    return whole and visible_chars(blocks) <= MAX_VISIBLE


def _fitting_several(
    answer: Answer, key: bytes, asked: str, narrowing: Narrowing, around: Around
) -> Message:
    """Each question of a message over its own quotes, with one ending for all."""
    parts = [replace(part, further=()) for part in (answer, *answer.further)]
    share = MAX_TEXT // 4 // len(parts)
    text = around.text + "\n".join(
        f"{clip_escaped(one_line(part.question), share // 3)} {_text(part, 0, narrowing, share)}"
        for part in parts
    )
    whole = replace(answer, answered=is_answered(answer))
    reference = AnswerRef(answer.snapshot.id, asked, 0)
    first = around.receipt or receipt(answer, narrowing)
    notes = [first, *too_many_lines(answer), *around.notes]
    end = ending(whole, reference, key, replace(around, more_quotes=False), notes)
    blocks: list[Block] = []
    for count, chars in OF_SEVERAL:
        blocks = [*around.lead]
        for part in parts:
            blocks += _part_blocks(part, count, chars, key, narrowing, around)
        blocks += end
        if _fits(text, blocks):
            break
    return Message(text, blocks)


def _part_blocks(
    part: Answer, count: int, chars: int, key: bytes, narrowing: Narrowing, around: Around
) -> list[Block]:
    """One of several questions: its words, its quotes, and a button for more of them."""
    again = f"{part.searched_for or part.question} {narrowing.filters}".strip()
    chosen = () if part.elsewhere else part.quotes[:count]
    heading = clip(one_line(part.question), MAX_NAMED)
    blocks = [rich_text(line(words(heading, bold=True))), *verdict(part, narrowing)]
    for number, item in enumerate(chosen, start=1):
        blocks += quote_blocks(item, number, chars, part, key, again)
    notes = notes_on(part, chosen, 0)
    blocks += [small_type(notes)] if notes else []
    if part.answered and around.more_quotes:
        value = AnswerRef(part.snapshot.id, again, len(chosen)).encode(key)
        blocks.append(actions([button("More quotes", names.MORE_QUOTES, value)]))
    return blocks


def _text(answer: Answer, shown: int, narrowing: Narrowing, max_chars: int = MAX_TEXT // 4) -> str:
    if not answer.answered or not answer.quotes:
        return nothing_found(answer, narrowing)
    said = "\n".join(spoken(item, SPOKEN_CHARS) for item in answer.quotes[shown : shown + 1])
    return clip_escaped(said, max_chars)
