"""Links that an admin adds from Slack meanwhile, on pages of a server of our own."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.fake_slack import FakeSlack, Message

TRIES = 5
WITHIN_S = 10.0


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        text = f"The keeper of lighthouse {self.path} lit a new lamp that ships see from afar."
        page = f"<html><title>Lamp {self.path}</title><article><p>{text * 3}</p></article></html>"
        body = page.encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not to stderr."""


@contextmanager
def pages() -> Iterator[str]:
    """The address under which every path is an article."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Additions:
    """`asked` are the links; in the end a message of the bot's says of each how it went."""

    def __init__(self, slack: FakeSlack, address: str) -> None:
        self._slack = slack
        self._address = address
        self._admin = slack.add_user("admin", is_admin=True)
        self._channel = slack.add_channel("additions", self._admin)
        self.asked: list[str] = []

    def add(self) -> None:
        """Ask until a message shows that it is under way, as a person would.

        Slack has its bad days here too, so that a command may be answered by a word.
        """
        link = f"{self._address}/{len(self.asked)}"
        self.asked.append(link)
        for _ in range(TRIES):
            self._slack.slash(self._admin, self._channel, "/pullquote", f"add {link}")
            deadline = time.monotonic() + WITHIN_S
            while time.monotonic() < deadline:
                if self._about(link):
                    return
                time.sleep(0.05)
        raise RuntimeError(f"nothing came of adding {link}")

    def _about(self, link: str) -> list[Message]:
        mine = self._slack.messages(self._channel)
        return [message for message in mine if link in f"{message.blocks} {message.text}"]

    def silent(self) -> list[str]:
        """The links of which no message says how it went."""
        return [
            link
            for link in self.asked
            if not any(not message.text.startswith("Adding") for message in self._about(link))
        ]

    def doubled(self) -> list[str]:
        """The links that the bot added twice, as its messages say."""
        return [
            link
            for link in self.asked
            if sum(message.text.startswith("Added") for message in self._about(link)) > 1
        ]
