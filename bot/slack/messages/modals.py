"""Modals that show something: a quote in context, citations, evidence, notices. Pure.

Those that ask for something are in `feedback_form` and `settings_form`.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.index_in_use.lasting import passage_key
from bot.slack.messages import names
from bot.slack.messages.answers.searched import EVERYTHING, why_narrowed
from bot.slack.messages.block_kit import (
    MAX_CONTEXT,
    actions,
    button,
    context,
    divider,
    line,
    link,
    plain_text,
    preformatted,
    quote,
    rich_text,
    words,
)
from bot.slack.messages.message import Block, View
from bot.slack.messages.quoting import (
    LEFT_OUT,
    MAX_TITLE,
    account_block,
    citation_parts,
    excerpt,
    quoted_parts,
)
from bot.slack.references import QuoteRef
from bot.slack.values import Narrowing
from bot.wording.changes import changed_line, kinds_in_words
from bot.wording.citation_styles import Cited, apa, bibtex, chicago, plain
from bot.wording.origins import origins_line
from bot.wording.phrases import counted, human_date, place, shown_confidence, version_read
from bot.wording.plain import clip, one_line
from index.types import Answer, Article, Changes, Origins, Paragraph, Passage, Span

MAX_VIEW_TITLE = 24
AROUND = 2
"""Paragraphs that are shown before and after the passage."""
PER_PAGE = 5
MAX_PARAGRAPH = 4000
MAX_QUOTE = 1500
MAX_QUOTES = 5
EDITS_SHOWN = 20
MAX_EDIT = 1000
MAX_CITATION = 3000
MAX_ACCOUNTS, MAX_ACCOUNT = 30, 600


def modal(title: str, blocks: Sequence[Block], callback_id: str, **more: object) -> View:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, MAX_VIEW_TITLE),
        "close": plain_text("Close"),
        "blocks": list(blocks),
        **more,
    }


def context_view(
    article: Article,
    passage: Passage,
    highlights: Sequence[Span],
    page: int = 0,
    *,
    ref: QuoteRef,
    key: bytes,
    now: Article | None = None,
    changes: Changes | None = None,
) -> View:
    """Page 0 has the passage and two paragraphs on either side, in small grey type; pages before
    and after it have five paragraphs each, and one that is not there is the nearest that is.

    `now` is the article as it is now, where the quoted sentence does not stand in it any more;
    `changes` are those of the article since it was first read, shown by a button.
    `private_metadata`, and the values of next and previous, are `QuoteRef`s with their page.
    """
    page, window = _page(article, passage, page)
    title = clip(one_line(article.title), MAX_TITLE) or "Untitled"
    by = [
        clip(one_line(article.publisher or ""), 80),
        human_date(article.published) or "",
        version_read(article.version, article.read) or "",
    ]
    source = ", ".join(part for part in by if part)
    blocks = [rich_text(line(link(article.url, title, bold=True), words(source and f", {source}")))]
    if now is not None:
        version = version_read(now.version, now.read)
        which = f", now {version}" if version else ""
        blocks.append(context(f"The quoted sentence is no longer in the article{which}."))
    if changes is not None:
        blocks.append(context(changed_line(changes)))
    quoted = False
    for paragraph in window:
        if paragraph.end <= passage.start or paragraph.start >= passage.end:
            blocks.append(_neighbour(article, paragraph))
        elif not quoted:
            blocks.append(_quoted(passage, highlights, paragraph.page))
            quoted = True
    turns = [
        button(text, action_id, replace(ref, page=target).encode(key))
        for text, action_id, target in (
            ("Previous", names.CONTEXT_PREVIOUS, page - 1),
            ("Next", names.CONTEXT_NEXT, page + 1),
        )
        if _page(article, passage, target)[0] == target
    ]
    if changes is not None:
        turns.append(button("What changed", names.WHAT_CHANGED, replace(ref, page=0).encode(key)))
    if turns:
        blocks.append(actions(turns))
    metadata = replace(ref, page=page).encode(key)
    return modal("In context", blocks, names.CONTEXT_VIEW, private_metadata=metadata)


def _page(article: Article, passage: Passage, page: int) -> tuple[int, tuple[Paragraph, ...]]:
    """The page that is there, and its paragraphs."""
    paragraphs = article.paragraphs
    inside = [
        index
        for index, paragraph in enumerate(paragraphs)
        if paragraph.start < passage.end and paragraph.end > passage.start
    ] or [0]
    first, last = max(0, inside[0] - AROUND), inside[-1] + AROUND + 1
    before, after = -(-first // PER_PAGE), -(-max(0, len(paragraphs) - last) // PER_PAGE)
    page = max(-before, min(after, page))
    if page < 0:
        end = first + (page + 1) * PER_PAGE
        return page, paragraphs[max(0, end - PER_PAGE) : end]
    if page > 0:
        start = last + (page - 1) * PER_PAGE
        return page, paragraphs[start : start + PER_PAGE]
    return 0, paragraphs[first:last]


def _quoted(passage: Passage, highlights: Sequence[Span], page: int | None) -> Block:
    where = place(passage.kind, passage.first_paragraph, page, last=passage.last_paragraph)
    parts = quoted_parts(passage.text, highlights, MAX_PARAGRAPH)
    return rich_text(quote(parts), line(words(where, italic=True)))


def _neighbour(article: Article, paragraph: Paragraph) -> Block:
    text = article.text[paragraph.start : paragraph.end]
    _, end = excerpt(text, (), MAX_CONTEXT - len(LEFT_OUT) - 1)
    return context(text if end == len(text) else f"{text[:end]} {LEFT_OUT}")


def changes_view(article: Article, changes: Changes) -> View:
    """The sentences that were changed, each as it was and as it is, as many as there is room for.

    A modal takes 100 blocks.
    """
    title = clip(one_line(article.title), MAX_TITLE) or "Untitled"
    blocks = [
        rich_text(line(link(article.url, title, bold=True))),
        context(f"{changed_line(changes)}. The days are those of my readings, not of the paper."),
    ]
    for edit in changes.edits[:EDITS_SHOWN]:
        sides = (("Before", edit.before), ("Now", edit.now))
        blocks.append(divider())
        blocks.append(context(kinds_in_words(edit).capitalize()))
        for side, text in sides:
            if text:
                blocks.append(
                    rich_text(line(words(side, italic=True)), quote([words(clip(text, MAX_EDIT))]))
                )
    if (rest := len(changes.edits) - EDITS_SHOWN) > 0:
        blocks.append(context(f"… and {rest:,} more"))
    return modal("What changed", blocks, names.CHANGES_VIEW)


def citation_view(cited: Cited, quoted: str) -> View:
    """`quoted` are the quote's own words, to be copied with the citation."""
    blocks = [rich_text(quote(quoted_parts(quoted, (), MAX_QUOTE)))] if quoted else []
    for name, style in (("Plain", plain), ("APA", apa), ("Chicago", chicago), ("BibTeX", bibtex)):
        text = clip(style(cited), MAX_CITATION)
        blocks.append(rich_text(line(words(name, bold=True)), preformatted(text)))
    return modal("Copy citation", blocks, names.CITATION_VIEW)


def evidence_view(
    answer: Answer,
    selected: str,
    *,
    key: bytes,
    narrowing: Narrowing = EVERYTHING,
    channel: str = "",
) -> View:
    """Quotes that support a selected message's text, each with its button to see it in context.

    `channel` is the one of the message.
    """
    about = line(words("For: "), words(clip(one_line(selected), 500), italic=True))
    blocks = [rich_text(about)]
    if narrowing != EVERYTHING:
        blocks.append(context(f"Searched only part of the articles: {why_narrowed(narrowing)}"))
    if not answer.answered:
        where = "the articles" if narrowing == EVERYTHING else "the articles that I searched"
        blocks.append(rich_text(line(words(f"I found no source for this in {where}.", bold=True))))
        if answer.quotes:
            blocks.append(
                context(
                    f"The nearest passage (confidence {shown_confidence(answer)}, "
                    f"{answer.threshold:.2f} needed):"
                )
            )
    for number, item in enumerate(answer.quotes[:MAX_QUOTES], start=1):
        marked = item.highlights[:12]
        reference = QuoteRef(
            answer.snapshot.id,
            item.passage_id,
            answer.question,
            marked,
            channel=channel,
            passage=passage_key(item.path, item.text),
        )
        parts = quoted_parts(item.text, marked if answer.answered else (), MAX_QUOTE)
        value = reference.encode(key)
        blocks += [
            divider(),
            rich_text(quote(parts), line(*citation_parts(item, number))),
            actions(
                [
                    button("In context", names.IN_CONTEXT, value),
                    button("Copy citation", names.COPY_CITATION, value),
                ]
            ),
        ]
    return modal("Find a source", blocks, names.EVIDENCE_VIEW)


def origins_view(origins: Origins) -> View:
    """Each article's own sentence, by its origin, and how many are left out if there are many."""
    blocks = [context(origins_line(origins))]
    shown = 0
    for origin in origins.origins:
        if shown >= MAX_ACCOUNTS:
            break
        name = clip(one_line(origin.name), 80)
        blocks += [divider(), rich_text(line(words(name, bold=True)))]
        accounts = origin.accounts[: MAX_ACCOUNTS - shown]
        blocks += [account_block(account, MAX_ACCOUNT) for account in accounts]
        shown += len(accounts)
    if rest := len(origins.accounts) - shown:
        blocks.append(context(f"… and {rest} more"))
    return modal("Who else says it", blocks, names.ORIGINS_VIEW)


def erased_view(count: int) -> View:
    """`count` of the person's questions were erased."""
    kept = counted(count, "question") if count else "no questions"
    done = "I've erased them all." if count > 1 else "I've erased it." if count else ""
    return notice_view("Erased", f"I had {kept} of yours. {done}".strip())


def gone_view(question: str = "") -> View:
    """For a button on an answer whose snapshot is no longer there."""
    asked = clip(one_line(question), 300)
    again = f" Please ask again: “{asked}”" if asked else " Please ask again."
    return notice_view(
        "No longer there",
        f"I have read the articles again since, and no longer have this quote.{again}",
    )


def not_seen_view() -> View:
    """For a button on a quote of an article that whoever pressed it may not see."""
    return notice_view("Not for you to see", "This quote is from an article that you may not see.")


def notice_view(title: str, text: str) -> View:
    """A modal that only says something: loading, an error."""
    said = line(words(clip(text, MAX_CITATION) or "–"))
    return modal(clip(one_line(title), MAX_VIEW_TITLE), [rich_text(said)], names.NOTICE_VIEW)
