"""One quote of an answer, what is said of it, and its buttons."""

from collections.abc import Sequence

from bot.index_in_use.lasting import passage_key
from bot.slack.messages import names
from bot.slack.messages.answers.endings import small_type
from bot.slack.messages.block_kit import actions, button, line, quote, rich_text, words
from bot.slack.messages.message import Block
from bot.slack.messages.quoting import account_block, citation_parts, quoted_parts
from bot.slack.references import AnswerRef, QuoteRef
from bot.wording.changes import changed_line
from bot.wording.origins import FIGURES, origins_line, shown_figures, shown_origins
from bot.wording.phrases import also_in
from bot.wording.plain import clip, one_line
from bot.wording.speakers import said_by
from index.types import Answer, Quote

MAX_HIGHLIGHTS = 12
MAX_NOTES = 6
MAX_SPEAKERS = 2
MAX_SAID = 300
MAX_FIGURE = 200


def quote_blocks(
    item: Quote, number: int, max_chars: int, answer: Answer, key: bytes, asked: str
) -> list[Block]:
    highlights = item.highlights[:MAX_HIGHLIGHTS]
    passage = passage_key(item.path, item.text)
    reference = QuoteRef(
        answer.snapshot.id, item.passage_id, asked, highlights, passage=passage
    ).encode(key)
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
        blocks.append(small_type([origins_line(origins)]))
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


def notes_on(answer: Answer, quotes: Sequence[Quote], shown: int) -> list[str]:
    """How the question was understood, and which other articles say the same."""
    notes = [f"Understood as: {answer.searched_for}"] if answer.searched_for else []
    notes += [f"No passage has “{phrase}” word for word" for phrase in answer.absent_phrases]
    for number, item in enumerate(quotes, start=shown + 1):
        if item.also_in and not (number == 1 and shown_origins(answer)):
            notes.append(f"[{number}] also in {also_in(item)}")
        if item.changes:
            notes.append(f"[{number}] {changed_line(item.changes)}")
    return notes[:MAX_NOTES]
