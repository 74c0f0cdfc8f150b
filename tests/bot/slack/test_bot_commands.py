"""/pullquote, the Home tab and the message shortcut, through the real Bolt app."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack, Message
from bot.slack.serve import Running
from tests.bot.slack.bot_at_work import (
    FAST,
    UNLIMITED,
    eventually,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


@pytest.fixture
def own() -> Iterator[FakeSlack]:
    """For a bot that a test starts itself."""
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as slack:
        yield slack


def told(slack: FakeSlack, user: str, channel: str, text: str) -> Message:
    """What the command said, to the user alone."""
    before = len(slack.ephemerals(user, channel))
    assert slack.slash(user, channel, "/pullquote", text).trouble is None
    return slack.wait_for_ephemeral(user, channel, count=before + 1)


def test_ask_answers_privately_and_share_shows_it_to_all_once(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    private = told(slack, anna, general, "ask who sent troops?")
    assert TROOPS in words_in(private)
    assert slack.messages(general) == []
    slack.click(anna, private, "share_in_channel")
    slack.click(anna, private, "share_in_channel")
    [shared] = eventually(lambda: slack.messages(general))
    settled(slack, bot)
    assert TROOPS in words_in(shared)
    assert {"type": "user", "user_id": anna} in shared.blocks[0]["elements"][0]["elements"]
    assert len(slack.messages(general)) == 1


def test_ask_and_share_work_where_the_bot_is_no_member(
    slack: FakeSlack, bot: Running, anna: str
) -> None:
    outside = slack.add_channel("outside", anna, with_app=False)
    private = told(slack, anna, outside, "ask who sent troops?")
    slack.click(anna, private, "share_in_channel")
    [shared] = eventually(lambda: slack.messages(outside))
    assert TROOPS in words_in(shared)


def test_a_command_that_a_stopped_bot_has_acknowledged_is_answered_by_the_next_one(
    own: FakeSlack, bot_data: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(bot_data, tmp_path / "data", ignore=shutil.ignore_patterns("bot.*"))
    anna = own.add_user("anna")
    general = own.add_channel("general", anna)
    outside = own.add_channel("outside", anna, with_app=False)
    with serving(own, data) as bot:
        bot.assembly.workers.drain(5)
        for channel in (general, outside):
            asked = own.slash(anna, channel, "/pullquote", "ask who sent troops?")
            assert asked.trouble is None
        assert bot.assembly.queue.waiting() == 2
    assert own.ephemerals(anna, general) == []
    own.expire_keys(31 * 60)  # Slack takes the address of an answer for half an hour
    with serving(own, data) as bot:
        assert TROOPS in words_in(own.wait_for_ephemeral(anna, general))
        # Where the bot is no member, nothing can be shown to one person: it comes directly.
        eventually(lambda: own.messages(own.direct_message(anna)))
        settled(own, bot)
        assert bot.assembly.history.recent(anna) == ["who sent troops?"]
    [direct] = own.messages(own.direct_message(anna))
    assert TROOPS in words_in(direct)
    assert own.messages(general) == own.messages(outside) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("help", "Mention me in a channel"),
        ("", "Mention me in a channel"),
        ("ask", "Mention me in a channel"),
        ("HELP", "Mention me in a channel"),
        ("status", "3 articles (4 passages)"),
        ("sources", "Example Wire"),
        ("who sent troops?", TROOPS),
        ("ask the", "no word to search for"),
        ("ask who? is:starred", "is:starred"),
        ("askk who sent troops?", "Did you mean  /pullquote ask who sent troops?"),
        ("statsu", "Did you mean  /pullquote status"),
        ("troops & tanks", "To ask the articles, write  /pullquote ask troops & tanks"),
        ("rebuild", "Only an admin"),
        ("settings", "Only an admin"),
    ],
)
def test_each_command_says_what_it_should(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str, expected: str
) -> None:
    assert expected in words_in(told(slack, anna, general, text))


def test_erase_forgets_what_the_user_asked_and_nobody_else_s(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    told(slack, bob, general, "ask who shut the old bridge?")
    told(slack, anna, general, "ask who sent troops?")
    eventually(lambda: bot.assembly.history.recent(anna) == ["who sent troops?"])
    assert "1 question you asked" in told(slack, anna, general, "erase").text
    assert bot.assembly.history.recent(anna) == []
    assert len(bot.assembly.history.recent(bob)) == 1


def test_settings_of_a_channel_hold_there_and_only_there(
    slack: FakeSlack, bot: Running, general: str
) -> None:
    admin = slack.add_user("ada", is_admin=True)
    slack.join(admin, general)
    elsewhere = slack.add_channel("elsewhere", admin)
    slack.slash(admin, general, "/pullquote", "settings")
    view = slack.wait_for_view(admin)
    outcome = slack.submit_view(
        admin,
        view,
        {
            "sources": {"settings_sources": chosen(view, "sources", "Example Wire")},
            "quotes": {"settings_quotes": "1"},
            "follow_ups": {"settings_follow_ups": "off"},
        },
    )
    assert not outcome.errors
    assert outcome.trouble is None
    eventually(lambda: not bot.assembly.channels.of(general).follow_ups)
    ts = slack.say(admin, general, f"{slack.mention} who shut the old bridge?")
    assert "Engineers" not in words_in(slack.wait_for_reply(general, ts))
    slack.say(admin, general, "who sent troops to the capital?", thread_ts=ts)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1
    ts = slack.say(admin, elsewhere, f"{slack.mention} who shut the old bridge?")
    assert "Engineers" in words_in(slack.wait_for_reply(elsewhere, ts))


def chosen(view: dict[str, object], block_id: str, text: str) -> list[str]:
    """The value of the option of a menu that reads so."""
    return [
        option["value"]
        for block in view["blocks"]  # type: ignore[attr-defined]
        if block["block_id"] == block_id
        for option in [
            *block["element"].get("options", []),
            *(o for g in block["element"].get("option_groups", []) for o in g["options"]),
        ]
        if option["text"]["text"] == text
    ]


def test_home_shows_the_index_and_one_s_own_questions_and_erases_them(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    told(slack, anna, general, "ask where is the mirror?")
    settled(slack, bot)
    slack.open_home(anna)
    home = slack.wait_for_home(anna)
    assert "where is the mirror?" in words_in(home)
    assert "Articles: 3" in " ".join(words_in(home).split())
    slack.click(anna, home, "erase_my_questions")
    assert "where is the mirror?" not in words_in(slack.wait_for_home(anna, not_=home["hash"]))
    assert slack.screen(anna) is not None


def test_home_offers_settings_to_admins_only(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    admin = slack.add_user("ada", is_admin=True)
    slack.open_home(admin)
    home = slack.wait_for_home(admin)
    slack.click(admin, home, "open_settings", general)
    assert slack.wait_for_view(admin)["callback_id"] == "settings_view"
    slack.open_home(anna)
    assert "open_settings" not in str(slack.wait_for_home(anna))


def test_the_shortcut_finds_quotes_for_a_message(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "I heard that six countries sent troops to the capital")
    slack.shortcut(anna, slack.message(general, ts), "find_source")
    first = slack.wait_for_view(anna)
    view = first
    if "Looking" in words_in(first):
        view = slack.wait_for_view(anna, not_=first["hash"])
    assert TROOPS in words_in(view)


def test_the_shortcut_says_so_when_a_message_has_no_words(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "", blocks=[{"type": "divider"}])
    slack.shortcut(anna, slack.message(general, ts), "find_source")
    eventually(lambda: "has no words to find a source for" in words_in(slack.screen(anna)))
