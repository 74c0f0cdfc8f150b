"""Answers as Slack messages. Pure."""

from bot.slack.messages import names
from bot.slack.messages.answers.endings import Around
from bot.slack.messages.answers.fitting import fitting
from bot.slack.messages.answers.searched import EVERYTHING, is_answered, receipt
from bot.slack.messages.block_kit import Element, context, line, rich_text, words
from bot.slack.messages.message import Block, Message
from bot.slack.values import Narrowing
from bot.wording.plain import clip, one_line
from index.types import Answer


def answer_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str | None = None,
    understood: str = "",
    narrowing: Narrowing = EVERYTHING,
    shareable: bool = False,
    private: bool = False,
    follow_up_hint: str | None = None,
    with_stop: bool = False,
    with_person: bool = False,
    with_follow: bool = False,
) -> Message:
    """An answer, or that the articles don't say, with its buttons.

    `asked` is the question as it can be asked again, filters included (default: the answer's own);
    a private answer repeats it, for nobody sees it posted. `understood` is what was searched, if
    that is to be shown; `with_person` offers to hand the question to a person,
    `with_follow` to have new articles that answer it posted.
    """
    asked = answer.question if asked is None else asked
    lead = [rich_text(line(words(clip(one_line(asked), 300), italic=True)))] if private else []
    buttons = []
    if is_answered(answer) and shareable:
        buttons.append((names.SHARE, "Share in channel"))
    if with_person:
        buttons.append((names.ASK_A_PERSON, "Ask a person"))
    if with_follow:
        buttons.append((names.FOLLOW, "Follow this"))
    if with_stop:
        buttons.append((names.STOP_HERE, "Stop answering here"))
    notes = [f"Understood as: {understood}"] if understood and not answer.searched_for else []
    notes += [follow_up_hint] if follow_up_hint else []
    return fitting(answer, 0, key, asked, narrowing, Around(lead, buttons, notes))


def more_quotes_message(
    answer: Answer,
    *,
    key: bytes,
    shown: int,
    asked: str | None = None,
    narrowing: Narrowing = EVERYTHING,
) -> Message:
    """The quotes after the first `shown` ones; says so when there are none."""
    asked = answer.question if asked is None else asked
    if not answer.answered or len(answer.quotes) <= shown:
        nothing = "There are no more quotes that answer this."
        blocks = [rich_text(line(words(nothing))), context(receipt(answer, narrowing))]
        return Message(nothing, blocks)
    return fitting(answer, shown, key, asked, narrowing, Around())


def share_message(
    answer: Answer,
    user: str,
    *,
    key: bytes,
    asked: str | None = None,
    narrowing: Narrowing = EVERYTHING,
) -> Message:
    """A private answer for all to see; `user`, a Slack id, is who shares it."""
    asked = answer.question if asked is None else asked
    who: Element = {"type": "user", "user_id": user}
    question = words(clip(one_line(asked), 300), italic=True)
    lead = [rich_text(line(who, words(" asked: "), question))]
    return fitting(answer, 0, key, asked, narrowing, Around(lead))


def news_message(
    answer: Answer,
    *,
    key: bytes,
    asked: str,
    lead: Block,
    text: str,
    receipt: str,
    unfollow: Element,
) -> Message:
    """What new articles answer; `lead` and `text` say to what, `receipt` what was searched."""
    around = Around([lead], ready=[unfollow], receipt=receipt, more_quotes=False, text=text)
    return fitting(answer, 0, key, asked, EVERYTHING, around)
