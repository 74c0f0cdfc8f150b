"""How a question is understood with those before it."""

from index.answering.questions.follow_up import own_words, resolve


def test_a_numeral_in_a_name_is_no_pronoun() -> None:
    assert own_words("who won Super Bowl I".split()) == ["won", "Super", "Bowl", "I"]
    assert own_words("what did Ann and I say".split()) == ["Ann"]
    assert "Bowl I" in resolve("by how much?", ["Who won Super Bowl I?"]).queries[0]
