"""What people do around a question: courtesies, threads of their own, edits, forwarding."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack
from bot.fake_slack.state.workspace import Message
from bot.slack.serve import Running
from bot.slack.values import ChannelSettings
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    eventually,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"
BRIDGE = "Engineers shut the old bridge"


def ours(slack: FakeSlack, channel: str) -> list[Message]:
    return [m for m in slack.messages(channel) if m.user == slack.app.bot_user_id]


@pytest.fixture
def bob(slack: FakeSlack, general: str) -> str:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    return bob


@pytest.fixture(scope="module")
def strict(
    bot_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FakeSlack, Running]]:
    """A bot that answers nothing, since nothing is sure enough."""
    data = tmp_path_factory.mktemp("strict") / "data"
    build_index(bot_data.parent / "articles", data)
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, data, answer__threshold=1) as bot,
    ):
        yield slack, bot


# Courtesies


@pytest.mark.parametrize(
    "text",
    [
        "Hi {me}! Who sent troops to the capital? Thanks a lot, Anna",
        "{me} :tada: who sent troops to the capital? :pray:",
        "{me} <https://wire.example/page> who sent troops to the capital?",
        "Hello team,\n{me} who sent troops to the capital?\nBest regards,\nAnna",
    ],
)
def test_courtesies_around_a_question_are_not_searched_for(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str
) -> None:
    ts = slack.say(anna, general, text.format(me=slack.mention))
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    [asked] = bot.assembly.history.of_thread(general, ts)
    assert asked.lower() == "who sent troops to the capital?"


def test_a_question_at_the_end_of_a_long_story_is_answered(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    story = "I was on the ferry all day, and it rained. " * 40
    ts = slack.say(anna, general, f"{slack.mention} {story}Who sent troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("hello", "Hi! Ask me a question"),
        ("thanks!", "You're welcome!"),
        (":thumbsup:", "Ask me anything"),
        ("👍", "Ask me"),
        ("bye", "Bye!"),
        ("Terima kasih!", "You're welcome!"),
        ("שלום", "Hi! Ask me a question"),
        ("that's wrong", "Sorry!"),
        ("stop", "there is nothing to stop"),
        ("what can you do?", "I answer with quotes"),
        ("help", "I answer with quotes"),
    ],
)
def test_courtesies_alone_get_a_friendly_word_and_no_quotes(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str, word: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} {text}")
    reply = slack.wait_for_reply(general, ts)
    assert word in reply.text
    direct = slack.direct_message(anna)
    ts = slack.say(anna, direct, text)
    said = slack.wait_for_reply(direct, ts).text
    assert word in said or "Ask me" in said
    settled(slack, bot)
    assert bot.assembly.history.of_thread(general, ts) == []
    assert "The articles don't say." not in words_in(reply)


def test_a_question_with_a_link_is_answered_from_its_article(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    link = "<https://wire.example/troops?utm_source=mail#top>"
    ts = slack.say(anna, general, f"{slack.mention} {link} what had doubled?")
    assert "The price of bread had doubled" in words_in(slack.wait_for_reply(general, ts))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("<https://wire.example/troops>", "I have read “Troops leave”."),
        ("please <https://wire.example/troops/>, thanks!", "I have read “Troops leave”."),
        ("<https://elsewhere.example/page>", "I haven't read that page"),
    ],
)
def test_a_link_alone_is_said_to_be_read_or_not(
    slack: FakeSlack, bot: Running, anna: str, general: str, link: str, said: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} {link}")
    assert said in slack.wait_for_reply(general, ts).text


def test_struck_out_words_are_not_asked_for(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent ~the mirror~ troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    assert bot.assembly.history.of_thread(general, ts) == ["who sent troops to the capital?"]


# Threads that people began


@pytest.mark.parametrize(
    "text", ["any idea?", "", "???", "can you answer this please?", "☝🏽", "pls"]
)
def test_a_mention_in_a_thread_of_people_answers_the_thread_s_question(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str, text: str
) -> None:
    root = slack.say(anna, general, "Who sent troops to the capital?")
    slack.say(anna, general, "I need it by noon", thread_ts=root)
    slack.say(bob, general, f"{slack.mention} {text}", thread_ts=root)
    assert TROOPS in words_in(slack.wait_for_reply(general, root))
    settled(slack, bot)
    assert len(ours(slack, general)) == 1


def test_the_thread_s_first_question_is_the_one_that_is_meant(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, "Hi all! Who sent troops to the capital? Thanks")
    slack.say(bob, general, "who shut the old bridge, by the way?", thread_ts=root)
    slack.say(bob, general, f"{slack.mention} thoughts?", thread_ts=root)
    assert TROOPS in words_in(slack.wait_for_reply(general, root))


def test_where_the_first_question_is_answered_the_last_one_is_meant(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    slack.wait_for_reply(general, root)
    slack.say(anna, general, f"<@{bob}> who shut the old bridge?", thread_ts=root)
    slack.say(bob, general, f"{slack.mention} any idea?", thread_ts=root)
    assert BRIDGE in words_in(slack.wait_for_reply(general, root, count=2))


def test_a_workflow_s_question_is_answered_when_a_person_asks_for_it(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    root = slack.run_workflow(general, "Who shut the old bridge?")
    slack.say(anna, general, f"{slack.mention} can you help?", thread_ts=root)
    assert BRIDGE in words_in(slack.wait_for_reply(general, root))


def test_a_question_in_a_thread_of_people_is_understood_with_it(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, "Who sent troops to the capital?")
    slack.say(bob, general, f"{slack.mention} how many?", thread_ts=root)
    reply = slack.wait_for_reply(general, root)
    assert TROOPS in words_in(reply)
    assert "Understood as: how many sent troops capital?" in words_in(reply)


def test_thanks_in_a_thread_are_no_question(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, "Who sent troops to the capital?")
    slack.say(bob, general, f"{slack.mention} 👍", thread_ts=root)
    assert "Ask me anything" in slack.wait_for_reply(general, root).text
    slack.say(bob, general, f"{slack.mention} thank you!", thread_ts=root)
    assert "You're welcome!" in slack.wait_for_reply(general, root, count=2).text
    assert not any(TROOPS in words_in(reply) for reply in ours(slack, general))


def test_a_long_statement_can_be_asked_about(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    statement = "An alliance of six countries sent troops to the capital. " * 30
    root = slack.say(anna, general, statement)
    slack.say(bob, general, f"{slack.mention} is this true?", thread_ts=root)
    assert TROOPS in words_in(slack.wait_for_reply(general, root))


def test_a_thread_without_a_question_is_said_to_have_none(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, "👋")
    slack.say(bob, general, f"{slack.mention} any idea?", thread_ts=root)
    assert "no question to answer" in slack.wait_for_reply(general, root).text


# Edits, forwarded messages, workflows


def test_an_edit_that_adds_the_mention_is_answered_once(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "who sent troops to the capital?")
    slack.edit_message(general, ts, f"{slack.mention} who sent troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    slack.edit_message(general, ts, f"{slack.mention} who sent the troops to the capital?")
    slack.edit_message(general, ts, "never mind")
    slack.edit_message(general, ts, f"{slack.mention} who sent troops?")
    settled(slack, bot)
    assert len(ours(slack, general)) == 1


def test_an_edit_of_a_message_that_got_silence_is_answered(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, root)
    ts = slack.say(bob, general, "the old bridge is shut, I think", thread_ts=root)
    settled(slack, bot)
    slack.edit_message(general, ts, f"{slack.mention} who shut the old bridge?")
    assert BRIDGE in words_in(slack.wait_for_reply(general, root, count=2))
    settled(slack, bot)
    assert len(ours(slack, general)) == 2


def test_an_edit_that_does_not_name_us_stays_unanswered(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    root = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, root)
    ts = slack.say(bob, general, "the old bridge is shut, I think", thread_ts=root)
    slack.edit_message(general, ts, "who shut the old bridge?")
    settled(slack, bot)
    assert len(ours(slack, general)) == 1


def test_an_edit_of_a_question_that_was_answered_is_not_answered_again(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    slack.wait_for_reply(general, ts)
    slack.edit_message(general, ts, f"{slack.mention} who shut the old bridge?")
    settled(slack, bot)
    assert len(ours(slack, general)) == 1


@pytest.mark.parametrize("comment", ["can you answer this?", "", "Hi! Any idea? Thanks"])
def test_a_forwarded_question_is_answered(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str, comment: str
) -> None:
    elsewhere = slack.add_channel("elsewhere", bob, anna)
    asked = slack.message(elsewhere, slack.say(bob, elsewhere, "Who shut the old bridge?"))
    ts = slack.forward(anna, general, asked, f"{slack.mention} {comment}")
    assert BRIDGE in words_in(slack.wait_for_reply(general, ts))


def test_a_question_about_a_forwarded_message_is_understood_with_it(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    elsewhere = slack.add_channel("elsewhere", bob, anna)
    asked = slack.message(elsewhere, slack.say(bob, elsewhere, "Who sent troops to the capital?"))
    ts = slack.forward(anna, general, asked, f"{slack.mention} and how many?")
    reply = slack.wait_for_reply(general, ts)
    assert "Understood as: how many sent troops capital?" in words_in(reply)


def test_the_preview_of_a_link_is_no_edit(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops? <https://a.example/x>")
    slack.wait_for_reply(general, ts)
    slack.preview_link(general, ts, "https://a.example/x", "A page")
    settled(slack, bot)
    assert len(ours(slack, general)) == 1


def test_a_workflow_is_answered_if_a_setting_says_so(articles: Path, data: Path) -> None:
    build_index(articles, data)
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        with serving(slack, data) as bot:
            slack.run_workflow(general, f"{slack.mention} who sent troops?")
            settled(slack, bot)
            assert not ours(slack, general)
        with serving(slack, data, bot__answer_bots=True) as bot:
            slack.run_workflow(general, "who sent troops?")
            ts = slack.run_workflow(general, f"{slack.mention} who sent troops?")
            assert TROOPS in words_in(slack.wait_for_reply(general, ts))
            settled(slack, bot)
            assert len(ours(slack, general)) == 1


# Without a mention


def test_a_channel_may_have_every_question_answered(
    slack: FakeSlack, bot: Running, anna: str, bob: str, general: str
) -> None:
    admin = slack.add_user("ada", is_admin=True)
    slack.join(admin, general)
    slack.slash(admin, general, "/pullquote", "settings")
    form = slack.wait_for_view(admin)
    slack.submit_view(admin, form, {"follow_ups": {"settings_follow_ups": "every"}})
    eventually(lambda: bot.assembly.channels.of(general).every_question, timeout_s=60)
    slack.say(anna, general, "good morning all")
    slack.say(anna, general, "can you join us for lunch?")
    slack.say(anna, general, f"<@{bob}> who sent troops?")
    thread = slack.say(anna, general, "here is my draft")
    slack.say(bob, general, "who shut the old bridge?", thread_ts=thread)
    ts = slack.say(anna, general, "who sent troops to the capital?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    slack.say(bob, general, "how many?", thread_ts=ts)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts, count=2))
    settled(slack, bot)
    assert len(ours(slack, general)) == 2


def test_there_it_is_silent_if_the_articles_do_not_say_unless_it_is_asked(
    strict: tuple[FakeSlack, Running],
) -> None:
    slack, bot = strict
    anna = slack.add_user("anna")
    general = slack.add_channel("open", anna)
    bot.assembly.channels.put(general, ChannelSettings(every_question=True), anna)
    slack.say(anna, general, "who sent troops to the capital?")
    settled(slack, bot)
    assert not ours(slack, general)
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    assert "The articles don't say." in slack.wait_for_reply(general, ts).text


def test_who_asks_without_a_mention_learns_once_how_to_if_a_setting_says_so(
    articles: Path, data: Path
) -> None:
    build_index(articles, data)
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, data, bot__hint_at_mention=True) as bot,
    ):
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        slack.say(anna, general, "good morning")
        slack.say(anna, general, "who sent troops?")
        assert "Mention me" in slack.wait_for_ephemeral(anna, general).text
        slack.say(anna, general, "who shut the old bridge?")
        settled(slack, bot)
        assert not ours(slack, general)
        assert len(slack.ephemerals(anna, general)) == 1


# Follow-ups


def test_a_follow_up_about_another_subject_is_answered_only_by_what_names_it(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    slack.say(anna, general, "and what about China?", thread_ts=ts)
    reply = words_in(slack.wait_for_reply(general, ts, count=2))
    assert "The articles don't say." in reply
    assert "Understood as: who sent troops, China?" in reply
    assert TROOPS not in reply
    slack.say(anna, general, "and what about the capital?", thread_ts=ts)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts, count=3))


def test_a_follow_up_that_finds_nothing_gets_a_word_and_chatter_none(
    strict: tuple[FakeSlack, Running],
) -> None:
    slack, bot = strict
    anna, bob = slack.add_user("anna"), slack.add_user("bob")
    general = slack.add_channel("talk", anna, bob)
    ts = slack.say(anna, general, f"{slack.mention} who shut the old bridge?")
    slack.wait_for_reply(general, ts)
    slack.say(bob, general, "and who paid for it?", thread_ts=ts)
    reply = slack.wait_for_reply(general, ts, count=2)
    assert "The articles don't say." in reply.text
    assert "nearest passage" not in words_in(reply)
    cyd = slack.add_user("cyd")
    slack.join(cyd, general)
    slack.say(cyd, general, "who brings the cake on Friday?", thread_ts=ts)
    slack.say(bob, general, "haha, nice", thread_ts=ts)
    settled(slack, bot)
    assert len(ours(slack, general)) == 2
    slack.say(anna, general, "where was the crack in the bridge found?", thread_ts=ts)
    slack.wait_for_reply(general, ts, count=3)


def test_home_lists_questions_as_they_were_asked(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} Hi! who sent troops? from:wire")
    slack.wait_for_reply(general, ts)
    slack.say(anna, general, "and what about the capital?", thread_ts=ts)
    slack.wait_for_reply(general, ts, count=2)
    settled(slack, bot)
    slack.open_home(anna)
    home = words_in(slack.wait_for_home(anna))
    assert "Hi! who sent troops? from:wire" in home
    assert "and what about the capital?" in home
    assert "who sent troops, the capital?" not in home


# Narrowed questions


def test_a_narrowed_question_says_what_was_searched_and_what_was_left_out(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops? from:wire")
    reply = words_in(slack.wait_for_reply(general, ts))
    assert "only 2 passages of 1 article searched" in reply
    assert "(from:wire)" in reply


def test_what_was_left_out_and_would_answer_is_named(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("Skarrow Post", "Ostby Times"):
        story = "The ferry Gannet sails at noon." if name == "Ostby Times" else "It rained all day."
        head = f"---\ntitle: News of {name}\npublisher: {name}\n---\n"
        (articles / f"{name}.md").write_text(f"{head}{story}\n", encoding="utf-8")
    build_index(articles, tmp_path / "data")
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as other,
        serving(other, tmp_path / "data", answer__threshold=0.5),
    ):
        maja = other.add_user("maja")
        harbour = other.add_channel("harbour", maja)
        ts = other.say(maja, harbour, f"{other.mention} when sails the ferry Gannet? from:Skarrow")
        reply = words_in(other.wait_for_reply(harbour, ts))
        assert "I found no answer in the 1 article that I searched." in reply
        assert "may answer it: News of Ostby Times, Ostby Times" in reply
        assert "It rained all day" not in reply


def test_a_refusal_says_that_only_a_part_was_searched(strict: tuple[FakeSlack, Running]) -> None:
    slack, bot = strict
    anna = slack.add_user("anna")
    general = slack.add_channel("narrow", anna)
    bot.assembly.channels.put(general, ChannelSettings(sources=("Example Wire",)), anna)
    ts = slack.say(anna, general, f"{slack.mention} who shut the old bridge?")
    reply = words_in(slack.wait_for_reply(general, ts))
    assert "I found no answer in the 1 article that I searched." in reply
    assert "this channel quotes only Example Wire" in reply
    assert "The articles don't say" not in reply


def test_finding_a_source_obeys_the_channel_s_publishers(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    bot.assembly.channels.put(general, ChannelSettings(sources=("Example Wire",)), anna)
    ts = slack.say(anna, general, "Engineers shut the old bridge after a crack was found.")
    slack.shortcut(anna, slack.message(general, ts), "find_source")
    part = "Searched only part of the articles"
    eventually(lambda: part in words_in(slack.screen(anna)), timeout_s=60)
    assert "[1] The old bridge" not in words_in(slack.screen(anna))
