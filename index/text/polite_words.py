"""What is polite: greetings, thanks, sign-offs, asides, and a name under them."""

import re

from index.text.greetings import GOODBYE, HELLO, SHORT_HELLO
from index.text.greetings import THANKS as THANKING

YOU = (
    r"(?:all|everyone|everybody|folks|team|guys|people|there|again|colleagues|pullquote|bot|sir|"
    r"madam|ma['’]am|mate)"
)
_TO = (
    rf"(?:{YOU}|friends?|dear|ji|zusammen|alle|semua|l['’]équipe|equipo|tous|tout le monde|todos|"
    r"a todos|a tutti|tutti)"
)
WORD_OF_NAME = r"[^\W\d_][\w'’-]*"
GREETING = (
    rf"(?:{HELLO}(?:,? {_TO}| {WORD_OF_NAME}){{0,3}}|{SHORT_HELLO}(?:,? {_TO})*|"
    rf"dear {WORD_OF_NAME}|(?:morning|afternoon|evening)(?:,? {YOU})*)"
)
THANKS = (
    r"(?:(?:many|much|big|huge|ok|okay|great|cool|perfect|super|lovely|wow),? )?"
    rf"{THANKING}"
    r"(?:,? (?:a lot|a million|a bunch|so much|very much|much|in advance|again|mate|"
    rf"for (?:your|the|any|all|that|this|looking|helping)\b[^.!?\n]*|{YOU}))*"
)
SIGN_OFF = (
    r"(?:(?:best|kind|kindest|warm|with (?:best|kind)) (?:regards|wishes)|regards|best|"
    rf"all the best|sincerely|{GOODBYE}|"
    r"(?:mit )?(?:freundlichen|besten|liebe|viele|beste|schöne)? ?gr(?:[üu]ß|ue?ss)(?:e|en)?|lg|"
    r"mfg|cordialement|bien à vous|(?:un )?saludos?|un abrazo|cordiali saluti|x{1,3}|(?:xo){2,3})"
)
ASIDE = (
    r"(?:please|p+l+[sz]+|please help(?: me| us)?|any help (?:is |would be )?(?:much )?appreciated|"
    r"(?:sorry|apologies)(?: to (?:bother|disturb|bug) you| for (?:the|this|my|all)(?: the)? "
    r"(?:spam|bother|trouble|noise|ping|interruption|delay|(?:\w+ )?questions?))?|"
    r"excuse me|(?:i )?hope (?:you|all|this)[^.!?:–—\n]*|bitte|por favor|per favore|"
    r"s'il (?:vous|te) pla[iî]t|пожалуйста|how are you(?: doing)?(?: today)?|how's it going|"
    r"what's up|"
    r"(?:it's|this is|that's)(?: quite| very| rather)? urgent|urgent|asap|"
    r"i have (?:a|one|two|three|some|a few|several|\d)(?: quick| short| small| more)? questions?"
    r"(?: for you)?|(?:can|could|would|will) you (?:please )?tell (?:me|us)|"
    r"(?:please )?(?:answer|help (?:me|us) with) (?:these|this|the following)(?: questions?)?|"
    r"by the way|btw|fyi|"
    r"just curious|out of (?:interest|curiosity)|no rush|not urgent|whenever you (?:can|have time)|"
    r"no (?:worries|problem)|np|me again|asking for (?:a|my|the|our) \w+|"
    r"(?:and )?(?:does|do) (?:anyone|anybody|someone|somebody|you|we)(?: here)?(?: happen to)? "
    r"know(?: (?:this|that|it))?|any(?:one|body)(?: knows)?|any (?:ideas?|clues?)|"
    r"i (?:forgot|forget|can['’]?t (?:remember|recall)|don['’]?t (?:remember|know))|"
    r"(?:(?:our|the|my) )?deadline(?: is|:) (?:at |by |in )?[\w: .]{1,20}|"
    r"keep it short|(?:please )?(?:reply|answer) in (?:the|this|a|one)?[ \w]{0,12}"
    r"(?:thread|sentence|line|word)s?|(?:please )?(?:cite|give|name|add|include) (?:the |your |a )?"
    r"sources?|with (?:a )?(?:source|quote|citation)s?|"
    r"(?:i|we)(?: only| just)? need (?:a|the|one|some) (?:quote|source|citation)s?"
    r"(?: (?:with (?:a |the )?source|for (?:this|that|it)|please|too|as well))?|"
    r"ping me[^.!?\n]{0,40}|sent (?:from|via) my [\w ]{1,20}|tl;?dr|"
    r"(?:/cc:?|cc:|cc(?= @))(?: @?[\w.-]+){0,4})"
)
_NICE = (
    r"(?:ok|okay|k|yes|yep|yeah|no|nope|got it|i see|right|sure|fine|great|good|nice|cool|perfect|"
    r"awesome|excellent|amazing|wonderful|brilliant|lovely|wow|haha|lol|ha|hm+|"
    r"(?:good|nice|great|well) (?:bot|job|work|one|answer|done|stuff)|well done|you rock|"
    r"(?:that|this)(?:'s| is| was) (?:great|good|nice|perfect|helpful|useful|all|it|amazing)|"
    r"that helps(?: a lot)?|very helpful|helpful|i (?:love|like) (?:it|this|that|you)|test|testing|"
    r"ping)"
)
POLITE = rf"(?:{GREETING}|{THANKS}|{SIGN_OFF}|{ASIDE}|{_NICE}|{YOU})"
COURTESY = re.compile(
    rf"\W*{POLITE}(?:[\s,.!;:–—-]+{POLITE})*"
    rf"(?:\s*[,–—-]+\s*{WORD_OF_NAME}(?: {WORD_OF_NAME})?)?\W*",
    re.IGNORECASE,
)
# With a question mark, what may be names after a greeting is asked: "hi, Tokayev resigned?".
_POLITE_TO_ALL = (
    rf"(?:(?:{HELLO}|{SHORT_HELLO})(?:,? {_TO})*|(?:morning|afternoon|evening)(?:,? {YOU})*|"
    rf"{THANKS}|{SIGN_OFF}|{ASIDE}|{_NICE}|{YOU})"
)
COURTESY_ASKED = re.compile(
    rf"\W*{_POLITE_TO_ALL}(?:[\s,.!;:–—-]+{_POLITE_TO_ALL})*\W*", re.IGNORECASE
)
SIGNATURE = re.compile(
    r"[–—\s-]*[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’-]*){0,2}(?:\s*\([^()?]{1,40}\))?\.?"
)
