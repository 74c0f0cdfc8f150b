"""Words that no name is without: what something is called, a holiday, a colour. See `lacking`."""

from index.answering.questions.named_kinds import (
    ASKS_FOR_COLOUR,
    ASKS_FOR_CURRENCY,
    ASKS_FOR_FAITH,
    ASKS_FOR_HOLIDAY,
    ASKS_FOR_SEASON,
    COLOURS,
    CURRENCIES,
    HOLIDAYS,
    SEASONS,
)

NAMES = (
    # what somebody calls something, and what it means (196 of 196)
    (
        r"\bwhat (?:did|does|do|has|have) .*\b(?:call|called|dub|dubbed|nickname|describe)\b",
        r"\b(?:call\w*|describ\w*|dubb?\w*|label\w*|brand\w*|refer\w*|term\w*|nam(?:e|ed|es|"
        r"ing)|"
        r"nick\w*|known|compar\w*|liken\w*|as)\b|[(“\"‘]",
    ),
    (
        r"\bwhat (?:does|did|do) .*\b(?:mean|stand for)\W*$|\bmeaning of\b|\bshort for\W*$",
        r"\b(?:mean\w*|stands?|stood|translat\w*|literal\w*|refer\w*|short|abbreviat\w*|"
        r"acronym|"
        r"initials|defin\w*|call\w*|known|nam(?:e|ed|es|ing)|words?|term|phrase|signif\w*|"
        r"denot\w*|describ\w*|deriv\w*|is an?|are)\b|, or |\(",
    ),
    # a holiday (12 of 13)
    (
        ASKS_FOR_HOLIDAY,
        rf"\b(?:{HOLIDAYS}|(?-i:[A-Z][\w’']* (?:[Dd]ay|Eve|Night|[Ff]east|[Ff]estival|Fair))|"
        r"holidays?|festivals?|feasts?|festivit\w+|carnivals?)\b",
    ),
    # a colour (109 of 111), a currency, a season (14 of 14), a faith (18 of 18), a direction (18
    # of 18)
    (
        ASKS_FOR_COLOUR,
        rf"\b(?:{COLOURS}|colou?r\w*|shades?|tints?|hues?|silver\w*|cyan|magenta|ivory|cream|tan|navy|"
        r"lavender|bronze|copper|chrome|cherry|amber|azure|burgundy|olive|ochre|rust\w*|charcoal|"
        r"pastel|transparent|translucent|opaque|clear|dark|light|pale|blond\w*|ginger|auburn|mauve|"
        r"peach|mint|mustard|plum|rose|ruby|emerald|sapphire|rainbow|tartan|plaid|brass|nickel|"
        r"pewter|walnut|mahogany|oak|(?:redd|blu|green|yellow|brown|pink|gr[ae]y|black|whit)ish)\b",
    ),
    (
        ASKS_FOR_CURRENCY,
        rf"[€£¥₹₽₺₴₸$]|\b(?:{CURRENCIES}|currenc\w*|money|cash|coins?|marks?|rea(?:l|is)|rand|lei|"
        r"lev[as]?|won|dong|cedis?|birr|afghanis?|takas?|kyats?|soms?|lari|dram|manats?|ether|"
        r"USD|EUR|GBP|CHF|JPY|CNY)\b",
    ),
    (
        ASKS_FOR_SEASON,
        rf"\b(?:{SEASONS}|spring\w*|summer\w*|winter\w*|fall|seasons?|monsoons?|rainy|dry|wet|"
        r"harvest)\b",
    ),
    (
        ASKS_FOR_FAITH,
        r"christ|catholic|protestant|orthodox|muslim|islam|\bjew|juda|hindu|buddh|sikh|pagan|athei|"
        r"religi|faith|church|lutheran|baptist|methodis|anglican|presbyter|mormon|evangel|quaker|"
        r"shi['’]?a|shi['’]?ite|sunni|sufi|zoroast|bah[áa]['’]?[íi]|\btao|\bdao|confuci|shinto|"
        r"\bjain|animis|secular|\w{4}ism\b",
    ),
    (
        r"\b(?:what|which) direction\b",
        r"\b(?:\w*(?:north|south|east|west)\w*|left|right|up\w*|down\w*|forwards?|backwards?|"
        r"toward?s?|inland|seaward\w*|home\w*|(?:anti|counter)?-?clockwise|out\w*|in\w*ward\w*|"
        r"from|to)\b",
    ),
    # a capital (5 of 5), and how to reach somebody
    (r"\bcapital of\b", r"\bcapitals?\b"),
    (
        r"\b(?:phone|telephone) number\b|\be-?mail address\b|\b(?:website|web ?page|url) of\b",
        r"@|\d{3}|https?:|\bwww\.|\.(?:com|org|net|[a-z]{2})\b",
    ),
)
