"""Values as a column keeps them, and the keys by which rows are looked up."""

import json
from collections.abc import Collection, Sequence

from index.changes.edits import edits_to_json
from index.encodings.store import content_hash
from index.manifest import FORMAT
from index.speech.keys import wanted_key
from index.types import SPEECH_MODES, Article, ArticleRef, Readings, Speech


def draft_key(digest: bytes) -> bytes:
    """By which an article's passages are found again, as this version makes them."""
    return content_hash(f"{FORMAT} {digest.hex()}")


def speech_of(spans: Sequence[int], mode: int) -> Speech:
    """As it is kept: the spans of sentence, speaker, verb and, if it is known, name in one row."""
    sentence, speaker, verb, *name = ((spans[i], spans[i + 1]) for i in range(0, len(spans), 2))
    return Speech(sentence, speaker, verb, SPEECH_MODES[mode], name[0] if name else None)


def readings_json(readings: Readings) -> str:
    changes = readings.changes
    return json.dumps(
        {
            "first": readings.first,
            "spells": readings.spells,
            "changes": changes
            and [changes.since, edits_to_json(changes.edits), changes.from_first],
        }
    )


def reference_json(reference: ArticleRef | Article) -> bytes:
    values = (
        reference.title,
        reference.publisher,
        reference.published,
        reference.url,
        reference.path,
    )
    return json.dumps(values).encode()


def filtered_by(reference: ArticleRef | Article) -> tuple[str, str | None, str | None]:
    """Title, publisher and day, for filters alone."""
    publisher = reference.publisher
    return plain(reference.title), publisher and plain(publisher), reference.published


def plain(text: str) -> str:
    """As a column of text can hold it: what it cannot stands for no letter there either."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


def place_key(place: str) -> bytes:
    """By what a path or an address is looked up."""
    return content_hash(place)


def source_key(location: str) -> bytes:
    return location.encode("utf-8", "surrogateescape")


def reference_of(kept: bytes) -> ArticleRef:
    """What `reference_json` made."""
    return ArticleRef(*json.loads(kept))


def keys_of(names: Collection[str]) -> list[str]:
    """Of people whose words are asked for, as the speakers' keys are."""
    keys = (key.replace("\0", " ") for key in map(wanted_key, names) if key)
    return [key.encode(errors="replace").decode() for key in keys]
