"""Threads, channel settings, questions, feedback, pacing, rate limit: each small and on its own."""

from pathlib import Path

import pytest

from bot.slack.memory.channel_settings import ChannelStore
from bot.slack.memory.database import Database
from bot.slack.memory.feedback import FeedbackStore
from bot.slack.memory.history import QuestionHistory
from bot.slack.memory.joined_threads import JoinedThreads
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.rate_limits import PostPacing, QuestionLimit
from bot.slack.references import FeedbackRef
from bot.slack.values import ChannelSettings


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


def test_a_thread_is_ours_until_it_is_stopped(database: Database, clock: Clock) -> None:
    threads = JoinedThreads(database, clock)
    assert not threads.is_ours("C1", "1.0")
    threads.join("C1", "1.0")
    assert threads.is_ours("C1", "1.0")
    assert not threads.is_ours("C2", "1.0")
    threads.stop("C1", "1.0")
    assert not threads.is_ours("C1", "1.0")
    threads.join("C1", "1.0")
    assert threads.is_ours("C1", "1.0")
    clock.now += 86_400 * 3
    threads.prune(2)
    assert not threads.is_ours("C1", "1.0")


def test_a_channel_has_the_defaults_until_it_is_set(database: Database) -> None:
    channels = ChannelStore(database)
    assert channels.of("C1") == ChannelSettings()
    chosen = ChannelSettings(("Example Wire", "Daily <&>"), 2, follow_ups=False)
    channels.put("C1", chosen, "U1")
    assert channels.of("C1") == chosen
    assert channels.of("C2") == ChannelSettings()


def test_questions_are_kept_for_days_and_erased_on_request(
    database: Database, clock: Clock
) -> None:
    questions = QuestionHistory(database, clock)
    for user, text in (("U1", "one?"), ("U1", "two?"), ("U2", "one?"), ("U1", "one?")):
        questions.record(user, "C1", "1.0", text, answered=True)
    assert questions.recent("U1") == ["one?", "two?"]
    assert questions.of_thread("C1", "1.0") == ["one?", "two?", "one?", "one?"]
    assert questions.of_thread("C1", "1.0", limit=2) == ["one?", "one?"]
    assert questions.erase("U1") == 3
    assert questions.recent("U1") == []
    assert questions.recent("U2") == ["one?"]
    clock.now += 86_400 * 31
    questions.prune(30)
    assert questions.recent("U2") == []


def test_erased_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    database = Database(tmp_path)
    questions = QuestionHistory(database)
    questions.record("U1", "C1", "", "a very private question", answered=True)
    questions.erase("U1")
    database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"very private" not in left


def test_what_counts_once_can_be_forgotten(database: Database) -> None:
    seen = SeenKeys(database)
    assert seen.first_time("share:1")
    assert not seen.first_time("share:1")
    seen.forget("share:1")
    assert seen.first_time("share:1")


def test_one_verdict_of_a_person_on_an_answer_the_last_one(database: Database) -> None:
    feedback = FeedbackStore(database)
    for helpful in (True, False):
        feedback.record("U1", FeedbackRef("s", 1, "who?", True, helpful))
    feedback.record("U2", FeedbackRef("s", 1, "who?", True, True))
    assert feedback.counts() == (1, 1)


def test_a_key_is_the_same_at_every_start(tmp_path: Path) -> None:
    first = Database(tmp_path)
    key = first.key("references")
    assert len(key) == 32
    assert first.key("others") != key
    first.close()
    assert Database(tmp_path).key("references") == key


def test_posts_are_paced_for_each_channel(clock: Clock) -> None:
    pacing = PostPacing(1, 2, clock)
    for _ in range(2):
        assert pacing.wait_s("C1") == 0
        pacing.posted("C1")
    assert pacing.wait_s("C1") == pytest.approx(1)
    assert pacing.wait_s("C2") == 0
    clock.now += 0.6
    assert pacing.wait_s("C1") == pytest.approx(0.4)
    pacing.hold("C1", 7)
    assert pacing.wait_s("C1") == pytest.approx(7)
    clock.now += 7
    assert pacing.wait_s("C1") == 0


def test_who_asks_too_fast_waits_and_nobody_else(clock: Clock) -> None:
    limit = QuestionLimit(2)
    assert limit.wait_s("U1", 0) == 0
    assert limit.wait_s("U1", 30) == 0
    assert limit.wait_s("U1", 40) == pytest.approx(20)
    assert limit.wait_s("U2", 40) == 0
    assert limit.wait_s("U1", 61) == 0
    assert limit.wait_s("U1", 62) == pytest.approx(28)
