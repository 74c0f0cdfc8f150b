"""What names a passage for as long as its article has it, whichever snapshot and engine keep it."""

import hashlib
from base64 import urlsafe_b64encode

PATH_BYTES, TEXT_BYTES = 6, 9
PATH_CHARS = 4 * PATH_BYTES // 3


def path_key(path: str) -> str:
    return _key(path, PATH_BYTES)


def passage_key(path: str, text: str) -> str:
    """20 letters: the key of its article's path, then that of its text."""
    return path_key(path) + _key(text, TEXT_BYTES)


def _key(text: str, size: int) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    return urlsafe_b64encode(hashlib.blake2b(raw, digest_size=size).digest()).decode()
