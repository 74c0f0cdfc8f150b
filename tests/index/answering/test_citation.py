"""Links that open a page at a sentence."""

from urllib.parse import unquote

from index.answering.citation import sentence_link

URL = "https://post.example/2022/troops"


def test_a_short_sentence_is_given_whole() -> None:
    link = sentence_link(URL, "He left, they said.")
    assert link == URL + "#:~:text=He%20left%2C%20they%20said."


def test_a_long_sentence_is_given_by_its_ends() -> None:
    sentence = " ".join(f"word{i}" for i in range(30))
    directive = sentence_link(URL, sentence).partition("text=")[2]
    start, end = map(unquote, directive.split(","))
    assert sentence.startswith(start)
    assert sentence.endswith(end)


def test_what_has_a_meaning_in_a_directive_is_encoded() -> None:
    assert sentence_link(URL, "a-b & c, “d”").endswith(
        "text=a%2Db%20%26%20c%2C%20%E2%80%9Cd%E2%80%9D"
    )


def test_a_fragment_of_the_page_is_kept_and_an_old_directive_replaced() -> None:
    assert sentence_link(URL + "#top", "Yes.") == URL + "#top:~:text=Yes."
    assert sentence_link(URL + "#:~:text=No.", "Yes.") == URL + "#:~:text=Yes."
