"""How a question is understood with those before it."""

from index.answering.questions.follow_up import (
    asks_for_more,
    last_standing,
    own_words,
    resolve,
    without_opening,
)


def test_a_numeral_in_a_name_is_no_pronoun() -> None:
    assert own_words("who won Super Bowl I".split()) == ["won", "Super", "Bowl", "I"]
    assert own_words("what did Ann and I say".split()) == ["Ann"]
    assert "Bowl I" in resolve("by how much?", ["Who won Super Bowl I?"]).queries[0]


def test_what_leans_counts_less_as_it_stands() -> None:
    reading = resolve("When did it take place?", ["Was the contest about drama?"])
    joined, as_it_stands, _ = reading.queries
    assert "drama" in joined
    assert as_it_stands == "When did it take place?"
    assert reading.weight(joined) == 1.0 > reading.weight(as_it_stands)
    alone = resolve("Who won the tram contest in Halm?", ["Was the contest about drama?"])
    assert [alone.weight(query) for query in alone.queries] == [1.0]


def test_another_subject_of_several_words_is_also_looked_for_as_it_stands() -> None:
    earlier = ["Are deposits at Halm Bank insured?"]
    telling = resolve("what about loans from Venn or Roe?", earlier)
    assert "what about loans from Venn or Roe?" in telling.queries
    assert telling.needs(telling.queries[-1])
    assert "what about Venn?" not in resolve("what about Venn?", earlier).queries


def test_a_correction_is_understood_as_what_is_meant() -> None:
    earlier = ["How tall is the spire of Lund?"]
    asked = resolve("no, I meant how many pipes the organ has", earlier).queries
    assert asked[0] == "how many pipes the organ has"
    assert resolve("sorry, I meant Ost", earlier).queries[0] == "How tall is the spire of Ost?"
    assert resolve("that's wrong, I mean which spire", earlier).queries[0] == (
        "which spire tall Lund"
    )
    assert resolve("I meant Ost", []).queries == ("I meant Ost",)


def test_a_name_and_a_time_take_the_place_of_a_name() -> None:
    reading = resolve("and Ost in 2019?", ["how much power did Lund have?"])
    assert reading.queries[0] == "how much power did Ost have in 2019?"
    assert reading.needs(reading.queries[0]) == "Ost 2019"
    after_the = resolve("Halm?", ["how much power did the Crop Trust have?"])
    assert after_the.queries[0] == "how much power did Halm have?"


def test_what_asks_of_the_answer_before_asks_that_question_again() -> None:
    earlier = ["who mended the weir of Lund?", "and who paid for the weir of Lund?"]
    for text in ("who said that?", "says who?", "tell me more", "anything else?", "go on"):
        assert resolve(text, earlier).queries == (earlier[-1],)
    assert resolve("who said that the weir of Ost broke?", earlier).queries != (earlier[-1],)
    assert asks_for_more("any more quotes?")
    assert not asks_for_more("more than a hundred?")


def test_what_stands_beside_a_question_that_stands_beside_others_keeps_the_first_of_all() -> None:
    earlier = ["what time (how wide (how high was the wave in Lund))?"]
    assert last_standing(earlier) == "what time (how high was the wave in Lund)?"
    assert last_standing(["why (how high was the wave in Lund)?"]) == (
        "how high was the wave in Lund?"
    )
    assert resolve("and Ost?", ["why (how high was the wave in Lund)?"]).queries[0] == (
        "how high was the wave in Ost?"
    )


def test_an_opening_word_is_not_searched_for() -> None:
    assert without_opening("and how cold is it?") == "how cold is it?"
    assert without_opening("and China?") == "and China?"
    assert without_opening("and what about China?") == "and what about China?"
    assert "how cold is it?" in resolve("but how cold is it?", ["who paid for the weir?"]).queries
