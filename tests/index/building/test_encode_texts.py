"""What the encoder fails on: one line for its article, and the index is built all the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.building.rebuild import RebuildReport
from index.encoder.encoding import Encoding
from index.errors import NoSnapshot
from index.snapshot.snapshot import open_current
from tests.index.encoder.small_encoder import SmallEncoder

Build = Callable[..., RebuildReport]


class FailingEncoder(SmallEncoder):
    """Fails on texts with one of the `words`, and with them on the rest of their batch."""

    def __init__(self, *words: str, numbers: float | None = None) -> None:
        super().__init__()
        self._words = words
        self._numbers = numbers

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        for i, encoding in super().encode_passages(texts):
            if not any(word in texts[i] for word in self._words):
                yield i, encoding
            elif self._numbers is None:
                raise RuntimeError("this text\n is beyond me")
            else:
                vector = np.full_like(encoding.vector, self._numbers)
                yield i, Encoding(vector, encoding.tokens, encoding.offsets, encoding.ids)


@pytest.mark.parametrize(
    ("encoder", "why"),
    [
        (FailingEncoder("mirror"), "this text is beyond me"),
        (FailingEncoder("mirror", numbers=float("nan")), "it gives no numbers"),
    ],
    ids=["raises", "gives no numbers"],
)
def test_one_text_is_a_line_and_the_rest_is_indexed(
    build: Build, data: Path, encoder: FailingEncoder, why: str
) -> None:
    report = build(encoder)
    [skipped] = report.skipped
    assert skipped.path.endswith("mirror.txt")
    assert skipped.reason == (
        f"the encoder fails on 1 of its passages, found by their words only: {why}"
    )
    assert (report.articles, report.passages) == (3, 4)
    with closing(open_current(data)) as snapshot:
        assert snapshot.manifest.skipped == report.skipped
        failed = [i for i, p in enumerate(snapshot.store.all_passages()) if "mirror" in p.text]
        lengths = np.linalg.norm(np.asarray(snapshot.encodings.vectors, np.float32), axis=1)
        assert [i for i, length in enumerate(lengths) if length == 0] == failed


def test_the_passages_of_an_article_are_one_line(build: Build) -> None:
    report = build(FailingEncoder("alliance", "bread"))
    [skipped] = report.skipped
    assert skipped.path.endswith("troops.md")
    assert "fails on 2 of its passages" in skipped.reason


def test_an_encoder_that_fails_on_everything_ends_the_build(build: Build, data: Path) -> None:
    with pytest.raises(RuntimeError, match="beyond me"):
        build(FailingEncoder(""))
    with pytest.raises(NoSnapshot):
        open_current(data)
