"""Small articles about a harbour, written into files for a rebuild."""

from pathlib import Path

HARBOUR = (
    "The council of Eastbridge voted on Monday to shut the old harbour for two winters while its "
    "walls are mended.",
    "Repairs will cost 12 million crowns, said the harbour master, Ilse Brandt, who had asked for "
    "the money since 2019.",
    "Fishing boats will move to the northern quay until the work is done. The ferry will sail from "
    "the new pier.",
    "Divers found the first cracks after a storm. They could put a hand into the widest of them.",
    "Shopkeepers on the waterfront did not welcome the vote, because most of their customers come "
    "off the ferry, and many fear that the shops will be empty.",
    "The harbour was built when the town still sold salt, and its walls were last mended a century "
    "ago by soldiers who were waiting for a ship home.",
)


def write(folder: Path, name: str, *paragraphs: str, **head: str) -> Path:
    """A Markdown file with this front matter; the article about the harbour by default."""
    folder.mkdir(exist_ok=True)
    lines = [f"{key}: {value}" for key, value in head.items()]
    text = "\n\n".join(paragraphs or HARBOUR)
    path = folder / name
    path.write_text("\n".join(["---", *lines, "---", text, ""]), encoding="utf-8")
    return path
