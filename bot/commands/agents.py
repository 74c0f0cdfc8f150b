"""`pullquote mcp`: the articles as an agent's tools."""

import os
from importlib.util import find_spec
from pathlib import Path

import click

from bot.commands.options import WholeNumber, group_option, settings_of, settings_options
from config.environment import read_group_tokens, read_mcp_token
from config.settings import MCP_TOKEN


@click.command()
@click.option("--http", is_flag=True, help="Listen for HTTP instead of using stdin and stdout.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address for --http.")
@click.option("--port", default=8765, show_default=True, type=WholeNumber(1, 65535))
@click.option("--allow-host", multiple=True, help="Another name it is reached by, as a proxy's.")
@group_option
@settings_options
def mcp(
    http: bool,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    groups: tuple[str, ...],
    data: Path | None,
    config: Path | None,
) -> None:
    """Answer an agent's tool calls by the Model Context Protocol.

    Agents start it themselves and talk to it over stdin and stdout. With --http it listens at
    /mcp, and callers need the token in the environment variable MCP_TOKEN. A group of the settings
    may have a token of its own, such as MCP_TOKEN_LEGAL_TEAM for legal-team: with it, callers see
    what that group may see.

    \b
    Example:
      pullquote mcp --data data
      MCP_TOKEN=… pullquote mcp --http --port 8765
    """
    if not find_spec("mcp"):
        raise click.ClickException(
            "the package for agents is not installed: `pip install pullquote[mcp]`"
        )
    from bot.groups import view_of

    settings = settings_of(config, {"data.dir": data})
    view = view_of(settings.groups, groups)
    views = {
        token: view_of(settings.groups, names)
        for token, names in read_group_tokens(os.environ, settings.groups).items()
    }
    if token := read_mcp_token(os.environ):
        if token in views:
            raise click.UsageError(f"{MCP_TOKEN} is also the token of a group: give each its own")
        views[token] = view
    if http and not views:
        raise click.UsageError(f"--http needs a token: set {MCP_TOKEN} to a long random one")

    from bot.agents.tools import build_server
    from bot.index_in_use.current_index import CurrentIndex

    index = CurrentIndex(settings)
    if not http:
        build_server(settings, index, view).run("stdio")
        return
    from bot.agents.http import http_app, serve_http

    servers = {token: build_server(settings, index, seen) for token, seen in views.items()}
    click.echo(f"pullquote: tools for agents at http://{host}:{port}/mcp", err=True)
    serve_http(http_app(servers, (host, *allow_host)), host, port)
