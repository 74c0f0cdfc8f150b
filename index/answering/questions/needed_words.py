"""Words that no answer is without, by how a question asks: English, and by hand.

In parentheses, how many of the passages that answer such a question have one of the words, and of
how many: in new_wiki and amazon_reviews, or in these and in what the reader learned from.
"""

import re

from index.answering.questions.asked_for import NUMBER_WORDS

_AMOUNT = rf"\b(?:\d[\d.,]*|{'|'.join(NUMBER_WORDS)}|an?|one|few|several)"
_LENGTH = r"[mcknµ]?m|ft|in|mi|\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?"
_LONG = r"[cknµ]m|mm|ft|mi|\w*met(?:re|er)s?|feet|foot|inch(?:es)?|miles?|yards?"
_TIME = r"seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur\w+"

NEEDED = [
    (re.compile(asked, re.IGNORECASE), re.compile(needed, re.IGNORECASE))
    for asked, needed in (
        # an age (45 of 46)
        (
            r"\bhow old\b|\b(?:at )?what age\b|\bage (?:of|is|was)\b|s?['’]s? (?:own )?age\b",
            r"\b(?:age[ds]?|born|birthday|teen\w*|centur\w+|elderly|(?:very|too|so|still) young|"
            r"kids?|child\w*|adults?|grew up|\w+-something|over \d\d|\d0['’]?s|"
            r"\d+ (?:years?|yrs?|months|weeks|days))\b|"
            r", \d{1,3},|\b[\w-]+[- ](?:years?|months?|weeks?)[- ](?:old|of age)\b|"
            r"\b(?:built|founded|made|bought|dat(?:es?|ed|ing)) .{0,30}\d{4}\b|\d{4}[-–]",
        ),
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
        # a size (23 of 24)
        (
            r"\bhow (?:tall|deep|wide)\b",
            rf"{_AMOUNT}[- ]?(?:{_LENGTH}|store?ys?|stories|fathoms?|floors?|lanes?)\b|"
            r"\d[\"”″′']",
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
            r"\b(?:weigh\w*|heav\w*|light\w*|pounds?|kilo\w*|grams?|ounces?|tons?|tonnes?|stone)\b",
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
            rf"|(?:an|per|a|every|each|in (?:the )?\w+) (?:{_TIME})|{_TIME}|times)\b|/ ?[hs]\b",
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
        # the dead (22 of 23)
        (
            r"\bhow many (?:\w+ )?(?:die[sd]?|were killed|have died|lost their lives)\b|"
            r"\bdeath toll\b|\bhow many (?:deaths|fatalities|casualties)\b|"
            r"\b(?:when|where|how|why) did .*\bdie\b|\bwho (?:died|(?:was |were )?killed)\b",
            r"\b(?:die[sd]?|dying|dead\w*|deaths?|kill\w*|fatal\w*|casualt\w+|victims?|drown\w*|"
            r"murder\w*|assassin\w*|perish\w*|lives|toll|suicid\w*|execut\w+|shot|surviv\w+|"
            r"bod(?:y|ies)|fell|fallen|slain|slaughter\w*|massacre\w*|mortality|buri\w+|"
            r"lost (?:his|her|their|its) li\w+|funerals?|graves?|loss(?:es)?)\b|"
            r"\(\d{4}|\d{4} ?[–-] ?\d{4}|†",
        ),
        # the hurt (8 of 8), the arrested (23 of 23), and those who had to go (9 of 9)
        (
            r"\b(?:was|were|been|got|is|are) (?:\w+ )?(?:injured|hurt|wounded)\b|"
            r"^\W*(?:was|were|is|are) (?:any|some)(?:one|body) (?:hurt|injured|harmed)\b|"
            r"\bhow many (?:\w+ )?(?:injur\w+|wounded|hurt)\b",
            r"\b(?:injur\w*|hurt|wound\w*|un(?:hurt|harmed|injured|scathed)|casualt\w*|"
            r"hospital\w*|harm\w*|"
            r"burn\w*|maim\w*|trauma\w*|safe\w*|surviv\w*)\b",
        ),
        (
            r"\b(?:was|were|been|got|is|are|people|protesters|suspects|men|"
            r"women) (?:\w+ )?arrested\b|"
            r"\bhow many (?:\w+ )?(?:arrests|arrested)\b",
            r"\b(?:arrest\w*|detain\w*|detention|custody|apprehend\w*|captur\w*|seiz\w*|caught|"
            r"jail\w*|imprison\w*|held|round\w*|taken|charg\w*|picked up|handcuff\w*)\b",
        ),
        (
            r"\b(?:was|were|been|got|is|are|people|residents) (?:\w+ )?"
            r"(?:deported|evacuated|displaced|rescued|expelled)\b|"
            r"\bhow many (?:\w+ )?(?:deport\w+|evacu\w+|displaced|rescued|expelled)\b",
            r"\b(?:deport\w*|expel\w*|expuls\w*|evacu\w*|displac\w*|rescu\w*|sav\w*|flee\w*|"
            r"fled|homeless|forced|mov\w*|remov\w*|left|leav\w*|sent|return\w*|exil\w*|"
            r"refugee\w*|uproot\w*|bann\w*|kick\w*|thrown)\b",
        ),
        # what somebody is charged with (30 of 32), and the sentence (1 of 1)
        (
            r"\b(?:was|were|is|are|been) (?:\S+ ){0,3}?(?:charged|accused|indicted)\b",
            r"\b(?:charg\w*|accus\w*|indict\w*|alleg\w*|suspect\w*|counts?|prosecut\w*|trial|"
            r"plead\w*|convict\w*|guilty|arraign\w*|blam\w*|critici\w*|claim\w*|court)\b",
        ),
        (
            r"\bwhat sentence\b|\bhow (?:long|many years) .*\b(?:sentence|sentenced|jailed|"
            r"in (?:jail|prison))\b|\bhow long is .*\bsentence\b",
            r"\b(?:sentenc\w*|jail\w*|prison\w*|years?|months?|life|serv\w*|fine[ds]?|"
            r"probation|execut\w*|death|penalt\w*|punish\w*|term)\b",
        ),
        # who left (6 of 6), who was made to (1 of 1), and who came after (11 of 11)
        (
            r"\b(?:when|why|who|how long|where)\b.*\b(?:resign(?:ed)?|quit|st[eo]p(?:ped)? down|"
            r"stepping down|drop(?:ped)? out|stand(?:ing)? down|stood down|le(?:ave|ft) office)\b",
            r"\b(?:resign\w*|quit\w*|st[eo]p\w* (?:down|aside|back)|left|leav\w*|depart\w*|exit\w*|"
            r"drop\w* (?:\w+ )?out|withdr\w*|retire\w*|bow\w* out|end\w*|suspend\w*|"
            r"st[ao]\w*d\w* down|oust\w*|abdicat\w*|remov\w*|forced|replac\w*|g[ai]v\w* up|"
            r"out of)\b",
        ),
        (
            r"\b(?:who|when|why)\b.*\b(?:was|were|got|has|have|is|been) (?:\S+ ){0,4}"
            r"(?:sacked|fired|dismissed|ousted|laid off)\b",
            r"\b(?:sack\w*|fir(?:e|ed|es|ing)|dismiss\w*|oust\w*|remov\w*|axe[ds]?|let go|"
            r"la(?:id|y|ying) off|layoffs?|terminat\w*|part(?:ed|ing)|replac\w*|jobs?|boot\w*|"
            r"strip\w*|suspend\w*|kick\w*|reliev\w+|depos\w*|resign\w*|expel\w*|overthr\w*|"
            r"dropp\w*)\b",
        ),
        (
            r"^\W*who (?:\w+ )?(?:replac\w+|succeed\w*|t(?:ook|akes|ake) over from)\b|"
            r"\bsuccessor (?:of|to)\b|['’]s (?:replacement|successor)\b",
            r"\b(?:replac\w*|succe\w*|t[ao]\w* over|step\w* in|new|next|appoint\w*|nam(?:ed|es|"
            r"ing)|"
            r"follow\w*|place|interim|inherit\w*|after|heir|bec[ao]m\w*|elect\w*|predecess\w*|"
            r"reign\w*|passed)\b",
        ),
        # goals (7 of 7), and a score (8 of 8)
        (
            r"^\W*who (?:all )?scor(?:ed|es)\b|\bwho (?:got|netted) the (?:\w+ )?goals?\b",
            r"\b(?:scor\w*|goals?|net(?:s|ted)?|head(?:ed|er)|struck|strikes?|hat[- ]tricks?|"
            r"brace|shots?|"
            r"touchdowns?|points?|penalt\w+|equali[sz]\w*|winner|fired|slotted|convert\w*|try|"
            r"tries|"
            r"runs?|homer\w*|tapped|volley\w*|home)\b",
        ),
        (
            r"\b(?:what (?:is|was|were)|what['’]s|final) (?:the )?(?:final )?scores?\b|"
            r"^\W*(?:final )?score\b",
            r"\d ?[-–—:] ?\d|\b(?:nil|scor\w*|points|dr[ae]w|tie[ds]?|w[oi]n\w*|beat\w*|"
            r"los[tes]\w*|"
            r"victory|defeat\w*)\b|\d[;,)]",
        ),
        # who won (9 of 10)
        (
            r"^\W*(?:who|(?:which|what) \w+) (?:has |have |had )?w[oi]ns?\b|\bwinners? of\b",
            r"\b(?:w[oi]n\w*|victor\w*|beat\w*|defeat\w*|champion\w*|titles?|gold|medal\w*|prizes?|"
            r"award\w*|elect\w*|triumph\w*|troph\w+|first place|receiv\w+|took|tak\w+|earn\w*|"
            r"honou?r\w*|crown\w*|lead\w*|\d+[–-]\d+|scor\w+|sweep|swept|prevail\w*|top\w*)\b",
        ),
        # who or what began something, and when (66 of 66)
        (
            r"^\W*who (?:\w+ )?(?:co-?)?(?:founded|established|started|set up)\b|\bfounders? of\b|"
            r"\bwhen (?:was|were) .*\b(?:founded|established|formed|set up)\b",
            r"\b(?:(?:co-?)?found(?:ed|er\w*|ing|ation)|establish\w*|creat\w+|start\w*|launch\w*|"
            r"sets? up|form(?:ed|ation|ing)|beg[aiu]n\w*|incorporat\w*|incept\w*|origin\w*|since|"
            r"pioneer\w*|buil[dt]\w*|organi[sz]\w+|initiat\w+|open\w*|first|father of|introduc\w*|"
            r"develop\w*|invent\w*|institut\w*|own(?:s|ed|er\w*))\b|\(\d{4}",
        ),
        # a building, when it was built or by whom (18 of 18)
        (
            r"\bwhen (?:was|were) .*\b(?:built|constructed|erected|completed)\b|"
            r"^\W*who (?:built|constructed|designed)\b|\b(?:architects?|builders?|designers?) of\b",
            r"\b(?:\w*buil[dt]\w*|construct\w*|erect\w*|complet\w*|open(?:ed|ing)|finish\w*|"
            r"dat(?:es?|ed|ing)|found(?:ed|ing|er)|establish\w*|creat\w*|made|mak\w+|rais(?:ed|"
            r"ing)|"
            r"laid|design\w*|architect\w*|engineer\w*|plan(?:s|ned)|commission\w*|drew|drawn|"
            r"develop\w*|introduc\w*|invent\w*|century|install\w*)\b|\(\d{4}",
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
            r"(?:ceo|chief executive|boss|head|chair\w*|director|manager|leader) of\b|"
            r"^\W*who (?:runs|heads|leads|chairs|ran|headed|led|chaired|manages|managed)\b",
            r"\b(?:CEO|chief\w*|boss\w*|head(?:s|ed|ing)?|run(?:s|ning)?|ran|lead(?:s|er\w*|"
            r"ing)?|led|"
            r"chair\w*|direct(?:s|ed|or\w*)|presid\w*|manag\w*|command\w*|govern\w*|minister\w*|"
            r"rul(?:es?|ed|er\w*|ing)|king|queen|under|founder|executive|principal|captain\w*|"
            r"general|"
            r"secretary|charge|organi[sz]\w*|appoint\w*|elect(?:s|ed|ion))\b",
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
            r"represent(?:s|ed|ing)|defen[cs]e|defend\w*|legal)\b",
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
        # pay (4 of 4)
        (
            r"\b(?:salary|wages?) of\b|s?['’]s? (?:salary|wages?|income|annual pay)\b|"
            r"\bnet worth\b|\bhow much (?:does|did|do) .*\b(?:earn|get paid)\b",
            r"[$€£¥₹] ?\d|\b(?:salar\w+|wage\w*|pa(?:y|id|ys)|earn\w*|income\w*|money|worth|"
            r"compensat\w*|profits?|revenues?|makes?|made|wealth\w*)\b|\d ?(?:bn|m|k)\b|"
            rf"\b(?:[\d.,]*\d|(?:{'|'.join(NUMBER_WORDS)})(?<!s)|six) "
            rf"(?!of\b|(?:{_TIME})\b)\w{{3,}}\b",
        ),
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
        # a capital (5 of 5), and how to reach somebody
        (r"\bcapital of\b", r"\bcapitals?\b"),
        (
            r"\b(?:phone|telephone) number\b|\be-?mail address\b|\b(?:website|web ?page|url) of\b",
            r"@|\d{3}|https?:|\bwww\.|\.(?:com|org|net|[a-z]{2})\b",
        ),
    )
]
