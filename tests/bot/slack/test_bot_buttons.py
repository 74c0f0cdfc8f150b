"""The buttons of an answer and the modals behind them, through the real Bolt app."""

import shutil
from pathlib import Path

import pytest

from bot.fake_slack import FakeSlack, Message
from bot.slack.serve import Running
from index.snapshot.folders import current_folder
from tests.articles import ARTICLES
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


@pytest.fixture
def answer(slack: FakeSlack, bot: Running, anna: str, general: str) -> Message:
    ts = slack.say(anna, general, f"{slack.mention} who sent troops to the capital?")
    return slack.wait_for_reply(general, ts)


def test_in_context_shows_the_paragraph_among_its_neighbours_and_turns(
    slack: FakeSlack, anna: str, answer: Message
) -> None:
    outcome = slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
    assert outcome.trouble is None
    view = slack.wait_for_view(anna)
    assert TROOPS in words_in(view)


def first_buttons(answer: Message) -> str:
    """The block that holds the first quote's buttons."""
    found: str = next(b["block_id"] for b in answer.blocks if b["type"] == "actions")
    return found


def test_the_pages_of_a_long_article_turn(tmp_path: Path) -> None:
    paragraphs = [
        f"Paragraph {n} of the report tells at some length what happened on day {n} in the town."
        for n in range(60)
    ]
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "long.md").write_text("# A long report\n\n" + "\n\n".join(paragraphs))
    build_index(tmp_path / "articles", tmp_path / "data")
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, tmp_path / "data"),
    ):
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        ts = slack.say(anna, general, f"{slack.mention} what happened on day 30 in the town?")
        answer = slack.wait_for_reply(general, ts)
        slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
        view = slack.wait_for_view(anna)
        slack.click(anna, view, "context_next")
        after = slack.wait_for_view(anna, not_=view["hash"])
        slack.click(anna, after, "context_previous")
        again = slack.wait_for_view(anna, not_=after["hash"])
        assert words_in(again["blocks"]) != words_in(after["blocks"])
        assert after["id"] == again["id"] == view["id"]


def test_in_context_says_that_a_sentence_has_left_its_article(tmp_path: Path) -> None:
    articles, data = tmp_path / "articles", tmp_path / "data"
    articles.mkdir()
    page = articles / "town.md"
    page.write_text("# The town\n\nThe mayor opened a bridge.\n\nIt rained on the guests.\n")
    build_index(articles, data)
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack, serving(slack, data) as bot:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        ts = slack.say(anna, general, f"{slack.mention} who opened a bridge?")
        answer = slack.wait_for_reply(general, ts)
        page.write_text("# The town\n\nThe mayor opened a road.\n\nIt rained on the guests.\n")
        newer = build_index(articles, data)
        eventually(lambda: bot.assembly.current_index.snapshot_id == newer)
        slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
        said = words_in(slack.wait_for_view(anna)["blocks"])
    assert "The mayor opened a bridge." in said
    assert "no longer in the article, now version 2, read" in said


def test_more_quotes_come_once_into_the_thread(
    slack: FakeSlack, bot: Running, anna: str, answer: Message
) -> None:
    for _ in range(2):
        slack.click(anna, answer, "more_quotes")
    thread = answer.thread_ts or ""
    slack.wait_for_reply(answer.channel, thread, count=2)
    settled(slack, bot)
    assert len(slack.replies(answer.channel, thread)) == 2


def test_more_quotes_of_a_private_answer_stay_private(
    slack: FakeSlack, bot: Running, anna: str, general: str
) -> None:
    slack.slash(anna, general, "/pullquote", "ask who sent troops?")
    slack.click(anna, slack.wait_for_ephemeral(anna, general), "more_quotes")
    slack.wait_for_ephemeral(anna, general, count=2)
    assert slack.messages(general) == []


def test_copy_citation_shows_all_styles(slack: FakeSlack, anna: str, answer: Message) -> None:
    slack.click(anna, answer, "copy_citation", block_id=first_buttons(answer))
    said = words_in(slack.wait_for_view(anna))
    assert "Troops leave" in said
    assert "@" in said  # BibTeX
    assert "2022" in said


def feedback_value(answer: Message, which: str) -> str:
    value: str = next(
        element[which]["value"]
        for block in answer.blocks
        if block["type"] == "context_actions"
        for element in block["elements"]
    )
    return value


def feedback_of(bot: Running, user: str) -> list[tuple[int, str, str]]:
    """Whether it was found helpful, the reason and the comment, of each answer judged."""
    with bot.assembly.database.transaction() as connection:
        rows: list[tuple[int, str, str]] = connection.execute(
            "SELECT helpful, reason, comment FROM feedback WHERE user = ?", (user,)
        ).fetchall()
    return rows


def test_thumbs_are_counted_and_a_thumb_down_asks_why(
    slack: FakeSlack, bot: Running, anna: str, answer: Message
) -> None:
    before = bot.assembly.feedback.counts()
    slack.click(anna, answer, "feedback", feedback_value(answer, "positive_button"))
    eventually(lambda: bot.assembly.feedback.counts() == (before[0] + 1, before[1]))
    assert slack.screen(anna) is None
    slack.click(anna, answer, "feedback", feedback_value(answer, "negative_button"))
    view = slack.wait_for_view(anna)
    filled = {
        "reason": {"feedback_reason": "outdated"},
        "comment": {"feedback_comment": "That was in January"},
    }
    assert slack.submit_view(anna, view, filled).view is None
    said = (0, "outdated", "That was in January")
    eventually(lambda: feedback_of(bot, anna)[-1] == said)
    metrics = bot.assembly.metrics.registry
    assert metrics.get_sample_value("pullquote_feedback_total", {"verdict": "not_helpful"})


def test_a_view_submitted_twice_counts_once(
    slack: FakeSlack, bot: Running, anna: str, answer: Message
) -> None:
    slack.click(anna, answer, "feedback", feedback_value(answer, "negative_button"))
    view = slack.wait_for_view(anna)
    slack.submit_view(anna, view, {"reason": {"feedback_reason": "outdated"}})
    eventually(lambda: feedback_of(bot, anna) == [(0, "outdated", "")])
    submitted = [p for p in slack.sent() if p.payload.get("type") == "view_submission"][-1]
    submitted.payload["view"]["state"]["values"]["reason"]["feedback_reason"]["selected_option"][
        "value"
    ] = "other"
    slack.redeliver(submitted)
    settled(slack, bot)
    eventually(lambda: submitted.attempts == 2)
    assert feedback_of(bot, anna) == [(0, "outdated", "")]


@pytest.mark.parametrize("action", ["in_context", "more_quotes", "copy_citation"])
def test_a_tampered_value_does_nothing_and_is_said(
    slack: FakeSlack, bot: Running, anna: str, answer: Message, action: str
) -> None:
    before = len(slack.ephemerals(anna, answer.channel))
    slack.click(
        anna,
        answer,
        action,
        forged={"value": "eyJzbmFwc2hvdF9pZCI6Ii4uLy4uIn0="},
        block_id=first_buttons(answer) if action != "more_quotes" else None,
    )
    said = slack.wait_for_ephemeral(anna, answer.channel, count=before + 1)
    assert "doesn't work any more" in said.text
    assert slack.screen(anna) is None


def test_a_button_that_nobody_knows_is_said_to_be_none_of_ours(
    slack: FakeSlack, anna: str, answer: Message
) -> None:
    forged = {"action_id": "from_a_version_long_ago"}
    outcome = slack.click(anna, answer, "in_context", forged=forged, block_id=first_buttons(answer))
    assert outcome.acknowledged
    assert "doesn't work any more" in slack.wait_for_ephemeral(anna, answer.channel).text


def test_one_kind_of_reference_is_not_taken_for_another(
    slack: FakeSlack, anna: str, answer: Message
) -> None:
    value = feedback_value(answer, "positive_button")
    slack.click(anna, answer, "in_context", forged={"value": value}, block_id=first_buttons(answer))
    assert "doesn't work any more" in slack.wait_for_ephemeral(anna, answer.channel).text


def test_buttons_of_an_older_snapshot_work_until_their_quote_is_gone(tmp_path: Path) -> None:
    articles, data = tmp_path / "articles", tmp_path / "data"
    articles.mkdir()
    (articles / "troops.md").write_text(ARTICLES["troops.md"])
    build_index(articles, data)
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, data) as bot,
    ):
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        ts = slack.say(anna, general, f"{slack.mention} who sent troops?")
        answer = slack.wait_for_reply(general, ts)
        old = current_folder(data)
        (articles / "bridge.md").write_text(ARTICLES["bridge.md"])
        new = build_index(articles, data)
        eventually(lambda: bot.assembly.current_index.snapshot_id == new)
        slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
        assert TROOPS in words_in(slack.wait_for_view(anna))
        shown = slack.wait_for_view(anna)["hash"]
        shutil.rmtree(old)
        slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
        again = slack.wait_for_view(anna, not_=shown)
        assert TROOPS in words_in(again)
        (articles / "troops.md").unlink()
        new = build_index(articles, data)
        eventually(lambda: bot.assembly.current_index.snapshot_id == new)
        slack.click(anna, answer, "in_context", block_id=first_buttons(answer))
        gone = slack.wait_for_view(anna, not_=again["hash"])
        assert TROOPS not in words_in(gone)
        assert "who sent troops?" in words_in(gone)


def test_show_them_opens_each_articles_own_sentence_by_its_origin(tmp_path: Path) -> None:
    fact = "Mayor Ann Sample opened the new harbour bridge in Exampleton on 3 May."
    (tmp_path / "articles").mkdir()
    for name, publisher in (("alpha", "Example Times"), ("bravo", "Sample Post")):
        (tmp_path / "articles" / f"{name}.md").write_text(
            f"---\ntitle: Story {name}\npublisher: {publisher}\n---\n\n{fact} The {name} hooted.\n"
        )
    build_index(tmp_path / "articles", tmp_path / "data")
    with (
        FakeSlack(installed_app(), limits=UNLIMITED) as slack,
        serving(slack, tmp_path / "data"),
    ):
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        ts = slack.say(anna, general, f"{slack.mention} who opened the new harbour bridge?")
        answer = slack.wait_for_reply(general, ts)
        assert "from at most 1 origin" in words_in(answer.blocks)
        outcome = slack.click(anna, answer, "show_origins", block_id=first_buttons(answer))
        assert outcome.trouble is None
        eventually(lambda: "Story bravo" in words_in(slack.wait_for_view(anna)))
        shown = words_in(slack.wait_for_view(anna))
        assert shown.count(fact) == 2
        assert "Story alpha" in shown
