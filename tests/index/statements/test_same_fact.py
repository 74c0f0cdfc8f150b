"""Whether two sentences state the same fact."""

import pytest

from index.statements.details import details_of
from index.statements.same_fact import ALIKE, same_fact

FACT = "Mayor Ann Sample opened the new harbour bridge in Exampleton on 3 May."


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("On May 3, Mayor Ann Sample opened the new harbour bridge in Exampleton.", True),
        ("The new harbour bridge in Exampleton was opened by Mayor Ann Sample on 3 May.", True),
        ("Mayor Bob Sample opened the new harbour bridge in Exampleton on 3 May.", False),
        ("Mayor Ann Sample opened the new harbour bridge in Exampleton on 4 May.", False),
        ("Mayor Ann Sample will open the new harbour bridge in Exampleton on 3 May.", False),
        ("Mayor Ann Sample never opened the new harbour bridge in Exampleton on 3 May.", False),
        ("Mayor Ann Sample opened the bridge on 3 May.", False),
        (
            "Mayor Ann Sample opened the new harbour bridge in Exampleton on 3 May, and said that "
            "she hoped that another would follow further up the river.",
            False,
        ),
    ],
)
def test_every_detail_must_agree(other: str, expected: bool) -> None:
    one, two = details_of([FACT, other])
    assert same_fact(one, two, 0.95) is expected
    assert same_fact(two, one, 0.95) is expected


def test_sentences_that_are_not_alike_do_not_state_the_same() -> None:
    one, two = details_of([FACT, FACT])
    assert not same_fact(one, two, ALIKE - 0.01)


def test_a_first_word_that_may_be_a_name_must_be_in_the_other() -> None:
    one, two = details_of(["Ruritania sent two ships.", "Graustark sent two ships."])
    assert not same_fact(one, two, 0.99)
