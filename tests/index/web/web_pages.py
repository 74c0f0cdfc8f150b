"""Pages, feeds and sitemaps for the web tests, and limits that do not make them wait."""

from dataclasses import replace
from typing import Any

from index.reading.readings import Failed, Known, Read, Reading, Unchanged
from index.types import Article, Skipped
from index.web.limits import WebLimits
from index.web.network import Network
from index.web.reader import WebReader

LIMITS = WebLimits(
    user_agent="Pullquote/0 (+https://example.org/bot)",
    delay_s=0.0,
    timeout_s=5.0,
    max_bytes=200_000,
    max_redirects=3,
    max_items=100,
    allow_private=True,
    obey_robots=True,
)


def page(
    headline: str = "The lighthouse gets a new lamp",
    text: str = "The keepers of the northern lighthouse replaced its lamp on Tuesday.",
    head: str = "",
    lang: str = "en-GB",
) -> str:
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><title>{headline} | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta name="author" content="Ada Sample">
<meta property="article:published_time" content="2024-03-05T08:00:00Z">{head}</head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{headline}</h1>
<p>{text}</p>
<p>The old lamp had shone since 1931 and will be shown in the museum of the town, said the
keeper, who has climbed its 214 steps every day for twelve years.</p>
<p>Ships will see the new light from 25 miles away, two more than before, and it needs a tenth
of the power that the old one took from the generator.</p></article>
<footer>All rights reserved</footer></body></html>"""


def read(
    source: str, known: Known | None = None, network: Network | None = None, **changes: Any
) -> list[Reading]:
    """All readings of a source, under LIMITS with some changed."""
    with WebReader(replace(LIMITS, **changes), network) as reader:
        return list(reader.read(source, known or {}))


def known_after(readings: list[Reading]) -> dict[str, str]:
    """What the caller knows after these readings, when it knew nothing before."""
    return {reading.path: reading.stamp for reading in readings if isinstance(reading, Read)}


def articles(readings: list[Reading]) -> list[Article]:
    results = [result for r in readings if isinstance(r, Read) for result in r.results]
    return [result for result in results if isinstance(result, Article)]


def reasons(readings: list[Reading]) -> dict[str, str]:
    """Of what failed, and of what was read and skipped."""
    results = [result for r in readings if isinstance(r, Read) for result in r.results]
    found = [*readings, *results]
    return {each.path: each.reason for each in found if isinstance(each, Failed | Skipped)}


def unchanged(readings: list[Reading]) -> list[str]:
    return [reading.path for reading in readings if isinstance(reading, Unchanged)]


def reason(source: str, network: Network | None = None, **changes: Any) -> str:
    """Why a source cannot be read, where that is all that comes of it."""
    (found,) = read(source, None, network, **changes)
    assert isinstance(found, Failed), found
    return found.reason
