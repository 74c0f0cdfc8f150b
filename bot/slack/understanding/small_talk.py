"""Messages to the bot that ask the articles nothing: a greeting, thanks, "what can you do?".

English; hello, thanks and goodbye in other languages too.
"""

import re
from typing import Literal

from index.text.greetings import GOODBYE, HELLO, SHORT_HELLO, THANKS, says
from index.text.question_words import words_of

Kind = Literal["greeting", "thanks", "goodbye", "other"]

_HELP = re.compile(
    r"(?:(?:please )?help(?: me)?(?: please)?|hilfe|ayuda|aide|à l'aide|aiuto|ajuda|hjälp|hjelp|"
    r"hjælp|pomoc|помощь|допомога|help menu|commands|menu|info|usage|"
    r"(?:and )?who (?:or what )?are you|what are you|what is this(?: bot)?|"
    r"what(?:'s| is) (?:your name|pullquote)|who (?:made|built|wrote|created|runs) you|"
    r"what (?:can|do|could) you do(?: for (?:me|us))?|what can i (?:ask|do)(?: you| here)?|"
    r"how (?:do|does|can|should) (?:you|this|it|i use (?:you|this|it)|i ask(?: you)?|we use you)"
    r"(?: work)?|(?:is )?any(?:one|body) (?:there|here|home)|what do you know|"
    r"are you (?:there|here|alive|awake|ok|real|human|online|chatgpt|claude|gemini|copilot|"
    r"(?:an? )?(?:bot|ai|robot|human|person|machine|llm|language model)))"
)
_WRONG = re.compile(
    r"(?:(?:no|nope|sorry|hm+|well|but|ok) )*(?:(?:that|this|it|your answer|the answer)"
    r"(?:'s| is| was)(?: just| simply| totally| completely)? (?:wrong|not (?:right|correct|true|it|"
    r"an answer|the answer|helpful|what (?:i|we) (?:asked|meant|wanted)(?: for)?)|incorrect|false|"
    r"untrue|nonsense|rubbish|useless|no answer|off|irrelevant)|"
    r"(?:that|this|it) (?:doesn't|does not|didn't|did not) "
    r"(?:help|answer (?:it|that|me|my question|the question))|"
    r"(?:wrong|bad|incorrect|useless)(?: (?:answer|bot|article|quote))?|"
    r"not (?:helpful|right|correct|what (?:i|we) (?:asked|meant|wanted)(?: for)?)|nonsense|rubbish|"
    r"you(?:'re| are) wrong|you (?:misunderstood|got (?:it|that) wrong)|try again)"
)


def asks_for_help(text: str) -> bool:
    """Whether a message asks what the bot is and does."""
    return _HELP.fullmatch(" ".join(words_of(text))) is not None


def complains(text: str) -> bool:
    """Whether a message says no more than that the answer before it is wrong."""
    return _WRONG.fullmatch(" ".join(words_of(text))) is not None


def kind_of(courtesies: str) -> Kind:
    """What a message of nothing but courtesies is; "other" for an emoji, "ok" and the like."""
    said = courtesies.lower().replace("’", "'")
    if says(THANKS, said):
        return "thanks"
    if says(GOODBYE, said):
        return "goodbye"
    return "greeting" if says(HELLO, said) or says(SHORT_HELLO, said) else "other"
