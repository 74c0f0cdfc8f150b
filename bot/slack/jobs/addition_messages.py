"""How an addition to the collection goes and how it ended, as Slack messages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rebuild_events import Built, Failed, Working
from bot.slack.jobs.rebuild_messages import stage_words
from bot.slack.messages.block_kit import Element, bullets, line, link, rich_text, words
from bot.slack.messages.message import MAX_TEXT, Message, clip_escaped
from bot.wording.phrases import counted, titled
from bot.wording.plain import clip, one_line
from index.building.rebuild import Added

MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class RefusedLink:
    """A link that was not added, and why: a sentence for people."""

    link: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdditionResult:
    """What became of the links of one addition; `unseen` are those of `added` that no group of the
    settings may see."""

    added: tuple[Added, ...]
    refused: tuple[RefusedLink, ...]
    unseen: tuple[str, ...] = ()


def result_of(links: Sequence[str], ending: Built | Failed) -> AdditionResult:
    """Links that the ending does not mention were in the collection before, unless all failed."""
    if isinstance(ending, Built):
        added = tuple(each for each in ending.added if each.source in links)
        there = {each.source for each in added}
        refused = {s.path: s.reason for s in ending.skipped if s.path not in there}
    else:
        added = ()
        why = f"was not added: {ending.reason}"
        refused = {s.path: s.reason for s in ending.refused} or dict.fromkeys(links, why)
    return AdditionResult(
        added, tuple(RefusedLink(each, refused[each]) for each in links if each in refused)
    )


def waiting_message(links: Sequence[str], by: str, what: str) -> Message:
    """`what` goes first, such as "a rebuild"."""
    return _going(links, by, f"Waiting for {what} to finish …")


def adding_message(
    links: Sequence[str], by: str, now: Working, left_s: float | None = None
) -> Message:
    """`by` is who asked for it."""
    few = now.stage == "reading" and now.total <= len(links)
    doing = "Reading …" if few else stage_words(now, left_s)
    return _going(links, by, doing)


def _going(links: Sequence[str], by: str, doing: str) -> Message:
    what = counted(len(links), "link")
    asked = line(_person(by), words(f" asked me to add {what}:"))
    shown = bullets([[link(each, clip(each, 200))] for each in links])
    text = clip_escaped(f"Adding {what}: {doing}", MAX_TEXT)
    return Message(text, [rich_text(asked, shown, line(words(doing)))])


def closing_message(result: AdditionResult, by: str) -> Message:
    """`by` is who asked for it."""
    articles = sum(each.articles for each in result.added)
    heading = "Added to the collection:" if result.added else "Nothing was added."
    parts = [line(words(heading, bold=True)), bullets(_items(result))]
    if result.unseen:
        parts.append(line(words(_unseen(result.unseen))))
    if len(result.added) > len(result.unseen):
        them = "it" if articles == 1 else "them"
        them = "the others" if result.unseen else them
        parts.append(line(words(f"I'll answer from {them} within a minute.")))
    text = "; ".join([*map(_added, result.added), *map(_refused, result.refused)])
    asked = rich_text(line(words("Asked for by "), _person(by)))
    return Message(clip_escaped(f"{heading} {text}", MAX_TEXT), [rich_text(*parts), asked])


def unseen_message(unseen: Sequence[str]) -> Message:
    """For the thread of a message with links that were added but that no group may see."""
    said = clip(_unseen(unseen), MAX_REASON * 2)
    return Message(clip_escaped(said, MAX_TEXT), [rich_text(line(words(said)))])


def _unseen(unseen: Sequence[str]) -> str:
    named = clip(", ".join(unseen), MAX_REASON)
    return f"No group may see {named} yet: whoever runs me has to name it in [[groups]]."


def refusal_message(refused: Sequence[RefusedLink]) -> Message:
    """For the thread of a message whose links were not all added."""
    items = [_refused_item(each) for each in refused]
    text = clip_escaped("; ".join(map(_refused, refused)), MAX_TEXT)
    return Message(text, [rich_text(bullets(items))])


def _items(result: AdditionResult) -> list[list[Element]]:
    added = [[link(each.source, _added(each))] for each in result.added]
    return added + [_refused_item(each) for each in result.refused]


def _refused_item(refused: RefusedLink) -> list[Element]:
    reason = clip(one_line(refused.reason), MAX_REASON)
    return [link(refused.link, clip(refused.link, 200)), words(f" {reason}")]


def _added(added: Added) -> str:
    return clip(one_line(titled(added.titles, added.articles)) or added.source, 300)


def _refused(refused: RefusedLink) -> str:
    return clip(one_line(f"{refused.link} {refused.reason}"), 500)


def _person(user: str) -> Element:
    return {"type": "user", "user_id": user}
