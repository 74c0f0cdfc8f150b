"""Answers as Slack messages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from bot.slack.messages.quoting import account_block, citation_parts, quoted_parts, spoken
from bot.slack.references import AnswerRef, FeedbackRef, QuoteRef
from bot.slack.values import Narrowing
from bot.wording.changes import changed_line
from bot.wording.origins import FIGURES, origins_line, shown_figures, shown_origins
from bot.wording.phrases import also_in, counted, too_many_lines
from bot.wording.plain import clip, one_line
from bot.wording.speakers import said_by
from index.types import Answer, Quote

MAX_JSON_CHARS = 12_000
"""Of blocks and text; Slack refuses messages somewhat above 13,200 (measured, bolt-js #2509)."""
MAX_VISIBLE = 4_500
QUOTE_CHARS = ((1500, 260), (1200, 220), (900, 180), (500, 150))
"""So many characters of the first quote and of each other, the first pair that fits; a highlight
that is longer is shown up to twice that."""
OF_SEVERAL = ((3, 600), (2, 500), (1, 900), (1, 500), (1, 250), (1, 120))
"""Of each of several questions so many quotes of so many characters, the first pair that fits."""
MAX_HIGHLIGHTS = 12
MAX_NOTES = 6
MAX_SPEAKERS = 2
MAX_SAID = 300
MAX_NOTE = 500
MAX_FIGURE = 200
ELSEWHERE_SHOWN = 3
EVERYTHING = Narrowing()
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
SPOKEN_CHARS = 400
MAX_NAMED = 200
"""Of a question that stands over its quotes."""


@dataclass(frozen=True, slots=True)
class _Around:
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


def answer_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str | None = None,
    understood: str = "",
    narrowing: Narrowing = EVERYTHING,
    shareable: bool = False,
    private: bool = False,
    follow_up_hint: str | None = None,
    with_stop: bool = False,
    with_person: bool = False,
    with_follow: bool = False,
) -> Message:
    """An answer, or that the articles don't say, with its buttons.

    `asked` is the question as it can be asked again, filters included (default: the answer's own);
    a private answer repeats it, for nobody sees it posted. `understood` is what was searched, if
    that is to be shown; `with_person` offers to hand the question to a person,
    `with_follow` to have new articles that answer it posted.
    """
    asked = answer.question if asked is None else asked
    lead = [rich_text(line(words(clip(one_line(asked), 300), italic=True)))] if private else []
    buttons = []
    if is_answered(answer) and shareable:
        buttons.append((names.SHARE, "Share in channel"))
    if with_person:
        buttons.append((names.ASK_A_PERSON, "Ask a person"))
    if with_follow:
        buttons.append((names.FOLLOW, "Follow this"))
    if with_stop:
        buttons.append((names.STOP_HERE, "Stop answering here"))
    notes = [f"Understood as: {understood}"] if understood and not answer.searched_for else []
    notes += [follow_up_hint] if follow_up_hint else []
    return _fitting(answer, 0, key, asked, narrowing, _Around(lead, buttons, notes))


def is_answered(answer: Answer) -> bool:
    """Whether one of the questions of a message at least is answered."""
    return answer.answered or any(other.answered for other in answer.further)


def more_quotes_message(
    answer: Answer,
    *,
    key: bytes,
    shown: int,
    asked: str | None = None,
    narrowing: Narrowing = EVERYTHING,
) -> Message:
    """The quotes after the first `shown` ones; says so when there are none."""
    asked = answer.question if asked is None else asked
    if not answer.answered or len(answer.quotes) <= shown:
        nothing = "There are no more quotes that answer this."
        blocks = [rich_text(line(words(nothing))), context(receipt(answer, narrowing))]
        return Message(nothing, blocks)
    return _fitting(answer, shown, key, asked, narrowing, _Around())


def share_message(
    answer: Answer,
    user: str,
    *,
    key: bytes,
    asked: str | None = None,
    narrowing: Narrowing = EVERYTHING,
) -> Message:
    """A private answer for all to see; `user`, a Slack id, is who shares it."""
    asked = answer.question if asked is None else asked
    who: Element = {"type": "user", "user_id": user}
    question = words(clip(one_line(asked), 300), italic=True)
    lead = [rich_text(line(who, words(" asked: "), question))]
    return _fitting(answer, 0, key, asked, narrowing, _Around(lead))


def news_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str,
    lead: Block,
    text: str,
    receipt: str,
    unfollow: Element,
) -> Message:
    """What new articles answer; `lead` and `text` say to what, `receipt` what was searched."""
    around = _Around([lead], ready=[unfollow], receipt=receipt, more_quotes=False, text=text)
    return _fitting(answer, 0, key, asked, EVERYTHING, around)


def receipt(answer: Answer, narrowing: Narrowing = EVERYTHING) -> str:
    """`Index 1f3a9c20 · 1,581 passages of 15 articles searched in 51 ms`; if not everything was
    searched, how much was, and why."""
    searched = answer.searched
    short = answer.snapshot.id.rpartition("-")[2][:8]
    counts = f"{counted(searched.passages, 'passage')} of {counted(searched.articles, 'article')}"
    how = f"searched in {answer.elapsed_ms:.0f} ms"
    if narrowing == EVERYTHING:
        return f"Index {short} · {counts} {how}"
    return f"Index {short} · only {counts} {how} ({why_narrowed(narrowing)})"


def why_narrowed(narrowing: Narrowing) -> str:
    """`from:wire; this channel quotes only Example Wire`."""
    publishers = clip(", ".join(map(one_line, narrowing.publishers)), 200)
    parts = [clip(one_line(narrowing.filters), 200)] if narrowing.filters else []
    parts += [f"this channel quotes only {publishers}"] if publishers else []
    return "; ".join(parts)


def _fitting(
    answer: Answer, shown: int, key: bytes, asked: str, narrowing: Narrowing, around: _Around
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
            blocks = [*around.lead, *_verdict(answer, narrowing)]
            for number, item in enumerate(chosen, start=shown + 1):
                blocks += _quote_blocks(item, number, chars[number > 1], answer, key, asked)
            reference = AnswerRef(answer.snapshot.id, asked, shown + len(chosen))
            first = around.receipt or receipt(answer, narrowing)
            notes = [first, *_notes_on(answer, chosen, shown), *around.notes]
            blocks += _ending(answer, reference, key, around, notes)
            if _fits(text, blocks):
                return Message(text, blocks)
    return Message(text, blocks)


def _fits(text: str, blocks: Sequence[Block]) -> bool:
    whole = json_chars(blocks) + json_chars(text) <= MAX_JSON_CHARS
    return whole and visible_chars(blocks) <= MAX_VISIBLE


def _fitting_several(
    answer: Answer, key: bytes, asked: str, narrowing: Narrowing, around: _Around
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
    ending = _ending(whole, reference, key, replace(around, more_quotes=False), notes)
    blocks: list[Block] = []
    for count, chars in OF_SEVERAL:
        blocks = [*around.lead]
        for part in parts:
            blocks += _part_blocks(part, count, chars, key, narrowing, around)
        blocks += ending
        if _fits(text, blocks):
            break
    return Message(text, blocks)


def _part_blocks(
    part: Answer, count: int, chars: int, key: bytes, narrowing: Narrowing, around: _Around
) -> list[Block]:
    """One of several questions: its words, its quotes, and a button for more of them."""
    again = f"{part.searched_for or part.question} {narrowing.filters}".strip()
    chosen = () if part.elsewhere else part.quotes[:count]
    heading = clip(one_line(part.question), MAX_NAMED)
    blocks = [rich_text(line(words(heading, bold=True))), *_verdict(part, narrowing)]
    for number, item in enumerate(chosen, start=1):
        blocks += _quote_blocks(item, number, chars, part, key, again)
    notes = _notes_on(part, chosen, 0)
    blocks += [context(*(clip(one_line(note), MAX_NOTE) for note in notes))] if notes else []
    if part.answered and around.more_quotes:
        value = AnswerRef(part.snapshot.id, again, len(chosen)).encode(key)
        blocks.append(actions([button("More quotes", names.MORE_QUOTES, value)]))
    return blocks


def _notes_on(answer: Answer, quotes: Sequence[Quote], shown: int) -> list[str]:
    """How the question was understood, and which other articles say the same."""
    notes = [f"Understood as: {answer.searched_for}"] if answer.searched_for else []
    notes += [f"No passage has “{phrase}” word for word" for phrase in answer.absent_phrases]
    for number, item in enumerate(quotes, start=shown + 1):
        if item.also_in and not (number == 1 and shown_origins(answer)):
            notes.append(f"[{number}] also in {also_in(item)}")
        if item.changes:
            notes.append(f"[{number}] {changed_line(item.changes)}")
    return notes[:MAX_NOTES]


def _text(answer: Answer, shown: int, narrowing: Narrowing, max_chars: int = MAX_TEXT // 4) -> str:
    if not answer.answered or not answer.quotes:
        return _nothing_found(answer, narrowing)
    said = "\n".join(spoken(item, SPOKEN_CHARS) for item in answer.quotes[shown : shown + 1])
    return clip_escaped(said, max_chars)


def _nothing_found(answer: Answer, narrowing: Narrowing) -> str:
    if narrowing == EVERYTHING:
        return "The articles don't say."
    count = answer.searched.articles
    return f"I found no answer in the {counted(count, 'article')} that I searched."


def _verdict(answer: Answer, narrowing: Narrowing) -> list[Block]:
    if answer.answered:
        return []
    said = [words(_nothing_found(answer, narrowing), bold=True)]
    if answer.quotes:
        said.append(
            words(
                f" This is the nearest passage (confidence {answer.confidence:.2f}, "
                f"{answer.threshold:.2f} needed):"
            )
        )
    return [rich_text(line(*said)), *_left_out(answer, narrowing)]


def _left_out(answer: Answer, narrowing: Narrowing) -> list[Block]:
    """Which articles would answer, were they not left out."""
    if not answer.elsewhere or narrowing == EVERYTHING:
        return []
    first = [
        ", ".join(one_line(part) for part in (article.title, article.publisher) if part)
        for article in answer.elsewhere[:ELSEWHERE_SHOWN]
    ]
    listed = clip("; ".join(first), 400)
    return [context(f"Left out here ({why_narrowed(narrowing)}), but may answer it: {listed}")]


def _quote_blocks(
    item: Quote, number: int, max_chars: int, answer: Answer, key: bytes, asked: str
) -> list[Block]:
    highlights = item.highlights[:MAX_HIGHLIGHTS]
    reference = QuoteRef(answer.snapshot.id, item.passage_id, asked, highlights).encode(key)
    longest = max((end - start for start, end in highlights), default=0)
    room = max(max_chars, min(longest, 2 * max_chars))
    parts = quoted_parts(item.text, highlights if answer.answered else (), room)
    buttons = [
        button("In context", names.IN_CONTEXT, reference, spoken=f"Quote {number} in context"),
        button(
            "Copy citation",
            names.COPY_CITATION,
            reference,
            spoken=f"Copy the citation of quote {number}",
        ),
    ]
    marked = said_by(item) if answer.answered else []
    said = [line(words(clip(one_line(each), MAX_SAID))) for each in marked[:MAX_SPEAKERS]]
    blocks = [rich_text(quote(parts), line(*citation_parts(item, number)), *said)]
    if number == 1 and (origins := shown_origins(answer)):
        blocks.append(context(clip(origins_line(origins), MAX_NOTE)))
        value = AnswerRef(answer.snapshot.id, asked).encode(key)
        buttons.append(
            button("Show them", names.SHOW_ORIGINS, value, spoken="Show who else says it")
        )
    return [*blocks, actions(buttons), *(_figures(answer) if number == 1 else ())]


def _figures(answer: Answer) -> list[Block]:
    figures = shown_figures(answer)
    if not figures:
        return []
    intro = rich_text(line(words(FIGURES, bold=True)))
    return [intro, *(account_block(account, MAX_FIGURE) for account in figures)]


def _ending(
    answer: Answer,
    reference: AnswerRef,
    key: bytes,
    around: _Around,
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
    small = context(*(clip(one_line(note), MAX_NOTE) for note in notes))
    return [*blocks, small, _feedback(answer, reference.question, key)]


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
