"""Words that no account of a deed is without: a death, a victory, a beginning. See `lacking`."""

EVENTS = (
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
    # a grave, and where something was filmed
    (
        r"\bburied\b|\bgrave of\b",
        r"\b(?:bur(?:y|ies|ied|ial\w*)|funerals?|graves?\w*|cemeter\w+|churchyards?|tombs?|crypts?|"
        r"mausoleum|interr\w+|laid to rest|lies|rests?|cremat\w+|ashes|dig\w*|dug|under\w*)\b",
    ),
    (
        r"^\W*where (?:was|were|is|are|did they) .*\b(?:film(?:ed)?|shot)\W*$",
        r"\b(?:film(?:ed|ing)|shot|shoot\w*|locations?|studios?|scenes?|on set|backlot)\b",
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
)
