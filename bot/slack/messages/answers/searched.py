"""Whether a question was answered, and what was searched for it."""

from bot.slack.messages.block_kit import context, line, rich_text, words
from bot.slack.messages.message import Block
from bot.slack.values import Narrowing
from bot.wording.phrases import counted, shown_confidence
from bot.wording.plain import clip, one_line
from index.types import Answer

ELSEWHERE_SHOWN = 3
EVERYTHING = Narrowing()


def is_answered(answer: Answer) -> bool:
    """Whether one of the questions of a message at least is answered."""
    return answer.answered or any(other.answered for other in answer.further)


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


def nothing_found(answer: Answer, narrowing: Narrowing) -> str:
    if narrowing == EVERYTHING:
        return "The articles don't say."
    count = answer.searched.articles
    return f"I found no answer in the {counted(count, 'article')} that I searched."


def verdict(answer: Answer, narrowing: Narrowing) -> list[Block]:
    if answer.answered:
        return []
    said = [words(nothing_found(answer, narrowing), bold=True)]
    if answer.quotes:
        said.append(
            words(
                f" This is the nearest passage (confidence {shown_confidence(answer)}, "
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
