"""How many origins a few accounts have at most."""

from index.statements.origins import Account, origins_of, outlet_of, speaker_key

FACT = "The harbour bridge was opened by the mayor on Friday morning, after two years of work."
REWORDED = "On Friday morning, the mayor cut the ribbon after bridge works of two years."


def test_shared_wording_is_one_origin_and_other_words_another() -> None:
    copied = "After two years of work, the harbour bridge was opened by the mayor on Friday."
    accounts = [Account(FACT, "a"), Account(REWORDED, "b"), Account(copied, "c")]
    assert origins_of(accounts) == [[0, 2], [1]]


def test_one_outlet_agency_or_speaker_is_one_origin() -> None:
    for one, other in (
        (Account(FACT, "a"), Account(REWORDED, "a")),
        (Account(FACT, "a", agency="AP"), Account(REWORDED, "b", agency="AP")),
        (Account(FACT, "a", speaker="sample"), Account(REWORDED, "b", speaker="sample")),
    ):
        assert origins_of([one, other]) == [[0, 1]]
    assert origins_of([Account(FACT, "a"), Account(REWORDED, "b")]) == [[0], [1]]


def test_a_short_run_that_may_be_anybodys_is_no_shared_wording() -> None:
    one = "The ferry sank on Monday with 14 people on board, the coastguard said."
    other = "With 14 people on board, a boat went down near Gullhaven this week."
    assert origins_of([Account(one, "a"), Account(other, "b")]) == [[0], [1]]


def test_origins_are_joined_through_a_third() -> None:
    accounts = [
        Account(FACT, "a"),
        Account(REWORDED, "b", agency="AP"),
        Account(FACT, "c", agency="AP"),
    ]
    assert origins_of(accounts) == [[0, 1, 2]]


def test_an_outlet_is_known_by_publisher_site_or_file() -> None:
    assert outlet_of("The Example  Times", None, "a.md") == outlet_of("example times", None, "b.md")
    assert outlet_of(None, "https://www.example.com/a", "a") == "example.com"
    assert outlet_of(None, None, "a.md") != outlet_of(None, None, "b.md")


def test_a_speaker_is_known_by_the_last_name_or_the_office() -> None:
    assert speaker_key("House Speaker Ann Sample") == speaker_key("Ms. Sample") == "sample"
    assert speaker_key("the mayor of Exampleton") == "mayor of exampleton"
    for anybody in ("officials", "she", "a spokesman", "two witnesses"):
        assert speaker_key(anybody) is None
