"""The Bolt app with its listeners."""

import logging
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from slack_bolt import App

from bot.slack.connection.clients import reading_client
from config.environment import Secrets

if TYPE_CHECKING:
    from bot.slack.assembly import Assembly


def build_app(bot: "Assembly", secrets: Secrets, executor: Executor) -> App:
    """The Bolt app with every listener, which run in `executor`; raises what Bolt raises if the
    token is refused."""
    from bot.slack.listeners import (
        additions,
        ask_a_person,
        commands,
        events,
        failures,
        feedback,
        follows,
        rebuild,
        settings,
        shortcuts,
    )
    from bot.slack.listeners import buttons as actions

    logger = logging.getLogger("slack_bolt")
    # Bolt reads SLACK_BOT_TOKEN by itself, and warns that the client, which has it, is used.
    logger.addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    app = App(
        client=reading_client(bot.settings, secrets),
        signing_secret=secrets.signing_secret or None,
        ignoring_self_events_enabled=True,
        process_before_response=False,
        logger=logger,
        listener_executor=executor,
    )
    registered = (
        events,
        commands,
        actions,
        additions,
        ask_a_person,
        feedback,
        follows,
        rebuild,
        settings,
        shortcuts,
        failures,
    )
    for listeners in registered:
        listeners.register(app, bot)
    return app
