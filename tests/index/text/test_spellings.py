"""Codes, numbers, units and dates: either spelling has a word in common with the other."""

import pytest

from index.text.spellings import as_spelled_in, with_spellings
from index.text.words import words


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The pump reports fault K-77.", "fault K77"),
        ("The M-400C crane", "M400C"),
        ("Members of the O.B.K. met.", "OBK"),
        ("the OBK met", "O.B.K."),
        ("It cost €12.5m.", "12.5 million euros"),
        ("It cost 3 bn dollars.", "$3,000,000,000"),
        ("a wall of 2,460 metres", "2460 meters"),
        ("17 km of road", "17 kilometers"),
        ("40% of voters", "40 per cent"),
        ("On 9 March the dam", "March 9"),
        ("on the 9th of March", "9 Mar."),
        ("on 9 March 1987", "1987-03-09"),
        ("in March 1987", "9 Mar 1987"),
        ("the ﬁsh", "the fish"),
        ("room Ⅻ", "room xii"),
    ],
)
def test_two_spellings_of_the_same_share_a_word_that_others_do_not_have(
    written: str, asked: str
) -> None:
    [text], [question], [other] = words([written]), words([asked]), words(["room fault crane 9"])
    assert set(text) & set(question) - set(other)


@pytest.mark.parametrize(
    "text",
    [
        "They may leave in march, at half past nine.",
        "a well-known two-storey house",
        "He won 8-0 and 6-3.",
        "Mr. Tam left.",
        "from 1914-1918",
        "99-99-9999 and 2022-13-45",
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert with_spellings(text) == text


def test_what_is_added_stands_after_what_it_is_of() -> None:
    assert with_spellings("Fault K-77 on 2 May 1999, 4,000 km off.") == (
        "Fault K-77 K77 on 2 May 1999 may2 may1999, 4,000 km 4000 kilometres off."
    )


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        ("what opened on May 9th?", "It opened on 9 May. Then", "what opened on 9 May?"),
        ("what opened on 9 May", "It opened on 2011-05-09.", "what opened on 2011-05-09"),
        ("a 2460 km wall", "The wall is 2,460 kilometres long", "a 2,460 kilometres wall"),
        ("the €40m loan", "a loan of 40 million euros", "the 40 million euro loan"),
        ("what is fault K77", "fault K-77: no oil", "what is fault K-77"),
        ("a 35% share", "a share of 35 percent", "a 35 percent share"),
        ("what opened on 9 May 2011", "It opened on 9 May 1987.", "what opened on 9 May 2011"),
        ("the $40m loan", "a loan of €40m", "the $40m loan"),
        ("who left?", "Nobody left on 9 May.", "who left?"),
    ],
)
def test_a_question_is_spelled_as_a_text_is(question: str, text: str, asked: str) -> None:
    assert as_spelled_in(text, question) == asked
