"""What Slack knows of people, user groups and channels: asked when needed, remembered a while.

What cannot be found out counts for nothing: nobody gets a right because Slack did not answer.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.slack.connection.failures import TOKEN_ERRORS, Failure, field_of, judge, readable
from bot.slack.connection.identity import Identity

log = logging.getLogger(__name__)
REMEMBERED_S = 300.0
MOST_REMEMBERED = 10_000


class RightsUnknown(Exception):
    """Slack could not be asked what somebody may see; the message is for people."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        why = "Slack didn't answer when I asked what you may see"
        advice = "Please try again in a moment"
        if not self.is_passing:
            why = f"Slack doesn't let me ask what you may see ({failure.error})"
            advice = "Whoever runs me can see why with `pullquote doctor`"
        super().__init__(f"{why}. {advice}")

    @property
    def is_passing(self) -> bool:
        return self.failure.error not in TOKEN_ERRORS


@dataclass(frozen=True, slots=True)
class Person:
    """`is_active`: not deactivated; `is_outsider`: a guest, or of another organisation."""

    is_active: bool
    is_outsider: bool
    is_bot: bool


NOBODY = Person(is_active=False, is_outsider=True, is_bot=False)


class Directory:
    """May be shared by threads. Everything raises `RightsUnknown` if Slack does not answer."""

    def __init__(
        self,
        client: WebClient,
        identity: Identity,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._identity = identity
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[Any, float]] = {}
        self._lock = threading.Lock()

    def person(self, user: str) -> Person:
        def ask() -> Person:
            return self._person(field_of(self._client.users_info(user=user), "user"))

        person: Person = self._remembered("person", user, ask, NOBODY)
        return person

    def _person(self, profile: dict[str, Any]) -> Person:
        enterprise = (profile.get("enterprise_user") or {}).get("enterprise_id")
        ours = profile.get("team_id") == self._identity.team_id or (
            enterprise is not None and enterprise == self._identity.enterprise_id
        )
        guest = profile.get("is_restricted") or profile.get("is_ultra_restricted")
        return Person(
            is_active=not profile.get("deleted"),
            is_outsider=bool(guest or profile.get("is_stranger") or not ours),
            is_bot=bool(profile.get("is_bot")),
        )

    def members(self, usergroup: str) -> frozenset[str]:
        """The people in a user group; nobody if it is disabled or gone."""

        def ask() -> frozenset[str]:
            return frozenset(
                field_of(self._client.usergroups_users_list(usergroup=usergroup), "users")
            )

        members: frozenset[str] = self._remembered("usergroup", usergroup, ask, frozenset())
        return members

    def is_shared(self, channel: str) -> bool:
        """Whether people of other organisations are, or are about to be, in a channel; so it counts
        if the bot cannot see the channel."""

        def ask() -> bool:
            found = field_of(self._client.conversations_info(channel=channel), "channel")
            marks = ("is_ext_shared", "is_pending_ext_shared", "pending_connected_team_ids")
            return any(map(found.get, marks))

        shared: bool = self._remembered("channel", channel, ask, True)
        return shared

    def _remembered(self, kind: str, name: str, ask: Callable[[], Any], unknown: Any) -> Any:
        """`unknown` if Slack knows nothing of that name."""
        now = self._clock()
        with self._lock:
            value, at = self._known.get((kind, name), (None, -REMEMBERED_S))
        if now - at < REMEMBERED_S:
            return value
        try:
            with readable():
                value = ask()
        except Exception as error:
            failure = judge(error)
            if failure is None:
                raise
            log.warning("what may be seen is not known for a %s: %s", kind, failure.cause)
            if failure.remedy == "wait":
                raise RightsUnknown(failure) from error
            value = unknown
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[kind, name] = (value, now)
        return value
