"""Links added by /pullquote add, by the shortcut and in watched channels.

A real process reads the pages, from a real server.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.fake_slack import FakeSlack, Fault, Message
from bot.slack.memory.addition_store import MOST_WAITING, AdditionStore, NewAddition
from bot.slack.memory.ending_store import EndingStore
from bot.slack.serve import Running
from bot.slack.values import Posted
from config.settings import Group
from index.collection.collection import kept_sources
from tests.bot.commands.rebuild_process import add_command, rebuild_command
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    eventually,
    full_disk,
    installed_app,
    serving,
    words_in,
)
from tests.index.web.web_pages import page
from tests.index.web.web_server import WebServer

LAMP = "The lighthouse gets a new lamp"
FERRY = "The ferry sails again"


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    (tmp_path / "gate").mkdir()
    return tmp_path / "gate" / "open"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture(autouse=True)
def read_from_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the process that adds: it has the settings of the environment."""
    monkeypatch.setenv("PULLQUOTE_WEB_ALLOW_PRIVATE", "true")
    monkeypatch.setenv("PULLQUOTE_WEB_DELAY_S", "0")


@pytest.fixture
def indexed(articles: Path, data: Path) -> Path:
    build_index(articles, data)
    return data


@contextmanager
def quick(slack: FakeSlack, data: Path, gate: Path, **flags: Any) -> Iterator[Running]:
    """A bot that edits at once; what it runs encodes nothing until the gate is there."""
    progress = ("--data", data, "--progress", "json")
    with serving(
        slack,
        data,
        rebuild_command=rebuild_command(gate, *progress, "--force"),
        add_command=add_command(gate, *progress, "--"),
        **flags,
    ) as running:
        running.assembly.rebuilds.live.edit_every_s = 0.02
        running.assembly.additions.live.edit_every_s = 0.02
        running.assembly.endings.first_wait_s = 0.01
        running.assembly.additions.retry_s = 0.05
        yield running


@pytest.fixture
def bot(slack: FakeSlack, indexed: Path, gate: Path) -> Iterator[Running]:
    with quick(slack, indexed, gate) as running:
        yield running


@pytest.fixture
def ada(slack: FakeSlack) -> str:
    return slack.add_user("ada", is_admin=True)


@pytest.fixture
def general(slack: FakeSlack, ada: str) -> str:
    return slack.add_channel("general", ada)


@pytest.fixture
def lamp(web: WebServer) -> str:
    return web.serve("/lamp", page())


@pytest.fixture
def ferry(web: WebServer) -> str:
    return web.serve("/ferry", page(FERRY, "The ferry to the outer island sails again on Monday."))


def add(slack: FakeSlack, user: str, channel: str, text: str) -> None:
    assert slack.slash(user, channel, "/pullquote", f"add {text}").trouble is None


def shown(slack: FakeSlack, channel: str, text: str) -> Message:
    """A message of the bot in the channel, once it says `text`."""

    def probe() -> Message | None:
        ours = [m for m in slack.messages(channel) if m.user == slack.app.bot_user_id]
        return next((m for m in ours if text in words_in(m)), None)

    found: Message = eventually(probe)
    return found


def said_in_thread(slack: FakeSlack, channel: str, ts: str, text: str) -> Message:
    def probe() -> Message | None:
        return next((m for m in slack.replies(channel, ts) if text in words_in(m)), None)

    found: Message = eventually(probe)
    return found


def said_privately(slack: FakeSlack, user: str, channel: str) -> str:
    return words_in(slack.wait_for_ephemeral(user, channel))


def listed(data: Path) -> list[str]:
    return [source.location for source in kept_sources(data)]


def test_a_page_is_added_and_answered_from(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, gate: Path
) -> None:
    add(slack, ada, general, f"<{lamp}|the news>")
    going_on = shown(slack, general, "of 7 passages")
    gate.touch()
    over = shown(slack, general, f"Added to the collection: {LAMP}")
    assert over.ts == going_on.ts
    assert len(slack.messages(general)) == 1
    assert slack.ephemerals(ada, general) == []
    ts = slack.say(ada, general, f"{slack.mention} who replaced the lamp of the lighthouse?")
    eventually(lambda: bot.assembly.current_index.manifest.articles == 4)  # type: ignore[union-attr]
    said_in_thread(slack, general, ts, "keepers of the northern lighthouse replaced its lamp")


def test_only_an_admin_may_add(
    slack: FakeSlack, bot: Running, general: str, lamp: str, web: WebServer
) -> None:
    bob = slack.add_user("bob")
    slack.join(bob, general)
    add(slack, bob, general, f"<{lamp}>")
    assert "Only an admin" in said_privately(slack, bob, general)
    ts = slack.say(bob, general, f"look: <{lamp}>")
    slack.shortcut(bob, slack.message(general, ts), "add_to_archive")
    assert "Only an admin" in words_in(slack.wait_for_ephemeral(bob, general, count=2))
    assert bot.assembly.additions.waiting() == 0
    assert web.requests == []


@pytest.mark.parametrize("path", ["/etc/passwd", "file:///etc/passwd", "articles", "--force", "~"])
def test_nothing_of_the_bot_s_own_machine_can_be_added(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, path: str
) -> None:
    add(slack, ada, general, f"<{lamp}> {path}")
    assert f"not “{path}”. To add a file, run `pullquote add`" in said_privately(
        slack, ada, general
    )
    assert bot.assembly.additions.waiting() == 0
    assert slack.messages(general) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "What should I add"),
        (" ".join(f"<https://news.example/{n}>" for n in range(11)), "give me 10 at a time"),
    ],
)
def test_what_cannot_be_done_is_reported(
    slack: FakeSlack, bot: Running, ada: str, general: str, text: str, answer: str
) -> None:
    add(slack, ada, general, text)
    assert answer in said_privately(slack, ada, general)


def test_of_several_links_the_one_that_cannot_be_read_is_reported_and_the_others_are_added(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, web: WebServer, gate: Path
) -> None:
    gate.touch()
    gone = web.url("/gone")
    add(slack, ada, general, f"<{gone}> <{lamp}>")
    over = shown(slack, general, "Added to the collection")
    assert LAMP in words_in(over)
    assert f"{gone}  was not added: " in words_in(over)
    assert "404" in words_in(over)
    assert listed(bot.settings.data.dir)[1:] == [lamp]


def test_an_address_that_nobody_serves_is_reported(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path
) -> None:
    add(slack, ada, general, "<http://127.0.0.1:1/nothing>")
    over = shown(slack, general, "Nothing was added.")
    assert "http://127.0.0.1:1/nothing  was not added: " in words_in(over)


def test_additions_wait_for_a_rebuild_and_are_then_done_in_one_run(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, ferry: str, gate: Path
) -> None:
    (bot.settings.data.dir.parent / "articles" / "rain.md").write_text("# Rain\n\nIt rained.\n")
    slack.slash(ada, general, "/pullquote", "rebuild")
    shown(slack, general, "of 5 passages")
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, "Waiting for a rebuild to finish")
    grace = slack.add_user("grace", is_admin=True)
    slack.join(grace, general)
    add(slack, grace, general, f"<{ferry}>")
    eventually(lambda: bot.assembly.additions.waiting() == 2)
    gate.touch()
    shown(slack, general, "Rebuilt: 4 articles")
    shown(slack, general, f"Added to the collection: {LAMP}")
    shown(slack, general, f"Added to the collection: {FERRY}")
    assert gate.with_name("loads").read_text() == "xx"


def test_a_rebuild_asked_for_meanwhile_is_reported_what_is_under_way(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, gate: Path
) -> None:
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, "of 7 passages")
    slack.slash(ada, general, "/pullquote", "rebuild")
    assert f"An addition is already under way; <@{ada}> asked for it" in said_privately(
        slack, ada, general
    )


def test_an_addition_waits_for_a_rebuild_of_another_process(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, gate: Path, data: Path
) -> None:
    gate.touch()
    with FileLock(data / "rebuild.lock"):
        add(slack, ada, general, f"<{lamp}>")
        shown(slack, general, "Waiting for a rebuild to finish")
        for _ in range(2):  # so that the second process has been busy, and has said so
            last = gate.with_name("pid").read_text()
            eventually(lambda: gate.with_name("pid").read_text() not in ("", last), timeout_s=60)  # noqa: B023
        assert len(slack.calls("chat.update")) == 1
    shown(slack, general, f"Added to the collection: {LAMP}")


def test_what_waits_when_the_bot_is_stopped_is_added_by_the_next_one(
    slack: FakeSlack, indexed: Path, ada: str, general: str, lamp: str, ferry: str, gate: Path
) -> None:
    with quick(slack, indexed, gate):
        add(slack, ada, general, f"<{lamp}>")
        first = shown(slack, general, "of 7 passages")
        add(slack, ada, general, f"<{ferry}>")
        second = shown(slack, general, "Waiting for an addition to finish")
    gate.touch()
    with quick(slack, indexed, gate):
        assert shown(slack, general, f"Added to the collection: {LAMP}").ts == first.ts
        assert shown(slack, general, f"Added to the collection: {FERRY}").ts == second.ts
    assert len(slack.messages(general)) == 2


def test_where_too_many_wait_one_more_is_refused(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str
) -> None:
    store = AdditionStore(bot.assembly.database)
    later = NewAddition((lamp,), ada, Posted(general, "1.0"), "by edit", not_before=4e9)
    for _ in range(MOST_WAITING):
        store.keep(later)
    add(slack, ada, general, f"<{lamp}>")
    assert "Too many links are waiting" in said_privately(slack, ada, general)
    assert slack.messages(general) == []


def test_the_shortcut_adds_the_links_of_a_message_and_says_so_in_its_thread(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, gate: Path
) -> None:
    gate.touch()
    ts = slack.say(ada, general, f"worth keeping: <{lamp}>")
    slack.shortcut(ada, slack.message(general, ts), "add_to_archive")
    said_in_thread(slack, general, ts, f"Added to the collection: {LAMP}")


def test_the_shortcut_says_so_when_a_message_has_no_links(
    slack: FakeSlack, bot: Running, ada: str, general: str
) -> None:
    ts = slack.say(ada, general, "nothing to see")
    slack.shortcut(ada, slack.message(general, ts), "add_to_archive")
    assert "no link in this message" in said_privately(slack, ada, general)


def test_where_the_bot_is_no_member_the_shortcut_is_reported_in_a_direct_message(
    slack: FakeSlack, bot: Running, ada: str, lamp: str, gate: Path
) -> None:
    gate.touch()
    outside = slack.add_channel("outside", ada, with_app=False)
    ts = slack.say(ada, outside, f"<{lamp}>")
    slack.shortcut(ada, slack.message(outside, ts), "add_to_archive")
    assert "in our direct messages" in said_privately(slack, ada, outside)
    shown(slack, slack.direct_message(ada), f"Added to the collection: {LAMP}")


def reacted(slack: FakeSlack, channel: str, ts: str) -> bool:
    marks = (("white_check_mark", (slack.app.bot_user_id,)),)
    return slack.message(channel, ts).reactions == marks


def test_links_posted_in_a_chosen_channel_are_added_and_marked_once(
    slack: FakeSlack,
    indexed: Path,
    ada: str,
    general: str,
    lamp: str,
    ferry: str,
    web: WebServer,
    gate: Path,
) -> None:
    gate.touch()
    bob = slack.add_user("bob")
    reading = slack.add_channel("reading", bob)
    slack.join(bob, general)
    with quick(slack, indexed, gate, bot__watched_channels=[reading]) as bot:
        slack.say(bob, general, f"<{ferry}>")
        ts = slack.say(bob, reading, f"good one: <{lamp}>")
        slack.say(bob, reading, "indeed")
        eventually(lambda: reacted(slack, reading, ts))
        again = slack.say(bob, reading, f"<{lamp}> once more", thread_ts=ts)
        eventually(lambda: reacted(slack, reading, again))
        eventually(lambda: bot.assembly.additions.waiting() == 0)
    assert web.asked("/lamp") == 1
    assert web.asked("/ferry") == 0
    assert [m.user for m in slack.messages(reading)] == [bob, bob, bob]


def test_a_posted_link_that_cannot_be_read_is_reported_in_its_thread(
    slack: FakeSlack, indexed: Path, general: str, ada: str, web: WebServer, gate: Path
) -> None:
    gate.touch()
    with quick(slack, indexed, gate, bot__watched_channels=[general]):
        ts = slack.say(ada, general, f"<{web.url('/gone')}>")
        said_in_thread(slack, general, ts, "was not added: ")
    assert slack.message(general, ts).reactions == ()


def test_a_fault_of_the_database_does_not_end_additions(
    slack: FakeSlack,
    bot: Running,
    ada: str,
    general: str,
    lamp: str,
    gate: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    gate.touch()
    with bot.assembly.database.transaction() as connection:
        connection.execute("ALTER TABLE additions RENAME TO away")
    bot.assembly.additions.wake()
    eventually(lambda: "no such table: additions" in caplog.text)
    assert bot.background.dead() == []
    with bot.assembly.database.transaction() as connection:
        connection.execute("ALTER TABLE away RENAME TO additions")
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, f"Added to the collection: {LAMP}")


def test_an_ending_that_slack_does_not_take_is_said_later_and_nothing_is_added_twice(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, web: WebServer, gate: Path
) -> None:
    slack.fail("chat.update", Fault.refuses("token_revoked"), times=8)
    gate.touch()
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, f"Added to the collection: {LAMP}")
    assert len(slack.calls("chat.update")) > 8
    assert web.asked("/lamp") == 1
    assert len(slack.messages(general)) == 1
    eventually(lambda: EndingStore(bot.assembly.database).kept() == [])


def test_an_ending_that_slack_never_took_is_said_by_the_next_bot(
    slack: FakeSlack, indexed: Path, ada: str, general: str, lamp: str, web: WebServer, gate: Path
) -> None:
    gate.touch()
    slack.fail("chat.update", Fault.http(503), times=10_000)
    with quick(slack, indexed, gate) as bot:
        add(slack, ada, general, f"<{lamp}>")
        eventually(lambda: bot.assembly.additions.waiting() == 0 and web.asked("/lamp"), 20)
    slack.clear_faults()
    with quick(slack, indexed, gate):
        shown(slack, general, f"Added to the collection: {LAMP}")
    assert web.asked("/lamp") == 1


def test_on_a_full_disk_a_message_says_that_nothing_was_added(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, gate: Path
) -> None:
    more_than_a_page = " ".join(f"<{lamp}?{n}{'x' * 900}>" for n in range(6))
    with full_disk(bot):
        add(slack, ada, general, more_than_a_page)
        over = shown(slack, general, "Nothing was added.")
        assert "I could not save it" in words_in(over)
    assert bot.background.dead() == []
    gate.touch()
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, f"Added to the collection: {LAMP}")


def test_a_disk_that_is_full_when_an_addition_is_over_keeps_nobody_waiting(
    slack: FakeSlack, bot: Running, ada: str, general: str, lamp: str, web: WebServer, gate: Path
) -> None:
    add(slack, ada, general, f"<{lamp}>")
    shown(slack, general, "of 7 passages")
    with full_disk(bot):
        gate.touch()
        shown(slack, general, f"Added to the collection: {LAMP}")
    eventually(lambda: bot.assembly.additions.waiting() == 0)
    assert web.asked("/lamp") == 1


def test_an_addition_whose_process_cannot_start_says_so(
    slack: FakeSlack, indexed: Path, ada: str, general: str, lamp: str
) -> None:
    with serving(slack, indexed, add_command=["no/such/program"]):
        add(slack, ada, general, f"<{lamp}>")
        over = shown(slack, general, "Nothing was added.")
    assert "its process cannot be started: No such file or directory" in words_in(over)


def test_a_mark_that_the_bot_may_not_make_becomes_a_reply(
    slack: FakeSlack, indexed: Path, ada: str, general: str, lamp: str, gate: Path
) -> None:
    gate.touch()
    slack.fail("reactions.add", Fault.refuses("missing_scope"))
    with quick(slack, indexed, gate, bot__watched_channels=[general]):
        ts = slack.say(ada, general, f"<{lamp}>")
        said_in_thread(slack, general, ts, f"Added to the collection: {LAMP}")


@pytest.mark.parametrize("fault", [Fault.empty(after=True), Fault.html(after=True)])
def test_a_reply_that_came_about_though_slack_did_not_say_so_is_not_repeated(
    slack: FakeSlack,
    indexed: Path,
    general: str,
    ada: str,
    web: WebServer,
    gate: Path,
    fault: Fault,
) -> None:
    gate.touch()
    with quick(slack, indexed, gate, bot__watched_channels=[general]) as bot:
        slack.fail("chat.postMessage", fault)
        ts = slack.say(ada, general, f"<{web.url('/gone')}>")
        said_in_thread(slack, general, ts, "was not added: ")
        eventually(lambda: EndingStore(bot.assembly.database).kept() == [])
        assert len(slack.replies(general, ts)) == 1


def test_of_a_page_that_no_group_may_see_that_is_said(
    slack: FakeSlack, indexed: Path, gate: Path, ada: str, general: str, lamp: str
) -> None:
    gate.touch()
    groups = [Group(name="all", sources=("articles",), channels=frozenset({"*"}))]
    with quick(slack, indexed, gate, groups=groups):
        add(slack, ada, general, lamp)
        where = slack.direct_message(ada)  # as not everybody in the channel may see all
        assert f"No group may see {lamp} yet" in words_in(shown(slack, where, "No group"))
