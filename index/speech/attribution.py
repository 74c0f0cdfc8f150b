"""Who says what in one sentence, or in a few that a quotation joins: the rules."""

import re
from dataclasses import dataclass

from index.speech.noun_phrases import noun_phrase, subject_after, subject_before, tokens_of
from index.speech.vocabulary import (
    ACCORDING,
    DETERMINERS,
    HEARD,
    INVERTS,
    IRREGULAR,
    JUDGES,
    NOUNS,
    REPORTS,
    SAYING,
    SAYS,
    TO_WHOM,
    VERB,
)
from index.types import Span

# Between a verb and what it reports: "wrote in a letter on Monday that …".
BETWEEN = (
    r"(?:\s(?!(?:and|for|were|was|is|are|of|had|has|with|or|but|than|that|the)\b)[\w'.-]+){0,5}"
)
OBJECT = r"(?:\s(?:in|on|at|to|during)\s(?:a|an|the|his|her)(?:\s[\w'.-]+){1,3})?"
OPENS = r"(?:\sthat\b|:|,?\s?“|\s(?:how|why|whether|if)\b)"
MARKED = re.compile(f"{BETWEEN}{OBJECT}{BETWEEN}{OPENS}")
MARKED_AT_ONCE = re.compile(OPENS)
# "Divers found a crack that …" has no clause of what they found, "warned a reporter that …" has.
OBJECT_THAT = re.compile(
    rf"\s(?:{'|'.join(sorted(DETERMINERS))}|\d[\d,]*)\b{BETWEEN}\s(?:that|who|which)\b"
)
NOBODY = re.compile(r"(?:no|nobody|none|neither|not)\b", re.IGNORECASE)
# "She said nothing about it" gives none of her words.
SAYS_NO_MORE = re.compile(
    r"\s(?:nothing|nobody|no one|little|(?:no|not|little|nothing) more|so|as much|goodbye|hello|"
    r"something|anything|a few (?:more )?words|a word|yes|no)"
    r"(?:\s(?:about|of|on|to|in|at|before|after|when|publicly|himself|herself|themselves|else)\b"
    r"(?:\s[\w'.-]+){0,8})?\s*(?:[.,;!?]|$)"
)
# "It will rain, the mayor announced on Monday."
SAID_THEN = re.compile(
    r"(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\s(?:yesterday|today|last\s\w+|"
    r"this\s\w+|earlier|later))?\s*(?:[.,;]|$)"
)
QUOTE_NEAR = re.compile(r"[^;:]{0,80}“")
# After what is said and its speaker, nothing more is said.
TAIL = re.compile(
    r"\s*(?:[.,;:—–“?!)]|\s-|$|(?:in|on|at|during|to|after|before|when|while|of|about|from|through|via|as|"
    r"by|with|for|last|this|that|earlier|later|recently|yesterday|today|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday|reporters|CNN|him|her|me|them|us|the|under|into|over|adding|regarding|"
    r"following|and)\b)"
)


ENDS_SOURCE = ("that", "which", "who", "released", "published", "obtained", "and")
SAID_MEANWHILE = re.compile(rf",\s({'|'.join(sorted(SAYING))})\b(?=\s|,?\s?“|:)")
# "Ann Sample said that it rained, and she added that …".
GOES_ON = ("he", "she", "they", "it", "who")
AND_ANOTHER = re.compile(r"[,;]\s(?:but|and|while|whereas|yet)$")
ALONE = re.compile(r"\s*[.:,]?\s*")
CLOSED = re.compile(r"\s*(?:[.,;:?!“]|$)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and by which verb, as spans of the text, and where what is said stands."""

    speaker: Span
    verb: Span
    content: tuple[Span, ...]


def attribution(mask: str, start: int, end: int) -> Attribution | None:
    """The one that holds for `mask[start:end]`, masked text; None if there is no or no sure one."""
    found = [*_reported(mask, start, end)]
    if not found:
        return _according(mask, start, end) or _saying(mask, start, end)
    others = {mask[slice(*each.speaker)] for each in found[1:]} - {mask[slice(*found[0].speaker)]}
    return None if any(other not in GOES_ON for other in others) else found[0]


def _reported(mask: str, start: int, end: int) -> list[Attribution]:
    found: list[Attribution] = []
    covered = start
    for match in VERB.finditer(mask, start, end):
        if match.start() < covered:
            continue
        each = _of_verb(mask, start, end, match.span(), first=not found)
        if each is not None:
            found.append(each)
            covered = match.end()
    return found


def _of_verb(mask: str, start: int, end: int, verb: Span, *, first: bool) -> Attribution | None:
    word = mask[slice(*verb)]
    before = mask[start : verb[0]].rstrip()
    after = mask[verb[1] : end]
    inverts = bool(before) and before[-1] in "”,—–" and word in INVERTS
    if inverts and before[-1] == "”" and (inverted := _inverted(mask, start, end, verb)):
        return inverted
    speaker = subject_before(mask, start, verb[0])
    if speaker is None and inverts:
        return _inverted(mask, start, end, verb)
    if speaker is None or NOBODY.match(mask, *speaker):
        return None
    lead = mask[start : speaker[0]].strip()
    follows_quote = lead.endswith("”")
    follows = follows_quote or (lead.endswith((",", "—", "–")) and len(lead) > 1)
    closes = TAIL.match(after) is not None or (word in TO_WHOM and follows_quote)
    if follows_quote and word not in JUDGES and closes:
        return Attribution(speaker, verb, ((start, speaker[0]), (verb[1], end)))
    if word in SAYS and SAYS_NO_MORE.match(after):
        return None
    if word in SAYS:
        if follows and closes:
            return Attribution(speaker, verb, ((start, speaker[0]), (verb[1], end)))
        if first or AND_ANOTHER.search(lead):
            return Attribution(speaker, verb, ((verb[1], end),))
        return None
    if word in REPORTS:
        if not lead and ALONE.fullmatch(after):  # of the quotation before or after this sentence
            return Attribution(speaker, verb, ())
        has_object = word not in HEARD and OBJECT_THAT.match(after)
        if not has_object and (MARKED_AT_ONCE if word in NOUNS else MARKED).match(after):
            return Attribution(speaker, verb, ((verb[1], end),))
        if follows and SAID_THEN.match(after):
            return Attribution(speaker, verb, ((start, speaker[0]), (verb[1], end)))
        return None
    if QUOTE_NEAR.match(after):
        return Attribution(speaker, verb, ((verb[1], end),))
    return None


def _inverted(mask: str, start: int, end: int, verb: Span) -> Attribution | None:
    """`“…,” said Ann Sample`."""
    speaker = subject_after(mask, verb[1], end)
    if speaker is None or NOBODY.match(mask, *speaker):
        return None
    quoted = mask[start : verb[0]].rstrip().endswith("”")
    if not (TAIL if quoted else CLOSED).match(mask[speaker[1] : end]):
        return None
    return Attribution(speaker, verb, ((start, verb[0]), (speaker[1], end)))


def _saying(mask: str, start: int, end: int) -> Attribution | None:
    """`The mayor left the room, saying that it rained`."""
    match = SAID_MEANWHILE.search(mask, start, end)
    if match is None:
        return None
    for word, (at, _) in tokens_of(mask, start, match.start())[1:8]:
        if (word[-2:] == "ed" and word.islower()) or word in IRREGULAR:
            speaker = noun_phrase(mask, start, at)
            return Attribution(speaker, match.span(1), ((match.end(), end),)) if speaker else None
    return None


def _according(mask: str, start: int, end: int) -> Attribution | None:
    match = ACCORDING.search(mask, start, end)
    if match is None:
        return None
    stop = re.compile(r"[,;:—–()“”]|[.?!]+(?=\s*$)").search(mask, match.end(), end)
    limit = stop.start() if stop else end
    tokens = tokens_of(mask, match.end(), limit)
    if not tokens:
        return None
    last = len(tokens)
    for i, (word, _) in enumerate(tokens):
        if i and word.lower() in ENDS_SOURCE:
            last = i
            break
    speaker = (tokens[0][1][0], tokens[last - 1][1][1])
    if last > 12:
        return None
    verb = (match.start(), match.start() + len("according to"))
    return Attribution(speaker, verb, ((start, match.start()), (limit, end)))
