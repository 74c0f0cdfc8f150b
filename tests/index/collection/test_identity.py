"""Which spellings of a web address are one address."""

import pytest

from index.collection.identity import url_key

ONE = "https://paper.example/2022/harbour-shut?a=1&b=%C3%A9"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://paper.example/2022/harbour-shut?a=1&b=%C3%A9",
        "https://www.paper.example/2022/harbour-shut?a=1&b=%C3%A9",
        "HTTPS://Paper.Example:443/2022/harbour-shut?a=1&b=%C3%A9",
        "https://paper.example/2022/harbour-shut/?a=1&b=%C3%A9",
        "https://paper.example/2022/harbour-shut?b=%C3%A9&a=1#comments",
        "https://paper.example/2022/harbour-shut?utm_source=feed&a=1&b=%C3%A9&fbclid=x&gclid=y",
        "https://paper.example/2022/./harbour%2Dshut?a=1&b=%c3%a9",
        "https://paper.example/2022/harbour-shut?a=1&b=é",
        "https://paper.example/2022/harbour-shut/amp/?a=1&b=%C3%A9",
        "  https://paper.example/2022/harbour-shut?a=1&b=%C3%A9\n",
    ],
)
def test_one_address_in_many_spellings(spelling: str) -> None:
    assert url_key(spelling) == url_key(ONE) is not None


@pytest.mark.parametrize(
    "other",
    [
        "https://sport.paper.example/2022/harbour-shut?a=1&b=%C3%A9",
        "https://paper.example:8080/2022/harbour-shut?a=1&b=%C3%A9",
        "https://paper.example/2022/Harbour-shut?a=1&b=%C3%A9",
        "https://paper.example/2022/harbour-shut?a=2&b=%C3%A9",
        "https://paper.example/2022/harbour-shut",
        "https://paper.example/2022/harbour-shut/2?a=1&b=%C3%A9",
        "https://paper.example/amplifier",
    ],
)
def test_other_addresses(other: str) -> None:
    assert url_key(other) not in (None, url_key(ONE))


@pytest.mark.parametrize(
    "none",
    [
        None,
        "",
        "https://paper.example",
        "http://www.paper.example/#top",
        "https://[broken",
        "https://paper.example:99999999/a",
        "mailto:editor@paper.example",
        "javascript:alert(1)",
    ],
)
def test_what_names_no_page_has_no_key(none: str | None) -> None:
    assert url_key(none) is None
