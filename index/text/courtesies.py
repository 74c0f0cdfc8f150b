"""The question in a message: without greeting, thanks, sign-off, emoji, links and small talk.

English only. What is not known for a courtesy is part of the question.
"""

import re
from dataclasses import dataclass

from index.text.sentences import sentence_spans
from index.text.words import FUNCTION_WORDS

MAX_CHARS = 4000
"""A longer message is a text, and is not taken apart."""
MAX_COURTESY = 150
"""The patterns take time that grows faster than the text, and courtesies are short."""
LINK = re.compile(r"<?https?://[^\s<>]+>?")
EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0e\ufe0f\U000e0020-\U000e007f]+"
)
EMOJI_NAME = re.compile(
    r"(?<![\w:])(?::[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*:)(?::skin-tone-\d:)?(?!\w)"
)
ASKING = r"(?:who|whom|whose|what|when|where|which|why|how|if|whether)"
_YOU = r"(?:all|everyone|everybody|folks|team|guys|people|there|again|colleagues|pullquote|bot)"
_HELLO = r"(?:hi|hello|hey|hiya|heya|howdy|hallo|greetings|good (?:morning|afternoon|evening|day))"
_NAME = r"[^\W\d_][\w'’-]*"
_GREETING = (
    rf"(?:{_HELLO}(?:,? {_YOU}| {_NAME}){{0,3}}|dear {_NAME}|"
    rf"(?:morning|afternoon|evening)(?:,? {_YOU})*)"
)
_THANKS = (
    r"(?:(?:many|much|big|huge|ok|okay|great|cool|perfect|super|lovely|wow),? )?"
    r"(?:thanks|thank (?:you|u)|thx|thnx|tysm|cheers|much appreciated|appreciate it|merci|danke)"
    r"(?:,? (?:a lot|a million|a bunch|so much|very much|much|in advance|again|mate|"
    rf"for (?:your|the|any|all|that|this|looking|helping)\b[^.!?\n]*|{_YOU}))*"
)
_SIGN_OFF = (
    r"(?:(?:best|kind|kindest|warm|with (?:best|kind)) (?:regards|wishes)|regards|best|"
    r"all the best|sincerely|bye(?:[ -]bye)*|goodbye|good ?night|"
    r"see you(?: later| soon| tomorrow)?|take care|have a (?:nice|good|great|lovely) [^.!?\n]*)"
)
_ASIDE = (
    r"(?:please|pls|plz|please help(?: me| us)?|any help (?:is |would be )?(?:much )?appreciated|"
    r"(?:sorry|apologies)(?: to (?:bother|disturb) you)?|excuse me|i hope you(?:'re| are)[^.!?\n]*|"
    r"hope (?:you|all|this)[^.!?\n]*|how are you(?: doing)?(?: today)?|how's it going|what's up|"
    r"(?:it's|this is|that's)(?: quite| very| rather)? urgent|urgent|asap|"
    r"i have (?:a|one)(?: quick| short| small)? question(?: for you)?|by the way|btw|fyi)"
)
_NICE = (
    r"(?:ok|okay|k|yes|yep|yeah|no|nope|got it|i see|right|sure|fine|great|good|nice|cool|perfect|"
    r"awesome|excellent|amazing|wonderful|brilliant|lovely|wow|haha|lol|ha|hm+|"
    r"(?:good|nice|great|well) (?:bot|job|work|one|answer|done|stuff)|well done|you rock|"
    r"(?:that|this)(?:'s| is| was) (?:great|good|nice|perfect|helpful|useful|all|it|amazing)|"
    r"that helps(?: a lot)?|very helpful|helpful|i (?:love|like) (?:it|this|that|you)|test|testing|"
    r"ping)"
)
_POLITE = rf"(?:{_GREETING}|{_THANKS}|{_SIGN_OFF}|{_ASIDE}|{_NICE}|{_YOU})"
COURTESY = re.compile(
    rf"\W*{_POLITE}(?:[\s,.!;:–—-]+{_POLITE})*(?:\s*[,–—-]+\s*{_NAME}(?: {_NAME})?)?\W*",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"[–—\s-]*[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)?\.?")
OPENING = re.compile(
    rf"\W*(?:{_HELLO}(?:,? {_YOU})*(?:(?:,? {_NAME}){{0,2}}\s*[,!.:;–—]+|\s+(?={ASKING}\b|"
    r"(?:is|are|was|were|do|does|did|has|have|can|could|would|please|any|i|tell)\b))|"
    rf"dear (?:{_YOU}|{_NAME})\s*[,!:]+|{_THANKS}\s*[,!.:;–—]+|"
    r"(?:(?:just )?(?:a |one )?(?:quick|short|small|other|another) )?question"
    r"(?: for you)?\s*[:–—,]+|"
    r"(?:sorry|excuse me|by the way|btw|fyi)\s*[,:–—]+|(?:please|pls|plz)\b,?)\s*",
    re.IGNORECASE,
)
REQUEST = re.compile(
    rf"(?:(?:(?:can|could|would|will) (?:you|someone|anyone|anybody|somebody)(?: (?:please|kindly|"
    r"possibly|perhaps))*|please)? ?(?:tell|let|help|show|remind) (?:me|us)(?: to)?(?: know|"
    r" find out| understand| see)?|"
    r"(?:i|we)(?: would|'d)? (?:really |just |also )?(?:like|love|want|need)(?: to)? (?:know|"
    r"find out|understand|check|ask(?: you)?)|"
    r"(?:i|we)(?: was| were| am| are|'m|'re|'ve been)?(?: just)? wonder(?:ing)?|"
    r"(?:do|does|did) (?:we|you|anyone|anybody|someone|somebody)(?: here)?(?: happen to|"
    r" actually)? (?:know|remember|recall)|(?:any(?:one|body)|someone)(?: here)? knows?|"
    r"any (?:ideas?|clues?)|(?:(?:do we|do you|have we|have you) (?:have |got )?|is there )"
    r"(?:any|some)thing (?:on|about))"
    rf"[,:]? (?=(?:{ASKING})\b)",
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
    r"(?:need|looking for|searching for)(?: to have)? (?=(?:the|an?|any)\b))",
    re.IGNORECASE,
)
TO_ALL = re.compile(
    r"(?<!\w)@(?:channel|here|everyone|everybody|all|team|bot|pullquote)\b:?", re.IGNORECASE
)
CLOSING = re.compile(
    rf"(?:\s*[,;–—-]+\s*(?:{_THANKS}|{_ASIDE}|{_SIGN_OFF})(?:[\s,–—-]+{_NAME}){{0,2}}"
    r"|\s+(?:pls|plz|thx|tysm|please|handy|(?:at|to|on) hand|by any chance))\s*(?=[?.!]*$)",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(rf"^[^?]*[:–—]\s*(?={ASKING}\b[^:]*\?)", re.IGNORECASE)
# 1. or (b) or • before one of several questions.
LISTED = r"(?:\s*(?:[-–—*•◦‣]+|\(?(?:\d{1,2}|[a-h])[.)]|(?:q|question )?\d{1,2}[:.)])\s*)?"
_TELLING = r"(?:(?:tell|show|give) (?:me|us)|list|name|describe|explain)"
ASKS = re.compile(rf"{LISTED}{ASKING} \w+ \w", re.IGNORECASE)
TELLS = re.compile(rf"{LISTED}(?:please )?{_TELLING} (?!of\b|is\b)\w+ \w", re.IGNORECASE)
POLITE_OR_ASKING = (
    rf"(?:{_POLITE}|{ASKING}|{_TELLING}|and|also|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"would|will|in|on|at|by|to|from|for)\b"
)
ENDED = re.compile(r"[.!:…][\"'”’)* ]*$")
NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")


@dataclass(frozen=True, slots=True)
class Parted:
    """A message without what is polite: the sentences that ask, what else it says, and both."""

    asked: tuple[str, ...]
    context: str
    whole: str

    @property
    def question(self) -> str:
        return " ".join(self.asked)

    def queries(self, question: str) -> list[str]:
        """What to search for one of its questions, in this order.

        The names in what else it says, if the question has none; all that it says; and the
        question alone.
        """
        named = NAME.search(f". {question}")
        names = [] if named else list(dict.fromkeys(NAME.findall(self.context)))
        queries = [f"{question} {' '.join(names)}"] if names else []
        if self.context:
            alone = len(self.asked) == 1 or question == self.question
            queries.append(self.whole if alone else f"{self.context} {question}")
        return [*queries, question]


def queries_in(message: str) -> list[str]:
    """What to search for a message, in this order; empty if it is only courtesies.

    "Hi all! I'm writing about Kazakhstan. Who sent troops? Thanks, Anna" gives "Who sent troops?
    Kazakhstan", the two sentences, and "Who sent troops?".
    """
    parts = parted(message)
    return parts.queries(parts.question) if parts.question else []


def without_courtesies(message: str) -> str:
    """The question in a message; "" if it is only courtesies."""
    return parted(message).question


def parted(message: str) -> Parted:
    """What a message asks, one part a sentence, and what else it says."""
    if len(message) > MAX_CHARS:
        return Parted((message,), "", message)
    plain = TO_ALL.sub(" ", EMOJI.sub(" ", EMOJI_NAME.sub(" ", message)))
    bare = LINK.sub(" ", plain)
    if LINK.search(plain) and set(re.findall(r"\w+", bare.lower())) <= FUNCTION_WORDS:
        link = " ".join(plain.split())  # it is what is asked about
        return Parted((link,), "", link)
    kept = _without_polite(_sentences(bare))
    asked = [s for s in kept if _is_marked(s)]
    if asked:
        also = (s for s in kept if TELLS.match(s) or (ASKS.match(s) and not ENDED.search(s)))
        wanted = {*asked, *also}
        asked = [s for s in kept if s in wanted]
    else:
        asked = [s for s in kept if re.match(rf"{LISTED}{ASKING}\b", s, re.IGNORECASE)]
    context = " ".join(s for s in kept if s not in asked) if asked else ""
    questions = [_bare(sentence) for sentence in asked or kept]
    questions = questions if asked else [" ".join(questions)]
    return Parted(tuple(filter(None, questions)), context, " ".join(" ".join(kept).split()))


def _sentences(text: str) -> list[str]:
    """The sentences; marks that were parted from one, as in `"Welcome!"?`, stay with it."""
    sentences: list[str] = []
    for start, end in sentence_spans(text):
        if sentences and not re.search(r"\w", text[start:end]):
            sentences[-1] += text[start:end]
        else:
            sentences.append(text[start:end])
    return sentences


def _without_polite(sentences: list[str]) -> list[str]:
    kept: list[str] = []
    polite = False
    for sentence in sentences:
        short = len(sentence) <= MAX_COURTESY
        was_polite, polite = polite, short and bool(COURTESY.fullmatch(sentence))
        signed = was_polite and sentence is sentences[-1] and SIGNATURE.fullmatch(sentence)
        if not polite and not (signed and kept) and re.search(r"\w", sentence):
            kept.append(sentence)
    return kept


def _is_marked(sentence: str) -> bool:
    return sentence.rstrip("\"'”’)* ").endswith(("?", "？", "؟", "?!"))


def _bare(sentence: str) -> str:
    """A sentence without what is polite around its question, nor its number in a list."""
    if marked := re.match(rf"{LISTED}(?={POLITE_OR_ASKING})", sentence, re.IGNORECASE):
        sentence = sentence[marked.end() :]
    while (opening := OPENING.match(sentence)) and re.search(r"\w", sentence[opening.end() :]):
        sentence = sentence[opening.end() :]
    if announced := ANNOUNCED.match(sentence):
        sentence = sentence[announced.end() :]
    request = REQUEST.match(sentence) or ABOUT.match(sentence)
    if request:
        sentence = re.sub(r"^(?:if|whether) ", "", sentence[request.end() :], flags=re.IGNORECASE)
    while closing := CLOSING.search(sentence, max(0, len(sentence) - MAX_COURTESY)):
        if len(sentence[: closing.start()].split()) < 2:
            break
        sentence = sentence[: closing.start()] + sentence[closing.end() :]
    return " ".join(sentence.split())
