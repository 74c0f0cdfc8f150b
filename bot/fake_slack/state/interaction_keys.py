"""What an interaction hands the app: a trigger_id (3 s, once), a response_url (30 min, 5 uses)."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.fake_slack.state.workspace import Message
from bot.fake_slack.wire import SlackRefusal

TRIGGER_LIFE_S = 3.0
RESPONSE_URL_LIFE_S = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass(slots=True)
class Trigger:
    """`view_id` is the modal in which the interaction happened, if any."""

    user: str
    issued: float
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where it answers: `message` is the one that was acted on, if any."""

    channel: str
    user: str
    issued: float
    message: Message | None = None
    uses: int = 0


@dataclass(slots=True)
class InteractionKeys:
    """All keys given out. `age` makes them older without waiting."""

    trigger_life_s: float = TRIGGER_LIFE_S
    clock: Callable[[], float] = time.monotonic
    _aged_s: float = 0.0
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _responses: dict[str, ResponseUrl] = field(default_factory=dict)

    def _now(self) -> float:
        return self.clock() + self._aged_s

    def age(self, seconds: float) -> None:
        self._aged_s += seconds

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = Trigger(user, self._now(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """The trigger, which is used up by this."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if self._now() - trigger.issued > self.trigger_life_s:
            raise SlackRefusal("expired_trigger_id")
        if trigger.used:
            raise SlackRefusal("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def new_response_url(self, channel: str, user: str, message: Message | None = None) -> str:
        """Its key; the server makes the URL of it."""
        key = secrets.token_urlsafe(12)
        self._responses[key] = ResponseUrl(channel, user, self._now(), message)
        return key

    def respond(self, key: str) -> ResponseUrl:
        """Count one use. Refuses with `expired_url` or `used_url`."""
        response = self._responses.get(key)
        if response is None:
            raise SlackRefusal("invalid_url")
        if self._now() - response.issued > RESPONSE_URL_LIFE_S:
            raise SlackRefusal("expired_url")
        if response.uses >= RESPONSE_URL_USES:
            raise SlackRefusal("used_url")
        response.uses += 1
        return response
