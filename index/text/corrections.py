"""What is meant by a message that corrects the one before: "no, I meant the organ, not the spire".

English only.
"""

import re

_NO = (
    r"(?:no|nope|oh|oops|sorry|apologies|ah|wait|hm+|well|actually|typo|my (?:mistake|bad|fault)|"
    r"not (?:that|this)(?: one)?|wrong (?:one|way|place|article|question)|"
    r"(?:that|this|it)(?:['’]s| is| was)(?: just)? (?:wrong|not (?:it|right|what (?:i|we) "
    r"(?:meant|asked|wanted)(?: for)?)))"
)
_MEAN = (
    r"(?:(?:what )?(?:i|we)(?:['’]m|['’]re| am| are| was| were)? (?:actually |really |just )?(?:"
    r"mean(?!,)|meant(?! what (?:i|it|we)\b)|(?:asking|asked|looking) (?:about|for)|thinking of)|"
    r"(?:that|it|this) (?:should|ought to) (?:have been|read|say)|i should have (?:said|written)|"
    r"(?:make (?:that|it)|correction|should be)(?=:? *(?-i:[\dA-Z])))"
)
_CORRECTION = re.compile(
    rf"(?i:\W*(?:{_NO}\b[\s,.;:!–—-]*)*){_MEAN.replace('(?:', '(?i:', 1)}\b\s*[:,–—-]*\s*"
    r"(?i:(?:was|is|about|to (?:say|ask))\s+)*(?P<meant>(?!(?i:thank|cheers))\w.*)",
    re.DOTALL,
)
# "no, Peru": a few words after a refusal.
_JUST_NO = re.compile(
    r"\W*(?i:(?:no|nope|sorry|oops|wait|not that(?: one)?)\s*[,.;:!–—-]+\s*)+"
    r"(?P<meant>(?i:in |on |at |for |of |the )*[A-Z0-9]\w*(?:[ -]\w+){0,3}\s*[?.!]*)"
)
_NOT_BUT = re.compile(
    r"\W*not (?!only\b|just\b)[^,.?!]{1,60}?,?\s+but\s+(?P<meant>\w.*)", re.IGNORECASE | re.DOTALL
)
_INSTEAD = re.compile(r"\s*(?:,\s*(?:and |but )?not\b|\binstead of\b|\brather than\b)[^?]*")


def meant_instead(text: str) -> str:
    """What a correction says instead of what was understood; "" if a text corrects nothing."""
    for pattern in (_CORRECTION, _JUST_NO, _NOT_BUT):
        if found := pattern.fullmatch(text):
            return _INSTEAD.sub("", found["meant"]).strip()
    return ""
