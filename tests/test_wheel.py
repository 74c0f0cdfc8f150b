"""A wheel in a fresh environment is whole: it makes a folder, indexes it and answers."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MADE_OF = ("bot", "index", "config", "articles", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """`pullquote` from a wheel, in an environment that has its dependencies from this one."""
    source = tmp_path / "source"
    source.mkdir()
    for name in MADE_OF:  # a copy, as building leaves folders behind
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    alone = ["--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "wheel", *alone, "--wheel-dir", str(tmp_path), str(source)], check=True)
    [wheel] = tmp_path.glob("pullquote-*.whl")
    shutil.rmtree(source)
    fresh = tmp_path / "environment"
    venv.create(fresh)
    python = fresh / "bin" / "python"
    install = ["--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True)
    [packages] = fresh.glob("lib/python*/site-packages")
    # Not its .pth files, so that the clone that is installed there is not found.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return fresh / "bin" / "pullquote"


def test_a_wheel_is_installed_makes_a_folder_indexes_and_answers(
    program: Path, tiny_model: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environ = kept | {
        "HOME": str(home),
        "PULLQUOTE_ENCODER_MODEL": str(tiny_model),
        "PULLQUOTE_READER_MODEL": "",
        "PULLQUOTE_ANSWER_THRESHOLD": "0",
    }

    def run(*arguments: str, cwd: Path) -> str:
        command = [str(program), *arguments]
        done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    assert "pullquote rebuild" in run("init", "newsroom", cwd=home)
    folder = home / "newsroom"
    assert (folder / "slack_manifest.yaml").read_text() == run("manifest", cwd=home)
    assert "indexed" in run("rebuild", cwd=folder)
    answer = json.loads(run("ask", "--json", "who sent troops?", cwd=folder))
    assert answer["quotes"][0]["path"].startswith("articles")
