"""What people do in the workspace, and the events that the app gets of it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.fake_slack import FakeSlack, InstalledApp, RateLimits


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(limits=RateLimits(enabled=False)) as fake_slack:
        yield fake_slack


@pytest.fixture
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna", "Anna Weber")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.base_url, timeout=2)


def test_an_edit_that_adds_the_mention_sends_a_mention_and_a_change(
    slack: FakeSlack, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "when does the ferry leave?")
    slack.edit_message(general, ts, f"{slack.mention} when does the ferry leave?")
    [mention] = slack.sent("app_mention")
    assert mention.event["ts"] == ts
    assert mention.event["edited"]["user"] == anna
    changed = slack.sent("message")[-1].event
    assert changed["subtype"] == "message_changed"
    assert slack.mention in changed["message"]["text"]
    assert slack.mention not in changed["previous_message"]["text"]


def test_an_edit_of_a_mention_sends_a_change_alone(
    slack: FakeSlack, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} when does the fery leave?")
    slack.edit_message(general, ts, f"{slack.mention} when does the ferry leave?")
    assert len(slack.sent("app_mention")) == 1


def test_a_link_preview_changes_a_message_that_nobody_edited(
    slack: FakeSlack, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} is <https://ferry.example/> right?")
    slack.preview_link(general, ts, "https://ferry.example/", "Ferry times")
    changed = slack.sent("message")[-1].event
    assert changed["subtype"] == "message_changed"
    assert "edited" not in changed["message"]
    assert changed["message"]["text"] == changed["previous_message"]["text"]
    assert [a["title"] for a in changed["message"]["attachments"]] == ["Ferry times"]
    assert len(slack.sent("app_mention")) == 1


def test_a_forwarded_message_is_an_attachment_below_the_comment(
    slack: FakeSlack, anna: str, general: str, client: WebClient
) -> None:
    bob = slack.add_user("bob", "Bob Stone")
    harbour = slack.add_channel("harbour", anna, bob)
    ts = slack.say(bob, harbour, "When does the ferry leave?")
    forwarded = slack.forward(
        anna, general, slack.message(harbour, ts), f"{slack.mention} do you know?"
    )
    [mention] = slack.sent("app_mention")
    assert mention.event["text"] == f"{slack.mention} do you know?"
    [shared] = mention.event["attachments"]
    assert (shared["is_share"], shared["is_msg_unfurl"]) == (True, True)
    assert shared["text"] == "When does the ferry leave?"
    assert (shared["author_id"], shared["author_name"]) == (bob, "Bob Stone")
    assert shared["channel_id"] == harbour
    [content] = shared["message_blocks"]
    assert content["message"]["blocks"][0]["type"] == "rich_text"
    [read] = client.conversations_history(channel=general)["messages"]
    assert (read["ts"], read["attachments"]) == (forwarded, [shared])


def test_a_message_can_be_forwarded_without_a_word_and_mentions_nobody(
    slack: FakeSlack, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, f"{slack.mention} when does the ferry leave?")
    slack.forward(anna, general, slack.message(general, ts))
    assert slack.sent("message")[-1].event["text"] == ""
    assert len(slack.sent("app_mention")) == 1


def test_a_workflow_posts_as_a_bot_and_as_no_user(slack: FakeSlack, general: str) -> None:
    ts = slack.run_workflow(general, f"{slack.mention} when does the ferry leave?", "Desk form")
    for event in (slack.sent("app_mention")[0].event, slack.sent("message")[0].event):
        assert (event["ts"], event["subtype"]) == (ts, "bot_message")
        assert event["username"] == "Desk form"
        assert event["bot_id"] not in ("", slack.app.bot_id)
        assert "user" not in event


def test_a_workflow_can_post_in_a_thread(slack: FakeSlack, anna: str, general: str) -> None:
    root = slack.say(anna, general, "a new request")
    ts = slack.run_workflow(general, "It has been filed.", thread_ts=root)
    assert slack.message(general, ts).is_reply
    assert slack.sent("message")[-1].event["thread_ts"] == root


def test_a_usergroup_is_listed_and_mentioned(
    slack: FakeSlack, anna: str, general: str, client: WebClient
) -> None:
    desk = slack.add_usergroup("factdesk", anna, name="Fact desk")
    [listed] = client.usergroups_list(include_users=True)["usergroups"]
    assert (listed["id"], listed["handle"], listed["name"]) == (desk, "factdesk", "Fact desk")
    assert (listed["users"], listed["user_count"]) == ([anna], 1)
    assert "users" not in client.usergroups_list()["usergroups"][0]
    assert client.usergroups_users_list(usergroup=desk)["users"] == [anna]
    posted = client.chat_postMessage(channel=general, text=f"<!subteam^{desk}> can you help?")
    assert desk in slack.message(general, posted["ts"]).addressed
    in_blocks = slack.say(anna, general, f"<!subteam^{desk}|@factdesk> please")
    elements = slack.message(general, in_blocks).blocks[0]["elements"][0]["elements"]
    assert elements[0] == {"type": "usergroup", "usergroup_id": desk}
    assert desk in slack.message(general, in_blocks).addressed


def test_an_unknown_usergroup_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        client.usergroups_users_list(usergroup="S0NOBODY")


def test_usergroups_need_their_scope() -> None:
    with FakeSlack(InstalledApp(scopes=frozenset({"chat:write"}))) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.base_url)
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.usergroups_list()
