"""A local Slack: Web API, Socket Mode, HTTP delivery, and a hand to drive it.

`SlackStandin` is what tests and the demo use; everything listens on 127.0.0.1 only. It knows the
Slack platform and nothing of Pullquote, and nothing else in `bot` imports it but `serve --demo`.
"""

from bot.standin.changes import NothingCame
from bot.standin.control import SlackStandin
from bot.standin.faults import Fault
from bot.standin.hand import Outcome
from bot.standin.installed_app import Command, InstalledApp, Shortcut
from bot.standin.outbox import Parcel, RetryPolicy
from bot.standin.rate_limits import RateLimits
from bot.standin.web_api import Call
from bot.standin.wire import Refused
from bot.standin.workspace import Channel, Message, User

__all__ = [
    "Call",
    "Channel",
    "Command",
    "Fault",
    "InstalledApp",
    "Message",
    "NothingCame",
    "Outcome",
    "Parcel",
    "RateLimits",
    "Refused",
    "RetryPolicy",
    "Shortcut",
    "SlackStandin",
    "User",
]
