"""Which news agency a text is credited to, by its byline, its dateline or the sentence itself.

That an agency contributed to an article is no credit: a part of the text is then the paper's own.
"""

import re
from collections.abc import Sequence

NAMES: dict[str, str] = {
    "AP": r"(?:the )?Associated Press|AP News",
    "Reuters": r"(?:Thomson )?Reuters(?: Staff| News Agency)?",
    "AFP": r"Agence[ -]France[ -]Presse",
    "UPI": r"United Press International",
    "dpa": r"Deutsche Presse-Agentur|DPA",
    "PA": r"Press Association|PA Media",
    "Bloomberg": r"Bloomberg(?: News)?",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "TASS": r"ITAR-TASS",
    "Interfax": r"Interfax(?: News Agency)?",
    "RIA Novosti": r"RIA(?: Novosti)?",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "PTI": r"Press Trust of India",
    "ANI": r"Asian News International",
    "IANS": r"Indo-Asian News Service",
    "EFE": r"Agencia EFE",
    "ANSA": r"ANSA",
    "Anadolu": r"Anadolu(?: Agency)?",
    "Canadian Press": r"(?:The )?Canadian Press",
    "AAP": r"Australian Associated Press",
    "Belga": r"Belga(?: News Agency)?",
    "Ritzau": r"Ritzau",
    "Keystone-ATS": r"Keystone[- ](?:ATS|SDA)",
    "Tribune News Service": r"Tribune (?:News Service|Content Agency)|TNS",
    "McClatchy": r"McClatchy(?: Newspapers| Washington Bureau)?",
    "Religion News Service": r"Religion News Service|RNS",
}
# Initials of people and parts of other names too: only in brackets, or alone in a byline.
SHORT = "AP AFP UPI dpa PA TASS PTI ANI IANS EFE AAP".split()
_FULL = "|".join(
    f"{full}|{re.escape(name)}" if name not in SHORT else full for name, full in NAMES.items()
)
_ANY = rf"(?P<agency>{_FULL}|{'|'.join(SHORT)})"
# A mayor's name too, and the Palestinian Authority's initials.
_IN_SENTENCE = re.sub(r"\|PA(?=[|)])", "", _ANY).replace(
    "Bloomberg(?: News)?|Bloomberg", "Bloomberg News"
)
_WORK = (
    r"(?:(?:[A-Z]\w+ ){0,3}(?:[Ss]taff|[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ee]ditors?)|"
    r"news agency|team|bureau|in [A-Z]\w+)"
)
BYLINE = re.compile(
    rf"(?:^|[,;/|–—(-]\s*|\b[Bb]y |\b(?:BY|for|of|from|with|and) )(?:[Tt]he )?{_ANY}"
    rf"(?: {_WORK})*\s*(?=$|[,;/|)–—]|and\b)"
    r"|(?<=[\w.] )(?:[Tt]he )?(?P<alone>Associated Press)(?: [Ww]riters?)?$"
)
PUBLISHER = re.compile(rf"(?:[Tt]he )?{_ANY}(?:\.com)?(?: International)?")
_PLACE = r"[A-Z][^\W\d_]+(?:[ ,./’'-]{1,2}[^\W_]+\.?){0,7}"
DATELINE = re.compile(rf"(?:{_PLACE}[ ,]*(?:\(\w+\) )?)?[(\[/]\s*{_ANY}\s*[)\]/]\s*[-–—:]")
BRACKET_FIRST = re.compile(rf"[(\[]{_ANY}[)\]]\s*\S")
CLOSING = re.compile(
    rf"\W*(?:[Ss]ource|[Cc]opyright|©|\([Cc]\))\W*(?:(?:19|20)\d\d\W*)?(?:[Bb]y )?(?:[Tt]he )?"
    rf"{_ANY}\b|[-–—(\[\s]*(?:[Tt]he )?{_ANY.replace('agency', 'alone')}[)\].\s]*$"
)
_NOT_THE_AGENCY = (
    r"(?!-\w|[ /-](?:poll|surve|count|photo|tally|journalist|analysis|data|calculation|terminal|"
    r"Business|Opinion|View|Philanthrop|Foundation|Television|TV|Institute|[Ii]ndex))"
)
SENTENCE = re.compile(
    r"\b(?:t(?:old|ells?)|according to|reported (?:first )?by|citing|cited by|quoted by|"
    rf"interview with|(?:state )?news agenc(?:y|ies)) (?:[Tt]he )?(?:[a-z]+ ){{0,3}}?"
    rf"{_IN_SENTENCE}\b{_NOT_THE_AGENCY}"
    rf"|(?:^|[^\w ] |\b[Tt]he ){_IN_SENTENCE.replace('agency', 'alone')} (?:reported|reports)\b"
)
FIRST, LAST = 3, 2
"""How many paragraphs at either end may have the credit."""
LONGEST_CREDIT = 120


def article_agency(
    author: str | None, publisher: str | None, paragraphs: Sequence[str]
) -> str | None:
    """The agency to which an article as a whole is credited; None if there is no credit.

    `paragraphs` are its body's, of which only the first and last are looked at.
    """
    if publisher and (found := PUBLISHER.fullmatch(publisher.strip())):
        return _agency(found)
    if author and (found := BYLINE.search(author)):
        return _agency(found)
    for paragraph in paragraphs[:FIRST]:
        if found := DATELINE.match(paragraph) or BRACKET_FIRST.match(paragraph):
            return _agency(found)
    for paragraph in paragraphs[-LAST:]:
        if len(paragraph) < LONGEST_CREDIT and (found := CLOSING.match(paragraph)):
            return _agency(found)
    return None


def sentence_agency(sentence: str) -> str | None:
    """The agency that a sentence itself gives for what it says; None if it gives none."""
    found = SENTENCE.search(sentence)
    return _agency(found) if found else None


def _agency(found: re.Match[str]) -> str:
    """The common name of the agency that a pattern has found."""
    groups = found.groupdict()
    text = groups["agency"] or groups.get("alone") or ""
    return next(
        name
        for name, full in NAMES.items()
        if text == name or re.fullmatch(full, text, re.IGNORECASE)
    )
