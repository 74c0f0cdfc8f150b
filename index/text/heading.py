"""What stands over a passage and counts for it: its article's title and day, and its section."""

from datetime import date

from index.text.spellings import MONTHS


def heading(title: str, published: str | None, section: str = "") -> str:
    """The title, the day and the section if they are known: "Bridge shut, 7 May 2022. Detours"."""
    if published is not None:
        day = date.fromisoformat(published)
        title = f"{title}, {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
    return f"{title}. {section}" if section else title
