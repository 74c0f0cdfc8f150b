"""Who we are in Slack, as `auth.test` says; or which token is missing or wrong, in one line."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.slack_failures import TOKEN_ERRORS, judge
from config.settings import Secrets, SettingsError

log = logging.getLogger(__name__)

WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps → your app → OAuth & Permissions",
    "SLACK_APP_TOKEN": "api.slack.com/apps → your app → Basic Information → App-Level Tokens",
    "SLACK_SIGNING_SECRET": "api.slack.com/apps → your app → Basic Information",
}
PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


class TokenError(SettingsError):
    """A token that is missing or refused; the message is for people, in one line."""

    def __init__(self, variable: str, what: str) -> None:
        self.variable = variable
        super().__init__(f"{variable} {what}: get it at {WHERE[variable]}")


@dataclass(frozen=True, slots=True)
class Identity:
    bot_user_id: str
    team: str
    scopes: frozenset[str]


def expect_tokens(secrets: Secrets) -> None:
    """Raises `TokenError` for what is missing or is another kind of token."""
    given = {"SLACK_BOT_TOKEN": secrets.bot_token}
    if secrets.app_token or not secrets.signing_secret:
        given["SLACK_APP_TOKEN"] = secrets.app_token
    for variable, value in given.items():
        if not value:
            other = ", and neither is SLACK_SIGNING_SECRET" if variable == "SLACK_APP_TOKEN" else ""
            raise TokenError(variable, f"is not set{other}")
        if not value.startswith(PREFIXES[variable]):
            raise TokenError(variable, f"should begin with {PREFIXES[variable]!r}")


def identify(
    client: WebClient, wait: Callable[[float], object] = time.sleep, tries: int = 1_000_000
) -> Identity:
    """Ask Slack who we are, again and again while it cannot be reached. Raises `TokenError`."""
    for attempt in range(tries):
        try:
            response = client.auth_test()
        except Exception as error:
            failure = judge(error, attempt)
            if failure is None:
                raise
            if failure.error in TOKEN_ERRORS:
                raise TokenError("SLACK_BOT_TOKEN", f"is refused ({failure.error})") from error
            if attempt + 1 == tries:
                raise
            log.warning("%s; trying again in %.0f s", failure.cause, failure.after_s)
            wait(failure.after_s)
        else:
            scopes = str(response.headers.get("x-oauth-scopes") or "")
            return Identity(
                bot_user_id=str(response["user_id"]),
                team=str(response.get("team") or ""),
                scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
            )
    raise AssertionError("tries must be 1 or more")
