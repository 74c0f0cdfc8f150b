"""Who the bot is in Slack, by `auth.test`; or which token is missing or wrong, in one line."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.slack.connection.failures import TOKEN_ERRORS, header_of, judge, readable
from config.environment import Secrets
from config.settings import SettingsError

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


class SlackUnreachable(SettingsError):
    """The bot was stopped, or ran out of tries, before it could reach Slack."""


@dataclass(frozen=True, slots=True)
class Identity:
    bot_user_id: str
    team: str
    scopes: frozenset[str]
    team_id: str = ""
    enterprise_id: str = ""


def expect_tokens(secrets: Secrets) -> None:
    """Raises `TokenError` for a token that is missing or of the wrong kind."""
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
    client: WebClient, pause: Callable[[float], bool], *, tries: float = math.inf
) -> Identity:
    """Ask Slack who we are, again and again while it cannot be reached.

    `pause` waits for that many seconds and returns whether to give up. Raises `TokenError` or
    `SlackUnreachable`.
    """
    return _identity(_asked(client.auth_test, "SLACK_BOT_TOKEN", pause, tries))


def expect_app_token(
    client: WebClient,
    app_token: str,
    pause: Callable[[float], bool],
    *,
    tries: float = math.inf,
) -> None:
    """Ask Slack for a Socket Mode address, as `identify` asks. Raises the same."""
    _asked(
        lambda: client.apps_connections_open(app_token=app_token),
        "SLACK_APP_TOKEN",
        pause,
        tries,
    )


def _asked(
    call: Callable[[], SlackResponse],
    variable: str,
    pause: Callable[[float], bool],
    tries: float,
) -> SlackResponse:
    attempt = 0
    while True:
        try:
            with readable():
                return call()
        except Exception as error:
            failure = judge(error, attempt)
            if failure is None:
                raise
            if failure.error in TOKEN_ERRORS:
                raise TokenError(variable, f"is refused ({failure.error})") from error
            attempt += 1
            log.warning("%s", failure.cause)
            if attempt >= tries or failure.remedy != "wait" or pause(failure.after_s):
                raise SlackUnreachable(failure.cause) from error


def _identity(response: SlackResponse) -> Identity:
    scopes = header_of(response.headers, "x-oauth-scopes")
    return Identity(
        bot_user_id=str(response["user_id"]),
        team=str(response.get("team") or ""),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        team_id=str(response.get("team_id") or ""),
        enterprise_id=str(response.get("enterprise_id") or ""),
    )
