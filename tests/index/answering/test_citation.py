"""Links that open a page at a sentence."""

from urllib.parse import unquote

from index.answering.citation import sentence_link

URL = "https://post.example/2022/troops"


def test_a_short_sentence_is_given_whole() -> None:
    link = sentence_link(URL, "He left, they said.")
    assert link == URL + "#:~:text=He%20left%2C%20they%20said."


def test_a_long_sentence_is_given_by_its_ends() -> None:
    sentence = " ".join(f"word{i}" for i in range(30))
    whole, within = sentence_link(URL, sentence).partition("#:~:")[2].split("&")
    start, end = map(unquote, whole.removeprefix("text=").split(","))
    assert sentence.startswith(start)
    assert sentence.endswith(end)
    assert within == "text=word1%20word2,word27%20word28"


def test_what_has_a_meaning_in_a_directive_is_encoded() -> None:
    assert sentence_link(URL, "a-b & c, “d”").endswith(
        "text=a%2Db%20%26%20c%2C%20%E2%80%9Cd%E2%80%9D"
    )


def test_a_fragment_of_the_page_is_kept_and_an_old_directive_replaced() -> None:
    assert sentence_link(URL + "#top", "Yes.") == URL + "#top:~:text=Yes."
    assert sentence_link(URL + "#:~:text=No.", "Yes.") == URL + "#:~:text=Yes."


def test_the_ends_alone_are_given_too_since_the_page_may_have_a_note_number_within() -> None:
    link = sentence_link(URL, "The walrus colony moved north.")
    assert link.endswith(
        "#:~:text=The%20walrus%20colony%20moved%20north.&text=The%20walrus,moved%20north."
    )


def test_the_ends_are_as_long_as_they_must_be_to_stand_nowhere_above() -> None:
    sentence = "An old pier opens, and the old pier stays open late on."
    link = sentence_link(URL, sentence, before="The old pier. The  OLD pier opens late.")
    assert unquote(link).endswith("&text=old pier opens,open late")


def test_an_end_that_stands_earlier_in_the_sentence_is_made_longer() -> None:
    link = sentence_link(URL, "They say a lot and mean it, but say a lot more")
    assert unquote(link).endswith("&text=say a,but say a lot")


def test_the_words_above_lead_to_the_ends_as_other_parts_of_the_page_may_have_them() -> None:
    link = sentence_link(URL, "The walrus colony moved north.", "Ice thins. The bay-side is open.")
    assert "&text=bay%2Dside%20is%20open.-,The%20walrus,moved%20north.&" in link


def test_the_row_of_a_table_is_found_by_its_outer_cells() -> None:
    assert sentence_link(URL, "A new pier | of larch | 2,400").endswith(
        "#:~:text=A%20new%20pier,2%2C400"
    )
