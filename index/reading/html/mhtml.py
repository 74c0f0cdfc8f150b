"""Web pages saved as one file (`.mhtml`, `.mht`): an e-mail message whose body is the page."""

import email
import email.policy
from email.message import Message

from index.errors import SourceError
from index.reading.article_size import check_fields
from index.reading.blocks import Block, Details
from index.reading.decoding import decode
from index.reading.html.page import html_blocks

_PAGES = ("text/html", "application/xhtml+xml")
_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")


def mhtml_blocks(data: bytes) -> tuple[list[Block], Details]:
    """Raises SourceError if there is no page in the file.

    The message's date is when the page was saved, which says nothing of its article.
    """
    check_fields(data)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() in _PAGES), None)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise SourceError("holds no web page")
    text = decode(content, page.get_content_charset())
    blocks, details = html_blocks(text.encode("utf-8-sig"))
    return blocks, details.or_else(Details(url=_address(message, page)))


def _address(*parts: Message) -> str | None:
    found = (str(part[name]).strip() for part in parts for name in _ADDRESSES if part[name])
    return next((address for address in found if address.startswith("http")), None)
