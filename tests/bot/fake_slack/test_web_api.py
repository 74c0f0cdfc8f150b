"""The fake Slack's Web API, driven by the real slack_sdk client."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.fake_slack import FakeSlack, Fault, InstalledApp, RateLimits
from bot.fake_slack.wire import JsonObject


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(limits=RateLimits(enabled=False)) as fake_slack:
        yield fake_slack


@pytest.fixture
def anna(slack: FakeSlack) -> str:
    return slack.add_user("anna", "Anna Weber", is_admin=True)


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.base_url, timeout=2)


def error_of(call: Callable[..., SlackResponse], **arguments: object) -> str:
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


def text_section(text: str) -> JsonObject:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_auth_test_names_the_bot_and_its_scopes(slack: FakeSlack, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == (slack.app.bot_user_id, slack.app.bot_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-wrong", "invalid_auth"), ("", "not_authed"), (None, "not_authed")],
)
def test_a_wrong_token_is_refused(slack: FakeSlack, token: str | None, error: str) -> None:
    client = WebClient(token, base_url=slack.base_url)
    assert error_of(client.auth_test) == error


def test_an_app_token_opens_connections_and_nothing_else(
    slack: FakeSlack, client: WebClient
) -> None:
    opened = client.apps_connections_open(app_token=slack.app.app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")
    wrong = WebClient(slack.app.app_token, base_url=slack.base_url)
    assert error_of(wrong.auth_test) == "not_allowed_token_type"
    refused = error_of(client.apps_connections_open, app_token=slack.app.bot_token)
    assert refused == "not_allowed_token_type"


def test_unknown_methods_and_arguments_are_refused(client: WebClient, general: str) -> None:
    with pytest.raises(SlackApiError) as raised:
        client.api_call("chat.postMesage", json={})
    assert raised.value.response["error"] == "unknown_method"
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel=general, text="x", colour="red")
    assert raised.value.response["error"] == "invalid_arguments"
    messages = raised.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] unknown argument: colour"]
    assert error_of(client.api_call, api_method="chat.delete") == "invalid_arguments"


def test_a_missing_scope_names_what_is_needed() -> None:
    app = InstalledApp(scopes=frozenset({"chat:write"}))
    with FakeSlack(app) as slack:
        client = WebClient(app.bot_token, base_url=slack.base_url)
        general = slack.add_channel("general")
        with pytest.raises(SlackApiError) as raised:
            client.conversations_history(channel=general)
        assert raised.value.response["needed"] == "channels:history"
        assert raised.value.response["provided"] == "chat:write"


def test_form_and_json_bodies_mean_the_same(slack: FakeSlack, general: str) -> None:
    for body, kind in [
        (f"channel={general}&text=hi&blocks=%5B%5D", "application/x-www-form-urlencoded"),
        (json.dumps({"channel": general, "text": "hi", "blocks": []}), "application/json"),
    ]:
        headers = {"Authorization": f"Bearer {slack.app.bot_token}", "Content-Type": kind}
        address = f"{slack.base_url}chat.postMessage"
        request = urllib.request.Request(address, body.encode(), headers)  # noqa: S310
        with urllib.request.urlopen(request) as response:  # noqa: S310
            assert json.load(response)["message"]["text"] == "hi"


def test_posting_updating_and_deleting(slack: FakeSlack, client: WebClient, general: str) -> None:
    posted = client.chat_postMessage(channel=general, text="one", blocks=[text_section("*one*")])
    assert posted["message"]["blocks"][0]["block_id"]
    link = client.chat_getPermalink(channel=general, message_ts=posted["ts"])["permalink"]
    assert f"/archives/{general}/p" in link
    client.chat_update(channel=general, ts=posted["ts"], text="two")
    assert slack.message(general, posted["ts"]).blocks == ()
    client.chat_delete(channel=general, ts=posted["ts"])
    assert slack.messages(general) == []
    assert error_of(client.chat_update, channel=general, ts=posted["ts"], text="x") == (
        "message_not_found"
    )


def test_others_messages_can_be_neither_updated_nor_deleted(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "mine")
    assert error_of(client.chat_update, channel=general, ts=ts, text="x") == "cant_update_message"
    assert error_of(client.chat_delete, channel=general, ts=ts) == "cant_delete_message"


def test_ephemeral_messages_are_seen_by_one_and_not_updated(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    ts = client.chat_postEphemeral(channel=general, user=anna, text="psst")["message_ts"]
    assert [m.ts for m in slack.ephemerals(anna, general)] == [ts]
    assert client.conversations_history(channel=general)["messages"] == []
    assert error_of(client.chat_update, channel=general, ts=ts, text="x") == "message_not_found"
    stranger = slack.add_user("stranger")
    assert error_of(client.chat_postEphemeral, channel=general, user=stranger, text="x") == (
        "user_not_in_channel"
    )


def test_channels_that_cannot_be_posted_to(slack: FakeSlack, client: WebClient, anna: str) -> None:
    outside = slack.add_channel("outside", anna, with_app=False)
    hidden = slack.add_channel("hidden", anna, kind="group", with_app=False)
    old = slack.add_channel("old", anna, is_archived=True)
    for channel, error in [
        (outside, "not_in_channel"),
        (hidden, "channel_not_found"),
        (old, "is_archived"),
        ("C0NOWHERE", "channel_not_found"),
    ]:
        assert error_of(client.chat_postMessage, channel=channel, text="x") == error


def test_replies_go_to_threads_that_exist(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "question")
    reply = client.chat_postMessage(channel=general, text="answer", thread_ts=ts)
    thread = client.conversations_replies(channel=general, ts=ts)["messages"]
    assert [m["text"] for m in thread] == ["question", "answer"]
    assert thread[0]["reply_count"] == 1
    assert thread[1]["parent_user_id"] == anna
    post = client.chat_postMessage
    post(channel=general, text="to all", thread_ts=ts, reply_broadcast=True)
    shown = client.conversations_history(channel=general)["messages"]
    assert [m["text"] for m in shown] == ["to all", "question"]
    assert error_of(post, channel=general, text="x", thread_ts="1.000001") == "thread_not_found"
    assert error_of(post, channel=general, text="x", thread_ts=reply["ts"]) == (
        "cannot_reply_to_message"
    )
    assert error_of(client.conversations_replies, channel=general, ts="1.000001") == (
        "thread_not_found"
    )


def test_text_that_is_too_long_or_empty(client: WebClient, general: str) -> None:
    post = client.chat_postMessage
    assert error_of(post, channel=general, text="x" * 40_001) == "msg_too_long"
    empty = error_of(client.api_call, api_method="chat.postMessage", json={"channel": general})
    assert empty == "no_text"
    ts = post(channel=general, text="x" * 4_001)["ts"]
    assert error_of(client.chat_update, channel=general, ts=ts, text="x" * 4_001) == "msg_too_long"


def test_blocks_that_are_invalid_or_too_long_together(client: WebClient, general: str) -> None:
    post = client.chat_postMessage
    with pytest.raises(SlackApiError) as raised:
        post(channel=general, text="x", blocks=[text_section("x" * 3001)])
    assert raised.value.response["error"] == "invalid_blocks"
    assert raised.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert error_of(post, channel=general, text="x", blocks="{nonsense") == "invalid_blocks_format"
    long = [text_section("x" * 2990) for _ in range(5)]
    assert error_of(post, channel=general, text="x", blocks=long) == "msg_blocks_too_long"
    post(channel=general, text="x", blocks=long[:4])


def test_history_comes_in_pages_newest_first(client: WebClient, general: str) -> None:
    for number in range(5):
        client.chat_postMessage(channel=general, text=str(number))
    pages = client.conversations_history(channel=general, limit=2)
    assert [[m["text"] for m in page["messages"]] for page in pages] == [
        ["4", "3"],
        ["2", "1"],
        ["0"],
    ]


def test_people_and_places_are_described(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    assert client.users_info(user=anna)["user"]["is_admin"] is True
    assert error_of(client.users_info, user="U0NOBODY") == "user_not_found"
    assert client.conversations_info(channel=general)["channel"]["is_member"] is True
    listed = client.conversations_list(types="public_channel,im")["channels"]
    assert [c["name"] for c in listed] == ["general"]
    assert anna in client.conversations_members(channel=general)["members"]
    direct = client.conversations_open(users=anna)["channel"]["id"]
    assert direct == slack.direct_message(anna)
    assert client.bots_info(bot=slack.app.bot_id)["bot"]["user_id"] == slack.app.bot_user_id
    assert client.team_info()["team"]["id"] == "T0FAKE"


def test_reactions_are_added_once(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "hm")
    client.reactions_add(channel=general, timestamp=ts, name="eyes")
    assert slack.message(general, ts).reactions == (("eyes", (slack.app.bot_user_id,)),)
    again = error_of(client.reactions_add, channel=general, timestamp=ts, name="eyes")
    assert again == "already_reacted"
    client.reactions_remove(channel=general, timestamp=ts, name="eyes")
    assert slack.message(general, ts).reactions == ()


def test_the_assistant_surface(slack: FakeSlack, client: WebClient, anna: str) -> None:
    direct = slack.direct_message(anna)
    prompt = {"title": "Troops", "message": "Who sent troops?"}
    client.assistant_threads_setSuggestedPrompts(channel_id=direct, prompts=[prompt])
    assert slack.prompts(direct) == [prompt]
    ts = slack.say(anna, direct, "who?")
    client.assistant_threads_setSuggestedPrompts(
        channel_id=direct, thread_ts=ts, prompts=[prompt, prompt]
    )
    assert slack.prompts(direct) == [prompt], "agent_view ignores prompts with a thread_ts"
    too_many = error_of(
        client.assistant_threads_setSuggestedPrompts, channel_id=direct, prompts=[prompt] * 5
    )
    assert too_many == "invalid_arguments"
    client.assistant_threads_setStatus(channel_id=direct, thread_ts=ts, status="is thinking…")
    assert slack.status(direct, ts) == "is thinking…"
    client.chat_postMessage(channel=direct, thread_ts=ts, text="them")
    assert slack.status(direct, ts) == ""
    client.assistant_threads_setTitle(channel_id=direct, thread_ts=ts, title="Troops")


def test_posting_too_fast_is_answered_with_a_wait() -> None:
    with FakeSlack(limits=RateLimits(post_burst=2, posts_per_s=1.0)) as slack:
        general = slack.add_channel("general")
        client = WebClient(slack.app.bot_token, base_url=slack.base_url)
        client.chat_postMessage(channel=general, text="1")
        client.chat_postMessage(channel=general, text="2")
        with pytest.raises(SlackApiError) as raised:
            client.chat_postMessage(channel=general, text="3")
        assert raised.value.response.status_code == 429
        assert raised.value.response.headers["Retry-After"] == "1"
        assert slack.calls()[-1].status == 429
        client.retry_handlers.append(RateLimitErrorRetryHandler())
        assert client.chat_postMessage(channel=general, text="3")["ok"]


def test_chat_update_is_tier_three() -> None:
    with FakeSlack(limits=RateLimits(tiers_per_minute={1: 1, 2: 2, 3: 3, 4: 4})) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.base_url)
        channel = slack.add_channel("general")
        ts = client.chat_postMessage(channel=channel, text="1")["ts"]
        for _ in range(3):
            client.chat_update(channel=channel, ts=ts, text="x")
        assert error_of(client.chat_update, channel=channel, ts=ts, text="x") == "ratelimited"


def test_ordered_faults_come_in_order_and_pass(
    slack: FakeSlack, client: WebClient, general: str
) -> None:
    slack.fail("chat.postMessage", Fault.refuses("token_expired"))
    slack.fail("chat.postMessage", Fault.http(503))
    slack.fail("chat.postMessage", Fault.ratelimited(7))
    post = client.chat_postMessage
    assert error_of(post, channel=general, text="x") == "token_expired"
    with pytest.raises(SlackApiError) as raised:
        post(channel=general, text="x")
    assert raised.value.response.status_code == 503
    with pytest.raises(SlackApiError) as raised:
        post(channel=general, text="x")
    assert raised.value.response.headers["Retry-After"] == "7"
    assert post(channel=general, text="x")["ok"]
    assert [m.text for m in slack.messages(general)] == ["x"]


def test_a_lost_answer_is_still_a_post(slack: FakeSlack, general: str) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.base_url, timeout=1)
    client.retry_handlers.clear()
    slack.fail("chat.postMessage", Fault.resets(after=True))
    slack.fail("chat.postMessage", Fault.hangs(5))
    with pytest.raises(OSError, match=r"closed|reset"):
        client.chat_postMessage(channel=general, text="kept")
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=general, text="not done")
    assert [m.text for m in slack.messages(general)] == ["kept"]
    assert [call.answer for call in slack.calls("chat.postMessage")] == [None, None]


def test_a_message_knows_whom_it_addresses(
    slack: FakeSlack, client: WebClient, anna: str, general: str
) -> None:
    client.chat_postMessage(channel=general, text=f"<!channel> and <@{anna}>")
    client.chat_postMessage(channel=general, text="&lt;!channel&gt;")
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "<!channel>"}]}
    client.chat_postMessage(
        channel=general, text="x", blocks=[{"type": "rich_text", "elements": [quote]}]
    )
    client.chat_postMessage(channel=general, text="x", blocks=[text_section("<!here>")])
    addressed = [set(m.addressed) for m in slack.messages(general)]
    assert addressed == [{"channel", anna}, set(), set(), {"here"}]


def test_an_app_is_read_from_its_manifest() -> None:
    manifest: dict[str, Any] = {
        "display_information": {"name": "Pullquote"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "pullquote"},
            "slash_commands": [{"command": "/pullquote", "description": "Ask"}],
            "shortcuts": [{"callback_id": "find", "name": "Find", "type": "message"}],
        },
        "oauth_config": {"scopes": {"bot": ["chat:write", "app_mentions:read"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
    }
    app = InstalledApp.from_manifest(manifest)
    assert (app.name, app.commands[0].name) == ("pullquote", "/pullquote")
    assert app.receives("app_mention")
    assert not app.receives("message.im"), "subscribed, but without the scope"
    assert not app.agent_view
    manifest["settings"]["event_subscriptions"]["bot_events"].append("emoji_changed")
    with pytest.raises(ValueError, match="emoji_changed"):
        InstalledApp.from_manifest(manifest)


def test_an_unknown_response_url_is_gone(slack: FakeSlack) -> None:
    answer = WebhookClient(f"{slack.url}/response/nothing").send(text="x")
    assert (answer.status_code, json.loads(answer.body)["error"]) == (404, "invalid_url")
