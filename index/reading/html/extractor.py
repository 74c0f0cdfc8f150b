"""trafilatura, which finds what of a page is its article; imported on first use: 0.15 s.

It promises no set of errors: a page that breaks it still has its text.
"""

import logging
from functools import cache
from typing import Any

from lxml.html import Element

from index.reading.html.walk import Run, runs
from index.reading.visible_text import visible


def main_text(tree: Any) -> list[Run]:
    """The paragraphs that it takes for the article's, as it has them; the tree stays as it is."""
    try:
        document = _trafilatura().bare_extraction(
            tree, fast=True, include_comments=False, include_tables=True
        )
    except Exception:
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return []
    if document is None or document.body is None:
        return []
    # With elements of their own, so that its copies of the tree are not kept.
    own = cache(Element)
    found = (Run(own(run.tag), run.tag, run.parts) for run in runs(document.body))
    return [run for run in found if visible(run.text)]


def metadata(tree: Any) -> Any | None:
    """Its `Document` with title, author, sitename, date and url; None if it fails."""
    try:
        return _trafilatura().extract_metadata(
            tree, date_config={"original_date": True, "extensive_search": False}
        )
    except Exception:
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return None


@cache
def _trafilatura() -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return trafilatura
