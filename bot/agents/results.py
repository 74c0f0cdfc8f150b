"""What the tools give: the schemas that an agent is shown are made from these."""

from pydantic import BaseModel, Field

from bot.index_in_use.lasting import passage_key
from bot.wording.changes import changed_line
from bot.wording.origins import cite_account, origins_line, shown_figures, shown_origins
from bot.wording.phrases import cite
from bot.wording.speakers import said_by
from index.types import (
    Account,
    Answer,
    Article,
    ArticleRef,
    Changes,
    Extract,
    Origins,
    Passage,
    Quote,
    Said,
)


class ArticleDetails(BaseModel):
    title: str
    publisher: str | None
    published: str | None = Field(description="The day of publication, ISO 8601.")
    url: str | None


class EditResult(BaseModel):
    kinds: list[str] = Field(
        description="`figure`, `negation`, `name`, `wording`, or `gone` or `added`."
    )
    before: str = Field(description="The sentence as it was, verbatim; empty if it was added.")
    now: str = Field(description="The sentence as it is, verbatim; empty if it is gone.")


class ChangesResult(BaseModel):
    since: str = Field(description="The day the earlier text was first read, ISO 8601.")
    from_first: bool = Field(description="Whether that was the first reading of the article.")
    summary: str
    edits: list[EditResult]


class WordsResult(BaseModel):
    text: str = Field(description="Verbatim words of the article.")
    paragraph: int
    kind: str


class SaidResult(BaseModel):
    sentence: str = Field(description="A sentence of the quote's `text`, verbatim.")
    speaker: WordsResult = Field(description="Who says it, in the article's words.")
    verb: WordsResult = Field(description="What says that they do: `said`, `according to`.")
    mode: str = Field(description="`direct`, `partly quoted` or `reported`.")
    name: WordsResult | None = Field(
        description="The whole name, if `speaker` is a pronoun or a surname of one person only."
    )


class QuoteResult(BaseModel):
    text: str = Field(description="Verbatim text of the article: quote it as it stands.")
    answering: list[str] = Field(description="The sentences of `text` that answer, verbatim.")
    said_by: list[str] = Field(description="Who says the answering sentences; empty if unknown.")
    said: list[SaidResult] = Field(description="The known speakers of sentences of `text`.")
    citation: str = Field(description="Title, publisher, day and paragraph, to name beside it.")
    article: ArticleDetails
    paragraph: int = Field(description="Counted from 1 in the article.")
    page: int | None = Field(description="Of a document that has pages, counted from 1.")
    kind: str = Field(description="`body`, or `caption` for a picture's caption.")
    link: str | None = Field(description="Opens the page at the answering sentence.")
    path: str = Field(description="The file or address that the article was read from.")
    version: int = Field(description="2 or more if the text has changed since it was first read.")
    changes: ChangesResult | None = Field(
        description="What was changed in the article since it was first read, if anything."
    )
    passage: str = Field(description="Give this to `in_context`.")
    also_in: list[ArticleDetails] = Field(description="Other articles that say the same.")


class AccountResult(BaseModel):
    text: str | None = Field(description="The article's own sentence; null of a copy.")
    citation: str
    article: ArticleDetails
    link: str | None = Field(description="Opens the page at the sentence.")
    path: str


class OriginResult(BaseModel):
    name: str = Field(description="A news agency, or the outlet that had it first.")
    accounts: list[AccountResult]


class OriginsResult(BaseModel):
    summary: str = Field(description="In how many outlets, and from how many origins at most.")
    outlets: list[str] = Field(description="The other outlets, each once.")
    origins: list[OriginResult] = Field(description="There may be fewer than these, not more.")


class AnswerResult(BaseModel):
    question: str
    searched_for: str | None = Field(
        description="How the question was understood, if it does not read so: typos corrected."
    )
    answered: bool = Field(
        description="False if the articles don't say; the quotes are then only the nearest."
    )
    confidence: float = Field(description="0 to 1: how sure the first quote answers.")
    threshold: float = Field(description="The confidence from which a question is answered.")
    quotes: list[QuoteResult]
    origins: OriginsResult | None = Field(
        description="Which articles state what the first quote's answering sentence states."
    )
    figures: list[AccountResult] = Field(
        description="Sentences that give different figures for the question, oldest first."
    )
    articles_indexed: int
    passages_indexed: int
    further: list["AnswerResult"] = Field(
        default=[], description="The answers to the other questions, if several were asked."
    )
    too_many: list[str] = Field(
        default=[], description="Questions that were not answered, as too many came at once."
    )


class ParagraphResult(BaseModel):
    number: int
    kind: str
    text: str
    quoted: bool = Field(description="Whether the passage stands in this paragraph.")


class ContextResult(BaseModel):
    article: ArticleDetails
    paragraphs: list[ParagraphResult]


class SourceResult(BaseModel):
    source: str = Field(description="A file, folder, pattern or web address.")
    articles: int
    last_read: str | None = Field(description="UTC, ISO 8601.")
    error: str | None = Field(description="What went wrong when it was last read.")
    skipped: int = Field(description="How many of its items could not be read.")


class SourcesResult(BaseModel):
    sources: list[SourceResult]
    articles_indexed: int
    passages_indexed: int
    publishers: list[str]


def answer_result(answer: Answer) -> AnswerResult:
    return AnswerResult(
        question=answer.question,
        searched_for=answer.searched_for,
        answered=answer.answered,
        confidence=answer.confidence,
        threshold=answer.threshold,
        quotes=[_quote_result(quote, answer.snapshot.id) for quote in answer.quotes],
        origins=_origins_result(origins) if (origins := shown_origins(answer)) else None,
        figures=list(map(_account_result, shown_figures(answer))),
        articles_indexed=answer.snapshot.articles,
        passages_indexed=answer.snapshot.passages,
        further=[answer_result(other) for other in answer.further],
        too_many=list(answer.too_many),
    )


def context_result(article: Article, passage: Passage, before: int, after: int) -> ContextResult:
    """The passage's paragraphs with up to `before` and `after` others around them."""
    inside = [
        i
        for i, paragraph in enumerate(article.paragraphs)
        if paragraph.start < passage.end and paragraph.end > passage.start
    ]
    first, last = inside[0], inside[-1]
    shown = range(max(0, first - before), min(len(article.paragraphs), last + after + 1))
    return ContextResult(
        article=_details(article),
        paragraphs=[
            ParagraphResult(
                number=paragraph.number,
                kind=paragraph.kind,
                text=article.text[paragraph.start : paragraph.end],
                quoted=i in inside,
            )
            for i, paragraph in ((i, article.paragraphs[i]) for i in shown)
        ],
    )


def _quote_result(quote: Quote, snapshot_id: str) -> QuoteResult:
    return QuoteResult(
        text=quote.text,
        answering=[quote.text[start:end] for start, end in quote.highlights],
        said_by=said_by(quote),
        said=[_said_result(quote, said) for said in quote.said],
        citation=cite(quote),
        article=_details(quote),
        paragraph=quote.paragraph,
        page=quote.page,
        kind=quote.kind,
        link=quote.link,
        path=quote.path,
        version=quote.version,
        changes=_changes(quote.changes) if quote.changes else None,
        passage=f"{snapshot_id}/{quote.passage_id}/{passage_key(quote.path, quote.text)}",
        also_in=[_details(article) for article in quote.also_in],
    )


def _origins_result(origins: Origins) -> OriginsResult:
    return OriginsResult(
        summary=origins_line(origins),
        outlets=list(origins.outlets),
        origins=[
            OriginResult(name=origin.name, accounts=list(map(_account_result, origin.accounts)))
            for origin in origins.origins
        ],
    )


def _changes(changes: Changes) -> ChangesResult:
    return ChangesResult(
        since=changes.since,
        from_first=changes.from_first,
        summary=changed_line(changes),
        edits=[
            EditResult(kinds=list(edit.kinds), before=edit.before, now=edit.now)
            for edit in changes.edits
        ],
    )


def _account_result(account: Account) -> AccountResult:
    return AccountResult(
        text=account.text,
        citation=cite_account(account),
        article=_details(account.article),
        link=account.link,
        path=account.article.path,
    )


def _said_result(quote: Quote, said: Said) -> SaidResult:
    return SaidResult(
        sentence=quote.text[slice(*said.sentence)],
        speaker=_words(said.speaker),
        verb=_words(said.verb),
        mode=said.mode,
        name=_words(said.name) if said.name else None,
    )


def _words(extract: Extract) -> WordsResult:
    return WordsResult(text=extract.text, paragraph=extract.paragraph, kind=extract.kind)


def _details(article: Article | ArticleRef | Quote) -> ArticleDetails:
    return ArticleDetails(
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
    )
