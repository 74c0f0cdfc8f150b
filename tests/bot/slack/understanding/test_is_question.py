"""Follow-ups in a thread, on a table of cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.understanding.is_question import is_question, wants_stop
from bot.slack.understanding.pointing import points_at
from index.answering.questions.follow_up import leans, resolve

FIRST = "Who sent troops to Kazakhstan?"

QUESTIONS = """
who sent troops?
who sent troops
How many?
when?
why?
and what about China?
What about Sweden?
and China?
Which countries voted in favour
tell me about the blackout
can you tell me who resigned?
what do we know about the seed vault?
How did the ever given get stuck?
Did Finland join NATO
is there a deal between Russia and Ukraine?
show me what Xi said
anything on the markets?
ok, and how many died?
What is NATO?
any word on casualties
who won, England or Germany?
how large was the crowd
Hi all, who sent troops to Mali? Thanks, Maja
Good morning! :wave: does anyone know who resigned?
"""
CHATTER = """
thanks!
Great, that helps.
right?
really?
lol
ok
what a day!
how nice
What?
are you coming to lunch?
can you send me the file?
I think we should quote the first one
do you agree?
shall we publish this?
our editor wants that by noon
who wants coffee, you or me?
https://example.org/a?b=c
the troops left in January.
+1
👍
stop
let's use it
hm, when I get back I'll check
lunch?
see you there
yes please do that for the story
hello everyone! how are you?
does anyone know who took my charger?
could you tell me when you're back?
thanks, you're the best!
"""


def rows(table: str) -> list[str]:
    return [row for row in table.strip().splitlines() if row]


@pytest.mark.parametrize("text", rows(QUESTIONS))
def test_a_question_is_known_for_one(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", rows(CHATTER))
def test_chatter_is_no_question(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "how many?",
        "when?",
        "and what about China?",
        "what about Sweden?",
        "and China?",
        "who said that?",
        "did China support it?",
        "what did he say?",
        "why did they leave?",
        "how many of them died?",
        "what happened then?",
        "who else?",
        "who resigned?",
        "What did Russia say about this?",
        "was that the first time?",
        "and when did it end?",
        "the number of dead?",
    ],
)
def test_a_question_that_points_back_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        "What is NATO?",
        "Who is Tokayev?",
        "When did Finland join NATO and why did it wait?",
        "Did Finland apply before it joined the alliance?",
        "What did Macron promise after his election?",
        "who blocked the deal that ended the blockade?",
        "how many people died in this year's protests in Haiti?",
        "is there a deal between Russia and Ukraine?",
        "who led the mission in Haiti?",
        "how large was the crowd at Wembley?",
        "But why did the price of liquefied gas rise in Kazakhstan?",
        "what did the US say about the troops?",
        "who paid for those who fled the war in Ukraine?",
    ],
)
def test_a_question_with_a_subject_of_its_own_stands_alone(text: str) -> None:
    assert not leans(text)
    assert resolve(text, ["Who won Euro 2022?"]).queries[0] == text


@pytest.mark.parametrize(
    ("earlier", "new", "first"),
    [
        (["who sent troops?"], "how many?", "how many sent troops?"),
        (["who sent troops?"], "and when?", "when sent troops?"),
        (["When did Finland join NATO?"], "what about Sweden?", "When did Sweden join NATO?"),
        (["How did Russia react?"], "and what about China?", "How did China react?"),
        (["who won Euro 2022?"], "and 2025?", "who won Euro 2025?"),
        (["what did the US say?"], "and China?", "what did China say?"),
        (["who won the cup?"], "what about women", "who won the cup, women?"),
        (["who sent troops?"], "and what about China?", "who sent troops, China?"),
        ([FIRST], "and in Mali?", "Who sent troops to Mali?"),
        ([FIRST], "Mali?", "Who sent troops to Mali?"),
        (["How did Russia react?"], "how about the EU", "How did the EU react?"),
        (["who died?", "where is Haiti?"], "how many?", "how many Haiti?"),
        (["who sent troops to Mali?", "how many?"], "when?", "when sent troops Mali?"),
        ([FIRST], "who asked them?", "who asked them sent troops Kazakhstan?"),
    ],
)
def test_a_question_that_leans_is_tried_with_the_earlier_one(
    earlier: list[str], new: str, first: str
) -> None:
    assert resolve(new, earlier).queries[0] == first


def test_without_an_earlier_question_it_is_tried_as_it_is() -> None:
    assert resolve(" how   many? ", []).queries == ("how many?",)
    assert resolve("how many?", ["when?"]).queries == ("how many?",)


def test_a_replaced_name_is_gone_from_the_other_queries() -> None:
    found = resolve("what about Sweden?", ["When did Finland join NATO?"])
    assert found.queries == ("When did Sweden join NATO?", "Sweden join NATO")


@pytest.mark.parametrize(
    ("new", "about"),
    [
        ("and what about China?", "China"),
        ("and in Mali?", "Mali"),
        ("China?", "China"),
        ("what about the price of bread?", "price bread"),
        ("what about the others?", ""),
        ("but not China?", ""),
        ("and when?", ""),
        ("how many?", ""),
        ("did China support it?", ""),
        ("Who is the president of France?", ""),
    ],
)
def test_a_question_about_another_subject_is_answered_only_by_what_names_it(
    new: str, about: str
) -> None:
    assert resolve(new, ["who sent troops?"]).about == about


@pytest.mark.parametrize(
    "text",
    [
        "any idea?",
        "can you answer this please?",
        "Could you help?",
        "thoughts?",
        "do you know?",
        "what do you think about this?",
        "can you find a source for this?",
        "do you have anything on this?",
        "see above",
    ],
)
def test_a_message_that_only_points_at_another_is_known(text: str) -> None:
    assert points_at(text)


@pytest.mark.parametrize(
    "text",
    ["", "any idea who paid?", "what about China?", "who paid for this?", "help the harbour"],
)
def test_a_question_of_its_own_points_at_no_other(text: str) -> None:
    assert not points_at(text)


def test_one_that_stands_alone_is_tried_alone_and_only_then_with_the_earlier() -> None:
    assert resolve("how large was the crowd?", ["Who won at Wembley?"]).queries == (
        "how large was the crowd?",
        "how large was the crowd won Wembley?",
    )
    assert resolve("Who is the president of France?", [FIRST]).queries == (
        "Who is the president of France?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Stop.",
        "STOP!",
        "thanks, stop",
        "ok stop now please",
        "pullquote stop",
        "stop it, pullquote",
        "stop answering here",
        "stop answering",
        "be quiet",
        "Please be quiet now",
        "that's enough, thanks",
        "that’s all",
        "no more answers please",
        "shut up",
    ],
)
def test_stop_is_understood(text: str) -> None:
    assert wants_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "did the fighting stop?",
        "stop the war",
        "when did it stop?",
        "who asked them to stop",
        "thanks",
        "no",
        "",
        "stop signs in Haiti",
        "is that all?",
        "how much is enough?",
    ],
)
def test_talk_of_stopping_is_not_stop(text: str) -> None:
    assert not wants_stop(text)


@given(st.text(max_size=100), st.lists(st.text(max_size=100), max_size=4))
def test_any_text_resolves_to_queries(new: str, earlier: list[str]) -> None:
    is_question(new)
    points_at(new)
    queries = resolve(new, earlier).queries
    assert queries
    assert len(set(queries)) == len(queries) <= 3
