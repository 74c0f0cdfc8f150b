"""Which addresses are really connected to: a link must not lead into the own network."""

import ssl
from pathlib import Path

import pytest
import trustme

from tests.index.web.invented_internet import OTHER_PUBLIC, PUBLIC, Internet
from tests.index.web.web_pages import articles, page, read, reason
from tests.index.web.web_server import Answering, WebServer


def internet(web: WebServer, **names: list[list[str]]) -> Internet:
    """Names without their `.example`."""
    return Internet(web.port, {f"{name}.example": answers for name, answers in names.items()})


def test_a_public_host_is_asked_at_the_address_that_was_checked(web: WebServer) -> None:
    web.serve("/news", page())
    net = internet(web, paper=[[PUBLIC]])
    readings = read("http://paper.example/news", None, net.network(), allow_private=False)
    assert len(articles(readings)) == 1
    assert set(net.dialled) == {PUBLIC}
    assert web.requests[-1].headers["host"] == "paper.example"


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "100.64.0.1"]
)
def test_a_name_of_a_private_address_is_refused(web: WebServer, address: str) -> None:
    net = internet(web, paper=[[address]])
    said = reason("http://paper.example/", net.network(), allow_private=False)
    assert said.startswith(f"is at {address}, which is not a public address")
    assert net.dialled == []


def test_one_private_address_among_public_ones_is_refused(web: WebServer) -> None:
    net = internet(web, paper=[[PUBLIC, "10.0.0.1"]])
    assert "10.0.0.1" in reason("http://paper.example/", net.network(), allow_private=False)
    assert net.dialled == []


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/"]
)
def test_a_private_address_in_any_spelling_is_refused(address: str) -> None:
    assert "is not a public address" in reason(address, allow_private=False)


def test_a_name_that_changes_its_address_gains_nothing(web: WebServer) -> None:
    """The first look-up is the only one for a connection; the next connection is checked again."""

    def behave(it: Answering) -> None:
        it.send(page().encode(), headers={"Connection": "close"})

    web.on("/one", behave)
    net = internet(web, rebind=[[PUBLIC], ["127.0.0.1"]])
    limits = {"allow_private": False, "obey_robots": False}
    assert len(articles(read("http://rebind.example/one", None, net.network(), **limits))) == 1
    assert (net.looked_up, net.dialled) == (["rebind.example"], [PUBLIC])
    assert "127.0.0.1" in reason("http://rebind.example/one", net.network(), **limits)
    assert net.dialled == [PUBLIC]


def test_a_redirect_to_a_private_address_is_refused(web: WebServer) -> None:
    web.redirect("/moved", "http://inside.example/secret")
    web.serve("/secret", page())
    net = internet(web, paper=[[PUBLIC]], inside=[["10.0.0.1"]])
    said = reason("http://paper.example/moved", net.network(), allow_private=False)
    assert said.startswith("is at 10.0.0.1")
    assert web.asked("/secret") == 0


def test_a_robots_txt_that_leads_to_a_private_address_is_refused(web: WebServer) -> None:
    web.redirect("/robots.txt", "http://inside.example/robots.txt")
    web.serve("/news", page())
    net = internet(web, paper=[[PUBLIC]], inside=[["10.0.0.1"]])
    assert "10.0.0.1" in reason("http://paper.example/news", net.network(), allow_private=False)
    assert net.dialled == [PUBLIC]


def test_an_unusual_port_of_a_public_host_is_refused(web: WebServer) -> None:
    net = internet(web, paper=[[PUBLIC]])
    said = reason("http://paper.example:25/", net.network(), allow_private=False)
    assert said.startswith("is at port 25: only 80, 443, 8000, 8080, 8443 are asked")
    assert net.dialled == []


def test_the_next_address_is_tried_where_one_does_not_answer(web: WebServer) -> None:
    web.serve("/news", page())
    net = internet(web, paper=[[OTHER_PUBLIC, PUBLIC]])
    net.unreachable = frozenset({OTHER_PUBLIC})
    readings = read(
        "http://paper.example/news", None, net.network(), allow_private=False, obey_robots=False
    )
    assert len(articles(readings)) == 1
    assert net.dialled == [OTHER_PUBLIC, PUBLIC]


def test_proxies_of_the_environment_are_not_used(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert len(articles(read(web.serve("/news", page())))) == 1


def test_tls_verifies_the_name_and_not_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("paper.example").configure_cert(tls)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with WebServer(tls) as web:
        web.serve("/news", page())
        net = internet(web, paper=[[PUBLIC]], other=[[PUBLIC]])
        readings = read("https://paper.example/news", None, net.network(), allow_private=False)
        assert len(articles(readings)) == 1
        said = reason("https://other.example/news", net.network(), allow_private=False)
    assert said.startswith("cannot be reached: its certificate is not valid (Hostname mismatch")
