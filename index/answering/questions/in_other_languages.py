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
    r"\d+(?:[.,]\d+)*|[一二三四五六七八九十百千万億]|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|"
    r"zwölf|"
    r"dutzende?|hunderte?|tausende?|million\w*|milliard\w*|twee|vijf|zes|zeven|negen|tien|två|tre|"
    r"fyra|fem|sju|åtta|nio|tio|fire|seks|syv|otte|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
    r"diez|"
    r"once|doce|cien\w*|mil|mill[oó]n\w*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|"
    r"cents?|mille|due|quattro|cinque|sette|otto|nove|dieci|cento|dois|duas|três|quatro|sete|oito|"
    r"dez|dw(?:a|ie|óch)|trz(?:y|ech)|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|tysi\w+|"
    r"дв(?:а|е|ух)|три|трех|четыре|пять|шесть|семь|восемь|девять|десять|сто|тысяч\w*|миллион\w*)\b",
    re.IGNORECASE,
)
# What certain of these ask for: an age, a share, money, and a day or a year.
KINDS = [
    (re.compile(asks, re.IGNORECASE), re.compile(has, re.IGNORECASE))
    for asks, has in (
        (
            r"\b(?:wie alt|hoe oud|hur gam\w+|hvor gam\w+|quel âge|cu[aá]ntos años|"
            r"qu[eé] edad|quanti anni|quantos anos)\b",
            r"\b\d{1,3}(?:[- ]?j[äa]hr\w*|[- ]jar\w*|[- ]?åri\w*|[- ]?år\b| (?:jahre\w*|jaar|ans|"
            r"años|anni|"
            r"anos)\b)|\(\d{1,3}\)|, \d{1,3},|\b(?:geboren\w*|geburtstag|jahrgang|née?|âgée?|"
            r"nacid[oa]|"
            r"nat[oa]|nascid[oa]|född|født|sekulær|jahrhundert\w*|siècles?|siglos?)\b|"
            r"\b(?:\w+zig|\w+zehn)jährig\w*",
        ),
        (
            r"\b(?:wie ?viel|wieviel) prozent\b|\bwelche[rn]? anteil\b|"
            r"\b(?:quel pourcentage|qué porcentaje|che percentuale|que percentagem)\b",
            r"%|\b(?:prozent|pro ?cent|procent|pour ?cent|por ?cient[oa]|per cento|hälfte|"
            r"drittel|viertel|"
            r"moitié|tiers|quarts?|mitad|tercio|cuarto|metà|terzo|metade|terço)\b",
        ),
        (
            r"\b(?:was|wieviel|wie ?viel) kostet\w*\b|\bwie teuer\b|\bcombien coûte\w*|"
            r"\bcu[aá]nto cuesta\w*|\bquanto costa\w*|\bquanto custa\w*",
            r"[$€£¥]|\b(?:euro|dollar\w*|franken|cents?|pfund|kronen|kronor|kroner|euros|dólares|"
            r"pesos|francs|"
            r"livres|libras|reais|dollari|sterline|million\w*|milliard\w*|gratis|kostenlos|"
            r"gratuit\w*|usd|chf)\b",
        ),
        (
            r"\b(?:welche[mnrs]?|in welchem) (?:tag|datum)\b|\b(?:quel jour|qué día|che giorno|"
            r"que dia)\b",
            r"\d",
        ),
        (
            r"\bwelche[mns]? (?:\w+)?jahr\b|\b(?:quelle année|qué año|che anno|que ano)\b",
            r"\b(?:1\d|20)\d\d\b",
        ),
    )
]
# A shorter name of a month or weekday in one language is a word in another.
WORD = re.compile(r"[^\W\d_]{4,}|\b(?:mai|mei|maj)\b", re.IGNORECASE)


def kind_asked_for_elsewhere(question: str) -> Callable[[str], bool] | None:
    """Says whether a text has the number or the time that a question asks for in another language
    than English; None if it is not known to ask for either."""
    if has_kind := next((has for asks, has in KINDS if asks.search(question)), None):
        return lambda text: has_kind.search(text) is not None
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
