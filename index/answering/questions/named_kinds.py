"""Kinds of things whose names are known: the question says "holiday", its answer "Candlemas".

English, and by hand.
"""

import re
from collections.abc import Iterator

from index.types import Span

HOLIDAYS = (
    r"(?-i:(?:Christ|X|Candle|Michael|Martin|Lam)mas|(?!Mani)[A-Z]\w{3,}fest|"
    r"(?!(?:The|That|This|One|Each|Every|By|Next|Some|All|Any|No|On|In|Last|First|Opening) )"
    r"[A-Z][\w’']+ (?:Day|Eve|Feast|Festival|Fair)|"
    r"(?:Easter|Whit|Good|Palm|Shrove|Ash|Maundy|Holy|Rose|Clean|Pancake) "
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"Advent|Ashura|Carnival|Chuseok|Diwali|Divali|Easter|Eid|Epiphany|Hal+owe+['’]?en|Han+uk+ah|"
    r"Chanukah|Holi|Juneteenth|Kwanzaa|Lent|Lunar New Year|Mardi Gras|Maslenitsa|Nauryz|"
    r"N[oe]w?ruz|Newroz|Onam|Passover|Pentecost|Pesach|Pongal|Purim|Ramadan|Rosh Hashanah|"
    r"Shrovetide|Songkran|Tet|Thanksgiving|Vesak|Whitsun\w*|Yom Kippur|Yule)"
)
COLOURS = (
    r"red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|silver|gold(?:en)?|"
    r"beige|turquoise|teal|maroon|crimson|scarlet|indigo|khaki|lilac"
)
CURRENCIES = (
    r"euros?|dollars?|pounds?|sterling|yen|yuan|renminbi|francs?|krone\w*|krona|kronor|kr[óo]nur?|"
    r"koruna\w*|rupees?|rupiahs?|pesos?|r(?:o)?ubles?|hryvnias?|tenge|lir[ae]s?|zlot\w+|forints?|"
    r"kunas?|dinars?|dirhams?|riyals?|rials?|shekels?|baht|ringgit|shillings?|naira|guilders?|"
    r"pesetas?|escudos?|drachmas?|bitcoins?"
)
SEASONS = r"spring|summer|autumn|winter"
FAITHS = (
    r"christian\w*|(?:roman )?catholic\w*|protestant\w*|orthodox|muslims?|islam\w*|jew(?:s|ish)?|"
    r"judaism|hindus?|hinduism|buddhis\w+|sikhs?|sikhism|lutherans?|baptists?|methodists?|"
    r"anglicans?|presbyterians?|mormons?|sunnis?|shi['’]?as?|quakers?"
)
_ASKED = (
    r"\b(?:what|which) (?:(?:is|was|are|were) (?:the|its|their|his|her) )?(?:\w+ )?(?P<kind>{})\b"
)
ASKS_FOR_HOLIDAY = _ASKED.format(r"(?:(?:public |bank )?holiday|festival|feast)s?")
ASKS_FOR_COLOUR = _ASKED.format(r"colou?rs?")
ASKS_FOR_CURRENCY = _ASKED.format(r"currenc(?:y|ies)")
ASKS_FOR_SEASON = _ASKED.format(r"seasons?(?! (?:\d|of\b|finale))")
ASKS_FOR_FAITH = _ASKED.format(r"(?:religion|faith|denomination)s?")
KINDS = [
    (re.compile(asked, re.IGNORECASE), re.compile(rf"\b(?:{names})\b", re.IGNORECASE))
    for asked, names in (
        (ASKS_FOR_HOLIDAY, HOLIDAYS),
        (ASKS_FOR_COLOUR, COLOURS),
        (ASKS_FOR_CURRENCY, CURRENCIES),
        (ASKS_FOR_SEASON, SEASONS),
        (ASKS_FOR_FAITH, FAITHS),
    )
]


def named_kinds(question: str) -> Iterator[tuple[Span, re.Pattern[str]]]:
    """Where a question says what kind of thing it asks for, and what those things are called."""
    for asked, names in KINDS:
        if found := asked.search(question):
            yield found.span("kind"), names
