"""A sentence as what counts when it is compared: words, figures, names, negations.

Case, punctuation, quotation marks and the spelling of a figure, a date or a unit do not count:
"2 million", "two million" and "2m" are one figure.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.text.spellings import (
    CURRENCIES,
    DATE,
    INITIALS,
    MONTHS,
    NUMBER,
    SCALES,
    UNITS,
    spellings,
)

TokenKind = Literal["word", "figure", "weak figure", "negation", "name", "first"]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ,\u202f\u00a0']\d{3})+(?![\w]|,\d)")
# Scripts without spaces are compared character by character.
_TOKEN = re.compile(
    r"(?:(?<![\w.,)])[-−+])?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])"
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W_]+(?:'[^\W\d_]+)*"
    r"|[$€£¥%°]"
)
_LONG = re.compile(r"[^\W\d_]{4,}")
_OPENING = re.compile('["“„«:;.!?–—]')
_CONTRACTED = re.compile(r"(?i)\b(ca|wo|sha)n't\b|\b(\w+?)n't\b|\bcannot\b")
_CONTRACTION_OF = {"ca": "can not", "wo": "will not", "sha": "shall not"}

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_MULTIPLES = {"hundred": 100, "dozen": 12} | {
    word: 10**power for word, power in SCALES.items() if len(word) > 3
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
# From two on: "one" is the article as well.
_FOREIGN_NUMBERS = {
    language: {word: value for value, word in enumerate(words.split(), start=2)}
    for language, words in {
        "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
        "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
        "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    }.items()
}
# Days are compared as figures are: another weekday is another date.
_CALENDAR = frozenset(
    (
        *MONTHS,
        *"monday tuesday wednesday thursday friday saturday sunday".split(),
        *"montag dienstag mittwoch donnerstag freitag samstag sonntag".split(),
        *"lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
        *"lunes martes miércoles jueves viernes sábado domingo".split(),
    )
) - {"may", "march"}

_NEGATIONS = {
    "en": "not no never none nobody nothing neither nor nowhere without",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals nichts niemand ohne weder",
    "fr": "ne n pas jamais aucun aucune sans rien ni nul nulle",
    "es": "no nunca jamás ningún ninguno ninguna nadie nada sin ni tampoco",
    "it": "non mai nessun nessuno nessuna niente senza né",
    "pt": "não nunca nenhum nenhuma ninguém nada sem nem",
    "nl": "niet geen nooit niemand niets zonder",
    "pl": "nie nigdy nikt nic żaden żadna żadne bez",
    "sv": "inte aldrig ingen inget inga utan",
    "ru": "не нет ни никогда никто ничего без",
    "uk": "не ні ніколи ніхто нічого без",
    "zh": "不 没 未 无 非",
}
# In German every noun has a capital letter.
_CAPITALS_NAME_NOTHING = frozenset(("de", "lb"))
_NO_NAMES = frozenset(
    (
        "a an the this that these those it he she they we you i his her its their our my your and "
        "or but if when while where who what why how in on at by for from to of with as after "
        "before since until there here so then yes no not is are was were be been has have had do "
        "does did will would can could may might must should mr mrs ms dr sir prof rev all some "
        "many most more one two three now just also even once about over under between during"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is what is compared; `first` is a capitalised word at the beginning of a sentence or a
    quotation, which may be a name or not."""

    key: str
    kind: TokenKind


def tokens_of(sentence: str, language: str | None = None) -> tuple[Token, ...]:
    """The tokens of a sentence in a language (ISO 639-1; English if it is not known)."""
    text = _one_spelling(_INVISIBLE.sub("", sentence))
    negations = frozenset(_NEGATIONS.get(language or "en", _NEGATIONS["en"]).split())
    has_names = language not in _CAPITALS_NAME_NOTHING and not _is_title(text)
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        opens = not found or bool(_OPENING.search(text, end, match.start()))
        found.append((match[0], opens))
        end = match.end()
    tokens: list[Token] = []
    position = 0
    while position < len(found):
        value, taken = _number_in(found, position, language or "en")
        if taken:
            is_weak = value == "1" and found[position][0].lower() == "one"
            tokens.append(Token(value, "weak figure" if is_weak else "figure"))
            position += taken
            continue
        word, opens = found[position]
        after = found[position + 1][0] if position + 1 < len(found) else ""
        tokens.append(_token(word, after, opens, negations, has_names))
        position += 1
    return tuple(tokens)


def _token(word: str, after: str, opens: bool, negations: frozenset[str], has_names: bool) -> Token:
    key = word.casefold()
    if (not key.isalpha() and (word in "$€£¥%°" or any(map(str.isdigit, key)))) or key in _CALENDAR:
        return Token(key.replace("−", "-").lstrip("+"), "figure")
    if key in negations and not after[:1].isdigit():
        return Token(key, "negation")
    if not word[0].isupper():
        return Token(key, "word")
    key = key.removesuffix("'s")
    if not has_names or key in _NO_NAMES:
        return Token(key, "word")
    is_name = not opens or (after[:1].isupper() and after.casefold() not in _NO_NAMES)
    return Token(key, "name" if is_name else "first")


def _one_spelling(text: str) -> str:
    """The text with figures, units, dates, initials and contractions in one spelling."""
    text = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    text = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text))
    text = _CONTRACTED.sub(_written_out, text)
    spelled = [
        (spelling.span, _once(spelling.words.split()))
        for spelling in spellings(text)
        if DATE.fullmatch(text, *spelling.span) or INITIALS.fullmatch(text, *spelling.span)
    ]
    spelled += [(match.span(), _number(match)) for match in NUMBER.finditer(text)]
    parts, position = [], 0
    for (start, end), words in sorted(spelled, key=lambda each: (each[0][0], -each[0][1])):
        if start >= position:
            parts += [text[position:start], words]
            position = end
    return "".join([*parts, text[position:]])


def _once(words: Sequence[str]) -> str:
    """Without the year that is in another word too: 2022-01-06 is "january6 january2022 2022"."""
    return " ".join(w for w in words if not any(w != other and w in other for other in words))


def _number(match: re.Match[str]) -> str:
    """A figure with its unit, its decimals and its scale: €2.5m is "euro 2500000"."""
    digits = re.sub(r"\D", "", match["digits"])
    value = Decimal(digits + (match["decimals"] or ""))
    if match["scale"]:
        value *= 10 ** SCALES[match["scale"].lower()]
    unit = UNITS[match["unit"].lower()] if match["unit"] else ""
    number = f"{value:f}" if match["scale"] is None else f"{value.normalize():f}"
    return " ".join(filter(None, (CURRENCIES.get(match["currency"]), number, unit)))


def _written_out(match: re.Match[str]) -> str:
    if match[1]:
        return _CONTRACTION_OF[match[1].lower()]
    return f"{match[2]} not" if match[2] else "can not"


def _is_title(text: str) -> bool:
    """Whether nearly every word is capitalised, as in a headline."""
    long = _LONG.findall(text)
    return len(long) >= 4 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _number_in(found: Sequence[tuple[str, bool]], start: int, language: str) -> tuple[str, int]:
    """The number that is written out in words from here, in digits, and of how many tokens it is;
    ("", 0) if there is none."""
    total = part = taken = 0
    for word, _ in found[start:] if language == "en" else ():
        key = word.casefold()
        if key in _NUMBERS and (not taken or part % 100 == 0 or (part % 10 == 0 and part)):
            if taken and part and _NUMBERS[key] >= 10 and part % 100:
                break
            part += _NUMBERS[key]
        elif key in _MULTIPLES and (taken or key != "dozen"):
            if not taken:
                break
            part = (part or 1) * _MULTIPLES[key]
            if _MULTIPLES[key] >= 1000:
                total, part = total + part, 0
        elif taken and key in ("and", "&") and (part or total) >= 100:
            after = found[start + taken + 1][0].casefold() if start + taken + 1 < len(found) else ""
            if after not in _NUMBERS:
                break
        else:
            break
        taken += 1
    if taken:
        return str(total + part), taken
    key = found[start][0].casefold()
    if language != "en":
        value = _FOREIGN_NUMBERS.get(language, {}).get(key)
        return (str(value), 1) if value else ("", 0)
    if key in _ORDINALS:
        return _ordinal(_ORDINALS.index(key) + 1), 1
    return "", 0


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th') }"
