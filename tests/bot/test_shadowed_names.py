"""`config` and `index` are ours whatever else is on the path or in the current folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with modules of the same names, as a project of one's own may have."""
    for name in ("config.py", "index.py"):
        (tmp_path / name).write_text("raise SystemExit('not the module that was meant')\n")
    return tmp_path


def test_the_command_runs_in_a_folder_with_modules_of_the_same_names(elsewhere: Path) -> None:
    arrangement = {**os.environ, "PYTHONPATH": os.pathsep.join([str(elsewhere), str(ROOT)])}
    program = "import sys; from bot.cli import main; main(sys.argv[1:], prog_name='pullquote')"
    run = subprocess.run(
        [sys.executable, "-c", program, "status", "--data", "none"],
        cwd=elsewhere,
        env=arrangement,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1, run.stderr
    assert "rebuild" in run.stderr


def test_files_are_parsed_in_a_folder_with_modules_of_the_same_names(elsewhere: Path) -> None:
    (elsewhere / "news.html").write_text(
        "<html><body><article><h1>A harbour</h1><p>The old harbour was opened again in May, "
        "after two years of work on its walls and its lights.</p></article></body></html>"
    )
    program = (
        "import bot\n"
        "from index.reading.parser_process import ParserProcess, articles_in\n"
        "with ParserProcess() as parser:\n"
        "    data = open('news.html', 'rb').read()\n"
        "    print(articles_in(parser.run, data, 'news.html'))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(elsewhere), str(ROOT)])},
        capture_output=True,
        text=True,
    )
    assert "The old harbour was opened again in May" in run.stdout, run.stderr + run.stdout
