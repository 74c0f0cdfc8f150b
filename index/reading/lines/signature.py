"""The byline and the date between a document's title and its first paragraph."""

from index.reading.blocks import Block, Details
from index.reading.lines.bylines import author_of, is_byline, is_date_line, published_of


def without_signature(blocks: list[Block]) -> tuple[list[Block], Details]:
    """The blocks after it, and the author and the date that it names."""
    signature = []
    for block in blocks:
        if block.kind != "body" or not (is_byline(block.text) or is_date_line(block.text)):
            break
        signature.append(block.text)
    names = [author_of(line) for line in signature if is_byline(line)]
    author = " and ".join(filter(None, names)) or None
    return blocks[len(signature) :], Details(author=author, published=published_of(signature))
