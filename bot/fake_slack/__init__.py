"""A local fake Slack: its Web API, Socket Mode, HTTP delivery, and the people who use it.

`FakeSlack` is what tests and the demo use; everything listens on 127.0.0.1 only. It knows the
Slack platform and nothing of Pullquote, and nothing else in `bot` imports it but `serve --demo`.
"""

from bot.fake_slack.api.faults import Fault
from bot.fake_slack.api.rate_limits import RateLimits
from bot.fake_slack.api.web_api import Call
from bot.fake_slack.changes import NothingCame
from bot.fake_slack.control import FakeSlack
from bot.fake_slack.delivery.outbox import Delivery, RetryPolicy
from bot.fake_slack.people import InteractionResult
from bot.fake_slack.state.installed_app import Command, InstalledApp, Shortcut
from bot.fake_slack.state.workspace import Channel, Message, User
from bot.fake_slack.wire import SlackRefusal

__all__ = [
    "Call",
    "Channel",
    "Command",
    "Delivery",
    "FakeSlack",
    "Fault",
    "InstalledApp",
    "InteractionResult",
    "Message",
    "NothingCame",
    "RateLimits",
    "RetryPolicy",
    "Shortcut",
    "SlackRefusal",
    "User",
]
