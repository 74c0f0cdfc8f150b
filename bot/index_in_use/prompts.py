"""Questions to suggest, made from titles and kept only if the index answers them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.wording.plain import clip, one_line
from index.types import Article, ArticleRef

MAX_PROMPTS = 4
MAX_TITLE = 60
MAX_TRIED = 40
MAX_WORDS = 12
VERBS = (
    "adopt agree announce approve answer arrest attack ban block call close cut defend deny elect "
    "end enter expand face fail grow halt help host invade investigate join kill land launch move "
    "name open pass plan publish push raise reach reduce refuse reject release reopen rescue "
    "resign restore retire return sign start stop storm suspend threaten visit vote warn welcome"
).split()
IRREGULAR = {
    "beat": "beat",
    "become": "became",
    "begin": "began",
    "bring": "brought",
    "fall": "fell",
    "find": "found",
    "give": "gave",
    "hold": "held",
    "leave": "left",
    "lose": "lost",
    "make": "made",
    "meet": "met",
    "rise": "rose",
    "send": "sent",
    "shake": "shook",
    "sink": "sank",
    "take": "took",
    "throw": "threw",
    "win": "won",
}
NOUNS = frozenset(
    "attack ban block call cut end fall help launch move plan push rise start stop storm vote "
    "visit win".split()
)
"""Verbs whose other forms are nouns as often: only their past is taken for a verb."""
HOW_OR_WHAT = ("how", "what", "why")
PARTS = re.compile(r"\s*(?:[:;–—|]|\s-\s)\s*")
TAIL = re.compile(
    r",|\s(?:after|and|as|because|before|but|despite|for|from|into|since|that|under|when|while|with|"
    r"one|two|three|four|five|six|seven|eight|nine|ten)\s"
)
SMALL = frozenset("a an the first last new old all most two three".split())


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is shown on the button, and what is asked when it is pressed."""

    title: str
    message: str


def suggested_prompts(
    articles: Iterable[Article | ArticleRef],
    answers: Callable[[str], bool],
    limit: int = MAX_PROMPTS,
) -> list[Prompt]:
    """Up to `limit` questions that `answers` says are answered, the newest articles' first.

    No two are about the same article, and at most 40 are tried.
    """
    newest = sorted(articles, key=lambda article: article.published or "", reverse=True)
    prompts: list[Prompt] = []
    tried = 0
    for article in newest:
        for question in questions_about(article.title):
            if len(prompts) == limit or tried == MAX_TRIED:
                return prompts
            tried += 1
            if all(prompt.message != question for prompt in prompts) and answers(question):
                prompts.append(Prompt(clip(question, MAX_TITLE), question))
                break
    return prompts


def questions_about(title: str) -> list[str]:
    """Questions that an article with such a title may answer, the most natural first.

    "Finland joins NATO, ending …" makes "When did Finland join NATO?", "How X shook Y" makes "How
    did X shake Y?", and a title without a verb that is known "What is known about …?".
    """
    title = one_line(title).strip(" .")
    if title.endswith("?"):
        return [title]
    questions = []
    parts = [part for part in PARTS.split(title) if len(part.split()) > 1]
    for part in parts:
        opening, _, rest = part.partition(" ")
        asking = opening.lower() in HOW_OR_WHAT
        clause = TAIL.split(rest if asking else part)[0].strip()
        inverted = _inverted(clause)
        if inverted and asking:
            questions.append(f"{opening.capitalize()} {inverted}?")
        elif inverted:
            questions.append(f"When {inverted}?")
        elif not asking and part is parts[0] and not _has_verb(part):
            questions.append(f"What is known about {_within(part)}?")
    return [question for question in questions if len(question.split()) <= MAX_WORDS]


def _forms() -> dict[str, str]:
    """Each form of a verb, by which it is known, to its base: joins → join."""
    forms: dict[str, str] = {}
    for base in (*VERBS, *IRREGULAR):
        forms[IRREGULAR.get(base) or _with_ending(base, "ed")] = base
        if base not in NOUNS:
            forms[_with_ending(base, "s")] = base
            forms[base] = base
    return forms


def _with_ending(base: str, ending: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}i{'es' if ending == 's' else 'ed'}"
    if ending == "s":
        return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    if base in ("ban", "cut", "plan", "stop"):
        return base if base == "cut" else f"{base}{base[-1]}ed"
    return f"{base}d" if base.endswith("e") else f"{base}ed"


FORMS = _forms()


def _verb_at(words: list[str]) -> int | None:
    """Where the verb stands: after a subject, which is plural before a bare form."""
    for index, word in enumerate(words[1:], start=1):
        base = FORMS.get(word)
        if base is None:
            continue
        plural = words[index - 1].endswith("s") or words[index - 1] in ("police", "people")
        if word != base or plural or IRREGULAR.get(base) == word:
            return index
    return None


def _has_verb(part: str) -> bool:
    return _verb_at(part.split()) is not None


def _inverted(clause: str) -> str | None:
    """`did Finland join NATO` of `Finland joins NATO`."""
    words = clause.split()
    index = _verb_at(words)
    if index is None or len(words) > MAX_WORDS:
        return None
    base = FORMS[words[index]]
    auxiliary = "does" if words[index] == "holds" else "did"
    subject = _within(" ".join(words[:index]))
    if subject.split()[0] in ("first", "last"):
        subject = f"the {subject}"
    return " ".join([auxiliary, subject, base, *words[index + 1 :]])


def _within(phrase: str) -> str:
    """A headline's beginning as it stands within a sentence."""
    first, _, rest = phrase.partition(" ")
    return f"{first.lower()} {rest}".strip() if first.lower() in SMALL else phrase
