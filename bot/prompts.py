"""Questions to suggest, made from what is indexed and kept only if the index answers them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.message import clip, one_line
from index.types import Article

MAX_PROMPTS = 4
MAX_TITLE = 60
MAX_TRIED = 40
MAX_TOPIC_WORDS = 7
# A verb that a headline's subject stands before: "Finland joins NATO", "Notre-Dame reopens".
HEADLINE_VERB = re.compile(
    r"(?<=\w)\s+(?:(?:has|have|had|is|are|was|were|will|beats?|joins?|leaves?|leave|reopens?|opens?"
    r"|threw|throws?|reaches|reached|hits?|wins?|won|falls?|fell|rises?|rose|blocked|blocks?|shook"
    r"|swaps?|says?|said|sends?|sent|starts?|ends?|ended|ending|agrees?|signs?|signed|faces?|dies?"
    r"|died|returns?|makes?|made|takes?|took|gives?|gave|gets?|got|goes|went|becomes?|became|plans?"
    r"|passes|passed|holds?|held|meets?|met|backs?|backed|loses?|lost|calls?|called|adopts?"
    r"|adopted|turns?|turned|answered)\b)"
)
QUESTION = re.compile(r"^(?:who|what|when|where|why|how|which|is|are|does|did|can|will)\b", re.I)
HOW_OR_WHAT = re.compile(r"^(?:how|what|why)\b", re.I)
CLAUSE_END = re.compile(r"\s*(?:[:;,–—|]|\s-\s|\bunder\b|\bafter\b)\s*")
SMALL = frozenset("a an the first last new old england's".split())


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is shown on the button, and what is asked when it is pressed."""

    title: str
    message: str


def suggested_prompts(
    articles: Iterable[Article], answers: Callable[[str], bool], limit: int = MAX_PROMPTS
) -> list[Prompt]:
    """Up to `limit` questions that `answers` says are answered, the newest articles' first.

    No two are about the same article, and at most 40 are tried.
    """
    newest = sorted(articles, key=lambda article: article.published or "", reverse=True)
    prompts: list[Prompt] = []
    tried = 0
    for article in newest:
        for question in questions_about(article):
            if len(prompts) == limit or tried == MAX_TRIED:
                return prompts
            tried += 1
            if answers(question):
                prompts.append(Prompt(clip(question, MAX_TITLE), question))
                break
    return prompts


def questions_about(article: Article) -> list[str]:
    """Questions that an article with such a title may answer, the most natural first."""
    title = one_line(article.title).strip(" .")
    if not re.search(r"\w", title):
        return []
    if title.endswith("?"):
        return [title]
    clauses = [clause for clause in CLAUSE_END.split(title) if len(clause.split()) > 1]
    head = clauses[0] if clauses else title
    questions = []
    for clause in clauses:
        if HOW_OR_WHAT.match(clause):
            questions.append(_asked(clause))
    subject = HEADLINE_VERB.split(head, maxsplit=1)[0]
    verbless = subject == head or bool(QUESTION.match(head))
    if not verbless and len(subject.split()) <= MAX_TOPIC_WORDS:
        questions.append(f"What happened to {_within(subject)}?")
    publisher = clip(one_line(article.publisher or ""), 40)
    who = publisher or "the article"
    if not QUESTION.match(head):
        topic = " ".join(head.split()[: MAX_TOPIC_WORDS + 3])
        questions.append(f"What does {who} say about {_within(topic)}?")
    return list(dict.fromkeys(questions))


def _asked(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}?"


def _within(phrase: str) -> str:
    """A headline's beginning as it stands within a sentence."""
    first, _, rest = phrase.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in SMALL else phrase
