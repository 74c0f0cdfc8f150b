"""Words that no name is without: what something is called, a holiday, a capital. See `lacking`."""

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
        r"\b(?:what|which) (?:\w+ )?(?:(?:public |bank )?holiday|festival|feast)s?\b",
        r"\b(?:(?-i:[A-Z]\w*(?:mas|fest)|[A-Z]\w* (?:[Dd]ay|Eve|Night|[Ff]east|[Ff]estival|"
        r"Fair|Monday|Friday|Sunday)|Advent|Ashura|Carnival|Chuseok|Diwali|Divali|Easter|Eid|"
        r"Epiphany|Hal+owe+['’]?en|Han+uk+ah|Chanukah|Holi|Juneteenth|Kwanzaa|Lent|"
        r"Lunar New Year|Mardi Gras|Maslenitsa|Nauryz|N[oe]w?ruz|Newroz|Onam|Passover|"
        r"Pentecost|Pesach|Pongal|Purim|Ramadan|Rosh Hashanah|Shrovetide|Songkran|Tet|"
        r"Thanksgiving|Vesak|Whitsun\w*|Yom Kippur|Yule)|"
        r"holidays?|festivals?|feasts?|festivit\w+|carnivals?)\b",
    ),
    # a capital (5 of 5), and how to reach somebody
    (r"\bcapital of\b", r"\bcapitals?\b"),
    (
        r"\b(?:phone|telephone) number\b|\be-?mail address\b|\b(?:website|web ?page|url) of\b",
        r"@|\d{3}|https?:|\bwww\.|\.(?:com|org|net|[a-z]{2})\b",
    ),
)
