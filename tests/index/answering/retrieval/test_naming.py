"""Whether a text names what is asked about."""

import pytest

from index.answering.retrieval.naming import names


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("China's share fell.", "China"),
        ("Two tugs were pulling in Lund.", "tug Lund"),
        ("It came second, behind the United States.", "US"),
        ("The US was second.", "US"),
        ("The U.S. was second.", "U.S."),
        ("The European Union objected.", "EU"),
        ("The EU objected.", "European Union"),
        ("The Union of Harbours and Yards paid.", "UHY"),
        ("The Weir Board of Lund paid in 2019.", "WBL 2019"),
    ],
)
def test_what_a_text_has_in_another_form_is_named(text: str, wanted: str) -> None:
    assert names(text, wanted, "en")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They helped us.", "US"),
        ("China's share fell.", "China 2019"),
        ("Unions struck.", "US"),
        ("The eu objected.", "European Union"),
        ("Lund and Ost.", "Halm"),
    ],
)
def test_what_it_has_not_is_not(text: str, wanted: str) -> None:
    assert not names(text, wanted, "en")
