"""Files that lie beside saved pages and articles and are passed over without a word."""

import re
from pathlib import PurePath

_KINDS = re.compile(
    r"\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp|aac|flac|m4a|mp[34]|mov|mpg|avi|mkv|ogg|wav|webm"
    r"|css|m?js|map|eot|[ot]tf|woff2?|pyc?|bak|tmp|swp)",
    re.IGNORECASE,
)
_NAMES = frozenset({"thumbs.db", "desktop.ini", "license", "makefile"})


def lies_beside(path: PurePath) -> bool:
    """A picture, a style, a script, a font, or what a system leaves in folders."""
    return _KINDS.fullmatch(path.suffix) is not None or path.name.lower() in _NAMES
