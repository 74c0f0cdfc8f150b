"""Two local workers give what one machine gives, byte for byte, though one of them dies.

Ray takes a quarter of a minute to start, so these run if PULLQUOTE_TEST_RAY is set: see `.ci/run`.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.building import encode_texts
from index.building.embedded import EmbeddedEngine
from index.building.encode_texts import Made, made
from index.building.rebuild import Workers
from index.encoder.encoding import Encoder
from index.encoder.loading import EncoderOptions
from index.encodings.store import content_hash
from index.engine.engine import Engine
from index.errors import EncoderError
from index.postgres.engine import PostgresEngine
from index.postgres.storing import loading
from index.ray.cluster import ON_LOOPBACK, SILENT, check
from index.ray.machines import reason_not_to
from index.ray.program import installed, program
from index.ray.worker import load_encoder
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder
from tests.index.ray.encoders import (
    BrokenEncoder,
    DyingEncoder,
    FailingEncoder,
    NeighbourlyEncoder,
    missing_encoder,
)
from tests.postgres_server import PostgresServer
from tests.processes import started

pytestmark = pytest.mark.skipif(
    "PULLQUOTE_TEST_RAY" not in os.environ,
    reason="PULLQUOTE_TEST_RAY is not set: Ray takes long to start",
)
ROOT = Path(__file__).parents[3]
FERRIES = 720
PATIENCE_S = 120.0
# The first worker that is ready may have done all when the other one comes.
ONE_OR_BOTH = (Workers(1, 1, 0, {}), Workers(2, 1, 0, {}))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two processors on 127.0.0.1."""
    token = secrets.token_hex(32)  # else Ray looks for one in the home folder
    os.environ.update(SILENT | ON_LOOPBACK | {"PYTHONPATH": str(ROOT), "RAY_AUTH_TOKEN": token})
    # A short path, as sockets lie in it.
    logs = tempfile.mkdtemp(prefix="pullquote-ray-")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [
        *(str(Path(sys.executable).with_name("ray")), "start", "--head", "--block"),
        *("--node-ip-address=127.0.0.1", f"--port={port}", "--num-cpus=2"),
        *("--include-dashboard=false", "--object-store-memory=100000000"),
        f"--temp-dir={logs}",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    with started(command, **quiet) as process:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, "the cluster has ended"
                assert time.monotonic() < until, "the cluster does not start"
                time.sleep(0.1)
        yield f"127.0.0.1:{port}"
        process.terminate()
        process.wait(PATIENCE_S)
    shutil.rmtree(logs, ignore_errors=True)


@pytest.fixture
def ferries(tmp_path: Path) -> Path:
    """More passages than are encoded together, some of them twice."""
    folder = tmp_path / "ferries"
    folder.mkdir()
    for number in range(FERRIES):
        (folder / f"ferry{number}.txt").write_text(
            f"Ferry {number}\n\nThe ferry number {number} goes to the island number {number % 7} "
            f"every day{' of the year' * (number % 5)}.\n\nIt was built in {1900 + number % 90}.\n"
        )
    return folder


def bytes_of(engine: Engine) -> dict[bytes, list[bytes]]:
    """All that was encoded, by content hash."""
    with closing(engine.open()) as views:
        passages = list(views.all_passages())
        texts = {content_hash(passage.text) for passage in passages}
        headings = {content_hash(views.heading(passage)) for passage in passages}
    with engine.known(SmallEncoder()) as known:
        found = known.encoded(texts) | known.encoded_headings(headings)
    assert found.keys() == texts | headings
    return {key: [array.tobytes() for array in astuple(made)] for key, made in found.items()}


def with_workers(here: Encoder, load: Callable[[], Encoder], address: str) -> Any:
    """A `RayEncoder`, of what imports Ray."""
    from index.ray.encoder import RayEncoder

    check(address)
    return RayEncoder(here, load, address)


def encoded(address: str, here: Encoder, load: Callable[[], Encoder], texts: int) -> Workers | None:
    """Encode so many texts on the cluster; what was done there."""
    with closing(with_workers(here, load, address)) as encoder:
        every = [f"The ferry number {number} was late." for number in range(texts)]
        assert len(list(encoder.begin(every, [None] * texts))) == texts
    report: Workers | None = encoder.report
    return report


@pytest.mark.parametrize("kind", ["embedded", "postgres"])
@pytest.mark.parametrize("make", [NeighbourlyEncoder, FailingEncoder])
def test_an_index_is_the_same_to_the_byte(
    kind: str,
    make: Callable[[], Encoder],
    cluster: str,
    ferries: Path,
    tmp_path: Path,
    postgres: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encode_texts, "WINDOW", 600)
    monkeypatch.setattr(loading, "PASSAGES_AT_ONCE", 600)
    found = []
    for name in ("here", "there"):
        data = tmp_path / name
        embedded = kind == "embedded"
        engine = EmbeddedEngine(data) if embedded else PostgresEngine(postgres.empty_url(), data)
        with ExitStack() as stack:
            encoder: Encoder = make()
            if name == "there":
                encoder = stack.enter_context(closing(with_workers(encoder, make, cluster)))
            report = rebuild_from([ferries], data, encoder, engine=engine)
        found.append((bytes_of(engine), report.encoded, report.skipped))
        engine.verify()
    assert getattr(encoder, "report", None) in ONE_OR_BOTH
    assert found[0] == found[1]
    assert len(found[0][2]) == (make is FailingEncoder)


def test_a_worker_that_dies_costs_what_it_had(cluster: str, tmp_path: Path) -> None:
    once = partial(DyingEncoder, tmp_path, 1)
    report = encoded(cluster, NeighbourlyEncoder(), once, 1400)
    assert report is not None
    assert report.died == 1


def test_texts_that_every_worker_dies_of_end_it(cluster: str, tmp_path: Path) -> None:
    always = partial(DyingEncoder, tmp_path, 1000)
    with pytest.raises(EncoderError, match="3 workers died over the same 512 texts"):
        encoded(cluster, NeighbourlyEncoder(), always, 1400)
    assert len(list(tmp_path.iterdir())) in (3, 4)  # another may have begun already


def test_an_encoder_that_fails_on_everything_ends_it(cluster: str) -> None:
    with pytest.raises(RuntimeError, match="beyond all"):
        encoded(cluster, SmallEncoder(), BrokenEncoder, 600)


def test_only_the_same_encoder_is_used(cluster: str) -> None:
    for load, why in (
        (partial(SmallEncoder, fingerprint="small@2"), "it has the encoder small@2, not small@1"),
        (NeighbourlyEncoder, "its encoder gives other numbers than the one here"),
        (missing_encoder, "its encoder cannot be loaded: there is no such folder"),
    ):
        with pytest.raises(EncoderError, match=f"no machine .* can encode: 127.0.0.1: {why}"):
            encoded(cluster, SmallEncoder(), load, 600)


def test_a_real_model_gives_the_same_bytes(cluster: str, tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    options = EncoderOptions("auto", "auto", 256, tmp_path / "data" / "converted")
    here = load_encoder(str(tiny_model), None, options)
    there = partial(load_encoder, str(tiny_model), None, replace(options, streams=1))
    texts = [f"who sent {'troops to the bridge ' * (n % 12)}?" for n in range(700)]
    with closing(with_workers(here, there, cluster)) as encoder:
        made_there = sorted(encoder.begin(texts, [None] * 700), key=lambda text: text.position)
    made_here = sorted(made(here, texts, [None] * 700), key=lambda text: text.position)
    assert encoder.report in ONE_OR_BOTH
    assert [bytes_in(text) for text in made_there] == [bytes_in(text) for text in made_here]


def bytes_in(text: Made) -> list[bytes]:
    return [array.tobytes() for array in astuple(text.encoded)]


def test_little_is_encoded_here(cluster: str) -> None:
    assert encoded(cluster, SmallEncoder(), BrokenEncoder, 512) is None


def test_a_machine_without_the_same_program_says_so() -> None:
    assert "it has no Pullquote" in reason_not_to(None)
    assert "its Pullquote (0.0.1) is not the same" in reason_not_to(("another", "0.0.1"))
    assert reason_not_to((program(), installed())) == ""
