"""Put the bot under load and in trouble, through the fake Slack, and say what came of it.

    python -m bench.slack_load              1,000 questions, trouble, Slack's rate limits
    python -m bench.slack_load --kills 20   … and the bot killed 20 times meanwhile
    python -m bench.slack_load --additions 6 --disk-troubles 4
                                            … and links added, with a full disk and a locked memory
    python -m bench.slack_load --calm       no trouble: how long an answer takes

The bot is `pullquote serve` on the articles that come with it, or with `--bot MODULE` whatever
`python -m MODULE DATA BASE_URL [SETTING=VALUE …]` starts: tests.bot.slack.small_bot takes a second
to start, since its encoder needs no torch.

50 people ask in 20 channels, some in threads; deliveries are doubled, retried and reordered, posts
fail with 429, 500, empty replies, web pages and broken connections (before and after Slack did its
work), the socket is closed, dropped and goes silent. Prints what was lost, doubled or left without
a word, and the time from a question to its answer.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench.slack_load.load import Load
from bench.slack_load.measure import measure


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m bench.slack_load", description=__doc__.partition("\n")[0] if __doc__ else ""
    )
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--per-s", type=float, default=12.0, help="questions a second, in all")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--additions", type=int, default=0, help="links to add meanwhile")
    parser.add_argument("--disk-troubles", type=int, default=0, help="times the disk is full")
    parser.add_argument("--unlimited", action="store_true", help="without Slack's rate limits")
    parser.add_argument("--bot", metavar="MODULE", help="instead of pullquote serve")
    parser.add_argument("--calm", action="store_true", help="no trouble: the time alone")
    parser.add_argument("--seed", type=int, default=13)
    given = parser.parse_args()
    load = Load(
        given.questions,
        per_s=given.per_s,
        kills=given.kills,
        additions=given.additions,
        disk_troubles=given.disk_troubles,
        limited=not given.unlimited,
        bot=given.bot,
        trouble=not given.calm,
        seed=given.seed,
    )
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        result = measure(load, Path(folder))
    took_s = time.monotonic() - started
    print(f"{load.questions} questions in {took_s:.0f} s, {result.kills} kills")
    print(f"{result.deliveries} deliveries, {result.posts_refused} posts refused or broken off")
    print(
        f"lost {len(result.lost)}, doubled {len(result.doubled)}, astray {result.astray}, "
        f"silent {len(result.silent)}"
    )
    if len(result.seconds) > 1:
        p50, p95 = result.percentile(50), result.percentile(95)
        print(f"from question to answer: p50 {p50:.3f} s, p95 {p95:.3f} s")
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
