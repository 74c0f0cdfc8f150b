"""How a question is understood with those before it."""

from index.answering.questions.follow_up import own_words, resolve


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
