"""The clients of Slack's Web API, and the Bolt app with its listeners."""

import logging
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from config.settings import Secrets, Settings

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly

log = logging.getLogger(__name__)


def reading_client(settings: Settings, secrets: Secrets) -> WebClient:
    """For what may be done twice: it waits out 429s and repeats what broke off."""
    return WebClient(
        secrets.bot_token,
        base_url=settings.slack.base_url,
        timeout=_whole(settings.slack.timeout_s),
        retry_handlers=[
            RateLimitErrorRetryHandler(max_retry_count=3),
            ConnectionErrorRetryHandler(max_retry_count=2),
            ServerErrorRetryHandler(max_retry_count=2),
        ],
    )


def posting_client(settings: Settings, secrets: Secrets) -> WebClient:
    """For posts of answers: repeats nothing. The SDK's own repeats after a connection that broke,
    which posts twice where the first post did come about (the desk looks before it repeats)."""
    return WebClient(
        secrets.bot_token,
        base_url=settings.slack.base_url,
        timeout=_whole(settings.slack.timeout_s),
        retry_handlers=[],
    )


def build_app(bot: "Assembly", secrets: Secrets) -> App:
    """The Bolt app with every listener; raises what Bolt raises where the token is refused."""
    from bot.slack.listeners import (
        actions,
        additions,
        commands,
        events,
        failures,
        feedback,
        rebuild,
        settings,
        shortcuts,
    )

    logger = logging.getLogger("slack_bolt")
    # Bolt reads SLACK_BOT_TOKEN by itself, and warns that the client, which has it, is used.
    logger.addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    app = App(
        client=reading_client(bot.settings, secrets),
        signing_secret=secrets.signing_secret or None,
        ignoring_self_events_enabled=True,
        process_before_response=False,
        logger=logger,
    )
    registered = (
        events,
        commands,
        actions,
        additions,
        feedback,
        rebuild,
        settings,
        shortcuts,
        failures,
    )
    for listeners in registered:
        listeners.register(app, bot)
    return app


def _whole(seconds: float) -> int:
    """The SDK's time-outs are whole seconds."""
    return max(1, round(seconds))
