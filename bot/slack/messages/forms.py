"""Modals that ask for something, and what was filled in: feedback, settings. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.messages import names
from bot.slack.messages.block_kit import Element, line, plain_text, rich_text, words
from bot.slack.messages.message import Block, View
from bot.slack.messages.modals import modal
from bot.slack.references import ChannelRef, FeedbackRef
from bot.slack.values import MAX_QUOTES, MIN_QUOTES, ChannelSettings
from bot.wording.plain import one_line

REASONS = {
    "wrong_passage": "It is the wrong passage",
    "wrong_sentence": "The passage is right, the bold sentence is not",
    "articles_do_say": "The articles do say it",
    "outdated": "It is outdated",
    "other": "Something else",
}
MAX_COMMENT = 1000
MAX_PUBLISHERS = 1000
PER_GROUP = 100
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said to be wrong: one of `REASONS`' keys, and a comment or ""."""

    reason: str
    comment: str


def feedback_view(ref: FeedbackRef, *, key: bytes) -> View:
    """`private_metadata` is the `FeedbackRef`."""
    offered = [_option(value, text) for value, text in REASONS.items()]
    radio: Element = {
        "type": "radio_buttons",
        "action_id": names.FEEDBACK_REASON,
        "options": offered,
    }
    if not ref.answered:
        radio["initial_option"] = _option("articles_do_say", REASONS["articles_do_say"])
    blocks = [
        _input(names.REASON_BLOCK, "What is wrong with the answer?", radio),
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
    reason = _chosen(values, names.REASON_BLOCK, names.FEEDBACK_REASON)
    comment = _typed(values, names.COMMENT_BLOCK, names.FEEDBACK_COMMENT)
    return Feedback(reason if reason in REASONS else "other", comment)


def settings_view(
    settings: ChannelSettings,
    publishers: Sequence[str],
    *,
    channel_id: str,
    default_quotes: int,
    key: bytes,
) -> View:
    """`private_metadata` is a `ChannelRef`. At most 1,000 publishers are offered."""
    on, off = (
        _option("on", "Answer questions in threads I have answered in"),
        _option("off", "Answer only when mentioned"),
    )
    counts = [_option(DEFAULT, f"As elsewhere ({default_quotes})")]
    counts += [_option(str(n), str(n)) for n in range(MIN_QUOTES, MAX_QUOTES + 1)]
    chosen = DEFAULT if settings.quotes is None else str(settings.quotes)
    blocks = [
        _sources(settings, publishers),
        _input(
            names.QUOTES_BLOCK,
            "Quotes in an answer",
            {
                "type": "static_select",
                "action_id": names.SETTINGS_QUOTES,
                "options": counts,
                "initial_option": next((o for o in counts if o["value"] == chosen), counts[0]),
            },
        ),
        _input(
            names.FOLLOW_UPS_BLOCK,
            "Follow-ups",
            {
                "type": "radio_buttons",
                "action_id": names.SETTINGS_FOLLOW_UPS,
                "options": [on, off],
                "initial_option": on if settings.follow_ups else off,
            },
        ),
    ]
    return modal(
        "Settings",
        blocks,
        names.SETTINGS_VIEW,
        submit=plain_text("Save"),
        private_metadata=ChannelRef(channel_id).encode(key),
    )


def _sources(settings: ChannelSettings, publishers: Sequence[str]) -> Block:
    known = sorted({name for name in publishers if one_line(name)}, key=str.casefold)
    known = known[:MAX_PUBLISHERS]
    options = [_option(_token(name), name) for name in known]
    if not options:
        nothing = "The articles name no publishers, so all of them are searched."
        return rich_text(line(words(nothing)))
    initial = [_option(_token(name), name) for name in known if name in settings.sources]
    menu: Element = {
        "type": "multi_static_select",
        "action_id": names.SETTINGS_SOURCES,
        "placeholder": plain_text("All publishers"),
    }
    if len(options) <= PER_GROUP:
        menu["options"] = options
    else:
        groups = [options[i : i + PER_GROUP] for i in range(0, len(options), PER_GROUP)]
        menu["option_groups"] = [
            {"label": plain_text(f"From {group[0]['text']['text']}", 75), "options": group}
            for group in groups
        ]
    if initial:
        menu["initial_options"] = initial[:PER_GROUP]
    return _input(
        names.SOURCES_BLOCK,
        "Publishers to quote in this channel",
        menu,
        optional=True,
        hint=plain_text("With none chosen, all are searched."),
    )


def read_settings(values: Mapping[str, Any], publishers: Sequence[str]) -> ChannelSettings:
    """Of `view["state"]["values"]` of a submitted settings view; `publishers` as they are now."""
    entry = _entry(values, names.SOURCES_BLOCK, names.SETTINGS_SOURCES)
    tokens = {option["value"] for option in entry.get("selected_options") or ()}
    quotes = _chosen(values, names.QUOTES_BLOCK, names.SETTINGS_QUOTES)
    count = int(quotes) if quotes.isascii() and quotes.isdigit() else None
    follow_ups = _chosen(values, names.FOLLOW_UPS_BLOCK, names.SETTINGS_FOLLOW_UPS)
    return ChannelSettings(
        sources=tuple(sorted({name for name in publishers if _token(name) in tokens})),
        quotes=count and max(MIN_QUOTES, min(MAX_QUOTES, count)),
        follow_ups=follow_ups != "off",
    )


def _option(value: str, text: str) -> Element:
    return {"text": plain_text(one_line(text), 75), "value": value}


def _token(name: str) -> str:
    """Stands for a publisher in an option's value, which may have 150 characters."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24]


def _input(block_id: str, label: str, element: Element, **more: object) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label),
        "element": element,
        **more,
    }


def _comment(action_id: str, label: str) -> Block:
    element: Element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": MAX_COMMENT,
    }
    return _input(names.COMMENT_BLOCK, label, element, optional=True)


def _entry(values: Mapping[str, Any], block_id: str, action_id: str) -> Mapping[str, Any]:
    entry: Mapping[str, Any] = (values.get(block_id) or {}).get(action_id) or {}
    return entry


def _chosen(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    option = _entry(values, block_id, action_id).get("selected_option") or {}
    return str(option.get("value") or "")


def _typed(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    return str(_entry(values, block_id, action_id).get("value") or "").strip()
