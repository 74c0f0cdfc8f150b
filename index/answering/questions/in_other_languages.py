"""What kind of thing a question asks for in other languages than English: a number or a time.

By the words that ask, which hardly mean anything else in another of these languages: German, Dutch,
Swedish, Norwegian, Danish, Spanish, French, Italian, Portuguese, Polish, Czech, Russian, Turkish,
Japanese, Chinese and Korean.
"""

import re
from collections.abc import Callable

from index.reading.lines.month_names import months, plain, weekdays

ASKS_FOR_NUMBER = re.compile(
    r"\b(?:wie ?viele?[nr]?|wie (?:alt|hoch|teuer|lange?|weit|gro(?:ß|ss)|schwer|tief|schnell|oft)|"
    r"(?:was|wieviel) kostet\w*|hoeveel|hoe (?:oud|lang|hoog|groot|duur|ver|vaak)|"
    r"hur (?:många|mycket|gam(?:mal|malt|la)|långt?|stora?|stort|högt?|dyrt?)|"
    r"hvor (?:mange|mye|meget|gam(?:mel|melt|le)|langt?|stor|stort|høyt?|højt?)|"
    r"cu[aá]nt[oa]s?|combien|quel âge|quant[oaei]s?|kolik|сколько|kaç|ne kadar)\b|"
    r"^\W*(?:ile|ilu)\b(?! de\b)|何(?:人|歳|年|円|件|回|個|台|割|時間)|いくら|いくつ|どのくらい|"
    r"多少|几[个人岁年]|몇|얼마",
    re.IGNORECASE,
)
ASKS_FOR_TIME = re.compile(
    r"\b(?:wann|wanneer|när|hvornår|når|cu[aá]ndo|quand|quando|kiedy|kdy|когда|ne zaman)\b|"
    r"いつ|什么时候|何时|何時|언제",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|[一二三四五六七八九十百千万億]|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
    r"dutzende?|hunderte?|tausende?|million\w*|milliard\w*|twee|vijf|zes|zeven|negen|tien|två|tre|"
    r"fyra|fem|sju|åtta|nio|tio|fire|seks|syv|otte|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|"
    r"once|doce|cien\w*|mil|mill[oó]n\w*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|"
    r"cents?|mille|due|quattro|cinque|sette|otto|nove|dieci|cento|dois|duas|três|quatro|sete|oito|"
    r"dez|dw(?:a|ie|óch)|trz(?:y|ech)|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|tysi\w+|"
    r"дв(?:а|е|ух)|три|трех|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч\w*|миллион\w*)\b",
    re.IGNORECASE,
)
# A shorter name of a month or weekday in one language is a word in another.
WORD = re.compile(r"[^\W\d_]{4,}|\b(?:mai|mei|maj)\b", re.IGNORECASE)


def kind_asked_for_elsewhere(question: str) -> Callable[[str], bool] | None:
    """Says whether a text has the number or the time that a question asks for in another language
    than English; None if it is not known to ask for either."""
    if ASKS_FOR_NUMBER.search(question):
        asked = set(NUMBER.findall(question))
        return lambda text: not asked.issuperset(NUMBER.findall(text))
    if ASKS_FOR_TIME.search(question):
        return _has_time
    return None


def _has_time(text: str) -> bool:
    if any(map(str.isdigit, text)):
        return True
    words = map(plain, WORD.findall(text))
    return any(word in months() or word in weekdays() for word in words)
