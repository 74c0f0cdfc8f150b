"""robots.txt, and the time between two requests to a host."""

from dataclasses import replace

import pytest

from index.errors import SourceError
from index.web.hosts import LONGEST_DELAY_S, Hosts
from tests.index.web.web_pages import LIMITS, articles, page, read, reason, reasons
from tests.index.web.web_server import WebServer

DISALLOWED = "may not be read: its site's robots.txt disallows it"


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /new", False),
        ("User-agent: *\nDisallow: /*s$", False),
        ("User-agent: *\nDisallow: /\nAllow: /news", True),
        ("User-agent: pullquote\nDisallow: /", False),
        ("User-agent: Pullquote\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Otherbot\nDisallow: /", True),
        ("<html>not found, but with 200</html>", True),
        ("", True),
    ],
)
def test_robots_txt_is_obeyed(web: WebServer, robots: str, may: bool) -> None:
    web.serve("/robots.txt", robots, "text/plain")
    readings = read(web.serve("/news", page()))
    assert len(articles(readings)) == may
    assert web.asked("/news") == may
    assert reasons(readings) == ({} if may else {web.url("/news"): DISALLOWED})


def test_without_robots_txt_everything_may_be_read(web: WebServer) -> None:
    assert len(articles(read(web.serve("/news", page())))) == 1
    assert web.asked("/robots.txt") == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, "", "answers 500 (Internal Server Error)"),
        (429, "", "answers 429 (Too Many Requests)"),
        (200, "#" * 300_000, "is larger than the limit (0.2 MB)"),
    ],
)
def test_where_robots_txt_fails_nothing_may_be_read(
    web: WebServer, status: int, body: str, said: str
) -> None:
    web.serve("/robots.txt", body, "text/plain", status=status)
    assert reason(web.serve("/news", page())) == f"may not be read: its site's robots.txt {said}"
    assert web.asked("/news") == 0


def test_robots_txt_may_be_elsewhere(web: WebServer) -> None:
    web.redirect("/robots.txt", "/rules")
    web.serve("/rules", "User-agent: *\nDisallow: /news", "text/plain")
    assert reason(web.serve("/news", page())) == DISALLOWED


def test_a_redirect_into_what_is_disallowed_is_not_followed(web: WebServer) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /inside", "text/plain")
    web.serve("/inside/news", page())
    assert reason(web.redirect("/news", "/inside/news")) == DISALLOWED
    assert web.asked("/inside/news") == 0


def test_a_setting_leaves_robots_txt_alone(web: WebServer) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    assert len(articles(read(web.serve("/news", page()), obey_robots=False))) == 1
    assert web.asked("/robots.txt") == 0


def test_the_user_agent_is_named(web: WebServer) -> None:
    read(web.serve("/news", page()), user_agent="Examplebot/2 (+https://example.org/bot)")
    agents = {request.headers["user-agent"] for request in web.requests}
    assert agents == {"Examplebot/2 (+https://example.org/bot)"}


class Time:
    """A clock that stands still but for what is slept."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def hosts(time: Time, robots: str = "", delay_s: float = 2.0) -> Hosts:
    limits = replace(LIMITS, delay_s=delay_s)
    return Hosts(limits, lambda _: robots, clock=time.clock, sleep=time.sleep)


def test_two_requests_to_a_host_are_the_delay_apart() -> None:
    time = Time()
    polite = hosts(time)
    polite.enter("http://a.example", "http://a.example/1")
    polite.enter("http://b.example", "http://b.example/1")
    assert time.slept == []
    time.now += 0.5
    polite.enter("http://a.example", "http://a.example/2")
    assert time.slept == [1.5]
    time.now += 5
    polite.enter("http://a.example", "http://a.example/3")
    assert time.slept == [1.5]


@pytest.mark.parametrize(("asked_for", "waited"), [("7", 7.0), ("1", 2.0), ("often", 2.0)])
def test_a_longer_crawl_delay_is_kept(asked_for: str, waited: float) -> None:
    time = Time()
    polite = hosts(time, f"User-agent: *\nCrawl-delay: {asked_for}")
    for number in range(2):
        polite.enter("http://a.example", f"http://a.example/{number}")
    assert time.slept == [waited]


@pytest.mark.parametrize("asked_for", [str(LONGEST_DELAY_S + 1), "1e9"])
def test_a_host_that_asks_for_a_very_long_delay_is_read_once(asked_for: str) -> None:
    time = Time()
    polite = hosts(time, f"User-agent: *\nCrawl-delay: {asked_for}")
    polite.enter("http://a.example", "http://a.example/1")
    with pytest.raises(SourceError, match=r"^has to wait: its site asks for "):
        polite.enter("http://a.example", "http://a.example/2")
    assert time.slept == []
