"""Messages that ask for an answer to another one: "any idea?", "can you answer this?".

English only.
"""

import re

from index.text.question_words import words_of

_IT = r"(?:this|that|it|these|those|them|the (?:above|question|message)|here|above)"
POINTING = re.compile(
    rf"(?:(?:any|some) (?:ideas?|clues?|thoughts?|answers?|news|luck|quotes?|sources?|help)|"
    r"thoughts|ideas|help|(?:do )?you know(?: anything)?|do we (?:know|have anything)|"
    rf"what do (?:you|the articles|we) (?:think|say|know|have)|(?:what|how) about {_IT}|"
    rf"is {_IT} true|"
    r"(?:please )?(?:(?:can|could|would|will|do) you )?(?:please )?(?:answer|help|check|find out|"
    r"know|"
    r"look(?: into| up| at)?|take a look(?: at)?|find (?:a |any )?(?:quotes?|sources?|"
    r"anything)|see|say (?:something|anything)|have (?:an answer|anything|something))|"
    rf"(?:see|check|answer|read) {_IT})"
    rf"(?:,? (?:(?:on|about|for|to|with|at|into|in|us|me|out|please|anyone|maybe) ?)*{_IT}?"
    r"(?: thread)?)?(?:,? (?:for )?(?:us|me))?(?:,? please)?"
)


def points_at(text: str) -> bool:
    """Whether a message asks only for an answer to another one: "any idea?", "can you help?"."""
    return POINTING.fullmatch(" ".join(words_of(text))) is not None
