"""The queue of questions: nothing twice, nothing lost, in order within a channel."""

import threading
from pathlib import Path

import pytest

from bot.slack.memory.database import Database
from bot.slack.questions.question import Question
from bot.slack.questions.question_queue import Claim, QuestionQueue


@pytest.fixture
def queue(tmp_path: Path) -> QuestionQueue:
    return QuestionQueue(Database(tmp_path))


def question(ts: str = "1.0", channel: str = "C1", text: str = "who?") -> Question:
    return Question(text, "U1", channel, ts, ts, False, True, False, False)


def finish(queue: QuestionQueue, claim: Claim) -> None:
    queue.finish(claim, "9.0")
    queue.release(claim)


def test_an_event_and_a_message_are_taken_once(queue: QuestionQueue) -> None:
    assert queue.add("Ev1", question())
    assert not queue.add("Ev1", question())
    assert not queue.add("Ev2", question())  # the `message` beside the `app_mention`
    assert queue.add("Ev3", question(channel="C2"))
    assert queue.waiting() == 2


def test_a_channel_s_questions_are_handed_out_one_after_the_other(queue: QuestionQueue) -> None:
    for event, asked in enumerate([question("1.0"), question("2.0"), question("3.0", "C2")]):
        queue.add(str(event), asked)
    first, other = queue.claim(), queue.claim()
    assert first is not None
    assert other is not None
    assert (first.question.ts, other.question.ts) == ("1.0", "3.0")
    threading.Timer(0.05, finish, (queue, first)).start()
    second = queue.claim()
    assert second is not None
    assert second.question.ts == "2.0"


def test_what_is_put_back_waits_and_keeps_its_place(tmp_path: Path) -> None:
    now = [100.0]
    queue = QuestionQueue(Database(tmp_path), clock=lambda: now[0])
    queue.add("1", question("1.0"))
    queue.add("2", question("2.0"))
    taken = queue.claim()
    assert taken is not None
    queue.retry(taken, 10, unsure=True)
    queue.release(taken)
    assert queue._claim_now() is None  # the second must not overtake the first
    now[0] += 11
    again = queue.claim()
    assert again is not None
    assert (again.question.ts, again.unsure, again.attempts) == ("1.0", True, 1)


def test_what_a_dead_process_had_in_hand_is_handed_out_again(tmp_path: Path) -> None:
    database = Database(tmp_path)
    before = QuestionQueue(database)
    before.add("1", question("1.0"))
    before.add("2", question("2.0", "C2"))
    answering, posting = before.claim(), before.claim()
    assert answering is not None
    assert posting is not None
    before.begin_post(posting)
    database.close()

    after = QuestionQueue(Database(tmp_path))
    assert after.waiting() == 2
    first, second = after.claim(), after.claim()
    assert first is not None
    assert second is not None
    assert (first.question, first.unsure) == (question("1.0"), False)
    assert (second.question, second.unsure) == (question("2.0", "C2"), True)
    assert not after.add("1", question("1.0"))


def test_a_question_whose_handling_failed_is_handed_out_again_after_a_while(tmp_path: Path) -> None:
    """In memory alone, so that it works while the disk takes nothing."""
    now = [100.0]
    database = Database(tmp_path)
    queue = QuestionQueue(database, clock=lambda: now[0])
    queue.add("1", question("1.0"))
    claim = queue.claim()
    assert claim is not None
    with database.transaction() as connection:
        connection.execute("PRAGMA query_only=ON")
        queue.release(claim, 5)
        assert queue._claim_now() is None
        now[0] += 6
        assert queue._claim_now() == claim


def test_a_question_s_text_is_gone_once_it_is_finished(tmp_path: Path) -> None:
    database = Database(tmp_path)
    queue = QuestionQueue(database)
    queue.add("1", question(text="something private"))
    taken = queue.claim()
    assert taken is not None
    queue.finish(taken, "9.0")
    with database.transaction() as connection:
        rows = connection.execute("SELECT question, state, posted_ts FROM inbox").fetchall()
    assert rows == [(None, "posted", "9.0")]


def test_a_shut_queue_hands_out_nothing_and_still_accepts(queue: QuestionQueue) -> None:
    waiting = threading.Thread(target=queue.claim)
    waiting.start()
    queue.close()
    waiting.join(timeout=2)
    assert not waiting.is_alive()
    assert queue.add("1", question())
    assert queue.claim() is None


def test_accepting_and_taking_at_once_never_block_each_other(queue: QuestionQueue) -> None:
    """`add` within a transaction announces while `claim` asks the database."""
    taken: list[str] = []

    def take() -> None:
        while len(taken) < 200 and (got := queue.claim()):
            finish(queue, got)
            taken.append(got.question.ts)

    def accept(start: int) -> None:
        for n in range(start, start + 100):
            with queue._database.transaction():
                queue.add(f"Ev{n}", question(f"{n}.0", f"C{n % 7}"))

    threads = [threading.Thread(target=take, daemon=True) for _ in range(3)]
    threads += [threading.Thread(target=accept, args=(s,), daemon=True) for s in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads[3:]:
        thread.join(timeout=20)
        assert not thread.is_alive()
    while len(taken) < 200:
        threads[0].join(timeout=0.01)
    queue.close()
    assert len(set(taken)) == 200


def test_old_deliveries_are_forgotten(tmp_path: Path) -> None:
    now = [0.0]
    queue = QuestionQueue(Database(tmp_path), clock=lambda: now[0])
    queue.add("1", question())
    taken = queue.claim()
    assert taken is not None
    queue.drop(taken, "nothing to say")
    now[0] = 8 * 86_400
    queue.prune()
    assert queue.add("1", question())
