"""Whether what was found is of another day or year than the one that is asked about."""

import pytest

from index.answering.questions.needed.another_time import is_of_another_time, is_of_another_year

FERRY = "The ferry was sold. It had run since spring."


@pytest.mark.parametrize(
    ("question", "around", "passage", "is_of_another"),
    [
        ("who won the cup in 2018", "Halm won it in 1966.", "Halm won it in 1966.", True),
        ("who won the cup in 2018", "Halm won it.", "It was 1966. Halm won it.", False),
        ("who won the cup in 2018", "Halm won, as in 1966.", "The cup of 2018\nHalm won.", False),
        ("who won the cup", "Halm won it in 1966.", "Halm won it in 1966.", False),
        ("what was built in the 1960s", "It was built in 1966.", "It was built in 1966.", False),
        ("who sent 2018 tonnes", "Halm sent 2018 tonnes.", "Halm sent 2018 tonnes.", False),
        ("what opened on 3 May", "It opened on 27 May.", "It opened on 27 May.", True),
        ("what opened on May 3rd", "It opened on 3 May.", "It opened on 3 May.", False),
        ("what opened on 3 May", "It opened in May.", "It opened in May.", False),
        ("who won in 2018", "Halm took 1,966 votes, 0.1966 of all.", "Halm won.", False),
    ],
)
def test_what_is_said_of_another_time_does_not_answer(
    question: str, around: str, passage: str, is_of_another: bool
) -> None:
    assert is_of_another_time(question, around, passage) == is_of_another


@pytest.mark.parametrize(
    ("question", "around", "article", "published", "is_of_another"),
    [
        ("when was the ferry sold in 2019", "The ferry was sold.", FERRY, "2022-03-01", True),
        ("when was the ferry sold in 2022", "The ferry was sold.", FERRY, "2022-03-01", False),
        ("when was the ferry sold", "The ferry was sold.", FERRY, "2022-03-01", False),
        ("when was the ferry sold in 2019", "The ferry was sold.", FERRY, None, False),
        (
            "was it sold in 2019",
            "It was sold.",
            f"In 2019 it all ended. {FERRY}",
            "2022-03-01",
            False,
        ),
        ("was it sold in 2019", "It was sold three years ago.", FERRY, "2022-03-01", False),
        ("was it sold in 2021", "It was sold last year.", FERRY, "2022-03-01", False),
        ("was it sold in 2021", "It was sold in December.", FERRY, "2022-01-09", False),
        ("was it sold in 2021", "It was sold on Monday.", FERRY, "2022-01-09", True),
        ("was it sold in 2018", "It was sold in December.", FERRY, "2022-01-09", True),
        ("was it sold on 9 May 2022", "It was sold on 9 May.", FERRY, "2022-06-01", False),
        ("was it sold on May 9, 2021", "It was sold on 9 May.", FERRY, "2022-06-01", True),
        (
            "was it sold on May 9, 2021",
            "It was sold on 9 May.",
            f"In 2021 it still ran. {FERRY}",
            "2022-06-01",
            True,
        ),
        ("was it sold on May 9, 2021", "It was sold on 9 May 2021.", FERRY, "2022-06-01", False),
        (
            "was it sold on 9 May 2021",
            "It was sold on 9 May last year.",
            FERRY,
            "2022-06-01",
            False,
        ),
        (
            "was it sold on 9 May 2021",
            "It was on 9 May, after years.",
            FERRY,
            "2022-06-01",
            True,
        ),
        ("was it sold on 2021-12-20", "It was sold on 20 December.", FERRY, "2022-01-09", False),
        ("was it sold on 9 May 2023", "It was sold on 9 May.", FERRY, "2022-06-01", True),
    ],
)
def test_an_article_that_has_the_year_nowhere_is_of_another(
    question: str, around: str, article: str, published: str | None, is_of_another: bool
) -> None:
    assert is_of_another_year(question, around, article, published) is is_of_another
