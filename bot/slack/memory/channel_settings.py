"""Where the settings of channels are kept."""

import json
import time
from collections.abc import Callable

from bot.slack.memory.database import Database
from bot.slack.values import ChannelSettings


class ChannelStore:
    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def of(self, channel: str) -> ChannelSettings:
        """The channel's settings, or the defaults."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT sources, quotes, follow_ups, every_question FROM channel_settings "
                "WHERE channel = ?",
                (channel,),
            ).fetchone()
        if row is None:
            return ChannelSettings()
        return ChannelSettings(tuple(json.loads(row[0])), row[1], bool(row[2]), bool(row[3]))

    def put(self, channel: str, settings: ChannelSettings, set_by: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO channel_settings VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    channel,
                    json.dumps(settings.sources),
                    settings.quotes,
                    settings.follow_ups,
                    set_by,
                    self._clock(),
                    settings.every_question,
                ),
            )
