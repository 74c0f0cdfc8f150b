"""The commands at a terminal: what they print, where, and with which exit code."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.cli import main
from index.building.rebuild import RebuildReport
from index.snapshot.folders import current_folder
from tests.bot.commands.rebuild_process import small_pullquote
from tests.bot.conftest import Run
from tests.index.encoder.tiny_model import make_tiny_model
from tests.processes import PATIENCE_S, started

Build: TypeAlias = Callable[..., RebuildReport]


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    (tmp_path / "gate").mkdir()
    (tmp_path / "gate" / "open").touch()
    return tmp_path / "gate" / "open"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def one_line(text: str) -> str:
    assert text.startswith("pullquote: ")
    assert text.count("\n") == 1
    return text


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example:\n    pullquote {command}" in result.stdout


def test_the_list_of_commands_has_a_whole_sentence_for_each(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == sorted(main.commands)
    assert all(line.endswith(".") and "..." not in line for line in listed)


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == "pullquote 0.1.0\n"


def test_rebuild_ask_and_status_work_together(run: Run, articles: Path) -> None:
    rebuilt = run("rebuild", str(articles))
    assert rebuilt.stdout.startswith("indexed 3 articles, 4 passages in ")
    assert "0 skipped" in rebuilt.stdout
    asked = run("ask", "who sent troops to the capital?", "--quotes", "1")
    assert asked.stdout.startswith("❝ ")
    assert "¶" in asked.stdout
    assert "**" in asked.stdout
    status = run("status").stdout
    assert "articles  3 from" in status
    assert "encoder   tiny@" in status


def test_a_question_needs_no_quotation_marks_at_the_shell(run: Run, articles: Path) -> None:
    run("rebuild", str(articles))
    quoted = run("ask", "who sent troops", "--json")
    unquoted = run("ask", "who", "sent", "--json", "troops")
    assert unquoted.exit_code == 0
    assert json.loads(unquoted.stdout)["question"] == "who sent troops"
    assert unquoted.stdout == quoted.stdout


def test_a_question_is_narrowed_to_what_somebody_says(run: Run, articles: Path) -> None:
    (articles / "ferry.txt").write_text(
        "Ferry\n\nThe ferry is safe, said Ann Sample. Doug Berg said that the ferry is loud.\n"
    )
    run("rebuild", str(articles))
    asked = run("ask", 'how is the ferry? by:"Ann Sample"', PULLQUOTE_ANSWER_THRESHOLD="0")
    assert "**The ferry is safe, said Ann Sample.**" in asked.stdout
    assert "    Said by: Ann Sample · reported speech\n" in asked.stdout
    assert "1 passage of 1 article searched" in asked.stdout
    [quote] = json.loads(run("ask", "ferry", "by:Berg", "--json").stdout)["quotes"]
    assert quote["said"][1] == {
        "sentence": [36, 74],
        "speaker": {"text": "Doug Berg", "span": [36, 45], "paragraph": 1, "kind": "body"},
        "verb": {"text": "said", "span": [46, 50], "paragraph": 1, "kind": "body"},
        "mode": "reported",
    }
    nobody = run("ask", "ferry", "by:Carla")
    assert nobody.exit_code == 1
    assert "known to be said by 'Carla'" in one_line(nobody.stderr)
    unknown = run("chat", typed="ferry is:new\nferry from:nobody\nferry before:1901\n")
    assert "'is:new' is no filter" in unknown.stderr
    assert "no article is from “nobody”" in unknown.stderr
    assert "no article is within these filters" in unknown.stderr


def test_json_has_the_documented_fields(run: Run, articles: Path) -> None:
    run("rebuild", str(articles))
    answer = json.loads(run("ask", "who sent troops?", "--json").stdout)
    assert list(answer) == ["question", "answered", "confidence", "quotes", "searched", "snapshot"]
    assert list(answer["snapshot"]) == ["id", "articles", "passages"]
    for quote in answer["quotes"]:
        assert list(quote) == [
            "text",
            "highlights",
            "title",
            "publisher",
            "published",
            "version",
            "url",
            "link",
            "paragraph",
            "page",
            "kind",
            "path",
            "score",
        ]
        for start, end in quote["highlights"]:
            assert quote["text"][start:end].strip() == quote["text"][start:end] != ""


def test_two_questions_are_answered_each_for_people_and_in_json(run: Run, articles: Path) -> None:
    run("rebuild", str(articles))
    question = "who sent troops and who shut the old bridge?"
    answer = json.loads(run("ask", question, "--json").stdout)
    asked = [each["question"] for each in (answer, *answer["further"])]
    assert asked == ["who sent troops?", "who shut the old bridge?"]
    shown = run("ask", question).stdout
    assert shown.index("? who sent troops?") < shown.index("? who shut the old bridge?")


def test_what_was_read_in_part_is_not_counted_as_skipped(run: Run, articles: Path) -> None:
    broken = articles / "cafe.html"
    said = "<p>The café by the old mill of Halm opens at nine and sells crêpes until it rains.</p>"
    page = f"<html><head><meta charset=utf-8><title>Halm</title></head><body>{said}</body></html>"
    broken.write_bytes(page.encode().replace(b" old ", b" old\xff "))
    result = run("rebuild", str(articles))
    assert "0 skipped, 1 read in part\n" in result.stdout
    assert f"read in part {broken}: 1 character is broken in it" in result.stdout


def test_what_was_skipped_is_in_the_closing_lines_and_in_json(run: Run, articles: Path) -> None:
    (articles / "photo.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    result = run("rebuild", str(articles))
    assert result.exit_code == 0
    assert "1 skipped\n" in result.stdout
    assert "photo.txt: " in result.stdout
    report = json.loads(run("rebuild", str(articles), "--json").stdout)
    assert [Path(skipped["path"]).name for skipped in report["skipped"]] == ["photo.txt"]
    assert report["published"] is False


def test_eval_prints_the_documented_figures(run: Run, tmp_path: Path) -> None:
    row = {"question": "Who sent troops?", "context": "The alliance sent troops.", "answers": []}
    lines = [row | {"answers": ["alliance"]}, row | {"context": "It rained.", "title": "Rain"}]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    figures = json.loads(run("eval", str(file), "--json", "--baseline").stdout)
    assert {
        *(
            "success@1",
            "success@3",
            "success@5",
            "mrr",
            "highlight_hit",
            "quotes_hit",
            "mark_hit",
            "two_sentences",
            "auroc",
        ),
        *("refused", "false_answers", "ms_p50", "ms_p95", "questions", "passages"),
    } <= set(figures)
    assert (figures["success@1"], figures["questions"], figures["passages"]) == (1.0, 2, 2)
    assert "Success@1" in run("eval", str(file)).stdout
    file.write_text("{}")
    assert "questions.jsonl: line 1" in one_line(run("eval", str(file)).stderr)


def test_an_answer_that_is_not_there_is_said(run: Run, articles: Path) -> None:
    run("rebuild", str(articles))
    result = run("ask", "who sent troops?", PULLQUOTE_ANSWER_THRESHOLD="1")
    assert result.exit_code == 0
    assert result.stdout.startswith("The articles don't say.\nThe nearest passage (")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "who sent troops?"], "there is no index"),
        (["status"], "there is no index"),
        (["chat"], "there is no index"),
        (["rebuild", "nowhere"], "there is no file or folder 'nowhere'"),
    ],
)
def test_a_foreseen_failure_is_one_line_and_exit_1(
    run: Run, arguments: list[str], message: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert message in one_line(result.stderr)


@pytest.mark.parametrize("question", ["", "the", "why " * 500, "кто отправил войска?"])
def test_a_question_that_cannot_be_asked_is_one_line(
    run: Run, articles: Path, question: str
) -> None:
    run("rebuild", str(articles))
    result = run("ask", question)
    assert (result.exit_code, result.stdout) == (1, "")
    one_line(result.stderr)


def test_damage_and_another_encoder_are_one_line(
    run: Run, articles: Path, data: Path, tmp_path: Path
) -> None:
    run("rebuild", str(articles))
    other = make_tiny_model(tmp_path / "other")
    result = run("ask", "who sent troops?", PULLQUOTE_ENCODER_MODEL=str(other))
    assert "the index was built by the encoder tiny@" in one_line(result.stderr)
    (current_folder(data) / "dense.faiss").unlink()
    result = run("ask", "who sent troops?")
    assert "but is missing" in one_line(result.stderr)


@pytest.mark.parametrize(
    ("typed", "message", "command"),
    [
        ("ask", "missing argument 'QUESTION...'", "pullquote ask"),
        ("ask who? --quotes 99", "'99' is not a whole number from 1 to 10", "pullquote ask"),
        ("chat --quotes many", "'many' is not a whole number from 1 to 10", "pullquote chat"),
        ("ask --qoutes 2 who?", "Did you mean '--quotes'?", "pullquote ask"),
        ("eval --seed x q.json", "'x' is not a whole number from 0\n", "pullquote eval"),
        ("eval --limit 0 x.json", "'0' is not a whole number from 1\n", "pullquote eval"),
        ("rebuild --every", "option '--every' requires an argument\n", "pullquote rebuild"),
        ("rebuild --every 15m --json", "do not go with --watch and --every", "pullquote rebuild"),
        ("changes --since tomorrow", "is not a day: write it as 2026-03-05", "pullquote changes"),
        ("changes --since 2026-02-30", "is not a day: write it as 2026-03-05", "pullquote changes"),
        ("move mysql", "invalid value for 'ENGINE': 'mysql' is not one of", "pullquote move"),
        ("rollback a b", "got unexpected extra argument (b)", "pullquote rollback"),
        ("rebulid articles", "no such command 'rebulid'. Did you mean 'rebuild'?", "pullquote"),
        ("--nonsense", "no such option '--nonsense'", "pullquote"),
    ],
)
def test_wrong_usage_is_a_line_that_says_it_and_a_hint(
    run: Run, typed: str, message: str, command: str
) -> None:
    result = run(*typed.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.startswith("pullquote: ")
    assert result.stderr.splitlines()[1:] == [f"try `{command} --help`"]


def test_a_data_folder_that_is_a_file_is_no_damaged_index(run: Run, articles: Path) -> None:
    for command in ("status", "rebuild", "ask who?"):
        result = run(*command.split(), "--data", str(articles / "mirror.txt"))
        assert result.exit_code == 1
        assert "mirror.txt' is a file, not a folder" in one_line(result.stderr)


def test_a_wrong_setting_is_one_line_that_names_it(run: Run) -> None:
    result = run("status", PULLQUOTE_ANSWER_QUOTE="3")
    assert result.exit_code == 1
    assert "the closest is 'PULLQUOTE_ANSWER_QUOTES'" in one_line(result.stderr)


def test_chat_answers_lines_from_a_pipe_and_goes_on_after_a_bad_one(
    run: Run, articles: Path
) -> None:
    run("rebuild", str(articles))
    result = run("chat", typed="who sent troops?\n\nthe\nwhere is the bridge?\nexit\nnever asked\n")
    assert result.exit_code == 0
    assert result.stdout.count("passages of 3 articles searched") == 2
    assert "no word to search for" in result.stderr


def test_chat_understands_a_follow_up(run: Run, articles: Path) -> None:
    run("rebuild", str(articles))
    shown = run("chat", typed="who shut the old bridge?\nwhy?\n").stdout
    assert "Understood as: why" in shown.replace("\n", " ")


def test_chat_on_a_terminal_edits_lines_and_has_no_traceback_at_its_end(
    build: Build, data: Path, gate: Path, stack: ExitStack
) -> None:
    build()
    ours, theirs = pty.openpty()
    environ = os.environ | {
        "PULLQUOTE_DATA_DIR": str(data),
        "PULLQUOTE_ANSWER_THRESHOLD": "0",
        "TERM": "xterm-256color",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    stack.callback(os.close, ours)
    command = small_pullquote(gate, "chat")
    terminal = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = stack.enter_context(started(command, env=environ, **terminal))
    os.close(theirs)
    seen = b""

    def read_until(text: bytes, start: int = 0) -> int:
        """Where the text stands after `start`."""
        nonlocal seen
        while text not in seen[start:]:
            assert select.select([ours], [], [], PATIENCE_S)[0], seen
            seen += os.read(ours, 65536)
        return seen.index(text, start)

    read_until(b"\x1b[?2004h")  # the line editor takes input now
    os.write(ours, b"where is the brdge\x1b[D\x1b[D\x1b[Di\r")
    answered = read_until(b"searched in")
    read_until(b"\x1b[?2004h", answered)
    os.write(ours, b"\x04")
    assert process.wait(PATIENCE_S) == 0
    assert b"Traceback" not in seen
    assert b"\x1b[1m" in seen  # bold: it is a terminal
    assert "where is the bridge" in (data / "chat_history").read_text()


def test_help_and_status_import_neither_torch_nor_transformers(
    run: Run, articles: Path, data: Path
) -> None:
    run("rebuild", str(articles))
    code = (
        "import sys; from bot.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)"
    )
    for arguments in (["--help"], ["status", "--data", str(data)]):
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)


def test_an_output_encoding_that_is_too_small_is_one_line(
    build: Build, data: Path, gate: Path
) -> None:
    build()
    environ = os.environ | {"PULLQUOTE_ANSWER_THRESHOLD": "0", "PYTHONIOENCODING": "ascii"}
    command = small_pullquote(gate, "ask", "who sent troops?", "--data", data)
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "set PYTHONIOENCODING=utf-8" in one_line(done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["ask", "who sent troops?"]])
def test_an_output_that_takes_no_more_is_one_line(
    build: Build, data: Path, gate: Path, arguments: list[str]
) -> None:
    build()
    environ = os.environ | {"PULLQUOTE_DATA_DIR": str(data)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            small_pullquote(gate, *arguments),
            env=environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "the output cannot be written" in one_line(done.stderr)


@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["rebuild", "--progress", "json"]])
def test_an_output_that_is_closed_is_one_line(data: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", sys.executable, "-m", "bot.cli", *arguments],
        env=os.environ | {"PULLQUOTE_DATA_DIR": str(data), "PULLQUOTE_SOURCES_PATHS": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    one_line(done.stderr)


def test_a_reader_that_wants_no_more_gets_no_traceback(run: Run, articles: Path) -> None:
    with started(
        [sys.executable, "-m", "bot.cli", "manifest"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(PATIENCE_S) == 1
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_ctrl_c_during_the_imports_gives_no_traceback() -> None:
    code = """
import signal, sys

class Look:
    def find_spec(self, name, path=None, target=None):
        if name == "bot.cli":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Look())
from bot.__main__ import run
run()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (
        -signal.SIGINT,
        "",
        "pullquote: stopped\n",
    )


def test_it_runs_as_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("pullquote ")
