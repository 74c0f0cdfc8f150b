"""The shapes inside a `rich_text` block, which `slack_sdk.models` does not check."""

from collections.abc import Mapping

from bot.fake_slack.blocks.shapes import (
    Check,
    Shape,
    anything,
    array,
    boolean,
    choice,
    integer,
    matching,
    one_of_types,
    string,
    url,
)

_STYLE_NAMES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight")
_STYLE = Shape({}, dict.fromkeys((*_STYLE_NAMES, "unlink"), boolean))


def _part(required: Mapping[str, Check], **optional: Check) -> Shape:
    return Shape({"type": anything, **required}, {"style": _STYLE, **optional})


_PARTS = one_of_types(
    {
        "text": _part({"text": string(40_000)}),
        "link": _part({"url": url}, text=string(40_000), unsafe=boolean),
        "user": _part({"user_id": string(20)}),
        "usergroup": _part({"usergroup_id": string(20)}),
        "channel": _part({"channel_id": string(20)}),
        "emoji": _part(
            {"name": string(100)}, unicode=string(100), skin_tone=integer(1, 6), url=url
        ),
        "broadcast": _part({"range": choice("here", "channel", "everyone")}),
        "color": _part({"value": matching(r"#[0-9A-Fa-f]{6}", "a colour as #RRGGBB")}),
        "date": _part(
            {"timestamp": integer(0, 2**40), "format": string(200)},
            url=url,
            fallback=string(200),
        ),
    },
    "rich text",
)
_INLINE = array(_PARTS, 0)
_SECTION = Shape({"type": anything, "elements": _INLINE}, {})
_BORDER = {"border": integer(0, 1)}

RICH_TEXT_ELEMENTS = one_of_types(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": Shape({"type": anything, "elements": _INLINE}, _BORDER),
        "rich_text_preformatted": Shape(
            {"type": anything, "elements": _INLINE}, {**_BORDER, "language": string(50)}
        ),
        "rich_text_list": Shape(
            {
                "type": anything,
                "style": choice("bullet", "ordered"),
                "elements": array(one_of_types({"rich_text_section": _SECTION}, "list item"), 0),
            },
            {**_BORDER, "indent": integer(0, 8), "offset": integer(0, 100_000)},
        ),
    },
    "rich text element",
)
