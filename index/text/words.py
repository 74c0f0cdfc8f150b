"""What counts as a word: tokens, stems, function words."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import bm25s
import Stemmer

from index.text.spellings import with_spellings

# Snowball's stemmer and bm25s's stop words, where they exist, by language (ISO 639-1).
STEMMERS = {
    **{"ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german"},
    **{"el": "greek", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish"},
    **{"fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian"},
    **{"id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian"},
    **{"ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish"},
    **{"pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian"},
    **{"sv": "swedish", "ta": "tamil", "tr": "turkish", "fa": "persian", "yi": "yiddish"},
}
STOP_WORDS = {
    **{"da": "da", "de": "de", "es": "es", "fr": "fr", "it": "it", "nb": "no", "nl": "nl"},
    **{"nn": "no", "no": "no", "pt": "pt", "ru": "ru", "sv": "sv", "tr": "tr", "zh": "zh"},
}


def words(texts: Sequence[str], language: str | None = None) -> list[list[str]]:
    """Each text's words as they are indexed: lower case, stop words out, stemmed.

    By the rules of `language` (ISO 639-1), or of English if it is None; in others accents are
    folded too. What has several spellings, such as a date, is indexed by a common one too. In
    scripts without spaces between words, pairs of characters are the words.
    """
    return words_as_spelled(list(map(with_spellings, texts)), language)


def words_of_each(texts: Sequence[tuple[str, str | None]]) -> list[list[str]]:
    """As `words`, each text by the rules of its own language."""
    found: list[list[str]] = [[] for _ in texts]
    rows: dict[str | None, list[int]] = {}
    for row, (_, language) in enumerate(texts):
        rows.setdefault(None if is_english(language) else language, []).append(row)
    for language, some in rows.items():
        for row, each in zip(some, words([texts[i][0] for i in some], language), strict=True):
            found[row] = each
    return found


def words_as_spelled(texts: Sequence[str], language: str | None = None) -> list[list[str]]:
    """As `words`, but only as each text spells them."""
    if is_english(language):
        return _tokenized(texts, "en", Stemmer.Stemmer("english"))
    # Before it is stemmed, as ß and ё are written ss and е by some.
    folded = [text.replace("ё", "е").replace("Ё", "Е").replace("ß", "ss") for text in texts]
    stopwords = STOP_WORDS.get(language or "") or sorted(function_words(language))
    stemmer = Stemmer.Stemmer(STEMMERS[language]) if language in STEMMERS else None
    found = _tokenized(folded, stopwords, stemmer, WITH_SIGNS)
    return [[without_accents(word) for word in each] for each in found]


def is_english(language: str | None) -> bool:
    """Whether a text is read by the rules of English, as is one of no known language."""
    return language in (None, "en")


def function_words(language: str | None) -> set[str]:
    """As many as are known: in some languages hundreds, "year" and "time" among them."""
    import stopwordsiso

    if language is None or not stopwordsiso.has_lang(language):
        return set()
    return set(stopwordsiso.stopwords(language))


def _tokenized(
    texts: Sequence[str],
    stopwords: str | list[str],
    stemmer: "Stemmer.Stemmer | None",
    pattern: str = r"(?u)\b\w\w+\b",
) -> list[list[str]]:
    tokenized = bm25s.tokenize(
        list(map(spaced, texts)),
        stopwords=stopwords,
        stemmer=stemmer,
        token_pattern=pattern,
        return_ids=False,
        show_progress=False,
    )
    return cast(list[list[str]], tokenized)


def stemmed(words: Sequence[str], language: str | None) -> list[str]:
    """The stems of words by Snowball; the words themselves if it does not know the language."""
    if language not in (*STEMMERS, "en"):
        return list(words)
    stems: list[str] = Stemmer.Stemmer(STEMMERS.get(language, "english")).stemWords(list(words))
    return stems


def without_accents(word: str) -> str:
    """é as e; й, which is a letter of its own, stays, and so do the signs of Indian scripts."""
    if word.isascii() or not ACCENTED.search(word):
        return word
    parts = unicodedata.normalize("NFD", word.replace("й", "\0"))
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain.replace("\0", "й"))


# A word with the vowel signs that it has in Indian scripts and in pointed Arabic and Hebrew.
WITH_SIGNS = r"(?u)\b\w[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff]+"
ACCENTED = re.compile(r"[\u00c0-\u024f\u0300-\u052f\u1e00-\u1fff]")

FUNCTION_WORDS = frozenset(
    (
        "what who whom whose which when where why how much many long did does do is are was were "
        "the a an of in to for on at by with from and or it its this that be been being has have "
        "had he she they i you we s"
    ).split()
)
FUNCTION_WORD_WEIGHT = 0.5

WORD = re.compile(r"[^\W\d_]+")

# Thai and Lao, Burmese, Khmer, kana, Chinese characters.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


def spaced(text: str) -> str:
    """The text with each run of such characters as its overlapping pairs: 石桥上 is 石桥 桥上."""
    return UNSPACED.sub(_pairs, text)


def _pairs(run: re.Match[str]) -> str:
    # Vowel signs and tone marks would end a word where words are cut.
    letters = [c for c in run[0] if c.isalnum()]
    if len(letters) < 2:
        return f" {run[0]} "
    return f" {' '.join(a + b for a, b in pairwise(letters))} "
