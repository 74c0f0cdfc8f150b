"""A small real Bolt app that answers with every block type: what the page's tests talk to."""

from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from bot.fake_slack import FakeSlack
from bot.fake_slack.wire import JsonObject


def plain(text: str) -> JsonObject:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JsonObject:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str | None = None, **more: object) -> JsonObject:
    return {"text": plain(text or value.title()), "value": value, **more}


def bold(text: str) -> JsonObject:
    return {"type": "text", "text": text, "style": {"bold": True}}


def literal(text: str) -> JsonObject:
    return {"type": "text", "text": text}


QUOTE = (
    "Kazakhstan's president asked for help, and troops arrived as the first “peacekeepers” from ",
    "a Russian-led military alliance",
    " landed in Almaty <b>& *not bold*</b> <!channel>.",
)
ANSWER: list[JsonObject] = [
    {"type": "header", "text": plain("Every block")},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_quote",
                "elements": [literal(QUOTE[0]), bold(QUOTE[1]), literal(QUOTE[2])],
            },
            {
                "type": "rich_text_section",
                "elements": [
                    bold("[1] "),
                    {"type": "link", "url": "https://example.org/a#:~:text=x", "text": "A title"},
                    literal(", Publisher, 7 Jan 2022, ¶ 4 "),
                    {"type": "text", "text": "code", "style": {"code": True}},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [literal("first")]},
                    {"type": "rich_text_section", "elements": [literal("second")]},
                ],
            },
        ],
    },
    {"type": "divider"},
    {
        "type": "section",
        "text": mrkdwn(
            "*_Bold_* and _italic_ and ~struck~, `code`, 2*3*4 and snake_case_name, "
            "<https://example.org/?a=1&amp;b=2|a &lt;link&gt;>, <@U0BOT>, :mag:\n> a quoted line"
        ),
        "accessory": {
            "type": "overflow",
            "action_id": "overflow",
            "options": [option("copy", "Copy citation"), option("more", "More quotes")],
        },
    },
    {"type": "section", "fields": [mrkdwn("*Articles*\n12"), mrkdwn("*Passages*\n345")]},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": plain("In context"), "action_id": "modal", "value": "1"},
            {
                "type": "button",
                "text": plain("Delete"),
                "style": "danger",
                "action_id": "delete",
                "confirm": {
                    "title": plain("Really?"),
                    "text": plain("It will be gone."),
                    "confirm": plain("Yes"),
                    "deny": plain("No"),
                },
            },
            {
                "type": "static_select",
                "action_id": "select",
                "placeholder": plain("Sources"),
                "options": [option("one"), option("two")],
            },
        ],
    },
    {"type": "context", "elements": [mrkdwn("snapshot *2026-01-31* · 345 passages · 51 ms")]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": {"text": plain("Good answer"), "value": "up"},
                "negative_button": {"text": plain("Bad answer"), "value": "down"},
            },
            {
                "type": "icon_button",
                "icon": "trash",
                "text": plain("Remove"),
                "action_id": "remove",
            },
        ],
    },
]


def field(block_id: str, label: str, element: JsonObject, **more: object) -> JsonObject:
    element = {"action_id": block_id, **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


FORM: JsonObject = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Every input"),
    "submit": plain("Send"),
    "blocks": [
        {"type": "section", "text": mrkdwn("The paragraph, with *the sentence* in bold.")},
        field("why", "What was wrong?", {"type": "plain_text_input", "multiline": True}),
        field(
            "count",
            "How many quotes?",
            {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"},
            hint=plain("One to five"),
        ),
        field("day", "Since", {"type": "datepicker"}, optional=True),
        field("one", "Style", {"type": "static_select", "options": [option("apa", "APA")]}),
        field(
            "many",
            "Sources",
            {"type": "multi_static_select", "options": [option("bbc", "BBC"), option("ap", "AP")]},
            optional=True,
        ),
        field(
            "boxes",
            "Follow-ups",
            {
                "type": "checkboxes",
                "options": [option("on", "On", description=plain("in threads it has answered"))],
            },
            optional=True,
        ),
        field(
            "radio",
            "Who may ask",
            {"type": "radio_buttons", "options": [option("all"), option("admins")]},
        ),
    ],
}
SECOND = {"type": "modal", "title": plain("Next"), "blocks": [ANSWER[1]]}


def made(slack: FakeSlack) -> tuple[App, JsonObject]:
    """The app, not connected yet, and the dict in which it keeps the values of the form."""
    app = App(
        client=WebClient(slack.app.bot_token, base_url=slack.base_url),
        signing_secret=slack.app.signing_secret,
    )
    seen: JsonObject = {}

    def answer(event: JsonObject, client: WebClient, say: Say) -> None:
        thread = event.get("thread_ts") or event["ts"]
        channel = event["channel"]
        client.assistant_threads_setStatus(
            channel_id=channel, thread_ts=thread, status="is thinking…"
        )
        if "wait" not in event["text"]:
            say(text="Every block", blocks=ANSWER, thread_ts=thread)

    app.event("app_mention")(answer)

    @app.event("message")
    def direct(event: JsonObject, client: WebClient, say: Say) -> None:
        if event["channel_type"] == "im" and event.get("subtype") is None:
            answer(event, client, say)

    @app.event("app_home_opened")
    def home(event: JsonObject, client: WebClient) -> None:
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [ANSWER[0], ANSWER[3], ANSWER[4], ANSWER[5]]}
            client.views_publish(user_id=event["user"], view=view)
        else:
            prompts = [{"title": "Troops", "message": "Who sent troops?"}]
            client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], prompts=prompts, title="Try asking"
            )

    @app.command("/pullquote")
    def command(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="Private", blocks=ANSWER[1:])

    @app.action("modal")
    def modal(ack: Ack, body: JsonObject, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("feedback")
    def feedback(ack: Ack, action: JsonObject, respond: Respond) -> None:
        ack()
        respond(text=f"Feedback: {action['value']}")

    @app.action("delete")
    def delete(ack: Ack, respond: Respond) -> None:
        ack()
        respond(delete_original=True)

    @app.action("select")
    def select(ack: Ack, action: JsonObject, respond: Respond) -> None:
        ack()
        respond(text=f"Selected: {action['selected_option']['value']}")

    @app.action("overflow")
    def overflow(ack: Ack, action: JsonObject, respond: Respond) -> None:
        ack()
        respond(text=f"Chosen: {action['selected_option']['value']}")

    @app.action("remove")
    def remove(ack: Ack) -> None:
        ack()

    @app.view("form")
    def form(ack: Ack, view: JsonObject) -> None:
        seen.update(view["state"]["values"])
        if seen["why"]["why"]["value"] == "nothing":
            ack(response_action="errors", errors={"why": "Say a little more"})
        else:
            ack(response_action="update", view=SECOND)

    @app.shortcut("find_source")
    def find(ack: Ack, body: JsonObject, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=SECOND)

    return app, seen
