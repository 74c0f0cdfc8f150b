"""The Home tab: what is indexed, how to ask, what this person asked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.slack.messages import names
from bot.slack.messages.block_kit import (
    Element,
    actions,
    bullets,
    button,
    context,
    header,
    line,
    plain_text,
    rich_text,
    words,
)
from bot.slack.messages.message import Block, View
from bot.wording.phrases import human_date
from bot.wording.plain import clip, one_line
from index.manifest import Manifest

QUESTIONS_SHOWN = 10
SOURCES_SHOWN = 10
FOLLOWED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Followed:
    """A question that is followed, what its button to end that refers to, and the Slack id of the
    channel where it is followed, if that is to be shown."""

    question: str
    reference: str
    channel: str = ""


def home_view(
    manifest: Manifest | None,
    newest_published: str | None,
    recent_questions: Sequence[str],
    follows: Sequence[Followed] = (),
    *,
    command: str,
    bot_user_id: str,
    retention_days: int,
    may_set: bool,
) -> View:
    """For `views.publish`; `recent_questions` newest first, `manifest` None without an index."""
    blocks = [
        header("What I can quote"),
        *_indexed(manifest, newest_published),
        header("How to ask"),
        rich_text(bullets(_ways(command, bot_user_id))),
        header("What you asked"),
        *_asked(recent_questions, retention_days),
        header("What you follow"),
        *(followed_blocks(follows) or [_nothing_followed(command)]),
    ]
    if may_set:
        blocks += [
            header("Settings"),
            rich_text(line(words("What I quote in a channel, and when I answer there."))),
            rich_text(
                line(words(f"{command} rebuild", code=True), words(" reads the sources again."))
            ),
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "conversations_select",
                        "action_id": names.OPEN_SETTINGS,
                        "placeholder": plain_text("Settings of a channel …"),
                        "filter": {"include": ["public", "private"]},
                    }
                ],
            },
        ]
    return {"type": "home", "blocks": blocks}


def _indexed(manifest: Manifest | None, newest_published: str | None) -> list[Block]:
    if manifest is None:
        nothing = "I have read no articles yet. Whoever runs me can start with "
        return [rich_text(line(words(nothing), words("pullquote rebuild", code=True), words(".")))]
    created = datetime.fromisoformat(manifest.created).astimezone(UTC)
    rows = [
        ("Articles", f"{manifest.articles:,}"),
        ("Passages", f"{manifest.passages:,}"),
        ("Newest article", human_date(newest_published) or "no dates are known"),
        ("Index built", f"{created.day} {created:%b %Y, %H:%M} UTC"),
    ]
    items: list[list[Element]] = [
        [words(f"{name}: ", bold=True), words(value)] for name, value in rows
    ]
    sources = [clip(one_line(source), 100) for source in manifest.sources[:SOURCES_SHOWN]]
    rest = len(manifest.sources) - len(sources)
    listed = ", ".join(sources) + (f" and {rest} more" if rest > 0 else "")
    if listed:
        items.append([words("Sources: ", bold=True), words(listed)])
    return [rich_text(bullets(items))]


def _ways(command: str, bot_user_id: str) -> list[list[Element]]:
    me: Element = {"type": "user", "user_id": bot_user_id}
    return [
        [words("In a channel: "), me, words(" who sent troops?", italic=True)],
        [words("Here under Messages: just ask.")],
        [words("Only for you: "), words(f"{command} ask who sent troops?", code=True)],
        [
            words("To narrow it: "),
            words("who sent troops? by:Sample before:2022-02", code=True),
        ],
        [words("Everything else: "), words(f"{command} help", code=True)],
    ]


def _asked(questions: Sequence[str], retention_days: int) -> list[Block]:
    if not questions:
        return [rich_text(line(words("No questions yet.")))]
    items = [
        [words(clip(one_line(question), 200) or "–")] for question in questions[:QUESTIONS_SHOWN]
    ]
    sure = {
        "confirm": {
            "title": plain_text("Erase your questions?"),
            "text": plain_text(
                "What you asked me is erased for good, and what you follow ends. "
                "My answers in Slack stay."
            ),
            "confirm": plain_text("Erase"),
            "deny": plain_text("Keep"),
        }
    }
    kept = "1 day" if retention_days == 1 else f"{retention_days} days"
    return [
        rich_text(bullets(items)),
        context(f"Kept for {kept}; only you see this list."),
        actions([button("Erase my questions", names.ERASE_MINE, style="danger") | sure]),
    ]


def followed_blocks(follows: Sequence[Followed]) -> list[Block]:
    """A line for each, with a button to end it."""
    blocks: list[Block] = [
        {
            "type": "section",
            "text": plain_text(clip(one_line(each.question), 200)),
            "accessory": button("Unfollow", names.UNFOLLOW, each.reference),
        }
        for each in follows[:FOLLOWED_SHOWN]
    ]
    rest = len(follows) - FOLLOWED_SHOWN
    return [*blocks, context(f"… and {rest:,} more")] if rest > 0 else blocks


def _nothing_followed(command: str) -> Block:
    return rich_text(
        line(
            words("Nothing yet. "),
            words(f"{command} follow who sent troops?", code=True),
            words(" has new articles that answer it posted where you write it."),
        )
    )
