"""Writing systems of texts."""

import unicodedata


def scripts(text: str) -> set[str]:
    """The scripts of a text's letters by the first word of their Unicode names: LATIN, CJK, …"""
    return {unicodedata.name(c, "UNKNOWN").split()[0] for c in set(text) if c.isalpha()}
