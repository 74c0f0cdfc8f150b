"""Words that nothing said of somebody is without: a birth, a relative, an office. See `lacking`."""

PEOPLE = (
    # a birth (10 of 10)
    (r"\bborn\b|\bbirth(?:day|place|date)?\b", r"\b(?:born|birth\w*|native|n[ée]e?)\b|\(\d{4}"),
    # relatives (74 of 75)
    (
        r"\b(?:husband|wife|spouse)\b|\bmarried to\b",
        r"\b(?:husband|wife|wives|spouses?|wed\w*|marr\w+|partner|widow\w*|divorc\w+|couple|"
        r"fianc\w+|bride\w*|consort|queen|king)\b",
    ),
    (
        r"\b(?:father|mother|parents|sons?|daughters?|brothers?|sisters?|siblings?) of\b|"
        r"s?['’]s? (?:father|mother|parents|sons?|daughters?|brothers?|sisters?|siblings?)\b",
        r"\b(?:father|mother|parent|son|daughter|brother|sister|sibling|twin|child|famil|"
        r"bab(?:y|ies)|kids?|mum|mom|dad|born)",
    ),
    # what or where somebody studied (7 of 7)
    (
        r"\b(?:where|what|which) (?:\w+ )?(?:did|does|has) .*\b(?:stud(?:y|ied)|graduated?|"
        r"go to (?:school|college|university))\b|\balma mater\b",
        r"\b(?:stud\w+|universit\w+|college\w*|schools?|degrees?|educat\w*|graduat\w*|major\w*|"
        r"academ\w*|train\w*|learn\w*|ph\.?d|doctor\w*|law|institut\w*|class\w*|taught|"
        r"teach\w*|"
        r"attend\w*|research\w*|scholar\w*|enrol\w*|courses?|diploma\w*|bachelor\w*|"
        r"master\w*)\b",
    ),
    # whoever is at the head (24 of 24)
    (
        r"^\W*who(?:['’]s| is| was| are| were)? (?:the )?(?:current |new |former |first )?"
        r"(?:ceo|chief executive|boss|head|director|manager|leader) of\b|"
        r"^\W*who (?:runs|heads|leads|ran|headed|led|manages|managed)\b",
        r"\b(?:CEO|chief\w*|boss\w*|head(?:s|ed|ing)?|run(?:s|ning)?|ran|lead(?:s|er\w*|"
        r"ing)?|led|"
        r"chair\w*|direct(?:s|ed|or\w*)|presid\w*|manag\w*|command\w*|govern\w*|minister\w*|"
        r"rul(?:es?|ed|er\w*|ing)|king|queen|under|founder|executive|principal|captain\w*|"
        r"general|"
        r"secretary|charge|organi[sz]\w*|appoint\w*|elect(?:s|ed|ion))\b",
    ),
    (
        r"^\W*who (?:chairs|chaired)\b|^\W*who(?:['’]s| is| was| are| were)? (?:the )?"
        r"(?:current |new |former |first )?chair(?:s|m[ae]n|wom[ae]n|persons?)?\b",
        r"\b(?:chair\w*|presid\w*|head(?:s|ed)|leads?|led)\b",
    ),
    (r"^\W*who(?:['’]s| is| was)? (?:the )?(?:\w+ )?mayor\b", r"\bmayor\w*"),
    (
        r"^\W*who(?:['’]s| is| was| became)? (?:the )?(?:\w+ )?president of\b",
        r"\b(?:preside\w*|head(?:s|ed)?|elected|leader\w*|chair\w*)\b",
    ),
    (
        r"^\W*who(?:['’]s| is| was| became)? (?:the )?(?:\w+ )?prime minister\b",
        r"\b(?:prime ministers?|premiers?|PMs?|head of (?:the )?government|elected)\b",
    ),
    (
        r"^\W*who(?:['’]s| is| was| became)? (?:the )?(?:\w+ )?governor of\b",
        r"\bgov(?:ern\w*|\.)",
    ),
    (
        r"^\W*who(?:['’]s| is| was| became)? (?:[\w'’.-]+ ){0,4}(?:minister|secretary)\b",
        r"\b(?:minist\w*|secretar\w*|premier|PM|chancellor|head of|appointed)\b",
    ),
    (
        r"^\W*who(?:['’]s| is| was| are| were) (?:[\w'’.-]+ ){0,4}(?:lawyers?|attorneys?|"
        r"barrister|"
        r"solicitor|advocate)\b(?! who)",
        r"\b(?:lawyers?|attorneys?|advocates?|barristers?|solicitors?|counsel|QC|KC|SC|"
        r"represent(?:s|ed|ing)|defen[cs]e|defend(?!ants?)\w*|legal)\b",
    ),
    (
        r"^\W*who(?:['’]s| is| was) (?:[\w'’.-]+ ){0,4}(?:coach|trainer)\b",
        r"\b(?:coach\w*|train\w*|manag\w*|boss|head|charge)\b",
    ),
    (
        r"^\W*who(?:['’]s| is| was) (?:[\w'’.-]+ ){0,4}spokes\w+",
        r"\b(?:spokes\w+|press|communications|public relations|speak\w*)\b",
    ),
    # an owner (2 of 2)
    (
        r"^\W*who (?:owns|owned)\b|\bowners? of\b",
        r"\b(?:(?:co-)?own(?:s|ed|er\w*|ing)?|belong\w*|b[ou]ys?|bought|acqui\w+|purchas\w*|"
        r"sold|"
        r"propert\w*|holds?|held|stakes?|controll?\w*|subsidiar\w*|parent|famil\w*|"
        r"shareholder\w*|"
        r"majority|part of|merg\w*|t[ao]\w+ over)\b|['’]s\b",
    ),
    (r"\b(?:what|when) did .*\btweet\b", r"\b(?:tweet\w*|twitter|post(?:s|ed)?)\b|https?:"),
)
