"""Captions and credits, recognised by the credit that papers put at a caption's end."""

import re

from index.reading.lines.layout import closes

_AGENCY = re.compile(
    r"\b(?:AP|AFP|EPA|TASS"
    r"|(?i:getty|reuters|associated press|shutterstock|alamy|sputnik|handout|courtesy))\b"
)
_PICTURES = re.compile(
    r"\b(?:wire|images?|photos?|photograph\w*|pictures?|press|news agency|via|pool)\b",
    re.IGNORECASE,
)
_MOST_WORDS_IN_LOWER_CASE = 2
_KIND = (
    r"(?:file |stock |photo |image |picture )?(?:photo(?:graph)?|image|picture|video|graphic|map"
    r"|illustration|credit|footage|animation)s?"
)
_WORKS_FOR = r"[A-Z][\w.’' -]*\s?/\s?[A-Z]|\bfor (?:The )?[A-Z]"
_LABELLED_CREDIT = re.compile(
    rf"{_KIND}\s*(?:source|credit|courtesy)?\s*(?:by\b|:|,|\.\.\.|…|[-–—|])\s*\S.*", re.IGNORECASE
)
# In other languages only with a colon, and capital letters where the language has them.
_KIND_ABROAD = (
    r"(?:(?:(?:Symbol|Archiv|Titel)?[Bb]ild(?:er|quelle|rechte|nachweis)?|BILD"
    r"|(?:Archiv|Symbol)?[Ff]otos?|FOTO|Foto[’']s|Fotografi[ae]|Fotografía|Photo(?:graphie)?s?|Abbildung|Grafik|Quelle|Rechte"
    r"|Cr[ée]ditos?|Cr[ée]dits?(?: photo)?|Imagen|Imagem|Immagine|Beeld|Zdjęcie|Kuva|Fotó|Kép"
    r"|Źródło|Zdroj|Φωτογραφία|Фото|Снимка|Fotoğraf|写真|撮影|図|사진|图|صورة)"
    r"(?: (?:de|di|von|par|av|van))?\s?[:：/]|[Ff]ot\.)"
)
_CREDIT_ABROAD = re.compile(rf"{_KIND_ABROAD}\s*\S.{{1,90}}")
_TAIL_ABROAD = re.compile(
    rf"(?:[.!?”“\"»)…]\s*|\s[-–—|]\s)(?:{_KIND_ABROAD})\s*\S[^.!?]{{1,90}}\.?$"
)
_MEDIA_NOTE = re.compile(rf"\(\s*{_KIND}\b[^()]*\)", re.IGNORECASE)
_BARE_CREDIT = re.compile(
    r"(?:file|handout|courtesy|archive|stock) (?:photo|image|picture|footage)s?"
    r"|(?:\S+ ){0,4}(?:via )?getty images|(?:\S+ ){0,3}(?:shutterstock|alamy)"
    r"|(?:\S+ ){1,3}(?:images|pictures|photo agency)",
    re.IGNORECASE,
)
_SAYS_WHO = re.compile(rf"{_KIND}(?: credit)?\s*(?::|by\b|/)\s*\S.*", re.IGNORECASE)
_NAME_SLASH_AGENCY = re.compile(
    r"(?:©\s*)?[A-Z][\w.’'-]*(?: [\w.’'-]+){0,3}\s?/\s?[A-Z][\w.’' &/-]{1,40}"
)
_TAIL_IN_BRACKETS = re.compile(r"[(\[](?P<credit>[^()\[\]]{2,90})[)\]][”\"]?$")
_TAIL_LABELLED = re.compile(
    r"(?:^|[.!?”\"…\s])(?:Photograph|Photo|Image|Picture|Credit|Video|Illustration|Graphic)s?"
    r"(?: credit| by)?"
    r"\s*(?::|\.\.\.|…)\s*[A-Z©][^.!?]{1,90}$"
)
_TAIL_BARE = re.compile(
    r"(?:[.!?”\"]\s*|\s[-–—|]\s*|\s)"
    r"(?:(?:[A-Z]{2,}(?: [A-Z]{2,}| Photo)*|Reuters)\s?/\s?[A-Z][\w .’'/-]{2,60}"
    r"|[A-Z][\w .’'-]{2,40}\s?/\s?(?:AFP|AP|EPA|Reuters|REUTERS|Getty Images|AFP via Getty Images)"
    r"|(?<=[.!?]\s)(?:[A-Z][\w.’'-]* ){1,3}(?:Images|Pictures)"
    r"|(?:[A-Z][\w.’'-]* ){0,3}(?:via )?Getty Images|File [Pp]hoto|FILE PHOTO"
    r"|©\s?[A-Z][^.!?]{1,60})$"
)
_OPENING = re.compile(
    r"(?:image|media) caption[,:]?\s*(?P<said>\S.*)"
    r"|(?:FILE|ARCHIVE|FILE PHOTO)\s*(?:[-–—:])\s*(?P<file>\S.*)"
    r"|(?:\d{1,3} of \d{1,3}\s*[|:–—-]|\[\d{1,3}/\d{1,3}\])\s*(?P<shown>\S.*)",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 700
_LONGEST_CREDIT_ABROAD = 7
_FEWEST_WORDS_SAID = 4


def without_media_note(text: str) -> str:
    return _MEDIA_NOTE.sub("", text).rstrip() or text


def is_credit(text: str) -> bool:
    """A line that only names who took a picture or a film: `Photo: X/Y`, `(Video: Z)`."""
    if _MEDIA_NOTE.fullmatch(text):
        return True
    words = len(text.split())
    if words > 14 or (closes(text) and not text.endswith(("...", "…"))):
        return False
    if words <= _LONGEST_CREDIT_ABROAD and _CREDIT_ABROAD.fullmatch(text):
        return True
    if _BARE_CREDIT.fullmatch(text) or _NAME_SLASH_AGENCY.fullmatch(text):
        return True
    if text.startswith("(") and text.endswith(")"):
        return _names_a_source(text[1:-1])
    if not _LABELLED_CREDIT.fullmatch(text) or _OPENING.match(text):
        return False
    return words <= 7 or _names_a_source(text)


def is_caption(text: str) -> bool:
    """What a picture shows, then who took it; or a line that says that it is a caption."""
    if len(text) > _LONGEST_CAPTION:
        return False
    if _OPENING.match(text):
        return True
    if (tail := _TAIL_IN_BRACKETS.search(text)) and _names_a_source(tail["credit"]):
        return _says_something(text[: tail.start()])
    tail = _TAIL_LABELLED.search(text) or _TAIL_BARE.search(text) or _TAIL_ABROAD.search(text)
    return tail is not None and _says_something(text[: tail.start()])


def caption_text(text: str) -> str:
    """Without the label that is read to blind readers only: `Image caption, …`."""
    match = _OPENING.match(text)
    if match is None:
        return text
    return match["said"] or match["shown"] or text


def _names_a_source(credit: str) -> bool:
    if re.search(_WORKS_FOR, credit) or _SAYS_WHO.fullmatch(credit):
        return True
    if _CREDIT_ABROAD.fullmatch(credit):
        return True
    if closes(credit):
        return False
    is_phrase = credit[:1].islower() and len(credit.split()) > _MOST_WORDS_IN_LOWER_CASE
    return bool(_AGENCY.search(credit) or (not is_phrase and _PICTURES.search(credit)))


def _says_something(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS_SAID
