"""What stands over each passage of an article, and counts for all of them: its title and day."""

from datetime import date

from index.text.spellings import MONTHS


def heading(title: str, published: str | None) -> str:
    """The title, followed by the day if it is known: "Bridge shut, 7 March 2022"."""
    if published is None:
        return title
    day = date.fromisoformat(published)
    return f"{title}, {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
