"""/pullquote rebuild, through the real Bolt app, with a real process that rebuilds."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from filelock import FileLock

from bot.fake_slack import FakeSlack, Fault, Message
from bot.slack.memory.ending_store import EndingStore
from bot.slack.serve import Running
from index.snapshot.opening import open_current
from tests.bot.commands.rebuild_process import rebuild_command
from tests.bot.slack.bot_at_work import (
    UNLIMITED,
    build_index,
    eventually,
    full_disk,
    installed_app,
    serving,
    words_in,
)

STAYS = "I still answer from the old index."


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    (tmp_path / "gate").mkdir()
    return tmp_path / "gate" / "open"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(installed_app(), limits=UNLIMITED) as fake_slack:
        yield fake_slack


@pytest.fixture
def before(articles: Path, data: Path) -> str:
    """The id of an index that lacks the newest article."""
    snapshot = build_index(articles, data)
    (articles / "rain.md").write_text("# Rain\n\nIt rained for eleven days and the river rose.\n")
    return snapshot


@pytest.fixture
def rebuild(before: str, articles: Path, data: Path, gate: Path) -> list[str]:
    return rebuild_command(gate, articles, "--data", data, "--progress", "json")


@pytest.fixture
def bot(slack: FakeSlack, data: Path, rebuild: list[str]) -> Iterator[Running]:
    with quick(slack, data, rebuild) as running:
        yield running


@contextmanager
def quick(slack: FakeSlack, data: Path, rebuild: list[str]) -> Iterator[Running]:
    """A bot that edits at once."""
    with serving(slack, data, rebuild_command=rebuild) as running:
        running.assembly.rebuilds.live.edit_every_s = 0.02
        running.assembly.endings.first_wait_s = 0.01
        yield running


@pytest.fixture
def ada(slack: FakeSlack) -> str:
    return slack.add_user("ada", is_admin=True)


@pytest.fixture
def general(slack: FakeSlack, ada: str) -> str:
    return slack.add_channel("general", ada)


def asked(slack: FakeSlack, user: str, channel: str) -> None:
    assert slack.slash(user, channel, "/pullquote", "rebuild").trouble is None


def shown(slack: FakeSlack, channel: str, text: str) -> Message:
    """The only message of the bot in the channel, once it says `text`."""

    def probe() -> Message | None:
        messages = [m for m in slack.messages(channel) if m.user == slack.app.bot_user_id]
        assert len(messages) <= 1
        return messages[0] if messages and text in words_in(messages[0]) else None

    found: Message = eventually(probe)
    return found


def said_privately(slack: FakeSlack, user: str, channel: str, count: int = 1) -> str:
    return words_in(slack.wait_for_ephemeral(user, channel, count=count))


def is_gone(gate: Path) -> bool:
    """Whether the process that rebuilds has ended, and is no zombie."""
    try:
        os.kill(int(gate.with_name("pid").read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def untouched(data: Path, before: str) -> bool:
    """Whether the old index is the one in use, and the only one."""
    folders = [folder.name for folder in (data / "snapshots").iterdir()]
    return open_current(data).manifest.id == before and folders == [before]


def test_one_message_shows_how_it_goes_and_how_it_ended(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path, articles: Path
) -> None:
    for number in range(7):
        (articles / f"photo-{number}.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    asked(slack, ada, general)
    going_on = shown(slack, general, "4 of 5 passages")
    assert "cancel_rebuild" in str(going_on.blocks)
    gate.touch()
    over = shown(slack, general, "Rebuilt: 4 articles, 5 passages, in ")
    assert over.ts == going_on.ts
    assert "7 skipped" in words_in(over)
    assert "photo-4.txt: " in words_in(over)
    assert "photo-5.txt" not in words_in(over)
    assert "… and 2 more" in words_in(over)
    assert "cancel_rebuild" not in str(over.blocks)
    assert slack.ephemerals(ada, general) == []
    assert is_gone(gate)
    asked(slack, ada, general)
    eventually(lambda: len(slack.messages(general)) == 2)
    last = slack.messages(general)[-1].ts
    eventually(lambda: "Nothing has changed" in words_in(slack.message(general, last)))


TALKATIVE = """
import json, time
def say(**event): print(json.dumps(event), flush=True)
for done in range(300):
    time.sleep(0.004)
    say(event="encoding", done=done, total=300)
say(event="report", published=True, articles=1, passages=300, seconds=1.2, skipped=[])
"""


def test_it_is_not_edited_more_often_than_it_may_be(
    slack: FakeSlack, data: Path, before: str, ada: str, general: str
) -> None:
    with quick(slack, data, [sys.executable, "-c", TALKATIVE]) as bot:
        bot.assembly.rebuilds.live.edit_every_s = every_s = 0.5
        asked(slack, ada, general)
        shown(slack, general, "Rebuilt: 1 article, 300 passages")
    edits = slack.calls("chat.update")
    times = [slack.calls("chat.postMessage")[0].at, *(call.at for call in edits)]
    assert all(later - earlier >= every_s for earlier, later in pairwise(times))
    assert "passages · less than a minute left" in edits[-2].arguments["text"]


def test_a_second_one_is_reported_who_asked_for_the_first(
    slack: FakeSlack, bot: Running, ada: str, general: str
) -> None:
    grace = slack.add_user("grace", is_admin=True)
    slack.join(grace, general)
    asked(slack, ada, general)
    asked(slack, grace, general)
    assert f"already under way; <@{ada}> asked for it" in said_privately(slack, grace, general)


def test_where_the_bot_may_not_post_it_is_shown_in_a_direct_message(
    slack: FakeSlack, bot: Running, ada: str, gate: Path
) -> None:
    outside = slack.add_channel("outside", ada, with_app=False)
    gate.touch()
    asked(slack, ada, outside)
    assert "in our direct messages" in said_privately(slack, ada, outside)
    shown(slack, slack.direct_message(ada), "Rebuilt: 4 articles")
    assert slack.messages(outside) == []


def test_where_slack_takes_no_message_nothing_is_rebuilt(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path, data: Path, before: str
) -> None:
    slack.fail("chat.postMessage", Fault.http(500))
    asked(slack, ada, general)
    assert "try again in a moment" in said_privately(slack, ada, general)
    eventually(lambda: not bot.assembly.rebuilds.is_under_way)
    assert untouched(data, before)
    gate.touch()
    asked(slack, ada, general)
    shown(slack, general, "Rebuilt: 4 articles")


@pytest.mark.parametrize("fault", [Fault.empty(after=True), Fault.resets(after=True)])
def test_a_message_that_came_about_though_slack_did_not_say_so_shows_the_rebuild(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path, fault: Fault
) -> None:
    gate.touch()
    slack.fail("chat.postMessage", fault)
    asked(slack, ada, general)
    shown(slack, general, "Rebuilt: 4 articles")
    assert slack.ephemerals(ada, general) == []


def test_cancel_is_for_admins_and_leaves_nothing_behind(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path, data: Path, before: str
) -> None:
    bob, grace = slack.add_user("bob"), slack.add_user("grace", is_admin=True)
    for user in (bob, grace):
        slack.join(user, general)
    asked(slack, ada, general)
    message = shown(slack, general, "4 of 5 passages")
    slack.click(bob, message, "cancel_rebuild")
    assert "Only an admin" in said_privately(slack, bob, general)
    assert not is_gone(gate)
    slack.click(grace, message, "cancel_rebuild")
    over = shown(slack, general, "was cancelled by")
    assert grace in str(over.blocks)
    assert STAYS in words_in(over)
    assert is_gone(gate)
    assert untouched(data, before)
    slack.click(grace, message, "cancel_rebuild")
    assert "already finished" in said_privately(slack, grace, general)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_rebuild_that_is_killed_is_reported_in_a_sentence(
    slack: FakeSlack,
    bot: Running,
    ada: str,
    general: str,
    gate: Path,
    data: Path,
    before: str,
    number: signal.Signals,
) -> None:
    asked(slack, ada, general)
    shown(slack, general, "4 of 5 passages")
    os.kill(int(gate.with_name("pid").read_text()), number)
    over = shown(slack, general, "The rebuild failed: ")
    why = "its process was killed (SIGKILL)" if number == signal.SIGKILL else "it was stopped"
    assert f"{why}. {STAYS}" in words_in(over)
    assert open_current(data).manifest.id == before


def test_a_rebuild_that_another_process_holds_is_reported(
    slack: FakeSlack, bot: Running, ada: str, general: str, data: Path
) -> None:
    with FileLock(data / "rebuild.lock"):
        asked(slack, ada, general)
        shown(slack, general, "The rebuild failed: a rebuild is already running")


def test_a_process_that_crashes_is_reported_by_its_last_word(
    slack: FakeSlack, data: Path, before: str, ada: str, general: str
) -> None:
    crash = [sys.executable, "-c", "print('Loading…'); raise MemoryError('no more <memory>')"]
    with quick(slack, data, crash):
        asked(slack, ada, general)
        over = shown(slack, general, "The rebuild failed: MemoryError: no more <memory>")
        assert STAYS in words_in(over)


def test_edits_that_slack_refuses_do_not_stop_it(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path
) -> None:
    slack.fail("chat.update", Fault.ratelimited(1))
    asked(slack, ada, general)
    slack.wait_for_calls("chat.update")
    slack.fail("chat.update", Fault.http(503))
    gate.touch()
    shown(slack, general, "Rebuilt: 4 articles")


def test_where_its_message_was_deleted_the_end_is_reported_directly(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path
) -> None:
    asked(slack, ada, general)
    slack.delete_message(general, shown(slack, general, "Rebuilding").ts)
    gate.touch()
    shown(slack, slack.direct_message(ada), "Rebuilt: 4 articles")
    assert slack.messages(general) == []


def test_a_bot_that_is_stopped_stops_it_and_says_so(
    slack: FakeSlack,
    data: Path,
    rebuild: list[str],
    ada: str,
    general: str,
    gate: Path,
    before: str,
) -> None:
    with quick(slack, data, rebuild):
        asked(slack, ada, general)
        shown(slack, general, "4 of 5 passages")
    assert is_gone(gate)
    assert untouched(data, before)
    shown(slack, general, f"The rebuild failed: I was stopped. {STAYS}")


def test_a_bot_that_is_killed_takes_it_along_and_closes_the_message_when_it_is_back(
    slack: FakeSlack,
    data: Path,
    rebuild: list[str],
    ada: str,
    general: str,
    gate: Path,
    before: str,
) -> None:
    environ = os.environ | {
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "SMALL_BOT_REBUILD": json.dumps(rebuild),
    }
    small_bot = subprocess.Popen(
        [sys.executable, "-m", "tests.bot.slack.small_bot", str(data), slack.base_url], env=environ
    )
    try:
        slack.wait_for_connection()
        asked(slack, ada, general)
        shown(slack, general, "Reading the sources")
        eventually(lambda: gate.with_name("loads").exists())
    finally:
        small_bot.kill()
        small_bot.wait()
    eventually(lambda: untouched(data, before) and is_gone(gate))
    slack.fail("chat.update", Fault.ratelimited(1))
    with quick(slack, data, rebuild):
        shown(slack, general, "I was stopped before I could say how this rebuild ended.")
    calls = len(slack.calls("chat.update"))
    with quick(slack, data, rebuild):
        assert len(slack.calls("chat.update")) == calls


def test_a_full_disk_leaves_no_message_unfinished(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path
) -> None:
    with full_disk(bot):
        asked(slack, ada, general)
        shown(slack, general, "4 of 5 passages")
        gate.touch()
        shown(slack, general, "Rebuilt: 4 articles")
    eventually(lambda: EndingStore(bot.assembly.database).kept() == [])


def test_a_long_outage_of_slack_only_delays_the_end(
    slack: FakeSlack, bot: Running, ada: str, general: str, gate: Path
) -> None:
    slack.fail("chat.update", Fault.http(503), times=8)
    gate.touch()
    asked(slack, ada, general)
    shown(slack, general, "Rebuilt: 4 articles")


def test_a_process_that_cannot_start_is_reported_to_who_asked_and_the_next_rebuild_may_start(
    slack: FakeSlack, data: Path, before: str, ada: str, general: str
) -> None:
    with quick(slack, data, ["no/such/program"]):
        for count in (1, 2):
            asked(slack, ada, general)
            words = said_privately(slack, ada, general, count)
            assert "could not start: its process cannot be started: No such file" in words
    assert slack.messages(general) == []
