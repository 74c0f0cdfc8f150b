"""The two clients of the Web API: for reading, for posting."""

import logging

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.slack.connection.log_bursts import BurstFilter
from config.environment import Secrets
from config.settings import Settings

# It writes an error for each call that fails, with the reply in it: many, while Slack has trouble.
# What is done about a failure is in our own log.
logging.getLogger("slack_sdk.web.base_client").addFilter(
    BurstFilter(lambda record: str(record.msg)[:30])
)


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
    """For what must not be done twice: it repeats nothing. The SDK's own retries post a second time
    if the first post arrived and only its reply was lost; workers look before they repeat."""
    return WebClient(
        secrets.bot_token,
        base_url=settings.slack.base_url,
        timeout=_whole(settings.slack.timeout_s),
        retry_handlers=[],
    )


def _whole(seconds: float) -> int:
    """The SDK's time-outs are whole seconds."""
    return max(1, round(seconds))
