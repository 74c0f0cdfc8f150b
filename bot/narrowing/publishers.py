"""Publishers that a question's filters name and that the articles do not have."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from bot.wording.plain import clip, one_line
from index.scope import Scope

LIKE = 0.7
"""What a name has in common with a misspelled one, as `difflib` counts it."""
SHOWN = 3


def unknown_publishers(names: Iterable[str], publishers: Collection[str]) -> str:
    """Sentences about the names that no publisher has, and who is meant; "" if all are known."""
    unknown = [
        name for name in names if not Scope(publishers=(name,)).publishers_allowed(publishers)
    ]
    if not unknown:
        return ""
    quoted = ", ".join(f"“{clip(one_line(name), 60)}”" for name in unknown[:SHOWN])
    said = f"No article is from {quoted}."
    near = list(dict.fromkeys(each for name in unknown for each in _near(name, publishers)))[:SHOWN]
    if near:
        meant = " or ".join(f'from:"{clip(one_line(name), 60)}"' for name in near)
        return f"{said} Did you mean {meant}?"
    few = sorted(publishers)
    if 0 < len(few) <= SHOWN:
        *others, last = (clip(one_line(name), 60) for name in few)
        listed = f"{', '.join(others)} and {last}" if others else last
        return f"{said} There are articles from {listed}."
    return said


def _near(name: str, publishers: Collection[str]) -> list[str]:
    """Those whose whole name or one of whose words is much like it."""
    forms: dict[str, str] = {}
    for publisher in sorted(publishers):
        words = publisher.lower().split()
        for form in (publisher.lower(), *(word for word in words if len(word) > SHOWN)):
            forms.setdefault(form, publisher)
    close = get_close_matches(name.lower(), list(forms), SHOWN, LIKE)
    return list(dict.fromkeys(forms[form] for form in close))
