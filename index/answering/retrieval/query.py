"""A question made ready for the retriever: its words, its tokens and their weights, its phrases."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.answering.questions.asked_for import without_its_year
from index.answering.questions.asked_speaker import speakers_asked_for
from index.answering.questions.named_kinds import named_kinds
from index.answering.retrieval.late_interaction import token_weights
from index.arrays import BoolArray, FloatArray
from index.encoder.encoding import Encoder, Encoding
from index.engine.views import Views
from index.text.spellings import joined, spellings
from index.text.words import words, words_as_spelled
from index.types import Span

STRAIGHT = str.maketrans("‘’“”", "''\"\"")
PHRASE_EDGES = " .,;:!?…"
# An opening mark does not follow a letter or digit: 5" is a length.
PHRASE = re.compile(r"(?<!\w)[\"“”„«]([^\"“”„«»]+)[\"”“»]")


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """Words as which a part of the question may be written, all of them, and that part's tokens."""

    words: tuple[str, ...]
    tokens: BoolArray


@dataclass(frozen=True, slots=True)
class NamedKind:
    """What things of the kind that is asked for are called, and the tokens that say the kind."""

    names: re.Pattern[str]
    tokens: BoolArray


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready.

    `named` is the text with capitals for its names. `words` are as BM25 indexes them, by the rules
    of every language of the index, and `by_language` those of each but English; `weights` one for
    each token of the encoding, and `phrases` what stands in quotation marks, which a passage had
    better contain. `spellings` are those that some passage may have. `speakers` are the people
    whose words are asked for; with `only_theirs`, nothing else answers. `about` is what the answer
    must name, if that is known.
    """

    text: str
    named: str
    encoding: Encoding
    weights: FloatArray
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    spellings: tuple[OtherSpelling, ...]
    by_language: Mapping[str, tuple[str, ...]]
    english: tuple[str, ...]
    kinds: tuple[NamedKind, ...] = ()
    speakers: tuple[str, ...] = ()
    only_theirs: bool = False
    about: str = ""

    def words_in(self, language: str | None) -> tuple[str, ...]:
        """The words as a text in this language has them."""
        return self.by_language.get(language or "", self.english)


def query_of(text: str, encoder: Encoder, snapshot: Views, said_by: Collection[str] = ()) -> Query:
    """`said_by` names whose words are asked for, whatever the text says of that."""
    # So that neither a question mark nor the year of a day makes a difference.
    asked = without_its_year(text.rstrip(" ?!."))
    encoding = encoder.encode_query(asked)
    found = _other_spellings(asked, encoding, snapshot)
    languages = snapshot.manifest.languages
    english = words_as_spelled([text])[0]
    own = _in_languages(text, languages, snapshot) if languages else english
    others = dict.fromkeys(word for spelling in found for word in spelling.words)
    # The words of another spelling were not asked for as such: only those that occur count.
    there = snapshot.occurring(others)
    spelled = [word for word in others if word in there]
    return Query(
        text,
        text,
        encoding,
        token_weights(asked, encoding, snapshot),
        (*own, *(word for word in spelled if word not in own)),
        tuple(filter(None, (m[1].strip(PHRASE_EDGES) for m in PHRASE.finditer(text)))),
        found,
        {language: tuple(words([text], language)[0]) for language in languages},
        (*english, *(word for word in spelled if word not in english)),
        tuple(
            NamedKind(names, _tokens_within(span, encoding)) for span, names in named_kinds(asked)
        ),
        tuple(said_by) or speakers_asked_for(text),
        bool(said_by),
    )


def _in_languages(text: str, languages: Sequence[str], indexed: Views) -> tuple[str, ...]:
    """Each word of a question as the languages of the index stem it, where that occurs.

    One that occurs in none of them stays as English stems it, unless it is a stop word in one.
    """
    found: dict[str, None] = {}
    pieces = [
        [words_as_spelled([piece], code)[0] for code in (None, *languages)]
        for piece in text.split()
    ]
    there = indexed.occurring({word for stems in pieces for some in stems for word in some})
    for english, *others in pieces:
        occurring = [word for some in (english, *others) for word in some if word in there]
        missing = english if all(others) else []
        found |= dict.fromkeys(occurring or missing)
    return tuple(found)


def _other_spellings(text: str, encoding: Encoding, indexed: Views) -> tuple[OtherSpelling, ...]:
    found = [*spellings(text), *joined(text)]
    stems = words([spelling.words for spelling in found])
    there = indexed.occurring({word for some in stems for word in some})
    return tuple(
        OtherSpelling(tuple(some), _tokens_within(spelling.span, encoding))
        for spelling, some in zip(found, stems, strict=True)
        if not there.isdisjoint(some)
    )


def _tokens_within(span: Span, encoding: Encoding) -> BoolArray:
    start, end = span
    within: BoolArray = (encoding.offsets[:, 0] >= start) & (encoding.offsets[:, 1] <= end)
    return within.astype(np.bool_)


def contains(text: str, phrase: str) -> bool:
    """Whether a text has a phrase as whole words, whatever their case and marks' shape."""
    wanted = rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)"
    return re.search(wanted, _plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(text.lower().translate(STRAIGHT).split())
