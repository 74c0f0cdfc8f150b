"""Commands, buttons, modals, shortcuts and the Home tab, through the real Bolt app."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.fake_slack import FakeSlack, Message, RateLimits
from bot.fake_slack.wire import JsonObject
from tests.bot.fake_slack.running_bolt import connected


def plain(text: str) -> JsonObject:
    return {"type": "plain_text", "text": text}


def option(value: str) -> JsonObject:
    return {"text": plain(value.title()), "value": value}


ANSWER: list[JsonObject] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "An answer"}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": plain("Context"), "action_id": "context", "value": "p4"},
            {"type": "static_select", "action_id": "pick", "options": [option("a"), option("b")]},
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Good"), "value": "up"},
                "negative_button": {"text": plain("Bad"), "value": "down"},
            }
        ],
    },
]
FORM: JsonObject = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("What was wrong?"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": plain("Why"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "kind",
            "optional": True,
            "label": plain("Kind"),
            "element": {
                "type": "checkboxes",
                "action_id": "kinds",
                "options": [option("a"), option("b")],
            },
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Bot:
    """An app and what its listeners got, by their names."""

    client: WebClient
    payloads: dict[str, JsonObject] = field(default_factory=dict)


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack(limits=RateLimits(enabled=False, reaction_s=60)) as fake_slack:
        yield fake_slack


@pytest.fixture(scope="module")
def bot(slack: FakeSlack) -> Iterator[Bot]:
    made = Bot(WebClient(slack.app.bot_token, base_url=slack.base_url))
    app = App(client=made.client, signing_secret=slack.app.signing_secret)

    @app.command("/pullquote")
    def command(ack: Ack, body: JsonObject, respond: Respond) -> None:
        made.payloads["command"] = body
        if body["text"] == "ask":
            ack()
            respond(text="private", blocks=ANSWER)
        elif body["text"] == "loud":
            ack(text="for all", response_type="in_channel")
        else:
            ack(f"You said {body['text']}")

    @app.action("context")
    def context(ack: Ack, body: JsonObject, client: WebClient) -> None:
        ack()
        made.payloads["context"] = body
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("pick")
    def pick(ack: Ack, body: JsonObject) -> None:
        ack()
        made.payloads["pick"] = body

    @app.action("feedback")
    def feedback(ack: Ack, body: JsonObject, respond: Respond) -> None:
        ack()
        made.payloads["feedback"] = body
        respond(text="Thanks", replace_original=True)

    @app.view("form")
    def form(ack: Ack, body: JsonObject) -> None:
        made.payloads["form"] = body
        said = body["view"]["state"]["values"]["why"]["text"]["value"]
        if said == "error":
            ack(response_action="errors", errors={"why": "Not that"})
        elif said == "update":
            ack(response_action="update", view={**FORM, "title": plain("Second")})
        elif said == "push":
            ack(response_action="push", view={**FORM, "title": plain("On top")})
        elif said == "clear":
            ack(response_action="clear")
        elif said == "nonsense":
            ack(response_action="update", view={"type": "modal"})
        else:
            ack()

    @app.view_closed("form")
    def closed(ack: Ack, body: JsonObject) -> None:
        ack()
        made.payloads["closed"] = body

    @app.shortcut("find_source")
    def find(ack: Ack, body: JsonObject, client: WebClient) -> None:
        ack()
        made.payloads["shortcut"] = body
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.event("app_home_opened")
    def home(event: JsonObject, client: WebClient) -> None:
        blocks = [{"type": "header", "text": plain(f"Home of {event['user']}")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.event("message")(lambda: None)
    handler = SocketModeHandler(app, slack.app.app_token)
    handler.connect()
    slack.wait_for_connection()
    yield made
    handler.close()


@pytest.fixture
def anna(slack: FakeSlack, bot: Bot) -> str:
    return slack.add_user("anna")


@pytest.fixture
def general(slack: FakeSlack, anna: str) -> str:
    return slack.add_channel("general", anna)


@pytest.fixture
def answer(slack: FakeSlack, bot: Bot, general: str) -> Message:
    ts = bot.client.chat_postMessage(channel=general, text="An answer", blocks=ANSWER)["ts"]
    return slack.message(general, ts)


def test_a_command_is_answered_privately_or_for_all(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    slack.slash(anna, general, "/pullquote", "hello")
    assert slack.wait_for_ephemeral(anna, general).text == "You said hello"
    slack.slash(anna, general, "/pullquote", "loud")
    assert [m.text for m in slack.messages(general)] == ["for all"]
    slack.slash(anna, general, "/pullquote", "ask")
    assert slack.wait_for_ephemeral(anna, general, count=2).text == "private"
    assert bot.payloads["command"]["channel_name"] == "general"
    with pytest.raises(LookupError, match="/nonsense is not a valid command"):
        slack.slash(anna, general, "/nonsense")


def test_a_command_that_takes_too_long_is_said_to_have_failed() -> None:
    may_go_on = threading.Event()
    with FakeSlack(limits=RateLimits(reaction_s=0.3)) as slack:
        anna = slack.add_user("anna")
        general = slack.add_channel("general", anna)
        client = WebClient(slack.app.bot_token, base_url=slack.base_url)
        app = App(client=client, signing_secret=slack.app.signing_secret)

        @app.command("/pullquote")
        def slow(ack: Ack) -> None:
            may_go_on.wait(60)
            ack()

        with connected(slack, app):
            outcome = slack.slash(anna, general, "/pullquote", "who sent troops?")
            assert not outcome.acknowledged
            assert "operation_timeout" in (outcome.trouble or "")
            assert "operation_timeout" in slack.wait_for_ephemeral(anna, general).text
            may_go_on.set()


def test_a_button_opens_a_modal_once(
    slack: FakeSlack, bot: Bot, anna: str, general: str, answer: Message
) -> None:
    outcome = slack.click(anna, answer, "context")
    assert outcome.acknowledged
    view = slack.wait_for_view(anna)
    assert view["title"]["text"] == "What was wrong?"
    body = bot.payloads["context"]
    assert body["actions"][0]["value"] == "p4"
    assert body["message"]["ts"] == body["container"]["message_ts"] == answer.ts
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        bot.client.views_open(trigger_id=body["trigger_id"], view=FORM)


def test_a_trigger_expires(
    slack: FakeSlack, bot: Bot, anna: str, general: str, answer: Message
) -> None:
    slack.click(anna, answer, "pick", "b")
    body = bot.payloads["pick"]
    assert body["actions"][0]["selected_option"]["value"] == "b"
    slack.expire_keys(61)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        bot.client.views_open(trigger_id=body["trigger_id"], view=FORM)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        bot.client.views_open(trigger_id="1.2", view=FORM)


def test_a_forged_value_and_a_missing_button(
    slack: FakeSlack, bot: Bot, anna: str, answer: Message
) -> None:
    slack.click(anna, answer, "pick", "a", forged={"selected_option": option("z")})
    assert bot.payloads["pick"]["actions"][0]["selected_option"]["value"] == "z"
    with pytest.raises(LookupError, match="to be clicked"):
        slack.click(anna, answer, "not_there")


def test_feedback_replaces_an_ephemeral_message(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    slack.slash(anna, general, "/pullquote", "ask")
    private = slack.wait_for_ephemeral(anna, general)
    slack.click(anna, private, "feedback", "down")
    body = bot.payloads["feedback"]
    assert body["actions"][0]["value"] == "down"
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    workspace = slack.server.slack.workspace
    slack.wait_for(
        lambda: workspace.message(general, private.ts, anna).text == "Thanks", "the replacement"
    )
    assert slack.message(general, private.ts, anna).blocks == ()


def test_a_response_url_works_five_times_and_for_half_an_hour(
    slack: FakeSlack, bot: Bot, anna: str, general: str, answer: Message
) -> None:
    slack.click(anna, answer, "pick", "a")
    hook = WebhookClient(bot.payloads["pick"]["response_url"])
    assert hook.send(text="private").body == "ok"
    assert slack.ephemerals(anna, general)[0].text == "private"
    assert hook.send(text="loud", response_type="in_channel").status_code == 200
    assert hook.send(text="new", replace_original=True).status_code == 200
    assert slack.message(general, answer.ts).text == "new"
    refused = hook.send_dict({"text": "x", "blocks": [{"type": "nonsense"}]})
    assert (refused.status_code, json.loads(refused.body)["error"]) == (400, "invalid_blocks")
    assert hook.send(delete_original=True).status_code == 200
    assert answer.ts not in [m.ts for m in slack.messages(general)]
    sixth = hook.send(text="x")
    assert (sixth.status_code, json.loads(sixth.body)["error"]) == (404, "used_url")
    slack.slash(anna, general, "/pullquote", "ask")
    slack.expire_keys(1801)
    late = WebhookClient(bot.payloads["command"]["response_url"]).send(text="x")
    assert json.loads(late.body)["error"] == "expired_url"


def opened(slack: FakeSlack, anna: str, answer: Message) -> JsonObject:
    slack.click(anna, answer, "context")
    return slack.wait_for_view(anna)


def after(slack: FakeSlack, anna: str, view: JsonObject, said: str) -> JsonObject:
    """The view on the screen after the form was sent."""
    shown = slack.submit_view(anna, view, {"why": {"text": said}}).view
    assert shown is not None
    return shown


def test_a_form_is_checked_and_submitted(
    slack: FakeSlack, bot: Bot, anna: str, answer: Message
) -> None:
    view = opened(slack, anna, answer)
    assert slack.submit_view(anna, view).errors == {"why": "Please complete this required field."}
    too_long = slack.submit_view(anna, view, {"why": {"text": "x" * 21}})
    assert "no more than 20" in too_long.errors["why"]
    wrong = slack.submit_view(anna, view, {"why": {"text": "error"}})
    assert wrong.errors == {"why": "Not that"}
    done = slack.submit_view(anna, view, {"why": {"text": "fine"}, "kind": {"kinds": ["b"]}})
    assert done.acknowledged
    assert slack.screen(anna) is None
    values = bot.payloads["form"]["view"]["state"]["values"]
    assert values["why"]["text"] == {"type": "plain_text_input", "value": "fine"}
    assert [o["value"] for o in values["kind"]["kinds"]["selected_options"]] == ["b"]


def test_a_submission_updates_pushes_and_clears(
    slack: FakeSlack, bot: Bot, anna: str, answer: Message
) -> None:
    view = opened(slack, anna, answer)
    view = after(slack, anna, view, "update")
    assert view["title"]["text"] == "Second"
    for _ in range(2):
        pushed = after(slack, anna, view, "push")
        assert pushed["previous_view_id"] == view["id"]
        view = pushed
    fourth = slack.submit_view(anna, view, {"why": {"text": "push"}})
    assert "push_limit_reached" in (fourth.trouble or "")
    bad = slack.submit_view(anna, view, {"why": {"text": "nonsense"}})
    assert "trouble connecting" in (bad.trouble or "")
    slack.submit_view(anna, view, {"why": {"text": "clear"}})
    assert slack.screen(anna) is None


def test_closing_a_modal_is_reported(
    slack: FakeSlack, bot: Bot, anna: str, answer: Message
) -> None:
    view = opened(slack, anna, answer)
    slack.close_view(anna, view)
    assert bot.payloads["closed"]["view"]["id"] == view["id"]
    assert slack.screen(anna) is None


def test_views_update_minds_the_hash(
    slack: FakeSlack, bot: Bot, anna: str, answer: Message
) -> None:
    view = opened(slack, anna, answer)
    update = bot.client.views_update
    new = update(view_id=view["id"], hash=view["hash"], view=FORM)["view"]
    assert new["hash"] != view["hash"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        update(view_id=view["id"], hash=view["hash"], view=FORM)
    with pytest.raises(SlackApiError, match="not_found"):
        update(view_id="V0NOWHERE", view=FORM)


def test_the_home_tab_is_published_when_it_is_opened(slack: FakeSlack, bot: Bot, anna: str) -> None:
    slack.open_home(anna)
    view = slack.wait_for_home(anna)
    assert view["blocks"][0]["text"]["text"] == f"Home of {anna}"
    slack.open_home(anna)
    slack.wait_until_delivered()
    assert slack.sent("app_home_opened")[-1].event["view"]["id"] == view["id"]


def test_a_message_shortcut_carries_the_message(
    slack: FakeSlack, bot: Bot, anna: str, general: str
) -> None:
    ts = slack.say(anna, general, "Troops were sent.")
    slack.shortcut(anna, slack.message(general, ts), "find_source")
    assert bot.payloads["shortcut"]["message"]["text"] == "Troops were sent."
    assert slack.wait_for_view(anna)
    with pytest.raises(LookupError, match="no global shortcut"):
        slack.shortcut(anna, None, "find_source")
