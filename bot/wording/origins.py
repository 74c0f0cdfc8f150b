"""Who else states the same, and who gives another figure, in words; terminal and Slack. Pure."""

from bot.wording.phrases import counted, human_date, place
from bot.wording.plain import one_line
from index.types import Account, Answer, ArticleRef, Origins

FIGURES = "The articles give different figures:"
MOST_NAMED = 2
"""So many outlets are named; of more only their number is said."""
MOST_ORIGINS = 6


def origins_line(origins: Origins) -> str:
    """`Also in 16 outlets, from at most 2 origins: AP · Fox News. Earliest: 15 Jul 2018, Fox News.`

    Or `In 3 articles, all quoting the president.`
    """
    if origins.speaker is not None:
        said = f"In {counted(len(origins.accounts), 'article')}, all quoting {origins.speaker}."
    else:
        names = [one_line(origin.name) for origin in origins.origins]
        more = [f"{len(names) - MOST_ORIGINS} more"] if len(names) > MOST_ORIGINS else []
        count = counted(len(names), "origin")
        listed = " · ".join([*names[:MOST_ORIGINS], *more])
        said = f"Also in {_outlets(origins)}, from at most {count}: {listed}."
    first = origins.earliest
    day = human_date(first.article.published) if first else None
    return f"{said} Earliest: {day}, {_name(first.article)}." if first and day else said


def shown_origins(answer: Answer) -> Origins | None:
    """The origins of what an answer quotes first, if it is one."""
    return answer.origins if answer.answered and answer.quotes else None


def shown_figures(answer: Answer) -> tuple[Account, ...]:
    return answer.figures if answer.answered and answer.quotes else ()


def cite_account(account: Account) -> str:
    """`Title, Publisher, 7 Jan 2022, ¶ 4`; of a copy without its place."""
    article = account.article
    where = (
        place(account.kind, account.paragraph, account.page)
        if account.paragraph is not None
        else "a copy"
    )
    known = (article.title, article.publisher, human_date(article.published), where)
    return ", ".join(one_line(part) for part in known if part)


def _outlets(origins: Origins) -> str:
    names = [one_line(name) for name in origins.outlets]
    if len(names) <= MOST_NAMED and origins.are_outlets:
        return " and ".join(names)
    return counted(len(names), "outlet" if origins.are_outlets else "other article")


def _name(article: ArticleRef) -> str:
    return one_line(article.publisher or article.title)
