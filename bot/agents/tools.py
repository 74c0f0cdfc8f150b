"""The tools: each a thin function over the index in use. Knows neither stdio nor HTTP."""

import re
import threading
from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib.metadata import version
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from bot.agents.results import (
    AnswerResult,
    ContextResult,
    SourceResult,
    SourcesResult,
    answer_result,
    context_result,
)
from bot.groups import EVERYTHING, View, groups_of_sources
from bot.index_in_use.current_index import CurrentIndex, SnapshotGone
from config.settings import Settings
from index.collection.collection import kept_sources
from index.errors import NoSnapshot, PullquoteError
from index.scope import Scope

PASSAGE = re.compile(r"(?P<snapshot>.+)/(?P<number>\d+)(?:/(?P<key>[\w-]+))?")
MAX_QUOTES = 10
MAX_AROUND = 20

INSTRUCTIONS = """\
Pullquote answers from a collection of articles, with verbatim quotes and their place in the
article, and says so when the articles do not answer. Quote `text` or `answering` word for word and
name the `citation`. If `answered` is false, the articles don't say: do not use the quotes as an
answer."""

READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

P = ParamSpec("P")
R = TypeVar("R")

Quotes = Annotated[int, Field(ge=1, le=MAX_QUOTES, description="How many quotes at most.")]
Publisher = Annotated[str | None, Field(description="Only articles of this publisher.")]
Title = Annotated[str | None, Field(description="Only articles with these words in their title.")]
Speaker = Annotated[str | None, Field(description="Only what this person or body says.")]
After = Annotated[date | None, Field(description="Only articles published after this day.")]
Before = Annotated[date | None, Field(description="Only articles published before this day.")]
AsOf = Annotated[
    date | None,
    Field(description="From the texts as they had been read by the end of this day, UTC."),
]
Around = Annotated[int, Field(ge=0, le=MAX_AROUND, description="How many paragraphs at most.")]


class NewestIndex:
    """The index in use, which is looked for again before each tool call.

    `load` may be called early, in a thread, as the encoder takes seconds to load; a tool that is
    called meanwhile waits for it.
    """

    def __init__(self, current: CurrentIndex) -> None:
        self._current = current

    def load(self) -> CurrentIndex:
        """Raises `NoSnapshot`, and what opening an index raises if there is no older one."""
        try:
            self._current.follow()
        except PullquoteError:
            if not self._current.is_ready:
                raise
        return self._current


def build_server(settings: Settings, current: CurrentIndex, view: View = EVERYTHING) -> MCPServer:
    """A server with the tools `ask`, `find_sources`, `in_context` and `list_sources`, for callers
    who may see what a view has."""
    newest = NewestIndex(current)
    # What cannot be loaded is reported by the first tool that is called.
    threading.Thread(target=_quietly(newest.load), name="load", daemon=True).start()
    server = MCPServer(
        "pullquote",
        title="Pullquote",
        version=version("pullquote"),
        instructions=INSTRUCTIONS,
        log_level="WARNING",
    )

    def tool(title: str) -> Callable[[Callable[P, R]], None]:
        def add(function: Callable[P, R]) -> None:
            server.add_tool(_with_clear_errors(function), title=title, annotations=READS)

        return add

    @tool("Ask the articles")
    def ask(
        question: Annotated[str, Field(description="A question in plain words.")],
        quotes: Quotes = settings.answer.quotes,
        publisher: Publisher = None,
        title: Title = None,
        speaker: Speaker = None,
        after: After = None,
        before: Before = None,
        as_of: AsOf = None,
    ) -> AnswerResult:
        """Answer a question with verbatim quotes from the articles, each cited to its paragraph."""
        scope = _scope(publisher, title, speaker, after, before, as_of)
        return answer_result(newest.load().answer(question, quotes, scope, view=view))

    @tool("Find sources for a claim")
    def find_sources(
        claim: Annotated[str, Field(description="A statement to find quotes for.")],
        quotes: Quotes = 5,
        publisher: Publisher = None,
        title: Title = None,
        speaker: Speaker = None,
        after: After = None,
        before: Before = None,
        as_of: AsOf = None,
    ) -> AnswerResult:
        """Find quotes that bear on a claim; whether they support it is yours to judge."""
        scope = _scope(publisher, title, speaker, after, before, as_of)
        most = settings.question.max_chars
        index = newest.load()
        return answer_result(index.answer(claim[:most], quotes, scope, as_one=True, view=view))

    @tool("Read a quote in context")
    def in_context(
        passage: Annotated[str, Field(description="The `passage` of a quote.")],
        before: Around = 2,
        after: Around = 2,
    ) -> ContextResult:
        """Read the paragraphs around a quote."""
        given = PASSAGE.fullmatch(passage)
        if given is None:
            raise ToolError(f"{passage!r} is not the passage of a quote: copy it from an answer")
        try:
            article, found = newest.load().passage(
                given["snapshot"], int(given["number"]), view, given["key"] or ""
            )
        except (SnapshotGone, OverflowError) as error:
            raise ToolError("that index is no longer kept, so ask again") from error
        return context_result(article, found, before, after)

    @tool("List the sources")
    def list_sources() -> SourcesResult:
        """List what the articles were read from, and what could not be read."""
        seen = newest.load().seen(view)
        if seen is None:
            raise NoSnapshot(settings.data.dir)
        kept = kept_sources(settings.data.dir)
        names = {name for one in view.groups for name in one}
        places = {source.location: source.place for source in kept}
        groups = groups_of_sources(settings.groups, places)
        return SourcesResult(
            sources=[
                SourceResult(
                    source=source.location,
                    articles=source.articles,
                    last_read=source.last_read,
                    error=source.error,
                    skipped=len(source.skipped),
                )
                for source in kept
                if view.is_everything or groups[source.location] & names
            ],
            articles_indexed=seen.manifest.articles,
            passages_indexed=seen.manifest.passages,
            publishers=seen.publishers,
        )

    return server


def _scope(
    publisher: str | None,
    title: str | None,
    speaker: str | None,
    after: date | None,
    before: date | None,
    as_of: date | None,
) -> Scope:
    return Scope(
        publishers=(publisher,) if publisher else (),
        before=before,
        after=after,
        title=(title,) if title else (),
        speakers=(speaker,) if speaker else (),
        as_of=as_of,
    )


def _with_clear_errors(function: Callable[P, R]) -> Callable[P, R]:
    """What Pullquote raises on purpose becomes the tool's error, in its own words."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except PullquoteError as error:
            raise ToolError(" ".join(str(error).split())) from error

    return call


def _quietly(load: Callable[[], object]) -> Callable[[], None]:
    def attempt() -> None:
        try:
            load()
        except PullquoteError:
            return

    return attempt
