"""Messages to the bot that ask the articles nothing: a greeting, thanks, "what can you do?".

English only.
"""

import re
from typing import Literal

from index.text.question_words import words_of

Kind = Literal["greeting", "thanks", "goodbye", "other"]

_HELP = re.compile(
    r"(?:(?:please )?help(?: me)?(?: please)?|who are you|what are you|what is this(?: bot)?|"
    r"what (?:can|do|could) you do(?: for (?:me|us))?|what can i (?:ask|do)(?: you| here)?|"
    r"how (?:do|does|can|should) (?:you|this|it|i use (?:you|this|it)|i ask(?: you)?|we use you)"
    r"(?: work)?|(?:is )?any(?:one|body) (?:there|here|home)|are you (?:there|a bot|alive|awake))"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("thanks", re.compile(r"\b(?:thank\w*|thx|thnx|tysm|cheers|merci|danke|appreciated?)\b")),
    ("goodbye", re.compile(r"\b(?:bye|goodbye|good ?night|see you|take care)\b")),
    ("greeting", re.compile(r"\b(?:hi|hello|hey|hiya|heya|howdy|hallo|greetings|good \w+)\b")),
)


def asks_for_help(text: str) -> bool:
    """Whether a message asks what the bot is and does."""
    return _HELP.fullmatch(" ".join(words_of(text))) is not None


def kind_of(courtesies: str) -> Kind:
    """What a message of nothing but courtesies is; "other" for an emoji, "ok" and the like."""
    said = courtesies.lower()
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), "other")
