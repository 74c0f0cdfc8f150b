"""Values for tests of what is rendered for Slack: plain ones, hostile ones, random ones."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.fake_slack.blocks.block_rules import checked_message_blocks, checked_view
from bot.slack.messages.message import Message
from index.types import (
    Account,
    Answer,
    Article,
    ArticleRef,
    Origin,
    Origins,
    Paragraph,
    Passage,
    Quote,
    Searched,
    SnapshotInfo,
    Span,
)

KEY = b"a key for tests"
SEARCHED = Searched(15, 1581)
SNAPSHOT = SnapshotInfo("20260131T120000000000-1f3a9c20", 15, 1581)
TEXT = (
    "Kazakhstan asked for help on 5 January. The first troops sent by a Russian-led military "
    "alliance arrived on 6 January. They guarded the airport."
)
HIGHLIGHT = (40, 121)
HOSTILE = (
    "<!channel> everyone look",
    "<@U0BOT> & <https://evil.example|click>",
    "*bold* _it_ ~s~ `code` ```block``` > quote",
    "a title\nwith\r\nnewlines\tand\u2028more",
    "&quot;quoted&quot; &lt;!here&gt; &amp;amp;",
    "right\u202eto left\u202c and \u2066isolated\u2069",
    "x" * 3000,
    "long words " * 300,
    "👩‍👩‍👧‍👦 :smile: 🇰🇿 ¶ 4 [1] | pipe ]( paren",
    "\x00\x07\x1b[31m control",
    "](https://evil.example) [2] *Title*, Publisher, ¶ 9",
    " ",
    "",
    "\u200b\u2060",
    "漢字" * 1500,
)
URLS = (
    "https://a.example/path_(with)_(parens)?q=1&b=2#frag",
    "javascript:alert(1)",
    "http://",
    "ftp://files.example/x",
    "https://a.example/<!channel>|x",
    "https://a.example/" + "x" * 4000,
    "not a url",
    "https://[broken",
    "HTTPS://A.EXAMPLE/UPPER",
    "https://a.example/\u202ex y\nz",
    None,
)


def quote(text: str = TEXT, highlights: tuple[Span, ...] = (HIGHLIGHT,), **more: Any) -> Quote:
    fields: dict[str, Any] = {
        "title": "Troops leave Kazakhstan",
        "publisher": "The Sample Courier",
        "author": "Ada Sample",
        "published": "2022-01-07",
        "url": "https://courier.example/troops",
        "link": "https://courier.example/troops#:~:text=The%20first",
        "paragraph": 4,
        "kind": "body",
        "path": "articles/troops.md",
        "score": 0.8,
        "passage_id": 7,
        "article_id": 2,
        "start": 0,
        "end": len(text),
    }
    return Quote(text, highlights, **(fields | more))


def answer(*quotes: Quote, answered: bool = True, question: str = "who sent troops?") -> Answer:
    confidence = 0.81 if answered else 0.31
    return Answer(question, answered, confidence, 0.5, quotes, SNAPSHOT, SEARCHED, elapsed_ms=51.2)


def account(text: str | None = TEXT, **more: Any) -> Account:
    fields: dict[str, Any] = {
        "title": "Troops fly home",
        "publisher": "Sample Post",
        "published": "2022-01-09",
        "url": "https://post.example/troops",
        "path": "articles/home.md",
    }
    return Account(ArticleRef(**(fields | more)), text, 3 if text else None)


def origins(*groups: tuple[str, list[Account]], **more: Any) -> Origins:
    """Each group an origin by its name; all but the first account are of other outlets."""
    made = tuple(Origin(name, tuple(accounts)) for name, accounts in groups)
    accounts = [each for origin in made for each in origin.accounts]
    outlets = tuple(dict.fromkeys(a.article.publisher or a.article.title for a in accounts[1:]))
    return Origins(made, outlets, **({"earliest": accounts[0]} | more))


def article(texts: list[str], **more: Any) -> Article:
    """An article whose paragraphs are these texts."""
    paragraphs, start = [], 0
    for number, text in enumerate(texts, start=1):
        paragraphs.append(Paragraph(start, start + len(text), number))
        start += len(text) + 2
    fields: dict[str, Any] = {"title": "A title", "publisher": "Pub", "published": "2022-01-07"}
    return Article("a.md", text="\n\n".join(texts), paragraphs=tuple(paragraphs), **fields | more)


def passage_at(of: Article, index: int) -> Passage:
    """The paragraph of this index as a passage."""
    paragraph = of.paragraphs[index]
    text = of.text[paragraph.start : paragraph.end]
    number = paragraph.number
    return Passage(index, 0, paragraph.start, paragraph.end, number, number, "body", text)


def expect_good(message: Message) -> None:
    """Slack would take the message, and nobody is called by it."""
    checked_message_blocks(message.blocks)
    assert message.text.strip()
    assert len(message.text) <= 4000
    assert not unsafe([{"type": "mrkdwn", "text": message.text}])
    assert not unsafe(message.blocks)


def expect_good_view(view: dict[str, Any]) -> None:
    checked_view(view, view["type"])
    assert not unsafe(view["blocks"])


def unsafe(blocks: list[dict[str, Any]]) -> list[str]:
    """Every mrkdwn text in which Slack would find a mention or a link."""
    return [
        node["text"]
        for node in nodes(blocks)
        if node.get("type") == "mrkdwn" and ("<" in node["text"] or ">" in node["text"])
    ]


def nodes(node: object) -> Iterator[dict[str, Any]]:
    """Every object within blocks."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def of_type(blocks: object, kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes(blocks) if node.get("type") == kind]


def said(element: dict[str, Any]) -> str:
    """The text of a rich text element."""
    return "".join(part.get("text", "") for part in element["elements"])


def shown(blocks: object) -> str:
    """All that can be read in blocks."""
    return "\n".join(node["text"] for node in nodes(blocks) if isinstance(node.get("text"), str))


def buttons(blocks: object) -> dict[str, list[str]]:
    """The values of the buttons by their action_id."""
    found: dict[str, list[str]] = {}
    for node in of_type(blocks, "button"):
        found.setdefault(node["action_id"], []).append(node.get("value", ""))
    return found


words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80))
quotable = st.one_of(
    st.sampled_from([text for text in HOSTILE if text.strip()]),
    st.text(min_size=1, max_size=3000),
    st.text(alphabet="ab <>&*\n", min_size=1, max_size=10_000),
)
dates = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))
urls = st.one_of(st.sampled_from(URLS), st.text(max_size=100), st.none())


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(quotable)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    return quote(
        text,
        ((cuts[0], cuts[1]),) if cuts[0] < cuts[1] else (),
        title=draw(words),
        publisher=draw(st.none() | words),
        author=draw(st.none() | words),
        published=draw(dates),
        url=draw(urls),
        link=draw(urls),
        paragraph=draw(st.integers(0, 10_000)),
        page=draw(st.none() | st.integers(1, 10_000)),
        kind=draw(st.sampled_from(["body", "caption"])),
        passage_id=draw(st.integers(0, 10**7)),
    )


@st.composite
def answers(draw: st.DrawFn, several: bool = True) -> Answer:
    """Of one question, or of up to five and some too many."""
    given = answer(
        *draw(st.lists(quotes(), max_size=6)),
        answered=draw(st.booleans()),
        question=draw(words),
    )
    if not several or draw(st.booleans()):
        return given
    others = draw(st.lists(answers(several=False), min_size=1, max_size=4))
    too_many = draw(st.lists(words, max_size=3))
    return replace(given, further=tuple(others), too_many=tuple(too_many))
