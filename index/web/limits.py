"""How much of the web a reading may take: plain values, from the settings' section `web`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebLimits:
    """`delay_s` is between two requests to a host; `timeout_s` is for one answer, from
    connecting to the last byte; `max_bytes` holds before and after decompression; `max_items` is
    per feed or sitemap.
    """

    user_agent: str
    delay_s: float
    timeout_s: float
    max_bytes: int
    max_redirects: int
    max_items: int
    allow_private: bool
    obey_robots: bool
