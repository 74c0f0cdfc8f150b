"""Parsers in a process of their own: what one file does to it is that file's line in the report."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import SourceError
from index.reading.parser_process import ParserLimits, ParserProcess, articles_in
from index.reading.readings import Read
from index.reading.sources.files import FileReader
from index.types import Article, Skipped
from tests.index.reading.fuzzing import valid

QUICK = ParserLimits(cpu_s=1.0, memory_bytes=1_000_000_000)


def spin(counted: int) -> None:
    while counted >= 0:
        counted += 1


def fill(size: int) -> int:
    return len(bytearray(size))


def crash(status: int) -> None:
    os.kill(os.getpid(), status)


def fail(said: str) -> None:
    raise LookupError(said)


def number_of_process() -> int:
    return os.getpid()


@pytest.fixture(scope="module")
def parsers() -> Iterator[ParserProcess]:
    with ParserProcess(QUICK) as parsers:
        yield parsers


def test_work_is_done_in_one_process_that_is_not_this_one(parsers: ParserProcess) -> None:
    numbers = {parsers.run(0, number_of_process) for _ in range(3)}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


@pytest.mark.parametrize(
    ("work", "argument", "says"),
    [
        (spin, 0, "takes too long to be read"),
        (fill, 2_000_000_000, "takes more memory than is allowed"),
        (crash, signal.SIGSEGV, "its parser crashed: SIGSEGV"),
        (crash, signal.SIGKILL, "takes more memory than is allowed"),
        (fail, "no such part", "cannot be read (LookupError: no such part)"),
    ],
)
def test_whatever_a_parser_does_is_one_sentence_and_the_next_file_is_read(
    parsers: ParserProcess, work: object, argument: object, says: str
) -> None:
    with pytest.raises(SourceError) as raised:
        parsers.run(0, work, argument)  # type: ignore[arg-type]
    assert says in str(raised.value)
    assert str(raised.value).isprintable()
    (found,) = articles_in(parsers.run, valid(".html"), "page.html")
    assert isinstance(found, Article)


def test_the_time_of_earlier_files_does_not_count(parsers: ParserProcess) -> None:
    def used() -> float:
        return parsers.run(0, time.process_time)

    while used() < 2 * QUICK.cpu_s:
        parsers.run(0, sum, range(3_000_000))
    assert used() >= 2 * QUICK.cpu_s


def test_a_process_that_ended_between_two_files_is_no_fault_of_the_next(
    parsers: ParserProcess,
) -> None:
    number = parsers.run(0, number_of_process)
    os.kill(number, signal.SIGKILL)
    os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
    assert parsers.run(0, number_of_process) != number


def test_a_process_that_is_closed_is_gone() -> None:
    with ParserProcess() as parsers:
        number = parsers.run(0, number_of_process)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_folder_gives_the_same_with_and_without_it(
    parsers: ParserProcess, tmp_path: Path
) -> None:
    for suffix in (".html", ".pdf", ".docx", ".epub", ".mhtml", ".zip", ".md", ".jsonl"):
        (tmp_path / f"a{suffix}").write_bytes(valid(suffix))
    (tmp_path / "broken.pdf").write_bytes(valid(".pdf")[:200])
    (tmp_path / "long.txt").write_text("The ferry runs again.\n\n" * 4000)
    read = [
        [(reading.path, reading.results) for reading in readings if isinstance(reading, Read)]
        for readings in (
            FileReader(1_000_000).read(str(tmp_path), {}),
            FileReader(1_000_000, run=parsers.run).read(str(tmp_path), {}),
        )
    ]
    assert read[0] == read[1]
    assert len(read[0]) > 10
    assert any(isinstance(result, Skipped) for _, results in read[1] for result in results)
