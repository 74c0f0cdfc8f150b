"""trafilatura, which finds what of a page is its article; imported on first use: 0.15 s.

It promises no set of errors: a page that breaks it still has its text.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

from lxml.html import Element

from index.reading.html.walk import Run, runs
from index.reading.lines.dates import find_date


def main_text(tree: Any, *, thorough: bool = False) -> list[Run]:
    """The paragraphs that it takes for the article's, as it has them; the tree stays as it is.

    `thorough` is its own default: with what two other algorithms find, in twice the time.
    """
    extract = partial(_trafilatura().bare_extraction, fast=not thorough, output_format="txt")
    document = _tried(extract, tree, include_comments=False, include_tables=True)
    if document is None or document.body is None:
        return []
    # With elements of their own, so that its copies of the tree are not kept.
    own = cache(Element)
    found = (Run(own(run.tag), run.tag, run.parts) for run in runs(document.body))
    return [run for run in found if run.shown]


def metadata(tree: Any) -> Any:
    """Its `Document` with title, author, sitename and url, as far as it finds them.

    Its own function for all of them also looks for tags and licences, which takes half its time.
    """
    parts = _trafilatura().metadata
    found = _tried(parts.examine_meta, tree) or parts.Document()
    if found.author and " " not in found.author:
        found.author = None
    found = _tried(parts.extract_meta_json, tree, found) or found
    found.title = found.title or _tried(parts.extract_title, tree)
    found.url = found.url or _tried(parts.extract_url, tree)
    if not found.sitename:
        of_title = _tried(parts.extract_sitename, tree)  # of any part, the headline too
        found.sitename = of_title if of_title != found.title else None
    return found


def date_in(tree: Any, address: str | None) -> str | None:
    """The first day that it finds anywhere in the page, `YYYY-MM-DD`."""
    find = partial(_trafilatura().metadata.find_date, original_date=True, extensive_search=True)
    found = _tried(find, tree, url=address)
    return str(found) if found else None


def _tried(function: Callable[..., Any], *given: Any, **named: Any) -> Any | None:
    try:
        return function(*given, **named)
    except Exception:
        logging.getLogger(__name__).debug("trafilatura failed", exc_info=True)
        return None


@cache
def _trafilatura() -> Any:
    import htmldate.extractors
    import trafilatura
    import trafilatura.metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    vars(htmldate.extractors)["get_external_parser"] = _Days
    return trafilatura


class _Days:
    """In place of dateparser's own, which loads a second long for the first day that it does not
    know: this reads the months of the same languages."""

    def get_date_data(self, text: str) -> dict[str, datetime | None]:
        day = find_date(text)
        return {"date_obj": datetime.fromisoformat(day) if day else None}
