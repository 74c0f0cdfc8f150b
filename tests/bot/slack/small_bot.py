"""The bot as a process of its own, with the small encoder: starts in a second, and may be killed.

`python -m tests.bot.slack.small_bot DATA BASE_URL`, with the tokens in the environment, and the
command that rebuilds as JSON in SMALL_BOT_REBUILD; links are added with the small encoder too.
Without an index in DATA it builds one.
"""

import json
import logging
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from bot.index_in_use.current_index import CurrentIndex
from bot.slack.serve import Running
from config.environment import read_secrets
from tests.articles import write_articles
from tests.bot.commands.rebuild_process import add_command
from tests.bot.slack.bot_at_work import QUICK, build_index, settings_for
from tests.index.encoder.small_encoder import SmallEncoder


def main(data: str, base_url: str, *flags: str) -> None:
    """`flags` are settings, such as `bot__posts_per_s=1`, or `post_burst`."""
    if not Path(data).exists():
        build_index(write_articles(Path(data).with_name("articles")), Path(data))
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    given = dict(flag.split("=", 1) for flag in flags)
    tuning = replace(QUICK, post_burst=int(given.pop("post_burst", QUICK.post_burst)))
    settings = settings_for(Path(data), base_url, **given)
    gate = Path(data).with_name("open gate")
    gate.touch()
    running = Running(
        settings,
        read_secrets(os.environ),
        current_index=CurrentIndex(settings, SmallEncoder()),
        add=add_command(gate, "--data", data, "--progress", "json", "--"),
        rebuild=json.loads(os.environ.get("SMALL_BOT_REBUILD", "null")),
        tuning=tuning,
    )
    signal.signal(signal.SIGTERM, lambda *_: running.request_stop())
    running.start()
    running.wait()
    running.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
