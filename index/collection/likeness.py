"""How much alike two texts are: by shingles of words, and sentence by sentence.

A sentence counts as the same if it differs in nothing but house style: case, punctuation,
articles, British or American spelling. Another number, name, "not" or verb makes it another one.
"""

import re
from functools import lru_cache

from index.text.sentences import sentence_spans
from index.types import Article, Paragraph, Span

SHINGLE_WORDS = 5
# A number keeps its sign, currency and per cent: -5, $5 and 5% are three things.
WORD = re.compile(r"[-−+]?[$€£¥]?\d+(?:[.,]\d+)*%?|[^\W\d_]\w*")
LIGHT = frozenset(("a", "an", "the", "that"))
BRITISH = (
    (re.compile(r"(?<=\w{3})is(?=(?:e|ed|es|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=\w{3})our(?=(?:s|ed|ing|able|hood)?$)"), "or"),
    (re.compile(r"(?<=\w{2})tre(?=s?$)"), "ter"),
)
CREDIT = re.compile(
    r"\bthis (?:article|story|report|piece)\b[^.]{0,40}\b(?:published|appeared|republished)\b|"
    r"\bcontributed to this (?:article|story|report|piece)\b|"
    r"^\W*(?:additional )?(?:reporting|writing|editing) by\b",
    re.IGNORECASE,
)

Sentence = tuple[str, ...]
"""Its words in their order."""


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def shingles(text: str) -> frozenset[str]:
    """Every run of five words; of fewer words the text as a whole."""
    found = words(text)
    count = max(1, len(found) - SHINGLE_WORDS + 1)
    return frozenset(" ".join(found[i : i + SHINGLE_WORDS]) for i in range(count))


def resemblance(a: frozenset[str], b: frozenset[str]) -> float:
    """The Jaccard index of two sets of shingles (Broder 1997), 0..1."""
    return len(a & b) / len(a | b)


def sentences(article: Article) -> frozenset[Sentence]:
    """What an article says: its sentences without house style and without credits to a paper."""
    return frozenset().union(*(_said(article, paragraph) for paragraph in article.paragraphs))


def weight(article: Article) -> int:
    """How many words count, credits and articles left out."""
    said = (article.text[p.start : p.end] for p in article.paragraphs)
    counted = (words(text) for text in said if not CREDIT.search(text))
    return sum(word not in LIGHT for text in counted for word in text)


def lacking(article: Article, said: frozenset[Sentence]) -> tuple[Span, ...]:
    """The paragraphs of an article of which not every sentence is among those that are said."""
    return tuple((p.start, p.end) for p in article.paragraphs if not _said(article, p) <= said)


def _said(article: Article, paragraph: Paragraph) -> frozenset[Sentence]:
    text = article.text[paragraph.start : paragraph.end]
    found = (text[start:end] for start, end in sentence_spans(text))
    return frozenset(filter(None, (_essence(each) for each in found if not CREDIT.search(each))))


def _essence(sentence: str) -> Sentence:
    return tuple(_american(word) for word in words(sentence) if word not in LIGHT)


@lru_cache(maxsize=50_000)
def _american(word: str) -> str:
    for british, american in BRITISH:
        word = british.sub(american, word)
    return word
