"""The demo's page in headless Chromium, with a real Bolt app to talk to."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.fake_slack import FakeSlack, RateLimits
from bot.fake_slack.demo_page import typed
from bot.fake_slack.wire import JsonObject
from tests.bot.fake_slack import every_block_bot
from tests.bot.fake_slack.running_bolt import connected

CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=60_000)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


class Demo(FakeSlack):
    """Two people, and what the form was filled in with."""

    anna: str
    ben: str
    seen: JsonObject


@pytest.fixture(scope="module")
def slack() -> Iterator[Demo]:
    patient = RateLimits(reaction_s=60)
    with Demo(page=True, team="Pullquote demo", limits=patient) as fake_slack:
        fake_slack.anna = fake_slack.add_user("anna", "Anna Weber", is_admin=True)
        fake_slack.ben = fake_slack.add_user("ben", "Ben Ito")
        app, fake_slack.seen = every_block_bot.made(fake_slack)
        with connected(fake_slack, app):
            yield fake_slack


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        made = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield made
        made.close()


@pytest.fixture
def general(slack: Demo) -> str:
    """A channel of its own for each test."""
    return slack.add_channel("general", slack.anna, slack.ben)


@pytest.fixture
def visit(slack: Demo, browser: Browser, general: str) -> Iterator[Callable[..., Page]]:
    """Opens the page as someone; anything that the browser complains of fails the test."""
    pages: list[Page] = []
    complaints: list[str] = []

    def opened(user: str | None = None, width: int = 1280, height: int = 860) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60_000)
        page.on("console", lambda note: complaints.append(note.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{slack.url}/#{general}")
        page.wait_for_selector("body[data-ready]")
        if user:
            page.locator("#who").select_option(user)
            expect(page.locator("#who")).to_have_value(user)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    if view := slack.screen(slack.anna):
        slack.close_view(slack.anna, view, whole_stack=True)
    assert complaints == []


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    return visit()


def ask(page: Page, text: str = "@pullquote who sent troops?") -> None:
    box = page.get_by_label("Message #general")
    box.fill(text)
    box.press("Enter")


@needs_chromium
def test_a_question_is_answered_in_a_thread_that_opens(
    page: Page, slack: Demo, general: str
) -> None:
    box = page.get_by_label("Message #general")
    box.press_sequentially("@pull")
    expect(page.get_by_role("listbox", name="Suggestions")).to_contain_text("@pullquote")
    box.press("Tab")
    box.press_sequentially("who sent <troops>?")
    box.press("Enter")
    quote = page.locator("#replies blockquote").first
    expect(quote.locator("b")).to_have_text("a Russian-led military alliance")
    expect(quote).to_contain_text("<b>& *not bold*</b> <!channel>")
    link = page.locator("#replies").get_by_role("link", name="A title")
    assert link.get_attribute("rel") == "noopener noreferrer"
    question = next(m for m in slack.messages(general) if not m.is_reply)
    assert question.text == f"{slack.mention} who sent &lt;troops&gt;?"
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


@needs_chromium
def test_an_empty_channel_shows_what_to_try(page: Page, slack: Demo, general: str) -> None:
    offered = page.get_by_role("group", name="Suggested questions")
    expect(offered).to_be_hidden()
    slack.offer_examples(general, "@pullquote who sent troops?", "<b>bold</b>")
    expect(offered.get_by_role("button")).to_have_text(
        ["@pullquote who sent troops?", "<b>bold</b>"]
    )
    offered.get_by_role("button").first.click()
    expect(page.locator("#messages .message").first).to_contain_text("who sent troops?")
    expect(offered).to_be_hidden()
    [message] = [m for m in slack.messages(general) if m.user == slack.anna]
    assert slack.app.bot_user_id in message.addressed


@needs_chromium
def test_the_end_of_a_long_conversation_stays_in_sight(
    page: Page, slack: Demo, general: str
) -> None:
    for number in range(20):
        slack.say(slack.ben, general, f"line {number}: " + "word " * 60)
    ask(page)
    expect(page.locator("#replies h3")).to_be_visible()
    expect(page.locator("#messages .message").last).to_contain_text("who sent troops?")
    expect(page.locator("#messages .message").last).to_be_in_viewport(ratio=0.9)


@needs_chromium
def test_mrkdwn_is_shown_as_slack_shows_it(page: Page) -> None:
    ask(page)
    section = page.locator("#replies .section").first
    expect(section.locator("b > i")).to_have_text("Bold")
    expect(section.locator("i").nth(1)).to_have_text("italic")
    expect(section.locator("s")).to_have_text("struck")
    expect(section).to_contain_text("2*3*4 and snake_case_name, a <link>, @pullquote")
    assert section.get_by_role("link").get_attribute("href") == "https://example.org/?a=1&b=2"
    expect(section.locator("blockquote")).to_have_text("a quoted line")


@needs_chromium
def test_an_ephemeral_message_is_seen_by_one(visit: Callable[..., Page], slack: Demo) -> None:
    anna, ben = visit(), visit(slack.ben)
    ask(anna, "/pullquote ask who?")
    expect(anna.locator(".ephemeral .only-you")).to_have_text("Only visible to you")
    ask(ben, "hello")
    expect(ben.get_by_text("hello")).to_be_visible()
    expect(ben.locator(".ephemeral")).to_have_count(0)


@needs_chromium
def test_buttons_menus_and_confirmations_work(page: Page) -> None:
    ask(page)
    thread, main = page.locator("#replies"), page.locator("#messages")
    thread.get_by_role("button", name="Good answer").click()
    expect(main.get_by_text("Feedback: up")).to_be_visible()
    thread.get_by_role("combobox").select_option("two")
    expect(main.get_by_text("Selected: two")).to_be_visible()
    thread.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="More quotes").click()
    expect(main.get_by_text("Chosen: more")).to_be_visible()
    thread.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    expect(thread.locator("h3")).to_be_visible()
    thread.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(thread.locator("h3")).to_have_count(0)


@needs_chromium
def test_a_form_is_filled_in_corrected_and_sent(page: Page, slack: Demo) -> None:
    ask(page)
    page.locator("#replies").get_by_role("button", name="In context").click()
    modal = page.get_by_role("dialog", name="Every input")
    modal.get_by_role("button", name="Send").click()
    expect(modal.get_by_role("alert").first).to_have_text("Please complete this required field.")
    expect(modal.get_by_label("What was wrong?")).to_be_focused()
    modal.get_by_label("What was wrong?").fill("nothing")
    modal.get_by_label("How many quotes?").fill("9")
    modal.get_by_label("Since").fill("2026-01-31")
    modal.get_by_label("Style").select_option("apa")
    modal.get_by_label("AP", exact=True).check()
    modal.get_by_role("group", name="Follow-ups").get_by_role("checkbox").check()
    modal.get_by_label("Admins").check()
    modal.get_by_role("button", name="Send").click()
    expect(modal.get_by_text("Please enter a number of at most 5.")).to_be_visible()
    modal.get_by_label("How many quotes?").fill("3")
    modal.get_by_role("button", name="Send").click()
    expect(modal.get_by_text("Say a little more")).to_be_visible()
    modal.get_by_label("What was wrong?").fill("the date")
    modal.get_by_role("button", name="Send").click()
    following = page.get_by_role("dialog", name="Next")
    expect(following.locator("blockquote b")).to_be_visible()
    seen = {key: next(iter(entry.values())) for key, entry in slack.seen.items()}
    assert seen["why"]["value"] == "the date"
    assert seen["count"]["value"] == "3"
    assert seen["day"]["selected_date"] == "2026-01-31"
    assert seen["one"]["selected_option"]["value"] == "apa"
    assert [o["value"] for o in seen["many"]["selected_options"]] == ["ap"]
    assert [o["value"] for o in seen["boxes"]["selected_options"]] == ["on"]
    assert seen["radio"]["selected_option"]["value"] == "admins"
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    assert slack.screen(slack.anna) is None


@needs_chromium
def test_the_app_has_prompts_a_status_and_a_home_tab(page: Page) -> None:
    page.locator("#apps button").click()
    page.get_by_role("group", name="Suggested questions").get_by_role("button").click()
    expect(page.locator("#replies h3")).to_have_text("Every block")
    page.get_by_label("Message pullquote").fill("wait")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .status")).to_have_text("pullquote is thinking…")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home h3")).to_have_text("Every block")
    page.locator("#home").get_by_role("button", name="In context").click()
    expect(page.get_by_role("dialog", name="Every input")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#modal")).to_be_hidden()


@needs_chromium
def test_a_message_has_its_shortcuts_and_can_be_edited_and_deleted(page: Page, slack: Demo) -> None:
    ask(page, "Troops were sent.")
    message = page.locator("#messages .message", has_text="Troops")
    message.hover()
    message.get_by_label("Message actions").click()
    page.get_by_role("menuitem", name="Find a source for this").click()
    expect(page.get_by_role("dialog", name="Next")).to_be_visible()
    page.keyboard.press("Escape")
    message.hover()
    message.get_by_label("Message actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    page.get_by_label("Your message").fill("Troops were not sent.")
    page.get_by_role("button", name="Save").click()
    expect(message).to_contain_text("(edited)")
    expect(message).to_contain_text("not sent")
    message.get_by_label("Message actions").click()
    page.get_by_role("menuitem", name="Delete message").click()
    expect(message).to_have_count(0)


@needs_chromium
def test_commands_are_suggested_and_refused_in_threads(
    page: Page, slack: Demo, general: str
) -> None:
    box = page.get_by_label("Message #general")
    box.press_sequentially("/pull")
    expect(page.get_by_role("listbox", name="Suggestions")).to_contain_text("/pullquote")
    box.fill("/nonsense")
    box.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("/nonsense is not a valid command")
    expect(box).to_have_value("/nonsense")
    ask(page)
    page.get_by_label("Reply…").fill("/pullquote ask x")
    page.get_by_label("Reply…").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("cannot be used in a thread")


@needs_chromium
def test_the_page_fits_a_phone(visit: Callable[..., Page]) -> None:
    page = visit(width=360, height=640)
    ask(page)
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#replies h3")).to_be_visible()
    page.get_by_role("button", name="Close thread").click()
    page.get_by_role("button", name="Channels").click()
    page.locator("#apps button").click()
    expect(page.locator("#title")).to_have_text("pullquote")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def request(slack: Demo, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    asked = urllib.request.Request(f"{slack.url}{path}", data, headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_other_sites_and_odd_paths_get_nothing(slack: Demo) -> None:
    me = f"?as={slack.anna}"
    assert request(slack, f"/demo/screen{me}")[0] == 200
    assert request(slack, f"/demo/screen{me}", Host="evil.example")[0] == 403
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert request(slack, f"/demo/say{me}", b"text=x", **form)[0] == 415
    assert request(slack, "/page/..%2Fserver.py")[0] == 404
    assert request(slack, "/page/style.css")[0] == 200
    sent = json.dumps({"channel": "C0NOWHERE", "text": "x"}).encode()
    refused = request(slack, f"/demo/say{me}", sent, **{"Content-Type": "application/json"})
    assert json.loads(refused[1]) == {"trouble": "channel_not_found"}


def test_what_is_typed_is_escaped_and_linked(slack: Demo) -> None:
    state = slack.server.slack
    assert typed(state, "@anna: 1 < 2 & a@anna.org @nobody <!channel>") == (
        f"<@{slack.anna}>: 1 &lt; 2 &amp; a@anna.org @nobody &lt;!channel&gt;"
    )
    assert typed(state, "@Anna hello") == f"<@{slack.anna}> hello"


@needs_chromium
def test_a_forwarded_message_and_a_workflows_post_are_shown(
    page: Page, slack: Demo, general: str
) -> None:
    harbour = slack.add_channel("harbour", slack.anna, slack.ben)
    desk = slack.add_usergroup("factdesk", slack.ben)
    ts = slack.say(slack.ben, harbour, f"When does the ferry leave, <!subteam^{desk}>?")
    slack.forward(slack.anna, general, slack.message(harbour, ts), "does anyone know?")
    forwarded = page.locator(".message", has_text="does anyone know?")
    expect(forwarded.locator(".attachment strong")).to_have_text("Ben Ito")
    expect(forwarded.locator(".attachment")).to_contain_text("ferry leave, @factdesk?")
    slack.run_workflow(general, "A new request has come in", "Desk form")
    posted = page.locator(".message", has_text="A new request")
    expect(posted.locator(".byline strong")).to_have_text("Desk form")
    expect(posted.locator(".avatar")).to_have_text("D")
    ask(page, "ask the @factdesk about it")
    expect(page.locator(".message .mention", has_text="@factdesk")).to_have_count(2)
    assert slack.messages(general)[-1].text == f"ask the <!subteam^{desk}> about it"
