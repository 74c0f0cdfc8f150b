"""Processes that answer while the index is rebuilt again and again, in one folder or database.

PULLQUOTE_SWAPS says how often; see CONTRIBUTING.
"""

import gc
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.index_in_use.current_index import CurrentIndex
from tests.bot.ferries import Asking, write_ferries
from tests.bot.slack.bot_at_work import settings_for
from tests.either_engine import address_of, engine_at
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.processes import PATIENCE_S, next_line, started

SWAPS = int(os.environ.get("PULLQUOTE_SWAPS", "3"))


def ask_until_stopped(data: Path, until: Path, url: str) -> dict[str, object]:
    """What a bot's process sees: its threads ask, another one follows the index.

    It prints the id of each snapshot once a question has been answered from it.
    """
    kept = {"data__engine": "postgres", "data__url": url} if url else {}
    settings = settings_for(data, "http://127.0.0.1:1", **kept)
    current_index = CurrentIndex(settings, SmallEncoder())
    current_index.follow()
    with Asking(current_index) as asking:
        reported = ""
        while not until.exists():
            current_index.follow()
            if current_index.snapshot_id != reported and current_index.snapshot_id in asking.seen:
                reported = current_index.snapshot_id
                report(reported)
            time.sleep(0.01)
    gc.collect()
    mapped = {line.split("/snapshots/")[1].split("/")[0] for line in _maps() if data.name in line}
    last = current_index.snapshot_id
    current_index.close()
    return {
        "failures": asking.failures,
        "seen": len(asking.seen),
        "last": last,
        "old_in_memory": sorted(mapped - {last}),
    }


def report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _maps() -> list[str]:
    return [
        line for line in Path("/proc/self/maps").read_text().splitlines() if "/snapshots/" in line
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="reads what is mapped from /proc")
@pytest.mark.usefixtures("either_engine")
def test_no_question_fails_or_is_answered_from_two_indexes_while_they_change(
    articles: Path, data: Path, tmp_path: Path
) -> None:
    write_ferries(articles, 2000)
    rebuild_from([articles], data)
    until = tmp_path / "over"
    program = [sys.executable, "-m", "tests.bot.index_in_use.test_hot_swap", str(data), str(until)]
    program.append(address_of(data))
    engine = engine_at(data)
    with ExitStack() as stack:
        bots = [stack.enter_context(started(program, stdout=subprocess.PIPE)) for _ in range(2)]
        for swap in range(SWAPS + 1):
            for bot in bots:
                assert next_line(bot.stdout).strip() == engine.current_id()
            if swap < SWAPS:
                write_ferries(articles, 2001 + swap)
                assert rebuild_from([articles], data).published
        until.touch()
        for bot in bots:
            found = json.loads(next_line(bot.stdout))
            assert found["failures"] == []
            assert found["last"] == engine.current_id()
            assert found["seen"] == SWAPS + 1
            assert found["old_in_memory"] == []
            assert bot.wait(PATIENCE_S) == 0


if __name__ == "__main__":
    report(json.dumps(ask_until_stopped(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
