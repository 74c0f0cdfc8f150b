"""Names that differ by a number."""

import pytest

from index.answering.questions.numbered_names import names_another, numbered_names


@pytest.mark.parametrize(
    ("question", "around"),
    [
        ("when did windows 98 come out", "Windows 95 came out in August."),
        ("who won World War II", "World War I was lost in spring."),
        ("who won world war two", "The First World War, or World War 1, was lost in spring."),
        ("how much is phase two", "Phase one costs three million."),
        ("when was the 3rd council held", "The first council was held in Halm."),
        ("who is the 46th president", "The 45th president left."),
        ("who chairs the G20", "The G7 is chaired by Ann Venn."),
        ("what does error E-1042 mean", "Error E1043 means that it is too hot."),
        ("what's in Article 1,050?", "Article 1,051 is on fees."),
        ("when is form 8.1 due", "Form 8 is due in May."),
    ],
)
def test_another_number_is_another_name(question: str, around: str) -> None:
    assert names_another(numbered_names(question), around, "On councils")


@pytest.mark.parametrize(
    ("question", "around"),
    [
        ("when did windows 98 come out", "Windows 95 was old when Windows 98 came out."),
        ("when did windows 98 come out", "It came out in June."),
        ("who won world war 2", "World War II ended when World War I was forgotten."),
        ("who is the 3rd president", "Ann Venn is the third president, Roe was the second."),
        ("what does error E1042 mean", "E-1042 and E-1043 mean that it is too hot."),
        ("what happened on 3 May", "On 4 May the bridge fell."),
        ("what happened in May 2019", "In May 2020 the bridge fell."),
        ("how many of the 30 people left", "Of the people 12 left."),
        ("who left for the first time", "He left a second time."),
    ],
)
def test_the_same_name_or_none_is_no_other(question: str, around: str) -> None:
    assert not names_another(numbered_names(question), around, "On councils")


def test_what_the_title_names_is_not_another() -> None:
    asked = numbered_names("what did Windows 98 replace")
    assert not names_another(asked, "It replaced Windows 95.", "Windows 98")
    assert names_another(asked, "It replaced Windows 95.", "Windows ME")
