"""Harder examples made of right ones: what a passage that nearly answers lacks, or leaves unsaid.

A paragraph of the right article names whom a question asks about and still does not answer; and
news says "the ship" where only the headline has its name. SQuAD's questions, written to fit their
passage, teach neither.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.reader.example import Example, titled
from index.answering.questions.needed.lacking import lacks_needed
from index.text.sentences import sentence_spans

NAME = re.compile(
    r"\b(?!(?:The|An?|In|On|At|By|For|From|After|Before|During|Since|As|When|While|But|And|Its?|His|"
    r"Her|Their|This|That|These|Those|With|Under|Both|If|What|Which|Who|How|Where) )"
    r"[A-Z][\w’'-]+(?: (?:of |the |de |von |van )?[A-Z][\w’'-]+)*"
)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
HEADLINES = (
    "{}",
    "{} explained",
    "What to know about {}",
    "Inside {}: a portrait",
    "How {} came to be where it is now",
    "The story of {}",
    "{}: what has changed, and what has not",
    "A day with {}",
)
PRONOUNS = ("it", "they", "he", "she")
UNASKED = (
    "How old is {}?",
    "When was {} born?",
    "Where was {} born?",
    "Who is the husband of {}?",
    "Who is {} married to?",
    "How tall is {}?",
    "How deep is {}?",
)
SHORTEST = 40  # characters that are left of a passage
CUT, FROM_ANSWER, UNNAMED, SWAPPED, OF_A_NAME = 0.5, 0.5, 0.8, 0.5, 0.15


def names_in(texts: Sequence[str]) -> list[str]:
    """Names of two words or more, to ask for in the place of others."""
    return sorted({name for text in texts for name in NAME.findall(text) if " " in name})


def harder(
    question: str,
    passage: str,
    title: str,
    answers: Sequence[tuple[int, int]],
    names: Sequence[str],
    rng: random.Random,
) -> Iterator[Example]:
    """What else can be asked of a passage that answers; `names` are those of other articles."""
    right = Example(question, passage, tuple(answers), "span")
    headline = rng.choice(HEADLINES).format(title) if title else ""
    made = (
        (CUT, without_answer(right)),
        (FROM_ANSWER, from_answer(right, rng) if title else None),
        (UNNAMED, unnamed(right, title, rng) if title else None),
        (SWAPPED, other_name(right, title, names, rng)),
        (OF_A_NAME, of_a_name(right, rng)),
    )
    for share, example in made:
        if example is not None and rng.random() < share:
            yield titled(example, headline, 1.0 if example.answers else 0.7, rng)


def without_answer(right: Example) -> Example | None:
    """The passage without the sentences that hold the answer, if nothing else in it has the same
    words."""
    spans = sentence_spans(right.passage)
    rest = " ".join(
        right.passage[start:end]
        for start, end in spans
        if not any(start < last and first < end for first, last in right.answers)
    )
    said = {right.passage[start:end].lower() for start, end in right.answers}
    if len(rest) < SHORTEST or any(each in rest.lower() for each in said):
        return None
    return replace(right, passage=rest, answers=())


def from_answer(right: Example, rng: random.Random) -> Example | None:
    """The passage from the sentence that answers, or the one before it, and up to two more."""
    spans = sentence_spans(right.passage)
    first, last = right.answers[0]
    holding = [i for i, (start, end) in enumerate(spans) if start <= first and last <= end]
    if not holding or holding[0] == 0:
        return None
    begins = holding[0] - (rng.random() < 0.3)
    ends = min(len(spans), holding[0] + rng.randint(1, 3))
    start, end = spans[begins][0], spans[ends - 1][1]
    answers = tuple((a - start, b - start) for a, b in right.answers if start <= a and b <= end)
    return replace(right, passage=right.passage[start:end], answers=answers)


def unnamed(right: Example, title: str, rng: random.Random) -> Example | None:
    """The passage with a pronoun for the title's name, which only stands in the title then."""
    if title not in right.passage or title not in right.question:
        return None
    if any(title in right.passage[start:end] for start, end in right.answers):
        return None
    pronoun, text, answers, taken = rng.choice(PRONOUNS), "", [], 0
    shifts: list[tuple[int, int]] = []
    for found in re.finditer(
        rf"\b(?:[Tt]he )?{re.escape(title)}\b(?!['’-]|[’']?s?\s[A-Z0-9])", right.passage
    ):
        text += right.passage[taken : found.start()]
        begins = not text.strip() or text.rstrip().endswith((".", "!", "?"))
        text += pronoun.capitalize() if begins else pronoun
        taken = found.end()
        shifts.append((taken, len(text) - taken))
    text += right.passage[taken:]
    for start, end in right.answers:
        shift = next((by for at, by in reversed(shifts) if at <= start), 0)
        answers.append((start + shift, end + shift))
    return replace(right, passage=text, answers=tuple(answers))


def other_name(
    right: Example, title: str, names: Sequence[str], rng: random.Random
) -> Example | None:
    """A question for another name, or another year, than the passage and its title have."""
    years = YEAR.findall(right.question)
    if years:
        other = str(int(years[0]) + rng.choice((-12, -4, -2, -1, 1, 2, 4, 8)))
        asked = right.question.replace(years[0], other)
    else:
        named = [n for n in NAME.findall(right.question[1:]) if n in f"{title} {right.passage}"]
        if not named:
            return None
        other = rng.choice(names)
        asked = right.question.replace(rng.choice(named), other)
    if other in right.passage or other in title:
        return None
    return replace(right, question=asked, answers=())


def of_a_name(right: Example, rng: random.Random) -> Example | None:
    """A question for what the passage does not say of one whom it names."""
    named = [n for n in NAME.findall(right.passage) if " " in n]
    if not named:
        return None
    asked = rng.choice(UNASKED).format(rng.choice(named))
    if not lacks_needed(asked, right.passage):
        return None
    return replace(right, question=asked, answers=())
