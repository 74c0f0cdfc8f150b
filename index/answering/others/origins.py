"""Who else states what a quote's marked sentence states, and from how many origins at most."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from index.answering.others.neighbours import Marked, Neighbour, account_of
from index.engine.views import Views
from index.statements import origins as grouping
from index.statements.agencies import article_agency, sentence_agency
from index.statements.details import details_of
from index.statements.same_fact import ALIKE, same_fact
from index.text.words import is_english
from index.types import Account, Article, ArticleRef, Origin, Origins

# "Why?" and "They laughed at us." stand in many articles, and state no fact by themselves.
FEWEST_STEMS = 4
QUOTED = re.compile(r"[\"“”]")


def origins_of(snapshot: Views, marked: Marked, articles: Collection[int] | None) -> Origins | None:
    """None if no other outlet has it; `articles` are the ids of those that may be named."""
    accounts: list[Account] = []
    sources: list[grouping.Account] = []
    speakers: list[str | None] = []
    sentences = [marked.sentence, *_same(snapshot, marked)]
    texts = snapshot.articles({sentence.passage.article_id for sentence in sentences})
    for sentence in sentences:
        id_ = sentence.passage.article_id
        article = texts[id_]
        agency, said_by = _agency(article, sentence.text), _speaker(snapshot, article, sentence)
        speakers.append(said_by)
        if articles is None or id_ in articles or sentence is marked.sentence:
            account = account_of(article, sentence.passage, sentence.span)
            accounts.append(account)
            sources.append(_source(account.article, sentence.text, agency, said_by))
        for copy in snapshot.copies_with(sentence.passage, articles):
            accounts.append(Account(copy, None))
            sources.append(_source(copy, sentence.text, agency, said_by))
    origins = _origins(accounts, sources)
    return replace(origins, speaker=_one_speaker(sources, speakers)) if origins else None


def _same(snapshot: Views, marked: Marked) -> list[Neighbour]:
    """Of each other article the sentence that is most alike, of those that state the same."""
    alike = (n for n in marked.neighbours if n.cosine >= ALIKE)
    found = [n for n in alike if _is_english(snapshot, n) or _is_verbatim(marked, n)]
    if not found:
        return []
    details = details_of([n.text for n in (marked.sentence, *found)])
    if len(details[0].stems) < FEWEST_STEMS or marked.sentence.text.rstrip("\"”’' ").endswith("?"):
        return []
    same: dict[int, Neighbour] = {}
    for neighbour, its in zip(found, details[1:], strict=True):
        if _is_verbatim(marked, neighbour) or same_fact(details[0], its, neighbour.cosine):
            same.setdefault(neighbour.passage.article_id, neighbour)
    return list(same.values())


def _is_english(snapshot: Views, neighbour: Neighbour) -> bool:
    return is_english(snapshot.language(neighbour.passage.article_id))


def _is_verbatim(marked: Marked, neighbour: Neighbour) -> bool:
    return neighbour.text == marked.sentence.text


def _agency(article: Article, sentence: str) -> str | None:
    body = [article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body"]
    return sentence_agency(sentence) or article_agency(article.author, article.publisher, body)


def _speaker(snapshot: Views, article: Article, sentence: Neighbour) -> str | None:
    """Who says a sentence, by the name if it is known, else as it stands there."""
    start, end = (sentence.passage.start + offset for offset in sentence.span)
    [speeches] = snapshot.speech([sentence.passage.id]).values()
    for speech in speeches:
        if speech.sentence == (start, end):
            return " ".join(article.text[slice(*(speech.name or speech.speaker))].split())
    return None


def _one_speaker(sources: Sequence[grouping.Account], speakers: Sequence[str | None]) -> str | None:
    """Who is quoted by all; an account of which that is not known must have quotation marks."""
    keys = {source.speaker for source in sources if source.speaker}
    unknown = (source.sentence for source in sources if source.speaker is None)
    if len(keys) != 1 or not all(map(QUOTED.search, unknown)):
        return None
    named = (each for each in speakers if each and grouping.speaker_key(each) in keys)
    return max(named, key=len)


def _source(
    article: ArticleRef, sentence: str, agency: str | None, said_by: str | None
) -> grouping.Account:
    """A copy has the agency, the speaker and the wording of what it copies."""
    outlet = grouping.outlet_of(article.publisher, article.url, article.path)
    agency = agency or article_agency(None, article.publisher, ())
    speaker = grouping.speaker_key(said_by) if said_by else None
    return grouping.Account(sentence, outlet, agency, speaker)


def _origins(accounts: Sequence[Account], sources: Sequence[grouping.Account]) -> Origins | None:
    others = {
        source.outlet: _name(account.article)
        for account, source in zip(accounts, sources, strict=True)
        if source.outlet != sources[0].outlet
    }
    if not others:
        return None
    groups = grouping.origins_of(sources)
    dated = [account for account in accounts if account.article.published]
    return Origins(
        tuple(
            Origin(
                grouping.commonest(sources[i].agency for i in group)
                or _name(min((accounts[i].article for i in group), key=_day)),
                tuple(accounts[i] for i in group),
            )
            for group in groups
        ),
        tuple(others.values()),
        are_outlets=all(account.article.publisher for account in accounts),
        earliest=min(dated, key=lambda account: _day(account.article), default=None),
    )


def _day(article: ArticleRef) -> str:
    return article.published or "9999"


def _name(article: ArticleRef) -> str:
    return article.publisher or article.title
