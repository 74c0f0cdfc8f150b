"""Lists of links that screen readers announce, in text saved from a reader view."""

from index.reading.text.link_lists import without_link_lists


def test_an_announced_list_is_left_out() -> None:
    text = "Before.\nlist of 2 items\nlist 1 of 2\nOne\n\nlist 2 of 2\nTwo\nend of list\nAfter.\n"
    assert without_link_lists(text) == ("Before.\n\nAfter.\n", True)


def test_a_list_without_an_end_stays() -> None:
    text = "Before.\nlist of 2 items\nOne\nAfter.\n"
    assert without_link_lists(text) == (text, False)


def test_more_lines_than_the_items_can_have_are_text() -> None:
    text = "list of 1 item\n" + "A line of the text.\n" * 9 + "end of list\n"
    assert without_link_lists(text) == (text, False)
