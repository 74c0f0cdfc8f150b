"""The two clients of the Web API: for reading, for posting."""

from typing import TYPE_CHECKING

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from config.settings import Secrets, Settings

if TYPE_CHECKING:
    pass


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
    which posts twice where the first post did come about (workers look before they repeat)."""
    return WebClient(
        secrets.bot_token,
        base_url=settings.slack.base_url,
        timeout=_whole(settings.slack.timeout_s),
        retry_handlers=[],
    )


def _whole(seconds: float) -> int:
    """The SDK's time-outs are whole seconds."""
    return max(1, round(seconds))
