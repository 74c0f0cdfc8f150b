"""Messages in a thread: which ask the articles something, and which ask for silence.

English only, by its function words.
"""

import re

from index.answering.questions.follow_up import asks_for_more
from index.text.corrections import meant_instead
from index.text.courtesies import without_courtesies
from index.text.question_words import ASKING, BE_AND_DO, without_openings, words_of

LONGEST_SUBJECT = 5  # words of "no, I meant the organ of Lund"
URL = re.compile(r"https?://\S+")

_REQUEST = re.compile(
    r"(?:(?:can|could|would|will) you (?:please )?)?(?:tell (?:me|us)|show (?:me|us)|find|explain|"
    r"describe|list|give (?:me|us)|name|(?:what|how) about|any word on|any(?:thing|body|one) "
    r"(?:on|about|who|say))\b"
)
_AMONG_PEOPLE = re.compile(r"\b(?:you|u|your|yours|we|us|our|i|i'm|me|my|y'all|guys|everyone)\b")
_WE_KNOW = re.compile(
    r"\b(?:do|did|can|could) (?:we|you|i) (?:know|have|read|quote|cite|say|find)\b"
)
_CHATTER = frozenset(
    "right really ok okay huh seriously lol wow anyone eh sure true what who me you nice hello hi "
    "hey sorry pardon agreed deal yes no".split()
)
_EXCLAIMED = re.compile(r"(?:what an? |how (?:nice|cool|funny|sad|great|awful|interesting))")
_COURTESY = (
    r"(?:ok|okay|thanks|thank you|thx|cheers|please|great|good|pullquote|bot|now|hey|no|alright)"
)
_STOP = re.compile(
    rf"(?:{_COURTESY}[\s,.!:;–-]*)*"
    r"(?:stop(?: it| that)?(?: (?:answering|talking|replying|posting)(?: (?:me|us))?)?|be quiet|"
    r"quiet|shut up|hush|silence|go away|leave us alone|enough|that'?s (?:enough|all)|"
    r"no more (?:answers|questions|quotes)|mute)"
    rf"(?:[\s,.!:;–-]*(?:here|{_COURTESY}))*[\s.!]*",
    re.IGNORECASE,
)


def wants_stop(text: str) -> bool:
    """Whether the whole message asks for silence; "did the fighting stop?" does not."""
    return _STOP.fullmatch(text.strip().replace("’", "'")) is not None


def is_question(text: str) -> bool:
    """Whether a message asks the articles something, rather than the people in the thread.

    "who sent troops", "and China?", "no, I meant China" and "tell me about the blackout" do,
    whatever greeting is around them; "right?", "can you come?" and "what a day!" do not.
    """
    if meant := meant_instead(text):
        return is_question(meant) or len(words_of(meant)) <= LONGEST_SUBJECT
    bare = without_courtesies(URL.sub(" ", text))
    if asks_for_more(bare):
        return True
    asked = without_openings(words_of(bare))
    if not asked or wants_stop(text):
        return False
    said = " ".join(asked)
    marked = re.sub(r"[\s\"'”’)*]+$", "", bare).endswith(("?", "？", "؟", "?!"))
    if len(asked) == 1:
        terse = asked[0] in ASKING - {"what", "who"} or bare != bare.lower()
        return marked and asked[0] not in _CHATTER and (terse or words_of(bare) != asked)
    if _REQUEST.match(said):
        return True
    if _AMONG_PEOPLE.search(said) and not _WE_KNOW.search(said):
        return False
    whole = " ".join(without_openings(words_of(URL.sub(" ", text))))
    if marked or _REQUEST.match(whole):
        return True
    if bare.endswith("!") or _EXCLAIMED.match(said):
        return False
    if asked[0] in ASKING:
        return asked[0] not in ("when", "which", "how", "what") or asked[1] not in ("it", "is")
    return (
        asked[0] in BE_AND_DO and asked[1] not in ("it", "that", "this", "not") and len(asked) > 3
    )
