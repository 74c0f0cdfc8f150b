"""Who may ask, and who may rebuild, add links and change settings: a list, or Slack's admins."""

import logging
import threading
import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.slack.connection.failures import TOKEN_ERRORS, Failure, field_of, judge, readable

log = logging.getLogger(__name__)
REMEMBERED_S = 600.0


class AdminUnknown(Exception):
    """Slack could not be asked whether somebody is an admin; the message is for people."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        why = "Slack didn't answer when I asked whether you are an admin"
        advice = "Please try again in a moment"
        if failure.error in TOKEN_ERRORS:
            why = f"Slack doesn't let me ask whether you are an admin ({failure.error})"
            advice = "Whoever runs me can see why with `pullquote doctor`"
        super().__init__(f"{why}. {advice}")


class Admins:
    """Asks Slack who is an admin, and remembers it for ten minutes. May be shared by threads."""

    def __init__(
        self,
        client: WebClient,
        *,
        may_ask: frozenset[str],
        may_rebuild: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._may_ask = may_ask
        self._may_rebuild = may_rebuild
        self._clock = clock
        self._known: dict[str, tuple[bool, float]] = {}
        self._lock = threading.Lock()

    def may_ask(self, user: str) -> bool:
        return not self._may_ask or user in self._may_ask or user in self._may_rebuild

    def may_rebuild(self, user: str) -> bool:
        """Rebuild, add links, and change a channel's settings. Raises `AdminUnknown`."""
        if self._may_rebuild:
            return user in self._may_rebuild
        now = self._clock()
        with self._lock:
            is_admin, at = self._known.get(user, (False, -REMEMBERED_S))
        if now - at < REMEMBERED_S:
            return is_admin
        try:
            with readable():
                profile = field_of(self._client.users_info(user=user), "user")
                is_admin = bool(profile.get("is_admin") or profile.get("is_owner"))
        except Exception as error:
            failure = judge(error)
            if failure is None:
                raise
            log.warning("users.info failed: %s", failure.cause)
            if failure.remedy != "wait":  # Slack knows no such person here
                return False
            raise AdminUnknown(failure) from error
        with self._lock:
            self._known[user] = (is_admin, now)
        return is_admin
