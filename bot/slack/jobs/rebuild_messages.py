"""How a rebuild goes and how it ended, as Slack messages. Pure."""

from dataclasses import dataclass

from bot.rebuild_events import Built, Failed, Working
from bot.slack.messages import names
from bot.slack.messages.block_kit import (
    Element,
    actions,
    bullets,
    button,
    context,
    line,
    plain_text,
    rich_text,
    words,
)
from bot.slack.messages.message import MAX_TEXT, Block, Message, clip_escaped
from bot.wording.phrases import counted
from bot.wording.plain import clip, one_line

SKIPPED_SHOWN = 5
BAR_CELLS = 20
STAYS = "I still answer from the old index."


@dataclass(frozen=True, slots=True)
class Cancelled:
    """By an admin, whose Slack id this is."""

    by: str


def progress_message(now: Working, by: str, left_s: float | None = None) -> Message:
    """`by` is who asked for it, `left_s` how many seconds the reading or the encoding may
    still take."""
    doing = stage_words(now, left_s)
    asked = line(
        _person(by), words(" asked for a rebuild. Until it is done, I answer from the old index.")
    )
    return Message(
        clip_escaped(f"Rebuilding: {doing}", MAX_TEXT),
        [rich_text(asked), rich_text(line(words(doing))), actions([_cancel_button()])],
    )


def stage_words(now: Working, left_s: float | None) -> str:
    return {
        "reading": _reading(now, left_s),
        "loading": "Loading the encoder …",
        "encoding": _encoding(now, left_s),
    }[now.stage]


def _reading(now: Working, left_s: float | None) -> str:
    of_all = f" of {now.total:,}" if now.total else ""
    read = f"{now.done:,}{of_all} read" if now.done else ""
    left = _left(left_s) if now.done < now.total else ""
    return " · ".join(filter(None, ["Reading the sources …", read, left]))


def _encoding(now: Working, left_s: float | None) -> str:
    share = min(1.0, now.done / now.total) if now.total else 0.0
    full = int(share * BAR_CELLS)
    bar = "█" * full + "░" * (BAR_CELLS - full)
    # Vectors are all there at 100%, the index of words and the checks are not.
    left = "finishing" if share == 1 else _left(left_s)
    parts = [f"{bar} {share:.0%}", f"{now.done:,} of {counted(now.total, 'passage')}", left]
    return " · ".join(filter(None, parts))


def _left(left_s: float | None) -> str:
    if left_s is None:
        return ""
    minutes = round(left_s / 60)
    return f"about {counted(minutes, 'minute')} left" if minutes else "less than a minute left"


def _cancel_button() -> Element:
    sure = {
        "confirm": {
            "title": plain_text("Cancel the rebuild?"),
            "text": plain_text("What it has done is discarded. I still answer from the old index."),
            "confirm": plain_text("Cancel the rebuild"),
            "deny": plain_text("Keep going"),
        }
    }
    return button("Cancel", names.CANCEL_REBUILD, style="danger") | sure


def closing_message(ending: Built | Failed | Cancelled, by: str) -> Message:
    """`by` is who asked for it."""
    if isinstance(ending, Built):
        return _built(ending, by)
    if isinstance(ending, Cancelled):
        return _closing([words("The rebuild was cancelled by "), _person(ending.by)], by)
    reason = clip(one_line(ending.reason), 1500).rstrip(".")
    return _closing([words(f"The rebuild failed: {reason}")], by)


def _closing(what: list[Element], by: str) -> Message:
    said = [*what, words(f". {STAYS}")]
    return Message(_plain(said), [rich_text(line(*said)), _asked_by(by)])


def _built(built: Built, by: str) -> Message:
    counts = f"{counted(built.articles, 'article')}, {counted(built.passages, 'passage')}"
    if built.published:
        said = f"Rebuilt: {counts}, in {_took(built.seconds)}."
    else:
        said = f"Nothing has changed, so the index stays as it is: {counts}."
    blocks = [rich_text(line(words(said, bold=True)))]
    if built.skipped:
        shown = [
            [words(clip(one_line(f"{skip.path}: {skip.reason}"), 200))]
            for skip in built.skipped[:SKIPPED_SHOWN]
        ]
        heading = f"{len(built.skipped):,} skipped"
        said += f" {heading}."
        blocks.append(rich_text(line(words(heading)), bullets(shown)))
        if (rest := len(built.skipped) - SKIPPED_SHOWN) > 0:
            blocks.append(context(f"… and {rest:,} more"))
    return Message(said, [*blocks, _asked_by(by)])


def _took(seconds: float) -> str:
    if seconds < 120:
        return counted(max(1, round(seconds)), "second")
    return counted(round(seconds / 60), "minute")


def interrupted_message(by: str) -> Message:
    """If the bot ended before it could say how the rebuild ended."""
    said = [
        words("I was stopped before I could say how this rebuild ended. "),
        words(f"{names.COMMAND} status", code=True),
        words(" shows what is indexed."),
    ]
    return Message(_plain(said), [rich_text(line(*said)), _asked_by(by)])


def _asked_by(by: str) -> Block:
    return rich_text(line(words("Asked for by "), _person(by)))


def _person(user: str) -> Element:
    return {"type": "user", "user_id": user}


def _plain(parts: list[Element]) -> str:
    text = "".join(part.get("text", "an admin") for part in parts)
    return clip_escaped(text, MAX_TEXT)
