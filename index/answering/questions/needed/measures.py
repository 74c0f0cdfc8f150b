"""Words that no measure is without: an age, a length, money. See `lacking`."""

from index.answering.questions.asked_for import NUMBER_WORDS

_AMOUNT = rf"\b(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)}|an?|one|few|several)"
_LENGTH = r"[mcknµ]?m|ft|in|mi|\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?"
_LONG = r"[cknµ]m|mm|ft|mi|\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?"
_TIME = r"seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur\w+"

MEASURES = (
    # an age (45 of 46)
    (
        r"\bhow old\b|\b(?:at )?what age\b|\bage (?:of|is|was)\b|s?['’]s? (?:own )?age\b",
        r"\b(?:age[ds]?|born|birthday|teen\w*|centur\w+|elderly|(?:very|too|so|still) young|"
        r"kids?|child\w*|adults?|grew up|\w+-something|over \d\d(?! (?:years|months))|"
        r"\d0['’]?s|(?<!over )(?<!for )(?<!after )\d+ (?:years?|yrs?|months|weeks|days)"
        r"(?! (?:in|for|on|at|as|with|since|behind)\b))\b|"
        r", \d{1,3},|\b[\w-]+[- ](?:years?|months?|weeks?)[- ](?:old|of age)\b|"
        r"\b(?:built|founded|made|bought|dat(?:es?|ed|ing)) .{0,30}\d{4}\b|\d{4}[-–]",
    ),
    # a size (26 of 29), and not of another side
    (
        r"\bhow tall\b",
        rf"{_AMOUNT}[- ]?(?:{_LENGTH}|store?ys?|stories|floors?)\b"
        r"(?![- ](?:long|wide|broad|deep|thick|away)\b)|\d[\"”″′']",
    ),
    (
        r"\bhow deep\b",
        rf"{_AMOUNT}[- ]?(?:{_LENGTH}|fathoms?)\b"
        r"(?![- ](?:long|wide|broad|tall|high|thick|away)\b)|\d[\"”″′']",
    ),
    (
        r"\bhow wide\b",
        rf"{_AMOUNT}[- ]?(?:{_LENGTH}|lanes?)\b"
        r"(?![- ](?:long|tall|high|deep|thick|away)\b)|\d[\"”″′']",
    ),
    # a length or a duration (441 of 441)
    (
        r"\bhow long\b(?! ago)",
        rf"{_AMOUNT}[- ]?(?:\w+[- ])?(?:{_LENGTH}|{_TIME}|mins?|secs?|hrs?|h|s|pages?|words?)\b"
        rf"|\b(?:{_TIME}|holidays|forever|since|until|permanent\w*|always|overnight|length|"
        r"long|longer|longest|shorte?r?|from .{1,20} to)\b|\d{4} ?[–-] ?\d",
    ),
    # of one thing (67 of 68)
    (
        r"\bhow long (?:(?:is|are) |(?:was|were) (?:the|an?) )"
        r"(?!it\b|(?:\S+ ){1,6}(?:been|expected|going|to)\b)",
        rf"{_AMOUNT}[- ](?:(?!last|this|next|that)\w+[- ])?(?:{_LONG}|{_TIME}|mins?|secs?|hrs?|"
        rf"pages?|words?)\b|\d ?(?:{_LENGTH}|{_TIME}|mins?|secs?|hrs?|h|s|pages?|words?)\b|"
        rf"\b(?:forever|since|until|till|permanent\w*|overnight|length|for (?:life|good|now)|"
        rf"(?:{_TIME})[- ]long|long|longer|longest|shorte?r?|brief\w*|temporar\w*|"
        r"indefinite\w*|from .{1,20} to|years|months|decades|weeks|hours|life)\b|"
        r"\d{4} ?[–-] ?\d|\d:\d\d|\d['’′]",
    ),
    # a distance (6 of 6)
    (
        r"\bhow far (?:(?:away )?(?:is|are|was|were)\b|can\b|could\b|did\b|from\b)",
        rf"{_AMOUNT}[- ]?(?:\w+[- ])?(?:{_LONG}|{_TIME}|blocks?|light[- ]years?|au|steps?)\b|"
        rf"\d ?(?:{_LENGTH})\b|"
        r"\b(?:far|near\w*|distan\w*|close|across|opposite|beside|adjacent|walk\w*|drive|"
        r"outside|miles|kilomet\w+|met(?:re|er)s|yards|from .{1,30} to|as far as)\b",
    ),
    # a weight (35 of 36)
    (
        r"\bhow (?:heavy|much .*\bweigh)\b|\bweight of\b",
        r"\d[- ]?(?:kg|kilo\w*|grams?|g|lbs?|pounds?|ounces?|oz|tons?|tonnes?|stones?)\b|"
        r"(?<!-)\b(?:weigh\w*|heav\w*|light\w*|pounds?|kilo\w*|grams?|ounces?|tons?|tonnes?|stone)\b",
    ),
    # a share (232 of 232), and a rate in per cent (19 of 19)
    (
        r"\b(?:what|which) (?:percentage|per ?cent|proportion|share|fraction)\b|"
        r"\bhow many per ?cent\b|\b(?:percentage|share) of\b",
        r"%|\bper ?cent|\bpct?\b|\b(?:half|halves|thirds?|quarters?|fifths?|tenths?|majority|"
        r"most|ratio|percentage|fraction|proportion|share|all|none|part)\b|\d/\d|"
        r"\b(?:one|two|three|four|nine|\d+) (?:in|to|out of|of) \w+",
    ),
    (
        r"^(?!\W*(?:why|who|how (?:do|does|is|are)|which (?:country|state))).*"
        r"\b(?:unemployment|jobless|inflation|interest|vat|tax|growth|approval|turnout|"
        r"literacy|"
        r"participation|mortgage|default|vacancy|occupancy) rate\b(?! (?:rise|fall))",
        r"\d ?%|\d per ?cent|\d pc\b|\b(?:per ?cent|basis points|zero|one|two|three|four|"
        r"five|six|seven|"
        r"eight|nine|ten) (?:per ?cent|of|in)\b|\brates? (?:of|to|at|from) [\w-]+",
    ),
    # a speed
    (
        r"\bhow (?:fast|quick(?:ly)?)\b|\b(?:top |maximum )?speeds? of\b|\bwhat speed\b",
        rf"\b(?:mph|kph|km/?h|kmh|m/s|mach|knots?|kts|[GMk]bps|\w*(?:speed|fast|quick|rapid|"
        rf"slow)\w*"
        rf"|(?:an|per|a|every|each|in (?:the )?\w+) (?:{_TIME})|"
        rf"(?:in|within|after|for|took|takes|lasted) (?:[\w-]+ ){{0,3}}(?:{_TIME})|times)\b|"
        r"/ ?[hs]\b",
    ),
    # a temperature (67 of 67)
    (
        r"\bhow (?:cold|hot|warm)\b|\btemperature\b",
        r"°|\b(?:degrees?|minus|celsius|fahrenheit|kelvin|fr[eo]+z\w+|boil\w*|zero|\d+ ?[CFK]|"
        r"(?:temperature|cold|hot|warm|heat|cool|chill)\w*)\b",
    ),
    # money (175 of 175)
    (
        r"\bhow much (?:money|do(?:es)? .*\bcost|did .*\b(?:cost|pay|spend)|"
        r"(?:is|was) .*\b(?:worth|paid|sold)|(?:will|would|can|could) .*\bcost|"
        r"(?:is|are|was|were) (?:an?|one|the|tickets?) (?!amount|number|temperature)|"
        r"(?:did|does|do|has|have|had|will|would) (?!you|they)(?:\S+ ){1,4}(?:give|gave|given|"
        r"sell|sold|receiv\w+|donat\w+|raised?|lose|lost|owe|borrow|invest|offer|"
        r"bid|fetch|fined?|allocate)\b)|\b(?:price|cost|fee|fare)s? (?:of|for)\b|"
        r"\bhow (?:expensive|cheap)\b",
        r"[$€£¥₹₽₩₺₴]|\d\.\d\d\b|\bRs\b|(?-i:\bR[Mp]? ?\d)|\d ?(?:bn|tn|mln|mrd)\b|"
        r"\b(?:lakhs?|crores?|rand|dirhams?|riyals?|rupiah|baht|won|"
        r"chf|aud|cad|sek|nok|dkk|zł|złoty|charg(?:es|ed)|fees?|dollars?|euros?|pounds?|"
        r"kron[eou]r?|kroner|crowns?|yen|yuan|"
        r"rou?bles?|rubles?|francs?|pesos?|rupees?|marks?|lira|cents?|pence|tenge|per ?cent|"
        r"million|billion|trillion|usd|eur|gbp|free|\d+p|thirds?|half|quarter|guilders?|"
        r"shillings?|bucks|money|paid|"
        r"worth|\w*expensive|cheap\w*|afford\w*|cost\w*|pric\w*)\b|%",
    ),
    # a price (16 of 17)
    (
        r"\b(?:what|how much) (?:is|was|are|were) the (?:\w+ )?(?:price|cost|fee|fare)s? "
        r"(?:of|for)\b|\bhow (?:expensive|cheap)\b|^\W*(?:the )?(?:price|cost)s? (?:of|for)\b",
        rf"[$€£¥₹₽₩₺₴]|\d\.\d\d\b|\d ?(?:p|c|bn|tn|mln)\b|(?-i:\bR[Mp]? ?\d)|"
        rf"\b(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)}) (?!{_TIME}|per ?cent|people|times)\w+|"
        r"\b(?:free|\w*expensive|cheap\w*|afford\w*|pricey|overpriced|bucks|dollars?|"
        r"euros?|cents?)\b",
    ),
    # how many live somewhere (15 of 15)
    (
        r"\bhow many (?:people|inhabitants|residents|persons) (?:live[sd]?|are living|reside)\b"
        r"|\bpopulation of\b",
        r"\b(?:people|inhabit\w+|residents?|population|popul\w+|live[sd]?|living|citizens?|"
        r"persons?|souls?|households?|home to|census|[\w-]+ of us)\b",
    ),
    # how many came (9 of 9)
    (
        r"\bhow many (?:people|fans|spectators|visitors|guests|protesters|demonstrators|"
        r"marchers) "
        r"(?:came|went|attended|turned|showed|gathered|took part|participated|marched|"
        r"were (?:at|in attendance|present|there))\b|\b(?:attendance|turnout|crowd) (?:at|"
        r"of)\b",
        r"\b(?:attend\w*|crowd\w*|came|come|turn(?:ed)? (?:out|up)|turnout|gather\w*|join\w*|"
        r"march\w*|audience|spectators?|visit\w*|participa\w*|show\w* up|flock\w*|took part|"
        r"taking part|pack\w*|drew|drawn|demonstrat\w*|protest\w*|fans|guests|watch\w*|"
        r"present|rall(?:y|ied)|went|fill\w*|seats?|strong)\b",
    ),
    # pay (4 of 4)
    (
        r"\b(?:salary|wages?) of\b|s?['’]s? (?:salary|wages?|income|annual pay)\b|"
        r"\bnet worth\b|\bhow much (?:does|did|do) .*\b(?:earn|get paid)\b",
        r"[$€£¥₹] ?\d|\b(?:salar\w+|wage\w*|pa(?:y|id|ys)|earn\w*|income\w*|money|worth|"
        r"compensat\w*|profits?|revenues?|makes?|made|wealth\w*)\b|\d ?(?:bn|m|k)\b|"
        rf"\b(?:[\d.,]*\d|(?:{'|'.join(NUMBER_WORDS)})(?<!s)|six) "
        rf"(?!of\b|(?:{_TIME})\b)\w{{3,}}\b",
    ),
)
