"""Which words before or after a reporting verb are its subject; no parser, only closed lists."""

import re
from itertools import pairwise

from index.speech.vocabulary import (
    ADVERBS,
    AFTER_NAME,
    BARE,
    DAYS_AND_MONTHS,
    DENIES,
    DETERMINERS,
    IN_SUBJECT,
    LEADS,
    NO_NOUN,
    PRONOUNS,
    VERBS,
)
from index.types import Span

TOKEN = re.compile(r"[^\s,;:“”\0()\[\]—–]+")
MOST_WORDS = 14
MOST_BEFORE_PREPOSITION = 8
PREPOSITIONS = frozenset(
    "of for from at with in on to by near inside against about between familiar close".split()
)
CONJUNCTIONS = frozenset("but and yet so that as still or then".split())
# "On Monday Ann Sample said": when, without a comma.
TIME_BEFORE = re.compile(
    r"(?:(?:[Oo]n|[Ii]n|[Ll]ate|[Ee]arly|[Ee]arlier|[Ll]ater|[Ll]ast|[Tt]his|[Tt]hat|[Bb]y|[Aa]t|[Aa]fter)\s"
    r"(?:[\w'-]+\s){0,4}?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|night|"
    r"evening|morning|afternoon|day|[Yy]esterday|[Tt]oday|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|\d{4}|point|time)\s"
    r"(?:(?:morning|night|evening|afternoon)\s)?(?=[A-Z]|[a-z-]+s$|(?:he|she|they|the|a|an|his|her|its|their)\s|"
    r"(?:he|she|they|it)$)"
)
# Where a subject's clause begins, looking back from its verb.
BOUNDARY = re.compile(r"[;:“”\0()\[\]—–]|\s-+\s|\.\.\.|…")
LONGEST_APPOSITION = 90
MOST_IN_NAME = 4
PARTICLES = frozenset("da de del den der di dos du la le ten ter van von y".split())
# ", Ilse Brandt," after "the harbour master".
NAME_AFTER_ROLE = re.compile(
    r"\s((?:[^\W\d_][\w'’.-]*\s){1,3}[^\W\d_][\w'’-]*)(?=[,;]|\.?\s*$|\.\s)"
)


def tokens_of(text: str, start: int, end: int) -> list[tuple[str, Span]]:
    return [(m[0], m.span()) for m in TOKEN.finditer(text, start, end)]


def is_capital(word: str) -> bool:
    return word[:1].isupper() or (len(word) > 2 and word[:3] in ("al-", "el-", "bin"))


def without_adverbs(text: str, start: int, end: int) -> int | None:
    """Where a subject before a verb at `end` ends; None if the verb reports nothing it says."""
    tokens = tokens_of(text, start, end)
    while tokens:
        word = tokens[-1][0].lower()
        if word in DENIES or word.endswith("n't"):
            return None
        if word not in ADVERBS and not (word.endswith("ly") and not is_capital(tokens[-1][0])):
            break
        if is_capital(tokens[-1][0]) and len(tokens) == 1 and word.endswith("ly"):
            break
        tokens.pop()
    return tokens[-1][1][1] if tokens else start


def noun_phrase(text: str, start: int, end: int) -> Span | None:
    """The whole of a segment as one noun phrase, without a conjunction before it; None if it is
    anything else."""
    tokens = tokens_of(text, start, end)
    while tokens and tokens[0][0].lower() in CONJUNCTIONS:
        tokens.pop(0)
    lead = TIME_BEFORE.match(text, tokens[0][1][0], end) if tokens else None
    if lead:
        tokens = [token for token in tokens if token[1][0] >= lead.end()]
    if not tokens or len(tokens) > MOST_WORDS:
        return None
    words = [word for word, _ in tokens]
    if words[-1] in PRONOUNS and len(words) > 1 and words[0].lower() in LEADS:
        between = [word.lower() for word in words[:-1]]
        return None if any(map(_is_verb, between[1:])) else tokens[-1][1]
    lower = [word.lower() for word in words]
    span = (tokens[0][1][0], tokens[-1][1][1])
    if lower[0] == "who" or words == lower == ["a"]:
        return None
    if len(words) == 1 and lower[0] in PRONOUNS:
        return span if lower[0] != "i" or words[0] == "I" else None
    relative = next((i for i, word in enumerate(lower) if word == "who"), len(lower))
    if 0 < relative < len(lower) and relative == len(lower) - 1:
        return None
    if any(map(_is_verb, lower[:relative])):
        return None
    if lower[0] in DAYS_AND_MONTHS or lower[-1] in DAYS_AND_MONTHS:
        return None
    before = next((i for i, word in enumerate(lower) if word in PREPOSITIONS), len(lower))
    if before == 0 or min(before, relative) > MOST_BEFORE_PREPOSITION:
        return None
    if (
        lower[-1] in PREPOSITIONS
        or lower[-1] in ("and", "or")
        or (lower[-1] in DETERMINERS and len(lower) > 1 and (lower[-1] not in ("one", "others")))
    ):
        return None
    return span if _names_somebody(words, before) else None


def _is_verb(word: str) -> bool:
    """Whether a lower-case word, or a pronoun, is in no subject."""
    return (
        word in NO_NOUN
        or (word in VERBS and word not in IN_SUBJECT)
        or word.endswith(("n't", "'re", "'ve", "'ll"))
    )


def _names_somebody(words: list[str], before: int) -> bool:
    lower = words[0].lower()
    head = words[:before]
    if lower in DETERMINERS or lower[0].isdigit():
        return True
    if any(word.lower() in BARE for word in head):
        return True
    capitals = [is_capital(word) for word in head]
    if all(
        capital or word.lower() in ("of", "the", "and", "de", "van", "von", "der", "la", "al")
        for capital, word in zip(capitals, head, strict=True)
    ):
        return capitals[0] and lower not in LEADS
    # "former President Ann Sample", "campaign manager John Doe", "Clinton aides"
    return (
        any(capitals)
        and lower not in LEADS
        and (is_capital(head[-1]) or head[-1].endswith("s") or capitals[0])
    )


def subject_before(text: str, start: int, verb: int) -> Span | None:
    """The subject of a verb at `verb`, in a clause that begins at `start` or later."""
    for boundary in BOUNDARY.finditer(text, start, verb):
        start = boundary.end()
    end = without_adverbs(text, start, verb)
    if end is None:
        return None
    commas = [start, *(m.end() for m in re.finditer(r",", text[:end]) if m.start() >= start)]
    tail = text[end:verb]
    if "," in tail:
        commas.append(end + tail.index(",") + 1)
    if "," in tail or not text[commas[-1] : end].strip():
        return _with_apposition(text, commas)
    last = noun_phrase(text, commas[-1], end)
    if last and len(commas) > 1 and text[slice(*last)].startswith(("a ", "an ", "the ")):
        named = noun_phrase(text, commas[-2], commas[-1] - 1)
        if named and all(is_capital(word) for word in text[slice(*named)].split()):
            return named[0], last[1]
    return last


def _with_apposition(text: str, starts: list[int]) -> Span | None:
    """The leftmost noun phrase of those that end in commas, with what explains it after it.

    `starts` are where the segments start; the last one, before the verb, is empty.
    """
    segments = [(a, b - 1) for a, b in pairwise(starts)]
    for i, (a, b) in enumerate(segments):
        found = noun_phrase(text, a, b)
        if found is None:
            continue
        if i == len(segments) - 1:
            return None if i else found
        first = text[found[0] : found[1]].split()
        is_role = first[0].lower() in DETERMINERS and not is_capital(first[-1])
        if is_capital(first[-1]) or i == 0 or (is_role and _is_name(text, *segments[i + 1])):
            explained = segments[-1][1]
            return (found[0], explained if explained - found[1] <= LONGEST_APPOSITION else found[1])
    return None


def subject_after(text: str, verb_end: int, end: int) -> Span | None:
    """The subject that follows its verb: `said Ann Sample, the mayor, on Monday`."""
    stop = BOUNDARY.search(text, verb_end, end)
    limit = stop.start() if stop else end
    comma = text.find(",", verb_end, limit)
    tokens = tokens_of(text, verb_end, comma if comma >= 0 else limit)
    kept: list[tuple[str, Span]] = []
    for word, span in tokens:
        lower = word.lower().rstrip(".")
        if lower in AFTER_NAME or (kept and lower in NO_NOUN):
            break
        kept.append((word, span))
        if word.endswith(("?", "!")) or (word.endswith(".") and span[1] >= limit):
            break
    if not kept:
        return None
    last = kept[-1][1][1]
    while last > kept[-1][1][0] and text[last - 1] in ".?!" and last >= limit:
        last -= 1
    found = noun_phrase(text, kept[0][1][0], last)
    if found is None or text[found[0] : found[1]].lower() in ("it", "i", "we", "they"):
        return None
    complete = len(kept) == len(tokens)
    if complete and comma >= 0:
        return found[0], _end_of_apposition(text, found[1], comma, limit)
    return found


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a segment is a person's name: "the harbour master, Ilse Brandt"."""
    words = text[start:end].split()
    return (
        2 <= len(words) <= MOST_IN_NAME
        and all(is_capital(word) or word in PARTICLES for word in words)
        and is_capital(words[0])
        and not any(word.lower() in DAYS_AND_MONTHS for word in words)
    )


def _end_of_apposition(text: str, end: int, comma: int, limit: int) -> int:
    name = NAME_AFTER_ROLE.match(text, comma + 1, limit)
    if name and not is_capital(text[:end].split()[-1]) and _is_name(text, *name.span(1)):
        return name.end(1)
    stop = re.compile(r"[,.;]").search(text, comma + 1, limit)
    closing = stop.start() if stop else limit
    words = text[comma + 1 : closing].split()
    if not words or closing - comma > LONGEST_APPOSITION:
        return end
    if words[0].lower() not in DETERMINERS and not words[0].isdigit():
        return end
    if any(word.lower() in NO_NOUN - {"who", "that", "which"} for word in words[:6]):
        return end
    return closing
