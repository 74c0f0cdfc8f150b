"""Two hundred ways to see what one may not: each person, in each place, by all that shows."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.fake_slack import FakeSlack, Fault, Message
from bot.slack.serve import Running
from config.settings import Group
from tests.bot.slack.bot_at_work import (
    FAST,
    UNLIMITED,
    eventually,
    installed_app,
    serving,
    settled,
    words_in,
)
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import write

QUESTION = "who repaired the harbour walls?"
SECRETS = {"open": "Pubwick", "news": "Newsham", "legal": "Legalore"}
TEXTS = {
    "open": "The mason {} repaired the harbour walls of Eastbridge in spring.",
    "news": "It was {} who at night and without a permit repaired the walls by the harbour.",
    "legal": "For nine crowns a day the widow {} repaired the old harbour walls, says a contract.",
}
PEOPLE = ("anna", "lena", "ugo", "gus", "olga", "dora", "greta")
FULL = ("anna", "lena", "ugo")
PLACES = ("newsroom", "court", "both", "partners", "kitchen", "direct")
OF_PLACE = {
    "newsroom": {"open", "news"},
    "court": {"open", "legal"},
    "both": {"open", "news", "legal"},
    "partners": set(),
    "kitchen": {"open"},
    "direct": set(SECRETS),
}


def of_person(person: str, place: str) -> set[str]:
    """What somebody may see there, worked out from the table and not by the code under test."""
    seen = {"open"} if person in FULL else set()
    if person in ("lena", "ugo", "greta"):
        seen |= {"legal"}
    if person in FULL and place in ("newsroom", "both"):
        seen |= {"news"}
    return seen


@dataclass(frozen=True)
class Town:
    """A running bot, the ids of people and places, and the desk that questions are handed to."""

    slack: FakeSlack
    bot: Running
    people: dict[str, str]
    places: dict[str, str]
    desk: str
    usergroup: str

    def place(self, name: str, person: str) -> str:
        user = self.people[person]
        return self.slack.direct_message(user) if name == "direct" else self.places[name]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    for name, secret in SECRETS.items():
        write(
            folder / name,
            "walls.md",
            TEXTS[name].format(secret),
            f"Nobody thanked {secret} for the work, which took eleven weeks.",
            title=f"{secret} repairs walls",
            publisher=f"{secret} Wire",
            published="2022-01-05",
        )
    rebuild_from([folder / name for name in SECRETS], folder / "data")
    with FakeSlack(installed_app(), retries=FAST, limits=UNLIMITED) as slack:
        people = {name: slack.add_user(name) for name in PEOPLE}
        slack.change_user(people["gus"], is_restricted=True)
        slack.change_user(people["greta"], is_restricted=True)
        slack.change_user(people["olga"], team_id="T0OTHER")
        slack.change_user(people["dora"], deleted=True)
        usergroup = slack.add_usergroup("lawyers", people["ugo"], people["gus"], people["olga"])
        places = {name: slack.add_channel(name, *people.values()) for name in PLACES[:-1]}
        slack.share_channel(places["partners"])
        desk = slack.add_channel("desk", people["anna"])
        groups = [
            Group(
                name="all",
                sources=(str(folder / "open"),),
                channels=frozenset({"*"}),
                people=frozenset({"*"}),
            ),
            Group(
                name="news",
                sources=(str(folder / "news"),),
                channels=frozenset({places["newsroom"], places["both"], places["partners"], desk}),
            ),
            Group(
                name="legal",
                sources=(str(folder / "legal"),),
                channels=frozenset({places["court"], places["both"], places["partners"]}),
                usergroups=frozenset({usergroup}),
                people=frozenset({people["lena"], people["greta"], people["dora"]}),
            ),
        ]
        with serving(slack, folder / "data", groups=groups, bot__ask_a_person=desk) as bot:
            yield Town(slack, bot, people, places, desk, usergroup)


def named(*shown: Any) -> set[str]:
    """Whose secrets are in what is shown, in its text, blocks or metadata."""
    said = " ".join(f"{words_in(one)} {one}" for one in shown if one)
    return {name for name, secret in SECRETS.items() if secret.lower() in said.lower()}


def asked(town: Town, person: str, place: str, text: str) -> list[Message]:
    """All that the bot posts upon a question, for everybody or for who asks."""
    user, channel = town.people[person], town.place(place, person)
    before = {m.ts for m in town.slack.ephemerals(user, channel)}
    mention = "" if place == "direct" else f"{town.slack.mention} "
    ts = town.slack.say(user, channel, f"{mention}{text}")
    settled(town.slack, town.bot)
    aside = [m for m in town.slack.ephemerals(user, channel) if m.ts not in before]
    return [*town.slack.replies(channel, ts), *aside]


def commanded(town: Town, person: str, place: str, text: str) -> Message:
    user, channel = town.people[person], town.place(place, person)
    count = len(town.slack.ephemerals(user, channel)) + 1
    town.slack.slash(user, channel, "/pullquote", text)
    return town.slack.wait_for_ephemeral(user, channel, count=count)


def opened(town: Town, person: str, press: Callable[[], object], *, not_: str = "") -> Any:
    """The modal that a button or a shortcut opens, once it no longer says that it looks."""
    user = town.people[person]
    press()
    view = eventually(
        lambda: (
            (view := town.slack.screen(user))
            and "Looking for" not in words_in(view)
            and view["id"] != not_
            and view
        )
    )
    town.slack.close_view(user, view, whole_stack=True)
    return view


EVERYWHERE = list(itertools.product(PEOPLE, PLACES))


@pytest.mark.parametrize(("person", "place"), EVERYWHERE)
def test_a_question_is_answered_from_what_asker_and_place_may_see(
    town: Town, person: str, place: str
) -> None:
    shown = asked(town, person, place, QUESTION)
    may = of_person(person, place) & OF_PLACE[place]
    assert named(*shown) == may
    counts = f"{2 * len(may)} passages of {len(may)} article"
    assert counts in words_in(shown) if may else "passages of" not in words_in(shown)


@pytest.mark.parametrize(("person", "place"), EVERYWHERE)
def test_what_a_person_alone_sees_goes_by_them(town: Town, person: str, place: str) -> None:
    answer = commanded(town, person, place, f"ask {QUESTION}")
    assert named(answer) == of_person(person, place)


@pytest.mark.parametrize(("person", "place"), EVERYWHERE)
def test_status_and_sources_name_what_may_be_asked(town: Town, person: str, place: str) -> None:
    may = of_person(person, place)
    assert named(commanded(town, person, place, "sources")) == may
    status = commanded(town, person, place, "status")
    assert f"I have read {len(may)} article" in status.text
    paths = [name for name in SECRETS if f"/{name}" in words_in(status)]
    assert set(paths) == may


@pytest.mark.parametrize(("person", "place"), EVERYWHERE)
def test_a_filter_or_a_typo_finds_nothing_hidden(town: Town, person: str, place: str) -> None:
    may = of_person(person, place)
    for name in SECRETS.keys() - may:
        secret = SECRETS[name]
        for question in (
            f"who repaired the walls? from:{secret.lower()}",
            f'in:"{secret.lower()} repairs" who repaired them?',
            f"what did {secret[:-1]} repair?",
        ):
            answer = commanded(town, person, place, f"ask {question}")
            said = words_in(answer).replace(question, "").lower()
            assert f"{secret.lower()} wire" not in said
            assert TEXTS[name].format(secret).lower() not in said
            assert f"searched for: what did {secret.lower()}" not in said


@pytest.mark.parametrize("person", PEOPLE)
def test_home_and_suggestions_go_by_the_person(town: Town, person: str) -> None:
    user = town.people[person]
    old = town.slack.home(user)
    town.slack.open_home(user)
    home = town.slack.wait_for_home(user, not_=old["hash"] if old else "")
    may = of_person(person, "direct")
    assert f"Articles: {len(may)} Passages" in " ".join(words_in(home).split())
    assert {name for name in SECRETS if f"/{name}" in words_in(home)} == may
    town.slack.open_home(user, "messages")
    town.slack.wait_until_delivered()
    assert named(*town.slack.prompts(town.slack.direct_message(user))) <= may


@pytest.mark.parametrize(("person", "place"), list(itertools.product(PEOPLE, PLACES[:-1])))
def test_buttons_of_an_answer_go_by_whoever_presses_them(
    town: Town, person: str, place: str
) -> None:
    """Lena's answer shows all that the place may see of hers; somebody else presses."""
    shown = asked(town, "lena", place, QUESTION)
    if place == "partners":
        assert named(*shown) == set()
        return
    [answer] = shown
    user, may = town.people[person], of_person(person, place)
    blocks = [b for b in answer.blocks if "in_context" in str(b)]
    quotes = [
        (b["block_id"], named(list(answer.blocks)[list(answer.blocks).index(b) - 1]))
        for b in blocks
    ]
    for block_id, [of] in quotes:
        for button in ("in_context", "copy_citation"):
            view = opened(
                town,
                person,
                partial(town.slack.click, user, answer, button, block_id=block_id),
            )
            assert named(view) == ({of} & may)
    before = len(town.slack.replies(answer.channel, str(answer.thread_ts)))
    town.slack.click(user, answer, "more_quotes")
    aside = len(town.slack.ephemerals(user, answer.channel))
    both = may & OF_PLACE[place]
    if both:
        more = town.slack.wait_for_reply(answer.channel, str(answer.thread_ts), count=before + 1)
        assert named(more) <= both
    else:
        eventually(lambda: len(town.slack.ephemerals(user, answer.channel)) >= aside)
        assert len(town.slack.replies(answer.channel, str(answer.thread_ts))) == before


@pytest.mark.parametrize(("person", "place"), list(itertools.product(FULL, PLACES[:-1])))
def test_what_is_shared_or_handed_over_is_what_the_others_may_see(
    town: Town, person: str, place: str
) -> None:
    user, channel = town.people[person], town.places[place]
    answer = commanded(town, person, place, f"ask {QUESTION}")
    before = {m.ts for m in town.slack.messages(channel)}
    at_desk = {m.ts for m in town.slack.messages(town.desk)}
    count = len(town.slack.ephemerals(user, channel))
    town.slack.click(user, answer, "ask_a_person")
    [handed] = eventually(
        lambda: [m for m in town.slack.messages(town.desk) if m.ts not in at_desk]
    )
    may = of_person(person, place) & {"open", "news"}
    assert named(handed) <= may
    assert bool(named(handed)) == bool(may)
    town.slack.wait_for_ephemeral(user, channel, count=count + 1)
    town.slack.click(user, answer, "share_in_channel")
    may = of_person(person, place) & OF_PLACE[place]
    if may:
        [shared] = eventually(
            lambda: [m for m in town.slack.messages(channel) if m.ts not in before]
        )
        assert named(shared) == may
    else:
        town.slack.wait_for_ephemeral(user, channel, count=count + 2)
        assert {m.ts for m in town.slack.messages(channel)} == before


@pytest.mark.parametrize(("person", "place"), list(itertools.product(PEOPLE, PLACES[:-1])))
def test_a_source_for_a_message_is_one_that_the_person_may_see(
    town: Town, person: str, place: str
) -> None:
    user, channel = town.people[person], town.places[place]
    ts = town.slack.say(town.people["anna"], channel, "A mason repaired the harbour walls.")
    message = town.slack.message(channel, ts)
    view = opened(town, person, lambda: town.slack.shortcut(user, message, "find_source"))
    may = of_person(person, place)
    assert named(view) <= may
    assert bool(named(view)) == bool(may)


def test_who_leaves_a_user_group_or_is_deactivated_sees_no_more(town: Town) -> None:
    """Old buttons too, once what Slack said is no longer remembered."""
    answer = commanded(town, "ugo", "kitchen", f"ask {QUESTION}")
    assert named(answer) == {"open", "legal"}
    town.slack.set_usergroup(town.usergroup, town.people["gus"])
    directory = town.bot.assembly.rights._directory
    directory._known.clear()
    user = town.people["ugo"]
    blocks = [b for b in answer.blocks if "in_context" in str(b)]
    views = [
        opened(
            town,
            "ugo",
            partial(town.slack.click, user, answer, "in_context", block_id=b["block_id"]),
        )
        for b in blocks
    ]
    assert named(*views) <= {"open"}
    assert any("may not see" in words_in(view) for view in views)
    assert named(commanded(town, "ugo", "kitchen", f"ask {QUESTION}")) == {"open"}
    town.slack.set_usergroup(town.usergroup, user)
    directory._known.clear()


@pytest.mark.parametrize("error", ["missing_scope", "internal_error"])
def test_while_slack_does_not_say_who_may_nobody_sees_more(town: Town, error: str) -> None:
    town.bot.assembly.rights._directory._known.clear()
    town.slack.fail("users.info", Fault("error", error=error), 10)
    answer = commanded(town, "lena", "court", f"ask {QUESTION}")
    assert named(answer) == set()
    assert "Slack" in words_in(answer)
    town.slack.clear_faults()
    assert named(commanded(town, "lena", "court", f"ask {QUESTION}")) == {"open", "legal"}


def test_without_groups_slack_is_not_asked(tmp_path: Path) -> None:
    write(tmp_path / "open", "walls.md", "The mason Pubwick repaired the harbour walls.")
    rebuild_from([tmp_path / "open"], tmp_path / "data")
    with FakeSlack(installed_app(), limits=UNLIMITED) as slack:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        with serving(slack, tmp_path / "data") as bot:
            ts = slack.say(anna, general, f"{slack.mention} {QUESTION}")
            assert "Pubwick" in words_in(slack.wait_for_reply(general, ts))
            settled(slack, bot)
        for method in ("users.info", "usergroups.users.list", "conversations.info"):
            assert not slack.calls(method)
