"""The words by which the rules know who says what, from `vocabulary.toml`, which explains them."""

import re
import tomllib
from pathlib import Path

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
    ).items()
}
SAYS = _WORDS["says"]
TO_WHOM = _WORDS["to_whom"]
REPORTS = _WORDS["reports"]
HEARD = _WORDS["heard"]
JUDGES = _WORDS["judges"]
SAYING = _WORDS["saying"]
INVERTS = (SAYS | REPORTS) - _WORDS["never_before_subject"]
NOUNS = _WORDS["nouns"]
ADVERBS = _WORDS["adverbs"]
DENIES = _WORDS["denies"]
PRONOUNS = _WORDS["pronouns"]
DETERMINERS = _WORDS["determiners"]
BARE = _WORDS["bare"]
NO_NOUN = _WORDS["no_noun"]
AFTER_NAME = _WORDS["after_name"]
DAYS_AND_MONTHS = _WORDS["days_and_months"]
LEADS = _WORDS["leads"]
VERBS = SAYS | REPORTS | JUDGES
IN_SUBJECT = _WORDS["participles"] | NOUNS
IRREGULAR = _WORDS["irregular"]
TITLES = _WORDS["titles"]
PEOPLE = _WORDS["people"]
NO_PEOPLE = _WORDS["no_people"]
MEN = _WORDS["men"]
WOMEN = _WORDS["women"]

VERB = re.compile(rf"\b(?:{'|'.join(sorted(VERBS))})\b")
ANY = re.compile(rf"\b(?:{'|'.join(sorted(VERBS | SAYING))})\b|\b[Aa]ccording to\b")
ACCORDING = re.compile(r"\b[Aa]ccording to (?=[\w“])")
