"""How people ask, around the question itself: "could anyone tell me who won, please?".

English, and the openings most used in some other languages.
"""

import re

from index.text.greetings import HELLO, SHORT_HELLO
from index.text.polite_words import (
    ASIDE,
    COURTESY,
    POLITE,
    SIGN_OFF,
    THANKS,
    WORD_OF_NAME,
    YOU,
)

ASKING = r"(?:who|whom|whose|what|when|where|which|why|how|if|whether)"
LONGEST_CLOSING = 150  # characters
_ARTICLES = (
    r"(?:our|your|the|this|these|any|all|an|past|previous) ?(?:own |news )?"
    r"(?:archives?|articles?|coverage|reporting|sources?|collection|stor(?:y|ies)|pieces?|texts?)"
)
_MENTION = (
    r"(?:say|says|said|mention(?:s|ed)?|report(?:s|ed)?|state[sd]?|cover(?:s|ed)?|"
    r"(?:write|wrote|written)|have|has|published?)"
)
OPENING = re.compile(
    rf"\W*(?:(?:{HELLO}|{SHORT_HELLO})(?:,? {YOU})*(?:(?:,? {WORD_OF_NAME}){{0,2}}\s*[,،!.:;–—]+|"
    rf"\s+(?={ASKING}\b|"
    r"(?:is|are|was|were|do|does|did|has|have|can|could|would|please|any|i|tell)\b))|"
    rf"dear (?:{YOU}|{WORD_OF_NAME})(?: {YOU})?\s*[,!:]+|"
    rf"(?:{THANKS}|{ASIDE}(?: again)?)\s*[,!.:;–—]+|"
    r"(?:just )?(?:a |an |one |my |our |two |three |some |the )?(?:(?:quick|short|small|other|"
    r"another|more|silly|dumb|stupid|random|odd|last|final|next|new|follow-?up|\d) )*"
    r"(?:question|q|one|thing|check|query)s?(?: for you)?(?: maybe| perhaps)?"
    r"(?:\s*[:–—,]+|\s+-+(?=\s))(?: but\b)?|"
    rf"{YOU}\s*[,!]+(?=\s*{ASKING}\b)|(?:true or false|yes or no|t/f)\s*[:,–?—]+|"
    r"[\[(](?:urgent|asap|question|request|fact[ -]?check|rush|important|reminder)[\])]|"
    r"(?:(?:a |the )?(?:quote|source|citation|fact)s?(?: please| pls| needed| wanted)?|"
    r"keep it short|eli5|trivia|reminder|help(?: please)?|fao[^:?]{1,20})\s*[:!]+|"
    r"(?:tl;?dr|eli5)\s+|in (?:short|brief|(?:one|a) (?:word|sentence)|your opinion)\s*,|"
    r"(?:sorry|excuse me|by the way|btw|fyi|just curious|out of (?:interest|curiosity)|p\.?s\.?|"
    r"so|well|ok|okay|right|hm+|um+|uh|er|ah|oh|yo|not urgent,? but|no rush,? but)\s*[,:–—…]+|"
    r"(?:(?:p\.?s\.?|yo|so|ok|okay|um+|uh|er+m*|hm+|fyi|btw|actually|basically|now|oh|well|please)"
    rf"[\s.,]+)+(?={ASKING}\b)|"
    rf"(?:(?:actually|and|asap|urgent|pls|please|one more|another one)[\s,]*)+[:–—…]+|"
    r"(?:(?:i|we) )?(?:was|were|am|'m|’m)?(?: ?just)? ?wondering\s*[…:,–—.]+|"
    r"(?:can (?:you|someone|anyone) )?(?:please )?(?:fact[ -]?check|check|confirm|verify)(?: this)?"
    r"(?:\s*:| that\b)|"
    rf"(?:according to|per|from|in|as per) {_ARTICLES}(?: of ours)?\s*,|"
    r"(?:please|pls|plz)\b,?)\s*",
    re.IGNORECASE,
)
_FOREIGN = (
    r"¿?(?:wei(?:ß|ss)t du|wisst ihr|wissen sie|wei(?:ß|ss) (?:jemand|wer)|"
    r"(?:kannst du|könnt ihr|können sie|kann) (?:mir|uns)(?: (?:jemand|bitte))* sagen|"
    r"ich (?:wüsste gern|möchte wissen)e?|(?:est-ce que )?(?:tu sais|vous savez|quelqu['’]un sait)|"
    r"(?:savez-vous|sais-tu)|(?:pouvez-vous|peux-tu) (?:me|nous) dire|j['’]aimerais savoir|"
    r"(?:sabes|sabéis|saben|alguien sabe|(?:me|nos) (?:puedes|puede|podéis|pueden) decir|"
    r"(?:me gustaría|quisiera) saber)|(?:sai|sapete|qualcuno sa)|(?:vorrei sapere))"
)
_FOREIGN_ASKING = (
    r"wer|wen|wem|wessen|was|wann|wo|wohin|woher|wie|warum|weshalb|welche[rsmn]?|ob|wieso|"
    r"qui|que|quoi|quand|où|comment|combien|pourquoi|quel(?:le)?s?|"
    r"qui[ée]n(?:es)?|cu[aá]ndo|d[oó]nde|c[oó]mo|cu[aá]nt[oa]s?|qu[eé]|cu[aá]l(?:es)?|por qu[eé]|"
    r"chi|che|quando|dove|come|quant[oaie]|perch[eé]"
)
# Who wants to know it: "my editor", "a reader of ours", "Maja Holm".
_OURS = (
    r"(?:(?:my|our|the|a|one of (?:my|our|the)) (?:\w+ )?(?:editors?|boss|chief|desk|readers?|"
    r"colleagues?|friend|team|reporter|producer|publisher|lawyers?)(?: of ours)?)"
)
_PERSON = rf"(?:{_OURS}|(?:anyone|somebody|someone|{WORD_OF_NAME})(?: {WORD_OF_NAME})?)"
REQUEST = re.compile(
    rf"(?:(?:(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody)(?: (?:please|kindly|"
    r"possibly|perhaps))*|please)? ?(?:tell|let|help|show|remind) (?:me|us)(?: to)?(?: know|"
    r" find out| understand| see)?|"
    r"(?:i|we)(?: would|'d)? (?:really |just |also )?(?:like|love|want|need)(?: to)? (?:know|"
    r"find out|understand|check|ask(?: you)?)|"
    r"(?:i|we)(?: was| were| am| are|'m|'re|'ve been)?(?: just)? wonder(?:ing)?|"
    r"(?:(?:and|also|plus|then|oh)[ ,]+)*(?:(?:i|we)(?: am|'m| are|'re)? )?"
    r"(?:(?:also|just|really) )*(?:curious|keen|interested)"
    r"(?: (?:in|about|as to|to (?:know|learn|hear|see)))?|"
    r"(?:(?:and|also|plus|then|oh)[ ,]+)+(?:please )?(?:tell (?:me|us)|find out|"
    r"let (?:me|us) know|(?:i|we)(?:'d| would)(?: also)? (?:like|love) to know|"
    r"(?:i|we)(?: also)? (?:want|need) to know)|"
    r"(?:do|does|did) (?:we|you|anyone|anybody|someone|somebody)(?: here)?(?: happen to|"
    r" actually)? (?:know|remember|recall)|(?:any(?:one|body)|someone)(?: here)? knows?|"
    r"any (?:ideas?|clues?)(?: (?:as to|of|on|about))?|is it (?:known|clear|reported|on record)|"
    r"(?:please )?(?:find|find out|look up|google|search(?: for)?|work out|figure out|check|"
    r"confirm|verify)|"
    rf"@?{_PERSON} (?:wants|would like|needs) to (?:know|find out|ask|check|understand)|"
    rf"@?{_PERSON} is (?:asking|wondering|trying to find out)|"
    rf"{_OURS} (?:asks|asked|wonders)(?: me| us)?|"
    r"[\w.+-]+@[\w-]+\.[\w.-]+ (?:asks|asked|wonders)|"
    r"(?:(?:do we|do you|have we|have you) (?:have |got )?|is there )"
    r"(?:any|some)thing (?:on|about)|"
    rf"(?:(?:do|does|did|have|has) (?:we|you|{_ARTICLES})|(?:was|is|has) it(?: been)?)(?: ever)? "
    rf"{_MENTION}(?: anything)?(?: on| about)?|"
    rf"(?:in )?(?:which|what) (?:article|story|piece)s? (?:do|did|have) we {_MENTION}|"
    rf"where (?:do|did|have) (?:we|{_ARTICLES}) {_MENTION}|{_FOREIGN})"
    rf"[,:]? (?=(?:{ASKING}|{_FOREIGN_ASKING})\b)",
    re.IGNORECASE,
)
_MATTER = r"(?: (?:information|info|details|background|articles?|quotes?|sources?|news|stuff))?"
_ON = r" (?:on|about|regarding|concerning) "
_SOMEBODY = r"(?:any(?:one|body)|some(?:one|body)|we|you(?: guys)?|the articles)(?: here)?"
ABOUT = re.compile(
    rf"(?:(?:(?:do|does|have|has) {_SOMEBODY}(?: have| got)?|is there|are there|got) "
    rf"(?:any(?:thing)?|some(?:thing)?){_MATTER}{_ON}|"
    r"(?:(?:can|could|would|will) you )?(?:please )?(?:tell|show|give) (?:me|us) (?:everything|"
    rf"all|anything|something|more|a bit|what (?:we|you) (?:have|know)){_MATTER}{_ON}|"
    rf"what do (?:we|you|the articles) (?:have|know|say){_ON}|"
    rf"(?:any|some)(?:thing)?{_MATTER}{_ON}|"
    rf"(?:(?:has|have|does|do) )?{_SOMEBODY} (?:got|have|has|know) "
    r"(?=(?:the|an?|any|his|her|its)\b)|"
    r"(?:can|could|may) (?:i|we)(?: please)? (?:get|have|see) (?=(?:the|an?|any)\b)|"
    r"(?:(?:i|we)(?: am|'m| are|'re)? )?(?:really |just |urgently )?"
    r"(?:need|looking for|searching for|trying to find)"
    r"(?: to (?:have|know|find|get|see|check|verify))?(?: out)? (?=(?:the|an?|any|his|her|its|"
    r"their)\b)|"
    rf"(?:(?:can|could|would|will) {_SOMEBODY} )?(?:please )?(?:help (?:me|us)(?: to)? )?"
    r"(?:find|look up|look for|dig out|dig up|search for|get)(?: (?:me|us|out))?(?: please)? "
    r"(?=(?:the|an?|any|his|her|its|their)\b)|"
    rf"what (?:do|does|did|have) {_ARTICLES} (?:say|tell us|have){_ON}|"
    r"is it (?:true|correct|right|the case|a fact) that )",
    re.IGNORECASE,
)
QUOTE_ON = re.compile(
    r"(?:(?:find|give|show|send|get|pull)(?: (?:me|us))?(?: up)? )?(?:(?:an?|any|some|the) )?"
    r"(?:quotes?|quotations?|sentences?|passages?|sources?|articles?|lines?)"
    rf"(?:{_ON}|(?: where| in which)? (?:it|that|we|which) {_MENTION} )",
    re.IGNORECASE,
)
_PURPOSE = (
    r"(?:(?:i|we) (?:urgently )?need (?:it|this|that)\b[^?]*|need (?:it|this|that)\b[^?]*|"
    r"asking for (?:a|my|the) \w+|(?:it(?:['’]s| is) |this is )?for "
    r"(?:a|an|my|our|the|tomorrow['’]s|today['’]s)(?: [\w'’-]+){0,2} "
    r"(?:story|piece|article|caption|newsletter|headline|fact[ -]?check|deadline|paper|edition|"
    r"obituary|column|feature|briefing|report|page|editor))"
)
CLOSING = re.compile(
    rf"(?:\s*\({_PURPOSE}\)|\s*[,;–—-]+\s*(?:{THANKS}|{ASIDE}|{SIGN_OFF}|"
    rf"{_PURPOSE})(?:[\s,–—-]+{WORD_OF_NAME}){{0,2}}"
    r"|\s*(?:,|\s[–—-])\s*(?:a |the |your )?(?:source|quote|citation)s?|"
    r"\s+(?:p+l+[sz]+|thx|tnx|tysm|ty|please|lol|haha|handy|(?:at|to|on) hand|by any chance)"
    rf"|(?:,? (?:according to|in|from|per) {_ARTICLES}))\s*(?=[?.!]*$)",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(
    rf"^[^?]*[:–—]\s*(?=(?:{ASKING}|is|are|was|were|does|do|did|has|have|had|can|could|will|"
    rf"would)\b"
    r"[^:]*\?)",
    re.IGNORECASE,
)
# What somebody says before they ask, "I'm on deadline and need to know", and its last word.
ASKED_ABOUT = re.compile(
    r"\b(?:(?:in|on|at|by|to|from|for|with|since|until) (?=wh(?:ich|at|om|ose)\b))?"
    r"(?:who|whom|whose|what|when|where|which|why|how|whether|if)(?:['’]s)?\b",
    re.IGNORECASE,
)
TALK = re.compile(
    r"\b(?:i|i['’](?:m|ve|d|ll)|we|we['’](?:re|ve|d)|you|u|someone|somebody|anyone|anybody|nobody|"
    r"no one|afaik|iirc|not sure|pls|plz|"
    r"please|sorry|any (?:chance|luck|ideas?|clues?|way|thoughts?)|no (?:idea|clue)|possible|"
    r"thoughts|want(?:ed)? to|wanna|need(?:ed)? to|trying to|writing)\b",
    re.IGNORECASE,
)
INTRODUCES = re.compile(
    r"\b(?:know|knows|knew|check|find|out|up|t(?:ell|old)|see|confirm|remember|recall|understand|"
    r"wonder(?:ing)?|ask(?:ing)?|sure|certain|ideas?|clues?|finding|on|about|for|of|into|me|us|but|"
    r"and|so|just|exactly|verify|clarify|establish|figure|determine|hear|curious|"
    r"interested(?: in)?|forgot(?:ten)?|say|be|is)\s*[,:;–—-]*\s*$",
    re.IGNORECASE,
)
INTRODUCES_IF = re.compile(
    r"\b(?:know|check|find out|confirm|sure|wonder(?:ing)?|tell (?:me|us)|see|verify|remember|"
    r"ask(?:ing)?)\s*$",
    re.IGNORECASE,
)
BUT_ASKS = re.compile(
    r"(?:[,;:–—]\s*(?:but|and|so)?|\bbut)\s+(?:who|what|when|where|which|why|how)\b", re.IGNORECASE
)
WITHOUT_APOSTROPHE = re.compile(r"\b(who|what|when|where|why|how)s(?= \w)", re.IGNORECASE)
# Mistyped words that ask: some are words of other languages, unless an English verb follows.
_VERB = r"(?=\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b)"
MISTYPED = {
    "which": re.compile(r"(?:wich|whcih|whihc|wihch|whcich)\b", re.IGNORECASE),
    "what": re.compile(rf"(?:waht|whta|whaat)\b|(?:wat|wht)\b{_VERB}", re.IGNORECASE),
    "when": re.compile(rf"(?:wehn|whne|whn)\b|wen\b{_VERB}", re.IGNORECASE),
    "where": re.compile(rf"(?:wehre|whre|wheer|whete)\b|wher\b{_VERB}", re.IGNORECASE),
    "who": re.compile(rf"(?:whoo|whi|woh)\b{_VERB}", re.IGNORECASE),
    "why": re.compile(rf"(?:whyy|wyh|wy)\b{_VERB}", re.IGNORECASE),
    "how": re.compile(
        rf"(?:hwo|hou|hw|hoe|howw)\b(?:(?=\s+(?:many|much|long|old|big|far|tall|high|often)\b)|{_VERB})",
        re.IGNORECASE,
    ),
    "how many": re.compile(r"howmany\b", re.IGNORECASE),
    "how much": re.compile(r"howmuch\b", re.IGNORECASE),
}
TOPIC_WORDS = 6
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday i january february march april may "
    "june july august september october november december".split()
)
# 1. or (b) or • before one of several questions.
LISTED = (
    r"(?:\s*(?:[-–—*•◦‣>»▪●○\uf0a7\uf0b7]+|\(?(?:\d{1,2}|[a-h]|i{1,3}|iv)[.):]|"
    r"(?:q|question )\d{1,2}[:.)]|(?:first|second|third|fourth|last)(?:ly)?\s*[,:])\s*)?"
)
TO_SHOW = r"(?:(?:tell|show|give) (?:me|us)|list|name|describe|explain)"
POLITE_OR_ASKING = (
    rf"(?:{POLITE}|{ASKING}|{TO_SHOW}|and|also|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"would|will|in|on|at|by|to|from|for)\b"
)
NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")


def names_in(text: str) -> list[str]:
    """What has a capital within a sentence, but for days and months: when it is needed by."""
    return [name for name in NAME.findall(text) if name.lower() not in DAYS]


def bare(sentence: str) -> tuple[str, list[str]]:
    """A sentence without what is polite around its question, nor its number in a list; and what it
    says before to be about."""
    sentence = well_asked(WITHOUT_APOSTROPHE.sub(r"\1's", sentence.strip("¿¡,; ")))
    if marked := re.match(rf"{LISTED}(?={POLITE_OR_ASKING})", sentence, re.IGNORECASE):
        sentence = sentence[marked.end() :]
    while (opening := OPENING.match(sentence)) and re.search(r"\w", sentence[opening.end() :]):
        sentence = well_asked(sentence[opening.end() :])
    topics: list[str] = []
    if announced := ANNOUNCED.match(sentence):
        topics = _topics(announced[0])
        sentence = sentence[announced.end() :]
    if request := REQUEST.match(sentence) or ABOUT.match(sentence):
        sentence = re.sub(r"^(?:if|whether) ", "", sentence[request.end() :], flags=re.IGNORECASE)
    elif len(before := _before_question(sentence)) > 0:
        topics = [*topics, *names_in(before)]
        sentence = re.sub(r"^(?:if|whether) ", "", sentence[len(before) :], flags=re.IGNORECASE)
    if quoted := QUOTE_ON.match(sentence):
        sentence = sentence[quoted.end() :]
    while closing := CLOSING.search(sentence, max(0, len(sentence) - LONGEST_CLOSING)):
        if len(sentence[: closing.start()].split()) < 2:
            break
        sentence = sentence[: closing.start()] + sentence[closing.end() :]
    return " ".join(sentence.split()), topics


def well_asked(sentence: str) -> str:
    """With the word that asks, the first one, as it is spelled."""
    for word, mistyped in MISTYPED.items():
        if found := mistyped.match(sentence):
            return f"{word}{sentence[found.end() :]}"
    return sentence


def _topics(announced: str) -> list[str]:
    """Of what stands before a colon: all if it is a subject, else its names."""
    subject = re.sub(r"^(?:re|about|on|regarding)\b:? *", "", announced.rstrip(" :–—"), flags=re.I)
    is_short = len(subject.split()) <= TOPIC_WORDS
    if is_short and not TALK.search(subject) and not COURTESY.fullmatch(subject):
        return [subject]
    return names_in(subject)


def _before_question(sentence: str) -> str:
    """What somebody says of themselves or to others before they ask: "sorry if this was asked, but"
    of "sorry if this was asked, but who won?"."""
    for asking in ASKED_ABOUT.finditer(sentence[: 2 * LONGEST_CLOSING]):
        before = sentence[: asking.start()]
        if asking[0].lower() in ("if", "whether"):
            if not INTRODUCES_IF.search(before) or BUT_ASKS.search(sentence, asking.end()):
                continue
        elif not before or not TALK.search(before) or not INTRODUCES.search(before):
            return ""
        return before
    return ""
