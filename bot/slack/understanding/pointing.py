"""Messages that ask for an answer to another one: "any idea?", "can you answer this?".

English only.
"""

import re

from index.text.question_words import words_of

_IT = (
    r"(?:this one|that one|this|that|it|these|those|them|here|above|below|"
    r"(?:the|this|that|my|our|his|her|their|[\w-]+'s)(?: (?:above|first|last|previous|original))? "
    r"(?:question|message|post|query|request)(?: above| below)?|question above|message above|"
    r"the above)"
)
POINTING = re.compile(
    rf"(?:(?:any|some) (?:ideas?|clues?|thoughts?|answers?|news|luck|quotes?|sources?|help)|"
    r"thoughts|ideas|help|(?:do )?you (?:happen to )?know(?: anything)?|"
    r"do we (?:know|have anything)|"
    rf"what do (?:you|the articles|we) (?:think|say|know|have)|(?:what|how) about {_IT}|"
    rf"is {_IT} true|over to you|your turn|(?:(?:can|could) you )?(?:please )?tell (?:me|us)|"
    r"what's the answer|"
    r"(?:does |do )?any(?:one|body)(?: here)?(?: knows?)?|who(?:'s| is) right|same question|"
    r"(?!who\b)(?:question from [\w-]+|[\w-]+ (?:asks|asked|wants to know)(?: this| me| us)?)|"
    r"(?:can|could|would|will) (?:you|u|someone) help(?: out)?(?: [\w-]+)?|"
    r"(?:please )?(?:(?:can|could|would|will|do) you )?(?:please )?(?:answer|help|check|find out|"
    r"know|"
    r"look(?: into| up| at)?|take a look(?: at)?|find (?:a |any )?(?:quotes?|sources?|"
    r"anything)|see|say (?:something|anything)|have (?:an answer|anything|something))|"
    rf"(?:(?:can|could|would|will) you )?(?:see|check|answer|read|take|do) {_IT})"
    rf"(?:,? (?:(?:on|about|for|to|with|at|into|in|us|me|out|please|anyone|maybe) ?)*{_IT}?"
    r"(?: thread)?)?(?:,? (?:for )?(?:us|me))?(?:,? please)?"
)
# What means an answer to another message if it stands in that one's thread.
_UPWARDS = re.compile(
    r"(?:[\s^↑☝👆⬆🔝👀❓🙏\ufe0f\U0001f3fb-\U0001f3ff!?.]|:(?:point_up(?:_2)?|arrow_up|eyes|this|"
    r"question|pray|up)(?:::skin-tone-\d)?:|\b(?:p+l+[sz]+|please|ping|bump|asap|urgent|help)\b)+",
    re.IGNORECASE,
)


def points_up(text: str) -> bool:
    """Whether a message has only "^", an emoji that points, "please" or "ping"."""
    return _UPWARDS.fullmatch(text) is not None


def points_at(text: str) -> bool:
    """Whether a message asks only for an answer to another one: "any idea?", "can you help?"."""
    return POINTING.fullmatch(" ".join(words_of(text))) is not None
