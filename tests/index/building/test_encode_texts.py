"""What the encoder fails on: one line for its article, and the index is built all the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.building import encode_texts
from index.building.embedded import EmbeddedEngine
from index.building.encode_texts import Made, encodings, made
from index.building.rebuild import RebuildReport
from index.encoder.encoding import Encoding
from index.engine.engine import Engine
from index.errors import NoSnapshot
from index.postgres.engine import PostgresEngine
from index.postgres.storing import loading
from tests.index.building.small_index import rebuild_from
from tests.index.encoder.small_encoder import SmallEncoder

Rebuild = Callable[..., RebuildReport]


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
    rebuild: Rebuild, engine: Engine, encoder: FailingEncoder, why: str
) -> None:
    report = rebuild(encoder)
    [skipped] = report.skipped
    assert skipped.path.endswith("mirror.txt")
    assert skipped.reason == (
        f"the encoder fails on 1 of its passages, found by their words only: {why}"
    )
    assert (report.articles, report.passages) == (3, 4)
    with closing(engine.open()) as views:
        assert views.manifest.skipped == report.skipped
        passages = list(views.all_passages())
        vectors = views.vectors(np.array([passage.id for passage in passages]))
        without = [bool(length == 0) for length in np.linalg.norm(vectors, axis=1)]
        assert without == ["mirror" in passage.text for passage in passages]


def test_the_passages_of_an_article_are_one_line(rebuild: Rebuild) -> None:
    report = rebuild(FailingEncoder("alliance", "bread"))
    [skipped] = report.skipped
    assert skipped.path.endswith("troops.md")
    assert "fails on 2 of its passages" in skipped.reason


def test_what_is_put_together_with_other_texts_than_a_failing_one_is_encoded_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that they have the numbers that they would have without it."""
    monkeypatch.setattr(encode_texts, "TOGETHER", 2)
    asked = []

    class Asked(FailingEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
            asked.append(list(texts))
            return super().encode_passages(texts)

    texts = ["one ferry", "ferry two", "the mirror", "a bridge", "bread now", "old oil"]
    found = dict(encodings(Asked("mirror"), texts))
    assert [i for i, encoding in sorted(found.items()) if isinstance(encoding, str)] == [2]
    assert asked[0] == texts
    assert ["bread now", "old oil"] in asked
    assert ["a bridge", "bread now"] not in asked


class Elsewhere(SmallEncoder):
    """Has encoded what it got before it is asked for, and gives it in another order."""

    ahead = 5

    def begin(self, texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Made]:
        return iter([*made(self, texts, languages)][::-1])


@pytest.mark.parametrize("kind", ["embedded", "postgres"])
def test_an_index_is_the_same_if_others_encode(
    kind: str,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """What several batches have is encoded once, and the passages before an edit too."""
    monkeypatch.setattr(encode_texts, "WINDOW", 2)
    monkeypatch.setattr(loading, "ARTICLES_AT_ONCE", 2)
    monkeypatch.setattr(loading, "PASSAGES_AT_ONCE", 2)
    for name in "abcdefgh":
        (articles / f"{name}.txt").write_text(
            f"Ferry {name}\n\nEvery ferry was late again.\n\nThe ferry {name} was not seen.\n"
        )
    found = []
    for encoder in (SmallEncoder(), Elsewhere()):
        data = tmp_path / type(encoder).__name__
        engine: Engine = EmbeddedEngine(data)
        if kind == "postgres":
            engine = PostgresEngine(request.getfixturevalue("postgres").url(), data)
        (articles / "a.txt").write_text("Ferry a\n\nEvery ferry was late again.\n\nIt sank.\n")
        rebuild_from([articles], data, encoder, engine=engine)
        (articles / "a.txt").write_text("Ferry a\n\nEvery ferry was late again.\n\nIt swam.\n")
        report = rebuild_from([articles], data, encoder, engine=engine)
        engine.verify()
        with closing(engine.open()) as views:
            texts = [passage.text for passage in views.all_passages()]
            vectors = views.vectors(np.array([p.id for p in views.all_passages()])).tolist()
        found.append((texts, vectors, report.encoded, sorted(encoder.encoded)))
    assert found[0] == found[1]


def test_an_encoder_that_fails_on_everything_ends_the_build(
    rebuild: Rebuild, engine: Engine
) -> None:
    with pytest.raises(RuntimeError, match="beyond me"):
        rebuild(FailingEncoder(""))
    with pytest.raises(NoSnapshot):
        engine.open()
