"""Which posted messages have links to be added, and when each is taken up."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.jobs.endings import Endings
from bot.slack.jobs.watched_channels import WatchedChannels
from bot.slack.memory.addition_store import MOST_WAITING, AdditionStore, NewAddition
from bot.slack.memory.database import Database
from bot.slack.memory.ending_store import EndingStore
from bot.slack.memory.seen_keys import SeenKeys
from bot.slack.questions.messenger import Messenger
from bot.slack.values import Posted


class Channel:
    """One that is chosen, with two messages a minute; `news` counts what was taken."""

    def __init__(self, folder: Path) -> None:
        self.now = 1000.0
        self.news = 0
        self.database = Database(folder)
        self.store = AdditionStore(self.database, lambda: self.now)
        endings = Endings(EndingStore(self.database), Messenger(WebClient(), "UBOT"))
        self.watched = WatchedChannels(
            frozenset({"C1"}),
            2,
            self.store,
            self.database,
            SeenKeys(self.database),
            endings,
            self._tell,
            lambda: self.now,
        )

    def _tell(self) -> None:
        self.news += 1

    def hear(self, ts: str, **fields: Any) -> None:
        event = {"channel": "C1", "ts": ts, "user": "U1", "text": "<https://news.example/a>"}
        passed_on: list[bool] = []
        self.watched.record({"event": event | fields}, lambda: passed_on.append(True))
        assert passed_on == [True]


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    made = Channel(tmp_path)
    yield made
    made.database.close()


def test_what_comes_twice_is_taken_once(channel: Channel) -> None:
    channel.hear("1.1")
    channel.hear("1.1")
    [kept] = channel.store.due(9)
    assert (kept.links, kept.by, kept.thread_ts) == (("https://news.example/a",), "U1", "1.1")
    assert channel.news == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"channel": "C2"},
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "channel_topic"},
        {"edited": {"ts": "2.0"}},
        {"user": None},
        {"text": "no link"},
    ],
)
def test_only_new_links_of_people_in_chosen_channels_are_taken(
    channel: Channel, fields: dict[str, Any]
) -> None:
    channel.hear("1.1", **fields)
    assert channel.store.next_due_s() is None


def test_no_more_than_so_many_are_taken_up_in_a_minute(channel: Channel) -> None:
    for number in range(5):
        channel.hear(f"1.{number}")
    due = []
    for channel.now in (1000.0, 1059.9, 1060.0, 1120.0):
        due.append([kept.at.ts for kept in channel.store.due(9)])
    assert due == [
        ["1.0", "1.1"],
        ["1.0", "1.1"],
        ["1.0", "1.1", "1.2", "1.3"],
        ["1.0", "1.1", "1.2", "1.3", "1.4"],
    ]


def test_one_that_finds_too_many_waiting_is_refused_once_and_uses_up_no_slot(
    channel: Channel,
) -> None:
    later = NewAddition(("https://news.example/b",), "U1", Posted("C1", "0.1"), "by edit")
    for _ in range(MOST_WAITING):
        channel.store.keep(later)
    for ts in ("1.0", "1.1", "1.2", "1.2"):
        channel.hear(ts)
    refused = EndingStore(channel.database).kept()
    assert [(each.way, each.at.ts, each.thread_ts) for each in refused] == [
        ("reply", ts, ts) for ts in ("1.0", "1.1", "1.2")
    ]
    assert "too many links wait" in refused[0].message.text  # type: ignore[union-attr]
    for kept in channel.store.due(2):
        channel.store.forget(kept)
    channel.hear("2.0")
    assert channel.store.due(MOST_WAITING)[-1].at.ts == "2.0"
