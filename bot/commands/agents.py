"""`pullquote mcp`: the articles as an agent's tools."""

import os
from importlib.util import find_spec
from pathlib import Path

import click

from bot.commands.options import settings_of, settings_options
from config.settings import MCP_TOKEN, read_mcp_token


@click.command()
@click.option("--http", is_flag=True, help="Listen for HTTP instead of using stdin and stdout.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address for --http.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535))
@click.option("--allow-host", multiple=True, help="Another name it is reached by, as a proxy's.")
@settings_options
def mcp(
    http: bool,
    host: str,
    port: int,
    allow_host: tuple[str, ...],
    data: Path | None,
    config: Path | None,
) -> None:
    """Answer an agent's tool calls by the Model Context Protocol.

    Agents start it themselves and talk to it over stdin and stdout. With --http it listens at
    /mcp, and callers need the token in the environment variable MCP_TOKEN.

    \b
    Example:
      pullquote mcp --data data
      MCP_TOKEN=… pullquote mcp --http --port 8765
    """
    if not find_spec("mcp"):
        raise click.ClickException(
            "the package for agents is not installed: `pip install pullquote[mcp]`"
        )
    settings = settings_of(config, {"data.dir": data})
    token = read_mcp_token(os.environ)
    if http and not token:
        raise click.UsageError(f"--http needs a token: set {MCP_TOKEN} to a long random one")

    from bot.agents.tools import build_server
    from bot.current_index import CurrentIndex

    server = build_server(settings, CurrentIndex(settings))
    if not http:
        server.run("stdio")
        return
    from bot.agents.http import http_app, serve_http

    click.echo(f"pullquote: tools for agents at http://{host}:{port}/mcp", err=True)
    serve_http(http_app(server, token, (host, *allow_host)), host, port)
