"""Where sentences begin and end, by nupunkt, with a short list of abbreviations of our own.

nupunkt's default model knows thousands of abbreviations of legal English, ordinary words among them
("can.", "century."), and misses sentence ends after them: on 2,400 paragraphs of Wikipedia and
reviews about half of what it joined and blingfire split was wrong. With this list it is right
there, and it still learns from context whether "U.S." or "p.m." ends a sentence.
"""

import re
from functools import cache

from nupunkt import PunktSentenceTokenizer, load_default_model

from index.text.sentence_rules import goes_on
from index.types import Span

ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof rev fr sr jr st mt ft hon mme mlle messrs "
        "gen col lt maj sgt capt cmdr cpl pvt adm sen rep gov supt insp det "
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri "
        "inc ltd co corp llc bros dept univ assn ave blvd rd "
        "vs v viz cf ca approx no nos vol vols figs eq ch pp eds trans et al op cit ibid etc "
        "lb lbs hrs sq cu tbsp tsp "
        "ala ariz ark calif colo conn del fla kan md mich minn mo mont neb nev okla penn tenn tex "
        "va vt wis wyo"
    ).split()
)
DOTTED = re.compile(r"\w\.(\w\.)*\w")
LINE = re.compile(r"\S(?:[^\n]*\S)?")
# The marks that end a sentence outside Latin script, which nupunkt does not know.
PIECE = re.compile(r"\S.*?(?:[。！？।۔؟]+[”’」』）]*|$)")
REFERENCE = re.compile(r"((?:\[[^\[\]]{1,30}\])+)\s*")


@cache
def _tokenizer() -> PunktSentenceTokenizer:
    tokenizer = load_default_model()
    for known in list(tokenizer.abbreviations):
        if known not in ABBREVIATIONS and not DOTTED.fullmatch(known):
            tokenizer.remove_abbreviation(known)
    tokenizer.add_abbreviations(sorted(ABBREVIATIONS))
    return tokenizer


def sentence_spans(text: str, language: str | None = None) -> list[Span]:
    """The sentences of a text in order, without the white space between them.

    By the rules of its language (ISO 639-1), of English if it is None or not known.

    They are disjoint and cover every character that is not white space. A reference such as `[1]`
    stays with the sentence before it.
    """
    spans: list[Span] = []
    for start, end in _tokenizer().span_tokenize(text):
        for line in LINE.finditer(text, start, end):
            begin, stop = line.span()
            reference = REFERENCE.match(text, begin, stop)
            if reference and spans and spans[-1][1] == begin:
                spans[-1] = (spans[-1][0], reference.end(1))
                begin = reference.end()
            spans += (piece.span() for piece in PIECE.finditer(text, begin, stop))
    return spans if language in (None, "en") else _joined(text, spans, language)


def _joined(text: str, spans: list[Span], language: str) -> list[Span]:
    """With what was parted after an abbreviation or an ordinal number of another language."""
    joined: list[Span] = []
    for start, end in spans:
        first = joined[-1][0] if joined else start
        if (
            joined
            and "\n" not in text[joined[-1][1] : start]
            and goes_on(text[first : joined[-1][1]], text[start:end], language)
        ):
            joined[-1] = (first, end)
        else:
            joined.append((start, end))
    return joined
