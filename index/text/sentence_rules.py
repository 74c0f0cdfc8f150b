"""Full stops that end no sentence, by language: abbreviations, ordinal numbers and initials.

nupunkt knows English. What it parts in another language after "z.B." or in "1. Dezember" is put
together again.
"""

import re

# Never the last word of a sentence.
ABBREVIATIONS = {
    "de": "z.b d.h u.a z.t i.d.r o.g u.u bzw ca dr prof nr str evtl ggf vgl hr fr st abs art "
    "bd geb gest inkl sog mio mrd tel bspw ebd hrsg ing jan feb mrz apr jun jul aug sep "
    "sept okt nov dez",
    "fr": "m mm mme mmes mlle mlles dr pr me st ste av env p.ex art n° cf éd janv févr avr juil "
    "sept oct nov déc",
    "es": "sr sra sres srta d dª dr dra dres ud uds ee p.ej pág págs núm art av avda gral lic "
    "ing prof profa sto sta vol aprox",
    "it": "sig sig.ra dott dott.ssa prof prof.ssa ing avv on pag art n p.es s st ca cfr vol",
    "pt": "sr sra srs dr dra prof profa eng av pág n art ex exa p.ex vol aprox",
    "nl": "dhr mevr mw dr drs prof ir ing ca bijv bv d.w.z o.a m.b.t i.p.v nr blz st vgl resp t.w",
    "pl": "dr prof np tj tzn m.in ul św im inż mgr hab ks gen płk por red nr tys mln mld ok",
    "ru": "т.е т.к им ул тыс млн млрд стр см напр св проф акад ген полк тов гр пр пл рис табл ок",
    "sv": "t.ex bl.a d.v.s dvs ca kl nr s.k dr prof st f.d jfr inkl",
    "da": "f.eks bl.a ca kl nr mio mia jf dvs dr prof st inkl",
    "nb": "f.eks bl.a ca kl nr mill mrd jf dvs dr prof st inkl",
    "cs": "např tzv tj č sv ing mgr mudr judr dr prof doc ul str mil mld resp",
    "fi": "esim ks tri prof n nk em ts",
    "tr": "dr prof doç örn av sn no cad sok",
}
# May be the last word, and is if a capital letter follows.
AT_AN_END = {
    "de": "usw etc u.s.w u.ä o.ä jh",
    "fr": "etc",
    "es": "etc uu a.c d.c",
    "it": "ecc a.c d.c",
    "pt": "etc a.c d.c",
    "nl": "enz etc",
    "pl": "itd itp r w godz zł",
    "ru": "г гг в вв др руб т.д т.п н.э км кг мин",
    "sv": "osv m.m etc",
    "da": "osv m.m etc",
    "nb": "osv m.m etc",
    "cs": "atd apod hod r",
    "fi": "jne mm",
    "tr": "vb vs",
}
# Languages that write an ordinal number with a full stop, and words that may stand before one.
ORDINALS = {
    "de": "am vom zum zur bis der dem den des die das im ab seit und beim ein eine einem einen "
    "einer eines diese diesem diesen dieser dieses jede jedem jeden jeder jedes ihr ihre ihrem "
    "ihren ihrer sein seine seinem seinen seiner unser unsere unserem unseren unserer mein meine "
    "meinem meinen meiner kein keine keinem keinen keiner ins ans vorm",
    "da": "den d til fra",
    "nb": "den til fra",
    "no": "den til fra",
    "fi": "",
    "cs": "od do dne dnem v ve",
    "pl": "",
    "hu": "a az",
    "tr": "",
    "hr": "od do u",
    "sl": "od do v",
    "sk": "od do dňa v",
    "et": "",
    "lv": "",
}
MONTHS = re.compile(
    r"(?:jan|feb|m[aä]r|apr|ma[ijg]|jun|jul|aug|sep|ok[tc]|nov|de[zcs]|jahrhundert|weltkrieg|"
    r"århundre|led|únor|břez|dub|květ|červ|srp|září|říj|list|prosin|ledn|"
    r"tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)",
    re.IGNORECASE,
)
LAST = re.compile(r"(?:^|[\s(„«\"'“/–-])([^\s(„«\"'“/–-]+)\.$")
NUMBER = re.compile(r"\d{1,3}|[IVX]{1,5}")
INITIAL = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")


def goes_on(before: str, after: str, language: str) -> bool:
    """Whether a sentence of this language goes on after a full stop, the last of `before`."""
    last = LAST.search(before)
    if last is None or not after:
        return False
    if after[0].islower():
        return True
    word = last[1].replace("\u00a0", "")
    known = word.lower()
    if known in ABBREVIATIONS.get(language, "").split():
        return True
    if known in AT_AN_END.get(language, "").split():
        return not after[0].isupper()
    if language in ORDINALS and NUMBER.fullmatch(word):
        return _is_ordinal(before[: last.start(1)], after, language)
    return INITIAL.fullmatch(word) is not None and word[-1].isupper()


def _is_ordinal(before: str, after: str, language: str) -> bool:
    if MONTHS.match(after):
        return True
    said = before.split()
    return bool(said) and said[-1].lower() in ORDINALS[language].split()
