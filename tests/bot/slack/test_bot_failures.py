"""Slack's failures: nobody is left without a word, nothing is doubled, nothing crashes."""

import json
import logging
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack, Fault
from bot.slack.questions.question_queue import Claim
from bot.slack.serve import Running
from bot.slack.values import Tuning
from config.environment import Secrets
from index.errors import StorageError
from tests.bot.slack.bot_at_work import (
    FAST,
    UNLIMITED,
    build_index,
    eventually,
    full_disk,
    installed_app,
    serving,
    settled,
    words_in,
)

TROOPS = "An alliance of six countries sent 2,500 troops"


@pytest.fixture(scope="module")
def bot(slack: FakeSlack, bot_data: Path) -> Iterator[Running]:
    """A bot that waits a second for Slack, less than `Fault.hangs` lets it wait."""
    with serving(slack, bot_data, slack__timeout_s=1.0) as running:
        yield running


@pytest.fixture(autouse=True)
def healed(slack: FakeSlack, bot: Running) -> Iterator[None]:
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    yield
    slack.clear_faults()


def ask(slack: FakeSlack, user: str, channel: str) -> str:
    return slack.say(user, channel, f"{slack.mention} who sent troops?")


@pytest.mark.parametrize(
    "fault",
    [
        Fault.ratelimited(1),
        Fault.http(500),
        Fault.http(503, after=True),
        Fault.empty(after=True),
        Fault.html(),
        Fault.html(after=True),
        Fault.cuts_off(after=True),
        Fault.resets(),
        Fault.resets(after=True),
        Fault.hangs(1.3),
        Fault.hangs(1.3, after=True),
        Fault.refuses("fatal_error"),
        Fault.refuses("internal_error"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.error}-{fault.content_type}-{fault.after}",
)
def test_an_answer_comes_once_though_its_post_failed(
    slack: FakeSlack, bot: Running, anna: str, general: str, fault: Fault
) -> None:
    slack.fail("chat.postMessage", fault, channel=general)
    ts = ask(slack, anna, general)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


def test_the_wait_that_slack_asks_for_is_kept(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.ratelimited(1), channel=general)
    ts = ask(slack, anna, general)
    slack.wait_for_reply(general, ts)
    refused, taken = [
        call for call in slack.calls("chat.postMessage") if call.arguments["channel"] == general
    ]
    assert taken.at - refused.at >= 1.0


def test_a_lookup_that_fails_is_repeated_before_anything_is_posted(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.resets(after=True), channel=general)
    slack.fail("conversations.replies", Fault.refuses("fatal_error"), channel=general)
    ts = ask(slack, anna, general)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.http(500), TROOPS),
        (Fault.html(), TROOPS),
        (Fault.refuses("missing_scope", needed="channels:history"), "I see no question"),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_a_thread_that_cannot_be_read_is_read_later_or_not_at_all(
    slack: FakeSlack, bot: Running, anna: str, general: str, fault: Fault, words: str
) -> None:
    root = slack.say(anna, general, "who sent troops?")
    slack.fail("conversations.replies", fault, channel=general)
    slack.say(anna, general, slack.mention, thread_ts=root)
    settled(slack, bot)
    [answer] = [m for m in slack.replies(general, root) if m.user == slack.app.bot_user_id]
    assert words in words_in(answer)


def test_an_expired_token_is_logged_and_the_answer_comes_when_it_is_mended(
    slack: FakeSlack,
    bot: Running,
    anna: str,
    general: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.fail("chat.postMessage", Fault.refuses("token_expired"), channel=general)
    ts = ask(slack, anna, general)
    assert TROOPS in words_in(slack.wait_for_reply(general, ts))
    assert "Slack refuses SLACK_BOT_TOKEN (token_expired)" in caplog.text
    errors = bot.assembly.metrics.registry.get_sample_value(
        "pullquote_slack_errors_total", {"error": "token_expired"}
    )
    assert errors == 1


def test_who_asked_where_it_was_removed_is_told_directly(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.refuses("not_in_channel"), channel=general)
    ts = ask(slack, anna, general)
    direct = slack.direct_message(anna)
    [told] = eventually(
        lambda: [m for m in slack.messages(direct) if m.user == slack.app.bot_user_id]
    )
    assert f"<#{general}>" in told.text
    settled(slack, bot)
    assert slack.replies(general, ts) == []


def test_a_question_that_was_deleted_is_dropped(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.refuses("thread_not_found"), channel=general)
    ask(slack, anna, general)
    settled(slack, bot)
    assert [m.user for m in slack.messages(general)] == [anna]


def test_a_message_that_slack_refuses_is_replaced_by_a_word(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.refuses("invalid_blocks"), channel=general)
    ts = ask(slack, anna, general)
    assert "Slack doesn't accept my answer" in slack.wait_for_reply(general, ts).text


def test_a_modal_that_cannot_open_is_said(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    reply = slack.wait_for_reply(general, ask(slack, anna, general))
    slack.fail("views.open", Fault.refuses("fatal_error"))
    block = next(b["block_id"] for b in reply.blocks if b["type"] == "actions")
    outcome = slack.click(anna, reply, "in_context", block_id=block)
    assert outcome.acknowledged
    assert "Slack didn't accept my answer" in slack.wait_for_ephemeral(anna, general).text


def test_more_quotes_whose_post_broke_off_come_once_and_are_not_called_refused(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    ts = ask(slack, anna, general)
    reply = slack.wait_for_reply(general, ts)
    slack.fail("chat.postMessage", Fault.html(after=True), channel=general)
    looked = len(slack.calls("conversations.replies"))
    slack.click(anna, reply, "more_quotes")
    slack.wait_for_calls("conversations.replies", looked + 1)
    assert slack.ephemerals(anna, general) == []
    assert len(slack.replies(general, ts)) == 2


@pytest.mark.parametrize("trouble", ["drop", "silent", "refresh_requested", "warning"])
def test_a_lost_socket_is_noticed_and_replaced_and_nothing_is_lost(
    slack: FakeSlack, bot: Running, anna: str, general: str, trouble: str
) -> None:
    opened = slack.server.socket_mode.opened
    if trouble == "drop":
        slack.drop_connections()
    elif trouble == "silent":
        slack.go_silent()
    else:
        slack.disconnect(trouble, warning_s=0.1)
    ts = ask(slack, anna, general)
    slack.wait_for_reply(general, ts)
    assert slack.server.socket_mode.opened > opened
    eventually(lambda: len(slack.server.socket_mode.open_connections()) == 1)
    settled(slack, bot)
    assert len(slack.replies(general, ts)) == 1


def test_a_connection_that_cannot_be_opened_is_tried_again(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.fail("apps.connections.open", Fault.http(500), times=3)
    slack.drop_connections()
    ts = ask(slack, anna, general)
    slack.wait_for_reply(general, ts)


@pytest.fixture
def own(articles: Path, data: Path) -> Iterator[FakeSlack]:
    """A workspace for one test, with an index in `data`."""
    build_index(articles, data)
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as fake_slack:
        yield fake_slack


def test_an_error_of_ours_is_a_word_for_the_person_and_a_line_in_the_log(
    own: FakeSlack, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        opened = bot.assembly.current_index._opened
        assert opened is not None
        opened.snapshot.close()
        ts = ask(own, anna, general)
        assert "something went wrong on my side" in own.wait_for_reply(general, ts).text
        assert "could not be answered" in caplog.text
        own.slash(anna, general, "/pullquote", "ask who sent troops?")
        assert "something went wrong on my side" in own.wait_for_ephemeral(anna, general).text


def test_a_modal_never_says_that_it_is_looking_when_nobody_looks(
    own: FakeSlack, data: Path
) -> None:
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        ts = own.say(anna, general, "An alliance of six countries sent troops.")
        opened = bot.assembly.current_index._opened
        assert opened is not None
        opened.snapshot.close()
        own.shortcut(anna, own.message(general, ts), "find_source")
        looking = own.wait_for_view(anna)
        after = (
            own.wait_for_view(anna, not_=looking["hash"])
            if "Looking" in words_in(looking)
            else looking
        )
        assert "Something went wrong" in words_in(after)


def test_what_was_accepted_is_answered_after_a_restart(own: FakeSlack, data: Path) -> None:
    bob = own.add_user("bob")
    general = own.add_channel("general", bob)
    own.fail("chat.postMessage", Fault.ratelimited(2))
    with serving(own, data):
        ts = ask(own, bob, general)
        own.wait_for_calls("chat.postMessage")
    assert own.replies(general, ts) == []
    with serving(own, data) as after:
        own.wait_for_reply(general, ts)
        settled(own, after)
    assert len(own.replies(general, ts)) == 1


def test_a_second_bot_on_the_same_data_is_refused(own: FakeSlack, data: Path) -> None:
    with serving(own, data) as first:
        secrets = Secrets(own.app.bot_token, own.app.app_token)
        second = Running(first.settings, secrets, tuning=Tuning(lock_s=0.1))
        with pytest.raises(StorageError, match="another bot is serving"):
            second.start()


def test_a_question_that_cannot_be_recorded_is_not_acknowledged_and_comes_again(
    own: FakeSlack, data: Path
) -> None:
    """As with a full disk: what Slack was told is safe must be safe."""
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        connection = bot.assembly.database._connection
        connection.execute("PRAGMA query_only=ON")
        eventually(lambda: get_health(bot) == (503, "attempt to write a readonly database"))
        ts = ask(own, anna, general)
        eventually(lambda: all(p.attempts and p.ack is None for p in own.sent("app_mention")))
        assert own.sent("app_mention")[0].ack is None
        connection.execute("PRAGMA query_only=OFF")
        assert TROOPS in words_in(own.wait_for_reply(general, ts, timeout_s=10))
        settled(own, bot)
        assert len(own.replies(general, ts)) == 1
        eventually(lambda: get_health(bot) == (200, "ok"))


def test_who_asked_hears_that_a_question_is_lost_when_slack_delivers_it_no_more(
    own: FakeSlack, data: Path
) -> None:
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        connection = bot.assembly.database._connection
        connection.execute("PRAGMA query_only=ON")
        ask(own, anna, general)
        word = own.wait_for_ephemeral(anna, general)
        connection.execute("PRAGMA query_only=OFF")
        assert "Please ask again later" in word.text
        own.wait_until_delivered()
        assert len(own.ephemerals(anna, general)) == 1


def test_a_disk_that_fills_up_while_questions_are_answered_loses_and_doubles_none(
    own: FakeSlack, data: Path
) -> None:
    """The post leaves only once it is on the disk that it does; what cannot be marked as posted is
    found in its thread."""
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        channels = [own.add_channel(f"c{n}", anna) for n in range(6)]
        database = bot.assembly.database
        asked = []
        for round_ in range(3):
            asked += [(channel, ask(own, anna, channel)) for channel in channels]
            own.wait_until_delivered()
            for pause_s in (0.0, 0.05, 0.1, round_ * 0.07):
                time.sleep(pause_s)
                with database._lock:
                    database._connection.execute("PRAGMA query_only=ON")
                time.sleep(0.05)
                with database._lock:
                    database._connection.execute("PRAGMA query_only=OFF")
        settled(own, bot)
        assert [len(own.replies(channel, ts)) for channel, ts in asked] == [1] * len(asked)
        eventually(lambda: get_health(bot) == (200, "ok"))


def test_a_private_question_is_answered_though_the_disk_is_full(own: FakeSlack, data: Path) -> None:
    with serving(own, data) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        with full_disk(bot):
            own.slash(anna, general, "/pullquote", "ask who sent troops?")
            assert TROOPS in words_in(own.wait_for_ephemeral(anna, general))


def test_a_memory_that_another_program_has_locked_delays_questions_and_loses_none(
    own: FakeSlack, data: Path
) -> None:
    with serving(own, data) as bot, closing(sqlite3.connect(data / "bot.sqlite")) as other:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        ts = ask(own, anna, general)
        eventually(lambda: get_health(bot) == (503, "database is locked"))
        assert own.replies(general, ts) == []
        other.execute("ROLLBACK")
        if not own.sent("app_mention")[0].ack:
            own.redeliver(own.sent("app_mention")[0])
        assert TROOPS in words_in(own.wait_for_reply(general, ts))
        settled(own, bot)
        assert len(own.replies(general, ts)) == 1
        eventually(lambda: get_health(bot) == (200, "ok"))


def test_a_worker_that_dies_is_replaced_and_named(own: FakeSlack, data: Path) -> None:
    with serving(own, data, bot__workers=1) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        release, failed = bot.assembly.queue.release, threading.Event()

        def fail_once(claim: Claim, after_s: float = 0.0) -> None:
            release(claim, after_s)
            if not failed.is_set():
                failed.set()
                raise ValueError("of ours")

        bot.assembly.queue.release = fail_once  # type: ignore[method-assign]
        first, second = ask(own, anna, general), ask(own, anna, general)
        own.wait_for_reply(general, first)
        eventually(failed.is_set)
        eventually(lambda: bot.background.dead() == ["worker-0"])
        assert get_health(bot)[0] == 503
        assert TROOPS in words_in(own.wait_for_reply(general, second))


def test_a_question_that_waited_for_a_day_gets_a_word(own: FakeSlack, data: Path) -> None:
    with serving(own, data, bot__give_up_after_h=1e-9) as bot:
        anna = own.add_user("anna")
        general = own.add_channel("general", anna)
        ts = ask(own, anna, general)
        assert "Please ask again" in own.wait_for_reply(general, ts).text
        settled(own, bot)
        assert len(own.replies(general, ts)) == 1


def test_an_admin_hears_that_slack_did_not_say_who_is_one(own: FakeSlack, data: Path) -> None:
    with serving(own, data):
        ada = own.add_user("ada", is_admin=True)
        general = own.add_channel("general", ada)
        own.fail("users.info", Fault.http(500), times=10)
        own.slash(ada, general, "/pullquote", "settings")
        word = own.wait_for_ephemeral(ada, general).text
        assert "Slack didn't answer" in word
        assert "admin may" not in word


def get_health(bot: Running) -> tuple[int, str]:
    """The status of `/healthz`, and what it says of the memory."""
    try:
        url = f"http://127.0.0.1:{bot.health_port}/healthz"
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.status, json.load(reply)["memory"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)["memory"]
