"""What is said about questions that are followed, and the posts of their news. Pure."""

from collections.abc import Sequence

from bot.slack.memory.follow_store import Follow, TooManyFollowed
from bot.slack.messages import names
from bot.slack.messages.answers.answer_messages import news_message
from bot.slack.messages.answers.searched import why_narrowed
from bot.slack.messages.block_kit import Element, actions, button, context, line, rich_text, words
from bot.slack.messages.home import Followed, followed_blocks
from bot.slack.messages.message import MAX_TEXT, Message, clip_escaped, escape
from bot.slack.messages.notices import notice
from bot.slack.references import FollowRef
from bot.slack.values import Narrowing
from bot.wording.phrases import counted, human_date
from bot.wording.plain import clip, one_line
from index.types import Answer

MAX_QUESTION = 300
DIRECT = "D"


def followed(follow: Follow, key: bytes, *, with_channel: bool) -> Followed:
    """As it stands in a list; with the channel where it is followed, if that is not a direct
    message and is to be named."""
    where = follow.channel if with_channel and not follow.channel.startswith(DIRECT) else ""
    return Followed(follow.question, FollowRef(follow.id).encode(key), where)


def following_message(here: Sequence[Follow], elsewhere: Sequence[Follow], key: bytes) -> Message:
    """`here`: what is followed in this channel, by whomever; `elsewhere`: what this person follows
    in others."""
    if not here and not elsewhere:
        return notice(
            f"No question is followed here. `{names.COMMAND} follow who sent troops?` has new "
            "articles that answer it posted here."
        )
    text = f"{len(here)} followed here, {len(elsewhere)} elsewhere"
    blocks = []
    if here:
        blocks.append(rich_text(line(words("Followed here", bold=True))))
        blocks += followed_blocks([followed(each, key, with_channel=False) for each in here])
    if elsewhere:
        blocks.append(rich_text(line(words("You follow elsewhere", bold=True))))
        blocks += followed_blocks([followed(each, key, with_channel=True) for each in elsewhere])
    return Message(text, blocks)


def follow_begun_message(follow: Follow, key: bytes) -> Message:
    """For all in the channel to see."""
    start = " follows: " if not follow.channel.startswith(DIRECT) else "You follow: "
    who = [] if follow.channel.startswith(DIRECT) else [_person(follow.by)]
    question = clip(one_line(follow.question), MAX_QUESTION)
    rest = "When I read new articles that answer it, I'll post them here, at most once a day."
    text = f"{f'<@{follow.by}>' if who else ''}{start}"
    end = "" if question.endswith(("?", "!", ".", "…")) else "."
    return Message(
        text + clip_escaped(f"{question}{end} {rest}", MAX_TEXT - len(text)),
        [
            rich_text(line(*who, words(start), words(question, italic=True))),
            context(rest),
            actions([_unfollow_button(follow, key)]),
        ],
    )


def already_followed_message(follow: Follow, user: str) -> Message:
    """`user` is who wants to follow it."""
    if follow.by == user:
        return notice("You follow this question here already.")
    start = "This question is followed here already, by "
    return Message(
        f"{start}<@{follow.by}>.", [rich_text(line(words(start), _person(follow.by), words(".")))]
    )


def too_many_followed_message(error: TooManyFollowed) -> Message:
    who = "followed in this channel" if error.in_channel else "followed by you"
    verb = "is" if error.most == 1 else "are"
    return notice(
        f"{counted(error.most, 'question')} {verb} {who} already, and more are not possible. "
        f"`{names.COMMAND} following` lists what is followed: unfollow one first."
    )


def cannot_follow_here_message() -> Message:
    return notice(
        "I can't post here, so I can't follow a question here. Invite me to the channel, or follow "
        "it in our direct messages."
    )


def unfollowed_message(follow: Follow) -> Message:
    question = clip(one_line(follow.question), MAX_QUESTION).replace("`", "'")
    return notice(f"No longer followed: {question}")


def not_followed_message() -> Message:
    return notice("This question isn't followed any more.")


def not_yours_message(follow: Follow) -> Message:
    start, rest = "Only ", " or an admin can unfollow this."
    return Message(
        f"{start}<@{follow.by}>{rest}",
        [rich_text(line(words(start), _person(follow.by), words(rest)))],
    )


def news_post(follow: Follow, answer: Answer, narrowing: Narrowing, key: bytes) -> Message:
    """What new articles say to the question."""
    who = [] if follow.channel.startswith(DIRECT) else [_person(follow.by), words(": ")]
    question = clip(one_line(follow.question), MAX_QUESTION)
    mention = f"<@{follow.by}>: " if who else ""
    return news_message(
        answer,
        key=key,
        asked=follow.question,
        lead=rich_text(line(*who, words("New on "), words(question, italic=True))),
        text=f"{mention}New on “{escape(question)}”: ",
        receipt=_receipt(follow, answer, narrowing),
        unfollow=_unfollow_button(follow, key),
    )


def _receipt(follow: Follow, answer: Answer, narrowing: Narrowing) -> str:
    """`In 3 articles that I first read since 5 Mar 2026 · at most one post a day`."""
    since = human_date(follow.read_up_to[:10] or None) or "you followed it"
    searched = f"In {counted(answer.searched.articles, 'article')} that I first read since {since}"
    why = why_narrowed(narrowing)
    return f"{searched}{f' ({why})' if why else ''} · at most one post a day"


def _unfollow_button(follow: Follow, key: bytes) -> Element:
    return button("Unfollow", names.UNFOLLOW, FollowRef(follow.id).encode(key))


def _person(user: str) -> Element:
    return {"type": "user", "user_id": user}
