"""The form of a channel's settings, and what was filled in. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.messages import names
from bot.slack.messages.block_kit import Element, line, plain_text, rich_text, words
from bot.slack.messages.inputs import chosen, entry, input_block, option
from bot.slack.messages.message import Block, View
from bot.slack.messages.modals import modal
from bot.slack.references import ChannelRef
from bot.slack.values import MAX_QUOTES, MIN_QUOTES, ChannelSettings
from bot.wording.plain import one_line

MAX_PUBLISHERS = 1000
PER_GROUP = 100
DEFAULT = "default"
WHEN = {
    "on": "When mentioned, and follow-ups in that thread",
    "off": "Only when mentioned",
    "every": "Every question that the articles answer",
}


def settings_view(
    settings: ChannelSettings,
    publishers: Sequence[str],
    *,
    channel_id: str,
    default_quotes: int,
    key: bytes,
) -> View:
    """`private_metadata` is a `ChannelRef`. At most 1,000 publishers are offered."""
    when = "every" if settings.every_question else "on" if settings.follow_ups else "off"
    counts = [option(DEFAULT, f"As elsewhere ({default_quotes})")]
    counts += [option(str(n), str(n)) for n in range(MIN_QUOTES, MAX_QUOTES + 1)]
    count = DEFAULT if settings.quotes is None else str(settings.quotes)
    blocks = [
        _sources(settings, publishers),
        input_block(
            names.QUOTES_BLOCK,
            "Quotes in an answer",
            {
                "type": "static_select",
                "action_id": names.SETTINGS_QUOTES,
                "options": counts,
                "initial_option": next((o for o in counts if o["value"] == count), counts[0]),
            },
        ),
        input_block(
            names.FOLLOW_UPS_BLOCK,
            "When to answer",
            {
                "type": "radio_buttons",
                "action_id": names.SETTINGS_FOLLOW_UPS,
                "options": [option(value, text) for value, text in WHEN.items()],
                "initial_option": option(when, WHEN[when]),
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
    options = [option(_token(name), name) for name in known]
    if not options:
        nothing = "The articles name no publishers, so I search all of them."
        return rich_text(line(words(nothing)))
    initial = [option(_token(name), name) for name in known if name in settings.sources]
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
    return input_block(
        names.SOURCES_BLOCK,
        "Publishers to quote in this channel",
        menu,
        optional=True,
        hint=plain_text("If you choose none, I search them all."),
    )


def read_settings(values: Mapping[str, Any], publishers: Sequence[str]) -> ChannelSettings:
    """Of `view["state"]["values"]` of a submitted settings view; `publishers` as they are now."""
    sources = entry(values, names.SOURCES_BLOCK, names.SETTINGS_SOURCES)
    tokens = {selected["value"] for selected in sources.get("selected_options") or ()}
    quotes = chosen(values, names.QUOTES_BLOCK, names.SETTINGS_QUOTES)
    count = int(quotes) if quotes.isascii() and quotes.isdigit() else None
    when = chosen(values, names.FOLLOW_UPS_BLOCK, names.SETTINGS_FOLLOW_UPS)
    return ChannelSettings(
        sources=tuple(sorted({name for name in publishers if _token(name) in tokens})),
        quotes=count and max(MIN_QUOTES, min(MAX_QUOTES, count)),
        follow_ups=when != "off",
        every_question=when == "every",
    )


def _token(name: str) -> str:
    """Stands for a publisher in an option's value, which may have 150 characters."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24]
