"""Three small articles, which many tests index."""

from pathlib import Path

ARTICLES = {
    "troops.md": """\
---
title: Troops leave
publisher: Example Wire
published: 2022-01-20
url: https://wire.example/troops
---
An alliance of six countries sent 2,500 troops to the capital on Thursday. They stayed ten days.

The price of bread had doubled before the protests began in the western oil towns.
""",
    "mirror.txt": "A mirror unfolds\n\nThe telescope unfolded its golden mirror far from Earth.\n",
    "bridge.md": "# The old bridge\n\nEngineers shut the old bridge after a crack was found.\n",
}


def write_articles(folder: Path) -> Path:
    """Write them into a new folder."""
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
