"""The tools for agents, called by the protocol's own client: in process, over stdio, over HTTP."""

import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import uvicorn
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from bot.agents.http import http_app
from bot.agents.tools import build_server
from bot.groups import view_of
from bot.index_in_use.current_index import CurrentIndex
from config.settings import Group, load
from index.building.rebuild import RebuildReport
from tests.bot.commands.rebuild_process import small_pullquote
from tests.either_engine import flags_at
from tests.index.encoder.small_encoder import SmallEncoder

Build = Callable[..., RebuildReport]

TOKEN = "not-a-real-token"  # noqa: S105


def server_for(data: Path, threshold: float = 0.0) -> Any:
    settings = load({}, flags={**flags_at(data), "answer.threshold": threshold, "reader.model": ""})
    return build_server(settings, CurrentIndex(settings, SmallEncoder()))


def with_client(of: Any, use: Callable[[Client], Awaitable[Any]]) -> Any:
    async def main() -> Any:
        async with Client(of) as client:
            return await use(client)

    return anyio.run(main)


def called(of: Any, tool: str, **arguments: Any) -> Any:
    """A tool's result as the client has it."""
    return with_client(of, lambda client: client.call_tool(tool, arguments))


def text_of(result: Any) -> str:
    return "".join(part.text for part in result.content)


def test_a_question_is_answered_with_verbatim_cited_quotes(build: Build, data: Path) -> None:
    build()
    result = called(server_for(data), "ask", question="who sent 2,500 troops?", quotes=1)
    assert not result.is_error
    [quote] = result.structured_content["quotes"]
    assert quote["answering"][0] in quote["text"]
    assert "An alliance of six countries sent 2,500 troops" in quote["answering"][0]
    assert quote["citation"] == "Troops leave, Example Wire, 20 Jan 2022, ¶ 1"
    assert quote["article"]["url"] == "https://wire.example/troops"
    assert quote["link"].startswith("https://wire.example/troops#:~:text=")


def test_what_the_articles_do_not_answer_is_said_to_be_unanswered(build: Build, data: Path) -> None:
    build()
    result = called(server_for(data, threshold=1.0), "ask", question="who won the regatta?")
    assert not result.is_error
    assert result.structured_content["answered"] is False


def test_a_claim_finds_sources_within_a_publisher_and_dates(build: Build, data: Path) -> None:
    build()
    server = server_for(data)
    claim = "The old bridge was shut after a crack was found."
    found = called(server, "find_sources", claim=claim).structured_content
    assert found["quotes"][0]["article"]["title"] == "The old bridge"
    narrow = called(server, "find_sources", claim=claim, publisher="example wire")
    titles = {quote["article"]["title"] for quote in narrow.structured_content["quotes"]}
    assert titles == {"Troops leave"}
    early = called(server, "find_sources", claim=claim, before=str(date(2000, 1, 1)))
    assert early.is_error
    assert "no article is within these filters" in text_of(early)


def test_who_says_a_sentence_is_given_and_can_be_asked_for(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "ferry.txt").write_text(
        "Ferry\n\nThe ferry is safe, said Ann Sample. Doug Berg said that the ferry is loud.\n"
    )
    build()
    server = server_for(data)
    found = called(server, "ask", question="how is the ferry?", speaker="Sample")
    [quote] = found.structured_content["quotes"]
    assert quote["answering"] == ["The ferry is safe, said Ann Sample."]
    assert quote["said_by"] == ["Said by: Ann Sample · reported speech"]
    said = [(each["speaker"]["text"], each["verb"]["text"]) for each in quote["said"]]
    assert said == [("Ann Sample", "said"), ("Doug Berg", "said")]
    nobody = called(server, "find_sources", claim="The ferry is safe.", speaker="Carla")
    assert nobody.is_error
    assert "known to be said by 'Carla'" in text_of(nobody)


def test_a_quote_is_read_in_context(build: Build, data: Path) -> None:
    build()
    server = server_for(data)
    answer = called(server, "ask", question="who sent 2,500 troops?", quotes=1)
    passage = answer.structured_content["quotes"][0]["passage"]
    context = called(server, "in_context", passage=passage, after=1).structured_content
    assert [p["quoted"] for p in context["paragraphs"]] == [True, False]
    assert context["paragraphs"][1]["text"].startswith("The price of bread had doubled")
    alone = called(server, "in_context", passage=passage, after=0).structured_content
    assert len(alone["paragraphs"]) == 1


@pytest.mark.parametrize(
    ("passage", "reason"),
    [
        ("nonsense", "is not the passage of a quote"),
        ("../../etc/3", "no longer kept"),
        ("20200101-000000/1", "no longer kept"),
        ("20200101-000000/99999999999999999999999", "no longer kept"),
    ],
)
def test_a_passage_that_is_none_is_refused_in_words(
    build: Build, data: Path, passage: str, reason: str
) -> None:
    build()
    result = called(server_for(data), "in_context", passage=passage)
    assert result.is_error
    assert reason in text_of(result)


def test_the_sources_are_listed(build: Build, data: Path, articles: Path) -> None:
    build()
    listed = called(server_for(data), "list_sources").structured_content
    assert [(s["source"], s["articles"]) for s in listed["sources"]] == [(str(articles), 3)]
    assert listed["articles_indexed"] == 3
    assert listed["publishers"] == ["Example Wire"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "   "}),
        ("ask", {"question": "who?", "quotes": 0}),
        ("ask", {"question": "who?", "after": "yesterday"}),
        ("ask", {}),
        ("in_context", {"passage": "a/1", "before": 10_000}),
    ],
)
def test_bad_arguments_are_an_error_of_the_tool(
    build: Build, data: Path, tool: str, arguments: dict[str, Any]
) -> None:
    build()
    assert called(server_for(data), tool, **arguments).is_error


def test_without_an_index_a_tool_says_so_and_answers_once_there_is_one(
    build: Build, data: Path
) -> None:
    server = server_for(data)

    async def use(client: Client) -> None:
        before = await client.call_tool("ask", {"question": "who sent troops?"})
        assert before.is_error
        assert "rebuild" in text_of(before)
        await anyio.to_thread.run_sync(build)
        after = await client.call_tool("ask", {"question": "who sent troops?"})
        assert not after.is_error

    with_client(server, use)


def test_every_tool_only_reads_and_has_a_schema_for_what_it_gives(data: Path) -> None:
    async def use(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask", "find_sources", "in_context", "list_sources"}
        for tool in tools.values():
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint
            assert tool.output_schema

    with_client(server_for(data), use)


def test_an_agent_starts_it_and_talks_over_stdin_and_stdout(
    build: Build, data: Path, tmp_path: Path
) -> None:
    build()
    environment = {
        **os.environ,
        "PULLQUOTE_DATA_DIR": str(data),
        "PULLQUOTE_ANSWER_THRESHOLD": "0",
    }
    program, *arguments = small_pullquote(tmp_path / "gate", "mcp")
    started = StdioServerParameters(command=program, args=arguments, env=environment)
    result = called(stdio_client(started), "ask", question="who sent troops?", quotes=1)
    assert not result.is_error, text_of(result)
    assert len(result.structured_content["quotes"]) == 1


@pytest.fixture
def address(build: Build, data: Path) -> Iterator[str]:
    """Where the tools listen over HTTP."""
    build()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        app = http_app({TOKEN: server_for(data)})
        http = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=http.run, args=([listening],))
        thread.start()
        while not http.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
        http.should_exit = True
        thread.join()


def test_an_agent_with_the_token_asks_over_http(address: str) -> None:
    async def main() -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await client.call_tool("ask", {"question": "who sent troops?"})

    result = anyio.run(main)
    assert not result.is_error
    assert result.structured_content["quotes"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": TOKEN}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, 403),
        ({"Authorization": f"Bearer {TOKEN}", "Host": "evil.example"}, 421),
    ],
)
def test_others_are_refused(address: str, headers: dict[str, str], status: int) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepts = {"Accept": "application/json, text/event-stream"}
    answer = httpx2.post(address, json=asked, headers={**accepts, **headers})
    assert answer.status_code == status


def test_http_without_a_token_is_refused_at_the_start(run: Callable[..., Any]) -> None:
    result = run("mcp", "--http", MCP_TOKEN="")
    assert result.exit_code == 2
    assert "set MCP_TOKEN" in result.output


def test_two_questions_are_answered_each(build: Build, data: Path) -> None:
    build()
    found = called(server_for(data), "ask", question="who sent troops and who shut the old bridge?")
    [other] = found.structured_content["further"]
    assert found.structured_content["question"] == "who sent troops?"
    assert other["quotes"][0]["article"]["title"] == "The old bridge"


def test_each_token_sees_what_its_groups_may_see(build: Build, articles: Path, data: Path) -> None:
    build(None, articles / "troops.md", articles / "bridge.md")
    settings = load({}, flags={"data.dir": data, "answer.threshold": 0, "reader.model": ""})
    groups = tuple(
        Group(name=name, sources=(str(articles / f"{name}.md"),)) for name in ("troops", "bridge")
    )
    index = CurrentIndex(settings.model_copy(update={"groups": groups}), SmallEncoder())
    servers = {
        name: build_server(
            settings.model_copy(update={"groups": groups}), index, view_of(groups, [name])
        )
        for name in ("troops", "bridge")
    }
    everything = build_server(settings, index)
    for name, server in servers.items():
        asked = called(server, "ask", question="who sent troops to the old bridge?", quotes=5)
        answer = asked.structured_content
        assert {Path(quote["path"]).stem for quote in answer["quotes"]} == {name}
        assert answer["articles_indexed"] == 1
        listed = called(server, "list_sources").structured_content
        assert [Path(each["source"]).stem for each in listed["sources"]] == [name]
        assert listed["articles_indexed"] == 1
    assert called(servers["bridge"], "list_sources").structured_content["publishers"] == []
    found = called(everything, "ask", question="who sent troops?", quotes=1).structured_content
    [quote] = found["quotes"]
    hidden = called(servers["bridge"], "in_context", passage=quote["passage"])
    snapshot, _, key = quote["passage"].split("/")
    unknown = called(servers["bridge"], "in_context", passage=f"{snapshot}/999999")
    assert hidden.is_error
    assert text_of(hidden) == text_of(unknown)
    of_old = f"20200101-000000/7/{key}"
    assert text_of(called(servers["bridge"], "in_context", passage=of_old)) == text_of(unknown)
    for passage in (quote["passage"], of_old):
        assert not called(servers["troops"], "in_context", passage=passage).is_error
