"""Following a question, through the real Bolt app: news are posted once, and only what is news."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.fake_slack import FakeSlack, Fault, Message
from bot.slack.memory.follow_store import FollowStore
from bot.slack.messages import names
from bot.slack.serve import Running
from config.settings import Group
from index.errors import StorageError
from tests.bot.slack.bot_at_work import (
    FAST,
    UNLIMITED,
    eventually,
    installed_app,
    serving,
    words_in,
)
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import write
from tests.processes import started

QUESTION = "why was the lighthouse closed?"
ANSWER = "The lighthouse was closed because a storm had broken its lamp."
SECOND = "Inspectors say the lighthouse was closed for want of a keeper."


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture
def shore(tmp_path: Path) -> Path:
    """A folder with an article that says nothing of the lighthouse, and an index of it."""
    folder = tmp_path / "shore"
    write(folder, "harbour.md", title="The harbour shuts", publisher="Shore Post")
    rebuild_from([folder], tmp_path / "data")
    return folder


@pytest.fixture
def bot(slack: FakeSlack, shore: Path) -> Iterator[Running]:
    with at_work(slack, shore) as running:
        yield running


@contextmanager
def at_work(slack: FakeSlack, shore: Path, **flags: Any) -> Iterator[Running]:
    """With the thresholds that people have."""
    given: dict[str, Any] = {"answer__threshold": 0.45, "bot__follow_confidence": 0.7}
    with serving(slack, shore.parent / "data", **(given | flags)) as running:
        yield running


def follow(slack: FakeSlack, user: str, channel: str, question: str = QUESTION) -> Message:
    """What everybody in the channel sees of it."""
    count = len(ours(slack, channel)) + 1
    assert slack.slash(user, channel, "/pullquote", f"follow {question}").trouble is None
    found: Message = eventually(
        lambda: len(ours(slack, channel)) == count and ours(slack, channel)[-1]
    )
    return found


def refused(slack: FakeSlack, user: str, channel: str, text: str) -> str:
    """What only they see."""
    count = len(slack.ephemerals(user, channel)) + 1
    slack.slash(user, channel, "/pullquote", text)
    return words_in(slack.wait_for_ephemeral(user, channel, count=count))


def ours(slack: FakeSlack, channel: str) -> list[Message]:
    return [m for m in slack.messages(channel) if m.user == slack.app.bot_user_id]


def news(slack: FakeSlack, channel: str) -> list[str]:
    return [words_in(m) for m in ours(slack, channel) if "New on" in words_in(m)]


def read(shore: Path, *texts: str, source: Path | None = None, title: str = "") -> None:
    """New articles, each read by a rebuild."""
    folder = source or shore
    for text in texts:
        name = f"{len(list(folder.glob('*'))):02}.md"
        write(folder, name, text, title=title or f"Note {name}", publisher="Pier Gazette")
    sources = [shore] if source in (None, shore) else [shore, folder]
    rebuild_from(sources, shore.parent / "data")


def looked_up(bot: Running) -> None:
    """Everything that is followed has been looked up in the newest index."""
    store, index = bot.assembly.follows, bot.assembly.current_index
    newest = (bot.settings.data.dir / "CURRENT").read_text().strip()

    def done() -> bool:
        up_to = {f.read_up_to for f in store.all() if f.posted_on != today(bot)}
        return index.snapshot_id == newest and up_to <= {index.read_up_to}

    eventually(done)


def today(bot: Running) -> str:
    return bot.assembly.follower.now().date().isoformat()


def next_day(bot: Running) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    bot.assembly.follower.now = lambda: tomorrow
    bot.assembly.follower.wake()


def test_new_articles_that_answer_are_posted_once_and_others_never(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    begun = follow(slack, anna, general)
    assert f"<@{anna}> follows: {QUESTION} " in begun.text
    read(shore, "The baker sells poppy seed rolls until noon.")
    looked_up(bot)
    assert news(slack, general) == []
    read(shore, ANSWER)
    looked_up(bot)
    [post] = news(slack, general)
    assert ANSWER in post
    assert anna in post
    assert "Pier Gazette" in post
    assert "In 1 article that I first read since" in post
    read(shore, "The baker closes on Sundays.")
    looked_up(bot)
    next_day(bot)
    looked_up(bot)
    assert len(news(slack, general)) == 1


def test_what_is_read_on_the_day_of_a_post_waits_for_the_next_day(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    follow(slack, anna, general)
    read(shore, ANSWER)
    looked_up(bot)
    read(shore, SECOND)
    eventually(lambda: len(bot.assembly.current_index.articles) == 3)
    looked_up(bot)
    assert len(news(slack, general)) == 1
    next_day(bot)
    looked_up(bot)
    first, second = news(slack, general)
    assert SECOND in second
    assert ANSWER not in second
    assert SECOND not in first


def test_what_was_read_before_and_its_copies_are_no_news(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    read(shore, ANSWER)
    eventually(lambda: len(bot.assembly.current_index.articles) == 2)
    follow(slack, anna, general)
    read(shore, f"{ANSWER} It shone for ninety years over the bay.")
    looked_up(bot)
    assert news(slack, general) == []


def test_an_article_that_changes_is_no_new_article(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    follow(slack, anna, general)
    head = {"title": "The harbour shuts", "publisher": "Shore Post"}
    write(shore, "harbour.md", ANSWER, "The harbour shuts too.", **head)
    rebuild_from([shore], shore.parent / "data")
    looked_up(bot)
    assert bot.assembly.current_index.answer(QUESTION).answered
    assert news(slack, general) == []


def test_it_works_in_a_direct_message_and_names_nobody_there(
    slack: FakeSlack, bot: Running, shore: Path, anna: str
) -> None:
    here = slack.direct_message(anna)
    assert follow(slack, anna, here).text.startswith(f"You follow: {QUESTION} ")
    read(shore, ANSWER)
    looked_up(bot)
    [post] = news(slack, here)
    assert anna not in post


def test_filters_and_the_channel_s_publishers_narrow_what_is_news(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    follow(slack, anna, general, f"{QUESTION} from:wire")
    follow(slack, anna, general, f"{QUESTION} from:gazette")
    read(shore, ANSWER)
    looked_up(bot)
    [post] = news(slack, general)
    assert f"{QUESTION} from:gazette" in post


def test_each_of_several_questions_is_news_by_itself(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    follow(slack, anna, general, f"{QUESTION} And who painted the town hall?")
    read(shore, ANSWER)
    looked_up(bot)
    [post] = news(slack, general)
    assert ANSWER in post
    assert "don't say" not in post


def test_news_that_came_while_the_bot_was_away_are_posted_after_its_start(
    slack: FakeSlack, shore: Path, anna: str, general: str
) -> None:
    with at_work(slack, shore):
        follow(slack, anna, general)
    read(shore, ANSWER)
    for _ in range(2):
        with at_work(slack, shore) as bot:
            looked_up(bot)
            assert len(news(slack, general)) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault.http(503, after=True), Fault.resets(after=True), Fault.http(503), Fault.ratelimited(1)],
)
def test_a_post_that_breaks_off_is_made_once(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str, fault: Fault
) -> None:
    follow(slack, anna, general)
    slack.fail("chat.postMessage", fault)
    read(shore, ANSWER)
    looked_up(bot)
    assert len(news(slack, general)) == 1
    assert bot.assembly.follows.all()[0].posts == 1


def test_a_post_that_could_not_be_recorded_is_found_again(
    slack: FakeSlack, shore: Path, anna: str, general: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("the disk is full")

    with at_work(slack, shore) as bot:
        follow(slack, anna, general)
        monkeypatch.setattr(FollowStore, "finish_post", full)
        read(shore, ANSWER)
        eventually(lambda: news(slack, general))
    monkeypatch.undo()
    with at_work(slack, shore) as bot:
        looked_up(bot)
        assert bot.assembly.follows.all()[0].posts == 1
        assert len(news(slack, general)) == 1


def test_a_bot_that_is_killed_while_it_posts_does_not_post_twice(
    slack: FakeSlack, shore: Path, anna: str, general: str
) -> None:
    data = shore.parent / "data"
    environ = os.environ | {
        "PULLQUOTE_SLACK_BASE_URL": slack.base_url,
        "PULLQUOTE_BOT_HEALTH_PORT": "0",
        "PULLQUOTE_READER_MODEL": "",
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
    }
    gate = str(shore.parent / "gate")
    command = [sys.executable, "-m", "tests.bot.commands.small_pullquote", gate]
    command += ["serve", "--data", str(data)]
    with started(command, env=environ) as process:
        slack.wait_for_connection()
        follow(slack, anna, general)
        slack.fail("chat.postMessage", Fault.hangs(3, after=True))
        read(shore, ANSWER)
        eventually(lambda: news(slack, general))
        process.send_signal(signal.SIGKILL)
        process.wait()
    with at_work(slack, shore) as bot:
        assert bot.assembly.follows.all()[0].posting or bot.assembly.follows.all()[0].posts
        looked_up(bot)
        assert bot.assembly.follows.all()[0].posts == 1
        assert len(news(slack, general)) == 1


@pytest.mark.parametrize("how", ["archived", "removed", "deactivated"])
def test_a_follow_ends_where_it_cannot_be_posted_and_others_go_on(
    slack: FakeSlack,
    bot: Running,
    shore: Path,
    anna: str,
    general: str,
    how: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bob = slack.add_user("bob")
    elsewhere = slack.add_channel("elsewhere", bob)
    follow(slack, anna, general)
    follow(slack, bob, elsewhere)
    if how == "archived":
        slack.fail("chat.postMessage", Fault.refuses("is_archived"), channel=general)
    elif how == "removed":
        slack.leave(slack.app.bot_user_id, general)
    else:
        slack.change_user(anna, deleted=True)
    with caplog.at_level(logging.WARNING):
        read(shore, ANSWER)
        looked_up(bot)
        eventually(lambda: len(bot.assembly.follows.all()) == 1)
    assert news(slack, general) == []
    assert len(news(slack, elsewhere)) == 1
    [line] = [r for r in caplog.records if r.name.startswith("bot.") and general in r.getMessage()]
    assert "no longer followed" in line.getMessage()


def test_a_post_that_slack_will_never_take_ends_nothing(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    follow(slack, anna, general)
    slack.fail("chat.postMessage", Fault.refuses("msg_blocks_too_long"))
    read(shore, ANSWER)
    looked_up(bot)
    assert news(slack, general) == []
    read(shore, SECOND)
    looked_up(bot)
    assert [SECOND in post for post in news(slack, general)] == [True]


def test_it_is_posted_only_what_asker_and_channel_may_see(
    slack: FakeSlack, shore: Path, anna: str
) -> None:
    secret = shore.parent / "secret"
    write(secret, "note.md", "The clerk keeps the seals.", title="Seals", publisher="Inner Court")
    rebuild_from([shore, secret], shore.parent / "data")
    court, general = slack.add_channel("court", anna), slack.add_channel("general", anna)
    everybody = frozenset({"*"})
    groups = [
        Group(name="all", sources=(str(shore),), channels=everybody, people=everybody),
        Group(
            name="court",
            sources=(str(secret),),
            channels=frozenset({court}),
            people=frozenset({anna}),
        ),
    ]
    with at_work(slack, shore, groups=groups) as bot:
        follow(slack, anna, general)
        follow(slack, anna, court)
        read(shore, ANSWER, source=secret)
        looked_up(bot)
        assert news(slack, general) == []
        [post] = news(slack, court)
        assert ANSWER in post


def test_the_same_question_is_followed_once_in_a_channel(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    follow(slack, anna, general)
    again = "follow Why was  the LIGHTHOUSE closed"
    assert "You follow this question here already" in refused(slack, anna, general, again)
    assert f"already, by  {anna}" in " ".join(refused(slack, bob, general, again).split("user"))
    assert len(bot.assembly.follows.all()) == 1
    follow(slack, anna, slack.direct_message(anna))
    assert len(bot.assembly.follows.all()) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("follow", "Which question?"),
        ("follow thanks!!", "Which question?"),
        ("follow https://news.example/x", "Which question?"),
        ("follow and what about China?", "leans on a question before it"),
        ("follow who paid? has:link", "'has:link' is no filter that is known"),
        ("follow who paid? asof:2020-01-01", "no new article has been read"),
        (f"follow who paid {'very ' * 300}much?", "may have 1,000 characters"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_a_reason(
    slack: FakeSlack, bot: Running, anna: str, general: str, text: str, said: str
) -> None:
    assert said in refused(slack, anna, general, text)
    assert bot.assembly.follows.all() == []


def test_where_the_bot_cannot_post_nothing_is_followed(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.leave(slack.app.bot_user_id, general)
    assert "Invite me to the channel" in refused(slack, anna, general, f"follow {QUESTION}")
    assert bot.assembly.follows.all() == []


def test_there_are_limits_for_a_person_and_for_a_channel(
    slack: FakeSlack, shore: Path, anna: str, general: str
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    with at_work(slack, shore, bot__follows_per_person=1, bot__follows_per_channel=2):
        follow(slack, anna, general)
        said = refused(slack, anna, general, "follow who mends the nets?")
        assert "1 question is followed by you already" in said
        follow(slack, bob, general, "who mends the nets?")
        cleo = slack.add_user("cleo")
        slack.join(cleo, general)
        said = refused(slack, cleo, general, "follow who sells the rolls?")
        assert "2 questions are followed in this channel already" in said


def test_what_is_followed_is_listed_and_ended_by_a_button(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    here = slack.direct_message(anna)
    follow(slack, anna, general)
    follow(slack, anna, here, "who mends the nets?")
    assert "who mends the nets?" in refused(slack, anna, general, "following")
    listed = slack.ephemerals(anna, general)[-1]
    [first, _] = [b["block_id"] for b in listed.blocks if b.get("accessory")]
    slack.click(anna, listed, names.UNFOLLOW, block_id=first)
    eventually(lambda: len(bot.assembly.follows.all()) == 1)
    slack.open_home(anna)
    home = eventually(
        lambda: (view := slack.home(anna)) and "mends the nets" in words_in(view) and view
    )
    assert QUESTION not in words_in(home)
    slack.click(anna, home, names.UNFOLLOW)
    eventually(lambda: bot.assembly.follows.all() == [])
    eventually(lambda: "Nothing yet." in words_in(slack.home(anna)))
    assert "No question is followed here" in refused(slack, anna, general, "following")
    read(shore, ANSWER)
    eventually(lambda: len(bot.assembly.current_index.articles) == 2)
    assert news(slack, general) == []


def test_the_post_has_a_button_that_ends_it_for_who_followed_and_admins(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    bob, ada = slack.add_user("bob"), slack.add_user("ada", is_admin=True)
    for user in (bob, ada):
        slack.join(user, general)
    follow(slack, anna, general)
    read(shore, ANSWER)
    looked_up(bot)
    post = ours(slack, general)[-1]
    slack.click(bob, post, names.UNFOLLOW)
    assert "an admin can unfollow" in words_in(slack.wait_for_ephemeral(bob, general))
    slack.click(ada, post, names.UNFOLLOW)
    assert f"No longer followed: {QUESTION}" in words_in(slack.wait_for_ephemeral(ada, general))
    slack.click(anna, post, names.UNFOLLOW)
    assert "isn't followed any more" in words_in(slack.wait_for_ephemeral(anna, general))
    assert bot.assembly.follows.all() == []


def test_an_answer_has_a_button_to_follow_its_question(
    slack: FakeSlack, bot: Running, shore: Path, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} hello, {QUESTION}")
    answer = slack.wait_for_reply(general, ts)
    assert "The articles don't say" in words_in(answer)
    slack.click(anna, answer, names.FOLLOW)
    [followed] = eventually(bot.assembly.follows.all)
    assert followed.question == QUESTION
    read(shore, ANSWER)
    looked_up(bot)
    assert len(news(slack, general)) == 1


def test_erasing_ends_what_somebody_follows(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    follow(slack, anna, general)
    follow(slack, bob, general, "who mends the nets?")
    assert "what you followed" in refused(slack, anna, general, "erase")
    assert [each.by for each in bot.assembly.follows.all()] == [bob]


def test_somebody_who_may_not_ask_may_not_follow(
    slack: FakeSlack, shore: Path, anna: str, general: str
) -> None:
    with at_work(slack, shore, bot__may_ask=["U0OTHER"]) as bot:
        assert "I can't answer you" in refused(slack, anna, general, f"follow {QUESTION}")
        assert bot.assembly.follows.all() == []
