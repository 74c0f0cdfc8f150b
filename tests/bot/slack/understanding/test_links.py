"""Links in what people write in Slack, and in what they share."""

import pytest

from bot.fake_slack.state.mrkdwn import composed
from bot.slack.understanding.links import MAX_LINKS, is_link, links_of, words_as_links

NEWS = "https://news.example/a?x=1&copy=2"


@pytest.mark.parametrize(
    "message",
    [
        {"text": "<https://news.example/a?x=1&amp;copy=2|this> <mailto:a@b.example|a@b.example>"},
        {"text": "", "blocks": composed("read <https://news.example/a?x=1&amp;copy=2>")},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{NEWS}|here>"}}]},
        {"text": "", "attachments": [{"title": "News", "title_link": NEWS, "image_url": "x"}]},
        {"attachments": [{"text": f"he said <{NEWS}>", "thumb_url": "https://img.example/i.png"}]},
        {"attachments": [{"message_blocks": [{"message": {"blocks": composed(f"<{NEWS}>")}}]}]},
        {"text": f"<{NEWS}> <{NEWS}>", "attachments": [{"from_url": f"{NEWS}&ref=slack"}]},
    ],
)
def test_a_link_is_found_wherever_it_stands_and_once(message: dict[str, object]) -> None:
    assert links_of(message) == (NEWS,)


@pytest.mark.parametrize(
    "text",
    [
        "no link at all",
        "<@U0ALICE> <#C0NEWS|news> <!here> <!subteam^S1|team>",
        "<file:///etc/passwd> <ftp://news.example/a> </etc/passwd>",
        "<https://team.slack.com/archives/C0NEWS/p1700000000000100>",
    ],
)
def test_what_is_no_page_is_left_out(text: str) -> None:
    assert links_of({"text": text}) == ()


def test_no_more_links_are_taken_than_may_be() -> None:
    many = " ".join(f"<https://news.example/{n}>" for n in range(MAX_LINKS + 5))
    assert len(links_of({"text": many})) == MAX_LINKS


def test_a_command_s_words_are_links_or_are_not() -> None:
    links, others = words_as_links(
        f"<https://news.example/a?x=1&amp;copy=2|news.example/a> {NEWS} /etc/passwd file:///etc/passwd"
        "<http://feeds.example/rss>"
    )
    assert links == (NEWS, "http://feeds.example/rss")
    assert others == ("/etc/passwd", "file:///etc/passwd")


@pytest.mark.parametrize(
    "text",
    ["", "news", "/etc", "~/x", "http:///etc", "https://", "HTTPS:x", "http://[", "-x", "a://b"],
)
def test_only_whole_addresses_of_the_web_are_links(text: str) -> None:
    assert not is_link(text)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": 3, "blocks": "x", "attachments": {"text": None}},
        {"blocks": [None, {"type": "link", "url": 5}, {"type": "link"}, ["x"]]},
        {"blocks": [{"type": "link", "url": "javascript:alert(1)"}]},
        {"attachments": [{"from_url": "/etc/passwd", "title_link": "https://[bad"}]},
    ],
)
def test_odd_messages_have_no_links(message: dict[str, object]) -> None:
    assert links_of(message) == ()


def test_a_message_nested_without_end_is_read_so_deep_and_no_deeper() -> None:
    node: dict[str, object] = {"type": "link", "url": NEWS}
    for _ in range(5_000):
        node = {"elements": node}
    assert links_of({"text": f"<{NEWS}#top>", "blocks": [node]}) == (f"{NEWS}#top",)
