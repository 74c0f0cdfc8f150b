"""What is wrong with an address of a cluster is said in one line, before anything is read."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.wording.terminal import render_report
from index.building.rebuild import RebuildReport, Workers
from index.errors import EncoderError
from index.ray.cluster import check


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "head:", ":6379", "head:port", "head:0", "ray://", "ray://head:99999"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(EncoderError, match="no address of a Ray cluster"):
        check(address)


@pytest.mark.parametrize("address", ["local", "auto", "127.0.0.1:6379"])
def test_without_ray_it_is_said_how_to_install_it(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "grpc", None)
    with pytest.raises(EncoderError, match=r'`pip install "pullquote\[ray\]"`'):
        check(address)


def test_the_command_ends_with_one_line_and_makes_nothing(
    articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULLQUOTE_TEST_RAY", raising=False)
    run = CliRunner().invoke(
        main, ["rebuild", str(articles), "--data", str(data), "--ray", "nonsense"]
    )
    assert (run.exit_code, run.stderr.count("\n")) == (1, 1)
    assert "--ray takes local, auto, host:port or ray://host:port" in run.stderr
    assert not data.exists()


def test_the_report_says_who_encoded_and_who_died() -> None:
    workers = Workers(5, 2, 1, {"10.0.0.9": "it has no Pullquote"})
    report = RebuildReport("s", True, 3, 0, 900, 900, {}, 2.0, (), workers=workers)
    assert render_report(report).splitlines()[1:] == [
        "  encoded by 5 workers on 2 machines, 1 died, whose texts were encoded again",
        "  machine 10.0.0.9 left out: it has no Pullquote",
    ]


# In a process of its own: a signal that came late would end the one that runs the tests.
STOPPED_WHILE_RAY_STARTS = """
import signal, sys
from index.ray.cluster import sigterm_kept

heard = []
def ours(number, frame):
    heard.append(number)

signal.signal(signal.SIGTERM, ours)
try:
    with sigterm_kept():
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(number))
        signal.raise_signal(signal.SIGTERM)
except SystemExit:
    print(heard == [signal.SIGTERM])
with sigterm_kept():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(signal.getsignal(signal.SIGTERM) is ours)
"""


def test_sigterm_does_what_it_did_though_ray_takes_it_while_it_starts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_RAY_STARTS], capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["True", "True"]
