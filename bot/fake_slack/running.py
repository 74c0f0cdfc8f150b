"""The fake Slack running in a thread of its own, as a context manager."""

from types import TracebackType
from typing import Self

from bot.fake_slack.api.rate_limits import RateLimits
from bot.fake_slack.delivery.outbox import RetryPolicy
from bot.fake_slack.loop_thread import LoopThread
from bot.fake_slack.server import FakeSlackServer
from bot.fake_slack.state.installed_app import InstalledApp


class RunningFakeSlack:
    """`request_url` switches from Socket Mode to HTTP; `page` serves the demo at `/`."""

    def __init__(
        self,
        app: InstalledApp | None = None,
        *,
        limits: RateLimits | None = None,
        retries: RetryPolicy | None = None,
        request_url: str | None = None,
        ping_interval_s: float = 10.0,
        port: int = 0,
        page: bool = False,
        team: str = "Fake Slack",
    ) -> None:
        self.app = app or InstalledApp()
        self._limits, self._retries = limits or RateLimits(), retries or RetryPolicy()
        self._request_url, self._ping_interval_s = request_url, ping_interval_s
        self._port, self._page, self._team = port, page, team
        self._thread: LoopThread | None = None
        self._server: FakeSlackServer | None = None

    def start(self) -> None:
        """Raises OSError when the port is taken."""
        self._thread = LoopThread("fake-slack")
        try:
            self._thread.wait(self._start())
        except BaseException:
            self._thread.close()
            raise

    async def _start(self) -> None:
        server = FakeSlackServer(
            self.app, self._limits, self._retries, self._request_url, self._ping_interval_s
        )
        server.slack.workspace.team_name = self._team
        await server.start(self._port, self._page)
        self._server = server

    def stop(self) -> None:
        """What happened can still be looked at afterwards."""
        if self._thread is not None and not self._thread.loop.is_closed():
            if self._server is not None:
                self._thread.wait(self._server.stop())
            self._thread.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _on(self) -> LoopThread:
        if self._thread is None:
            raise RuntimeError("the fake Slack is not running: call start() or use `with`")
        return self._thread

    @property
    def server(self) -> FakeSlackServer:
        """What lives on the fake Slack's own event loop; touch it from there only."""
        if self._server is None:
            raise RuntimeError("the fake Slack is not running: call start() or use `with`")
        return self._server

    # Where it is

    @property
    def url(self) -> str:
        return self.server.slack.url

    @property
    def base_url(self) -> str:
        """For `WebClient(base_url=…)`."""
        return f"{self.url}/api/"

    @property
    def mention(self) -> str:
        """What a person types to address the app."""
        return f"<@{self.app.bot_user_id}>"
