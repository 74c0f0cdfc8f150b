"""The question in a message: without greeting, thanks, sign-off, emoji, links and small talk.

English only. What is not known for a courtesy is part of the question.
"""

import re
from dataclasses import dataclass
from html import unescape

from index.text.polite_words import COURTESY, COURTESY_ASKED, SIGNATURE
from index.text.requests import (
    ABOUT,
    ASKING,
    LISTED,
    NAME,
    REQUEST,
    TO_SHOW,
    bare,
    names_in,
)
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
EMOTICON = re.compile(r"(?<![^\s.!?,])(?:[:;=8]['’]?-?[)(DPp3|/*]+|\^\^|<3|[xX]D)(?![^\s.!?,])")
EMOJI_NAME = re.compile(
    r"(?<![\w:])(?::[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*:)(?::skin-tone-\d:)?(?!\w)"
)
# *so*, _so_, **so**, ~so~ and `so`, as people mark words where they write them.
EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=[^\s*_~`])([^\n*_~`]*)(?<=\S)\1(?![\w*_~`])")
TO_ALL = re.compile(
    r"(?<!\w)@(?:channel|here|everyone|everybody|all|team|bot|pullquote)\b:?", re.IGNORECASE
)
ASKS = re.compile(rf"{LISTED}{ASKING} \w+ \w", re.IGNORECASE)
TELLS = re.compile(rf"{LISTED}(?:please )?{TO_SHOW} (?!of\b|is\b)\w+ \w", re.IGNORECASE)
SERIES = (
    [rf"(?<![\w.,])(?:q|question )?\(?{number}[.):]" for number in range(1, 10)],
    [rf"(?<!\w)\(?{letter}[.)]" for letter in "abcdefgh"],
    [rf"(?<!\w)\(?{number}[.)]" for number in ("i", "ii", "iii", "iv", "v")],
)
"""Of one list each, the patterns of its numbers."""
TO_ASK = rf"\s*(?={ASKING}\b|{TO_SHOW}\b|(?:is|are|was|were|do|does|did|has|have|can|could|will)\b)"
ORDINAL = re.compile(r"[^\W\d]{2,} \d{1,3}\.$")
NOUN = re.compile(
    rf"(?!(?:{ASKING}|{TO_SHOW}|is|are|was|were|do|does|did|has|have|had)\b)(?-i:[^\W\d_a-z])", re.I
)
ENDED = re.compile(r"[.!:…][\"'”’)* ]*$")


@dataclass(frozen=True, slots=True)
class Parted:
    """A message without what is polite: the sentences that ask, what else it says, and both.

    `topics` are the subject that stands before a question, as in "Ever Given: how long is it?", or
    the names there.
    """

    asked: tuple[str, ...]
    context: str
    whole: str
    topics: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        return " ".join(self.asked)

    def queries(self, question: str) -> list[str]:
        """What to search for one of its questions, in this order.

        The names in what else it says, if the question has none; all that it says; and the
        question alone.
        """
        named = NAME.search(f". {question}")
        names = [] if named else list(dict.fromkeys((*self.topics, *names_in(self.context))))
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
    message = EMPHASIS.sub(r"\2", unescape(message))
    plain = TO_ALL.sub(" ", EMOTICON.sub(" ", EMOJI.sub(" ", EMOJI_NAME.sub(" ", message))))
    without_links = LINK.sub(" ", plain)
    if LINK.search(plain) and set(re.findall(r"\w+", without_links.lower())) <= FUNCTION_WORDS:
        link = " ".join(plain.split())  # it is what is asked about
        return Parted((link,), "", link)
    kept = _without_polite(_sentences(without_links))
    asked = [s for s in kept if _is_marked(s)]
    if asked:
        also = (
            s
            for s in kept
            if TELLS.match(s) or REQUEST.match(s) or (ASKS.match(s) and not ENDED.search(s))
        )
        wanted = {*asked, *also}
        asked = [s for s in kept if s in wanted]
    else:
        asked = [s for s in kept if re.match(rf"{LISTED}{ASKING}\b", s, re.IGNORECASE)]
        asked = asked or [s for s in kept if REQUEST.match(s) or ABOUT.match(s)]
    context = " ".join(s for s in kept if s not in asked) if asked else ""
    stripped = [bare(sentence) for sentence in asked or kept]
    questions = [question for question, _ in stripped]
    questions = questions if asked else [" ".join(questions)]
    topics = tuple(topic for _, some in stripped for topic in some)
    whole = " ".join(" ".join(kept).split())
    return Parted(tuple(filter(None, questions)), context, whole, topics)


def _sentences(text: str) -> list[str]:
    """The sentences; marks that were parted from one, as in `"Welcome!"?`, stay with it."""
    text = _one_a_line(text)
    sentences: list[str] = []
    for start, end in sentence_spans(text):
        if sentences and not re.search(r"\w", text[start:end]):
            sentences[-1] += text[start:end]
        elif (
            sentences
            and text[start - 1] != "\n"
            and _is_of_a_number(sentences[-1], text[start:end])
        ):
            sentences[-1] += f" {text[start:end]}"  # as in "wann war das 2. Hafenfest?"
        else:
            sentences.append(text[start:end])
    return sentences


def _is_of_a_number(before: str, after: str) -> bool:
    return bool(
        ORDINAL.search(before)
        and NOUN.match(after)
        and not COURTESY.fullmatch(after[:MAX_COURTESY])
    )


def _one_a_line(text: str) -> str:
    """With each of several numbered questions, "a) who won? b) when", in a line of its own."""
    for marks in SERIES:
        starts: list[int] = []
        for mark in marks:
            found = re.compile(mark + TO_ASK, re.IGNORECASE).search(
                text, starts[-1] if starts else 0
            )
            if found is None:
                break
            starts.append(found.start())
        if len(starts) > 1:
            parts = zip([0, *starts], [*starts, len(text)], strict=True)
            return "\n".join(text[start:end].strip() for start, end in parts).strip()
    return text


def _without_polite(sentences: list[str]) -> list[str]:
    kept: list[str] = []
    polite = False
    for sentence in sentences:
        short = len(sentence) <= MAX_COURTESY
        courtesy = COURTESY_ASKED if _is_marked(sentence) else COURTESY
        was_polite, polite = polite, short and bool(courtesy.fullmatch(sentence))
        signed = was_polite and sentence is sentences[-1] and SIGNATURE.fullmatch(sentence)
        if not polite and not (signed and kept) and re.search(r"\w", sentence):
            kept.append(sentence)
    return kept


def _is_marked(sentence: str) -> bool:
    return sentence.rstrip("\"'”’)* ").endswith(("?", "？", "؟", "?!"))
