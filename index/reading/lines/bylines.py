"""Who wrote it and when: lines that hold an author or a date and little else."""

import re

from index.reading.lines.dates import find_date, without_dates
from index.reading.lines.month_names import plain, weekdays

_BY = re.compile(
    r"(?:(?:words |written |story |reported |analysis |report )?by|from|author)(?:\s*:\s*|\s+|$)",
    re.IGNORECASE,
)
# In other languages the word means "from" too, so that a first and a last name must follow it.
_BY_ABROAD = re.compile(
    r"(?:(?:bericht|text|texte|reportage|analyse)\s+)?(?:von|par|por|door|av|af)\s+"
    r"|(?:autor(?:in)?|auteure?|autore|texto?|tekst)\s*:\s*",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:de|der|den|van|von|zu|da|dos|del|la|le|du)", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_a-z][\w.’'-]*,?|[^\W\d_]\.,?")
_LINKING = re.compile(
    r"(?:and|with|in|of|the|for|at|&|de|van|von|der|den|da|dos|di|del|el|al|bin|ibn|la|le|du|y|et|und"
    r"|correspondents?|reporters?|editors?|staff|writers?|columnist|service|bureau|chief|contributor"
    r"|agencies|foreign|senior|diplomatic|affairs|special),?",
    re.IGNORECASE,
)
_OF_ITS_PUBLISHER = re.compile(
    r"\b(?:press|news|wire|post|times|correspondents?|reporters?|editors?|staff|writers?|service|bureau"
    r"|chief|agency|agencies|bbc|cnn|reuters|ap|afp|guardian|contributors?|columnist)\b",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"\b\d+\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago\b|\b(?:yesterday|today)\b"
    r"|\b(?:first|originally|last)?\s*(?:published|updated|posted|modified|created|issued|date|edited)\b|\b(?:on|at|of|the)\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b\d{1,2}(?:[:.h]\d{2}){0,2}\s*(?:[ap]\.?m\b\.?)?|\b[ap]\.?m\b\.?|\blocal time\b"
    r"|\b(?:e[sd]?t|p[sd]?t|c[sde]?t|gmt|bst|utc|msk|cest|ist|jst|z)\b|[+-]\d{2}:?\d{2}",
    re.IGNORECASE,
)
_DATE_WORDS_ABROAD = re.compile(
    r"\b(?:veröffentlicht|publiziert|erschienen|aktualisiert|geändert|stand|zuletzt|am|um|vom|den"
    r"|uhr|publiée?|parue?|mise? à jour|modifiée?|le|du|à|publicad[oa]|actualizad[oa]|atualizad[oa]"
    r"|el|em|a las|às|horas?|hrs?|pubblicat[oa]|aggiornat[oa]|il|alle|ore|gepubliceerd|bijgewerkt"
    r"|op|om|uur|opublikowan[oey]|zaktualizowan[oey]|aktualizacja|dnia|godz|publicerad|publisert"
    r"|udgivet|uppdaterad|oppdatert|opdateret|kl|klokken|publikováno|aktualizováno|dne|julkaistu"
    r"|päivitetty|опубликован[оа]?|обновлен[оа]?|дата|года?|мск|в|опубліковано|оновлено|року?"
    r"|h|d|r|v|г|р)\b\.?"
    r"|发布|發布|發佈|更新|公開|配信|时间|時間|등록|수정|입력|\d{0,2}\s?[时時点點시分분秒초]|:",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b\d+\s+(?:minutes?|mins?|hours?|hrs?|days?|weeks?)\s+ago\b|\byesterday\b", re.IGNORECASE
)
_UPDATED = re.compile(
    r"\W*(?:last\s+)?(?:updated|modified|edited|aktualisiert|geändert|mise? à jour|modifiée?"
    r"|actualizad[oa]|atualizad[oa]|aggiornat[oa]|bijgewerkt|zaktualizowan[oey]|aktualizacja"
    r"|uppdaterad|oppdatert|opdateret|aktualizováno|обновлен[оа]?|更新)",
    re.IGNORECASE,
)
_CLOCK_TIME = re.compile(
    r"(?:posted at |at )?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{2,4}t|utc|z)?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d[:.h]\d\d")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_LONGEST_TIME = 60
_LONGEST = 160


def is_date_line(text: str) -> bool:
    """A date, and nothing beside it but `Published`, a time, a zone or a weekday."""
    if len(text) > _LONGEST or not (find_date(text) or _AGO.search(text)):
        return False
    rest = _DATE_WORDS.sub(" ", without_dates(text))
    return not any(map(str.isalnum, rest)) or _is_of_date_abroad(rest)


def _is_of_date_abroad(rest: str) -> bool:
    words = _DATE_WORDS_ABROAD.sub(" ", rest).strip(" ,.|·•()").split()
    return len(words) <= 1 and all(plain(word.strip(",.")) in weekdays() for word in words)


def is_clock_time(text: str) -> bool:
    """A time of day, maybe with its day, and nothing else: `16.42 BST`, `Sunday, 6:05 a.m. ET`."""
    if len(text) > _LONGEST_TIME or not _TIME.search(text):
        return False
    return (
        _CLOCK_TIME.fullmatch(_WEEKDAY.sub("", without_dates(text)).strip(" ,|·•-–—")) is not None
    )


def is_byline(text: str) -> bool:
    """`By Ada Sample and Robin Example in Moscow`, maybe with the date on the same line."""
    if len(text) > _LONGEST:
        return False
    if names := _names_abroad(text):
        return _has_full_name(names) and is_names(names)
    names = _without_date(text)
    match = _BY.match(names)
    if match is None:
        return False
    rest = names[match.end() :]
    if not rest:
        return names.lower() == "by"
    opened_by = match.group().lower().strip()
    return (opened_by not in ("from", "author") or ":" in opened_by) and is_names(rest)


def _names_abroad(text: str) -> str:
    """What follows "Von" and the like in a byline of another language, up to a date; or nothing."""
    match = _BY_ABROAD.match(text)
    return re.split(r"\s*[,|·•–—-]?\s*\d", text[match.end() :])[0] if match else ""


def _has_full_name(text: str) -> bool:
    words = [word for word in text.split() if not _PARTICLE.fullmatch(word)]
    return len(words) > 1 and "," not in words[0] and all(map(_NAME_WORD.fullmatch, words[:2]))


def is_names(text: str) -> bool:
    """One to sixteen capitalised words, linking words and names of jobs; the first is a name."""
    words = text.rstrip("|·• ").split()
    if not 1 <= len(words) <= 16 or text.endswith((".", "!", "?", ":")):
        return False
    return bool(_NAME_WORD.fullmatch(words[0])) and all(
        _NAME_WORD.fullmatch(word) or _LINKING.fullmatch(word) for word in words
    )


def author_of(byline: str) -> str | None:
    """The names alone: without `By`, places, jobs and the date."""
    abroad = _names_abroad(byline)
    text = abroad or _BY.sub("", _without_date(byline), count=1)
    parts = [part.strip() for part in text.split(",")]
    kept = parts[:1] + [part for part in parts[1:] if part and not _OF_ITS_PUBLISHER.search(part)]
    if abroad:  # "Von Ada Stein, Talbote": a paper or a place
        kept = kept[:1] + [part for part in kept[1:] if _has_full_name(part)]
    text = ", ".join(kept)
    text = re.sub(r"\s+(?:in|at|for|of)\s+.*?(?=\s+and\s+|,|$)", "", text)
    text = re.sub(r"\s*\(.*?\)|\s+and agencies$|^and\b\s*", "", text).strip(" ,|·•")
    if text.isupper() and " " in text:
        text = text.title().replace(" And ", " and ")
    return text or None


def published_of(lines: list[str]) -> str | None:
    """The date of publication; of the last update if no other is given."""
    first_said = [line for line in lines if not _UPDATED.match(line)]
    for line in first_said + lines:
        if found := find_date(line):
            return found
    return None


def _without_date(text: str) -> str:
    """Cut where the date begins; a line without one stays whole."""
    if find_date(text) is None:
        return text.strip(" ,|·•")
    names = re.split(r"\s*[|·•]\s*|\s+[-–—]\s+", text)
    kept = [part for part in names if not is_date_line(part)]
    if len(kept) < len(names):
        return " ".join(kept).strip(" ,|·•")
    return _DATE_WORDS.sub(" ", without_dates(text)).strip(" ,|·•")
