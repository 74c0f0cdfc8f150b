"""The first question after a rebuild is answered without torch, which takes seconds to import."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.index.encoder.tiny_model import make_tiny_reader

ROOT = Path(__file__).parents[3]
ASK = """
import sys
from bot.cli import main
main(["ask", "who sent troops?", "--data", sys.argv[1]], standalone_mode=False)
print(*sorted({"torch", "transformers", "sentence_transformers"} & sys.modules.keys()))
"""


@pytest.mark.skipif(not find_spec("openvino"), reason="OpenVINO is not installed")
def test_the_first_question_after_a_rebuild_imports_no_torch(
    run: Run, articles: Path, data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    models = {
        "PULLQUOTE_ENCODER_MODEL": str(tiny_model),
        "PULLQUOTE_READER_MODEL": str(make_tiny_reader(tiny_model, tmp_path / "reader")),
        "PULLQUOTE_ANSWER_THRESHOLD": "0",
    }
    shutil.rmtree(data / "converted")
    rebuilt = run("rebuild", str(articles), **models)
    assert (rebuilt.exit_code, rebuilt.stderr) == (0, "")
    kept = [path.name.split("-")[0] for path in (data / "converted").glob("*-*")]
    assert sorted(kept) == ["encoder", "reader"]
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(data)],
        env={**models, "PATH": "", "HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *answer, imported = done.stdout.splitlines()
    assert any("\N{PILCROW SIGN}" in line for line in answer)
    assert (imported, done.stderr) == ("", "")


def test_a_reader_that_cannot_be_loaded_does_not_keep_the_index_from_being_built(
    run: Run, articles: Path, tmp_path: Path
) -> None:
    nowhere = {"PULLQUOTE_READER_MODEL": str(tmp_path / "no-such-reader")}
    rebuilt = run("rebuild", str(articles), **nowhere)
    assert rebuilt.exit_code == 0
    assert rebuilt.stdout.startswith("indexed 3 articles")
    asked = run("ask", "who sent troops?", **nowhere)
    assert asked.exit_code == 1
    assert "reader.model" in asked.stderr
