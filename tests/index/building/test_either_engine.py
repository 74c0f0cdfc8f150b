"""A rebuild, whichever engine keeps the index: what is published, encoded, refused and kept."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.arrays import IntArray
from index.building.rebuild import RebuildReport, Sources
from index.building.rebuild import rebuild as rebuild_sources
from index.engine.engine import Engine
from index.errors import TooFewArticles, UnknownSource
from index.reading.sources.files import FileReader
from tests.index.encoder.small_encoder import SmallEncoder

Rebuild = Callable[..., RebuildReport]


def test_a_build_holds_every_article_and_passage(rebuild: Rebuild, engine: Engine) -> None:
    report = rebuild()
    assert (report.articles, report.passages, report.skipped) == (3, 4, ())
    with closing(engine.open()) as views:
        assert views.info.id == report.snapshot
        texts = [passage.text for passage in views.all_passages()]
    assert len(texts) == 4
    assert any(text.startswith("An alliance of six countries") for text in texts)


def test_every_passage_is_a_slice_of_its_article(rebuild: Rebuild, engine: Engine) -> None:
    rebuild()
    with closing(engine.open()) as views:
        for passage in views.all_passages():
            article = views.article(passage.article_id)
            assert article.text[passage.start : passage.end] == passage.text


def test_nothing_is_encoded_or_published_when_nothing_has_changed(rebuild: Rebuild) -> None:
    first = rebuild()
    encoder = SmallEncoder()
    second = rebuild(encoder)
    assert (second.published, second.snapshot, encoder.encoded) == (False, first.snapshot, [])


def test_a_changed_article_makes_a_new_snapshot(
    rebuild: Rebuild, engine: Engine, articles: Path
) -> None:
    first = rebuild()
    (articles / "mirror.txt").write_text(
        "News\n\nThe mirror of the telescope was unfolded again.\n"
    )
    second = rebuild()
    assert second.published
    assert engine.current_id() == second.snapshot != first.snapshot


def test_another_encoder_makes_a_new_snapshot(rebuild: Rebuild) -> None:
    rebuild()
    assert rebuild(SmallEncoder(fingerprint="small@2")).published


def test_old_snapshots_are_removed_but_for_the_newest(
    rebuild: Rebuild, engine: Engine, articles: Path
) -> None:
    ids = []
    for n in range(4):
        (articles / "mirror.txt").write_text(
            f"News\n\nThe mirror number {n} of the telescope is up.\n"
        )
        ids.append(rebuild().snapshot)
    assert [manifest.id for manifest in engine.kept()] == ids[-2:]


def test_one_bad_file_does_not_stop_a_build_and_is_named(rebuild: Rebuild, articles: Path) -> None:
    (articles / "photo.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    report = rebuild()
    assert report.articles == 3
    assert [Path(skipped.path).name for skipped in report.skipped] == ["photo.txt"]


def test_only_what_is_new_is_encoded(rebuild: Rebuild, engine: Engine, articles: Path) -> None:
    assert rebuild().encoded == 4
    (articles / "copy.md").write_text(
        (articles / "bridge.md").read_text()
        + "\nIt was opened to all but heavy lorries and is open again.\n"
    )
    (articles / "mirror.txt").unlink()
    encoder = SmallEncoder()
    report = rebuild(encoder)
    assert [text.split()[-2] for text in encoder.encoded] == ["open"]
    assert (report.encoded, report.passages) == (1, 5)
    engine.verify()


def test_the_same_paragraph_is_encoded_once(rebuild: Rebuild, articles: Path) -> None:
    for n in range(5):
        (articles / f"copy{n}.md").write_text((articles / "bridge.md").read_text())
    encoder = SmallEncoder()
    report = rebuild(encoder)
    assert (report.passages, report.encoded) == (9, 4)
    assert len(encoder.encoded) == 4 + 3  # the titles too


def test_losing_most_articles_must_be_forced(
    rebuild: Rebuild, engine: Engine, articles: Path
) -> None:
    for n in range(4):
        (articles / f"more{n}.txt").write_text(f"News\n\nArticle {n} tells of the bridge.\n")
    first = rebuild()
    for path in sorted(articles.iterdir())[:4]:
        path.unlink()
    with pytest.raises(TooFewArticles, match="only 3 of 7 articles would be left"):
        rebuild()
    assert engine.current_id() == first.snapshot
    assert rebuild(force=True).articles == 3


def test_sources_are_added_and_removed(
    rebuild: Rebuild, engine: Engine, data: Path, tmp_path: Path
) -> None:
    rebuild()
    (tmp_path / "more.txt").write_text("News\n\nOne more article tells of the bridge.\n")
    more = str(tmp_path / "more.txt")

    def change(**sources: tuple[str, ...]) -> RebuildReport:
        reader = FileReader(1_000_000).read
        return rebuild_sources(
            Sources(**sources), reader, data, "small@1", SmallEncoder, keep=2, engine=engine
        )

    assert change(added=(more,)).articles == 4
    assert change(removed=(more,)).articles == 3
    with pytest.raises(UnknownSource):
        change(removed=(more,))


def test_an_article_that_cannot_be_split_is_left_out_alone(
    rebuild: Rebuild, articles: Path
) -> None:
    class Choosy(SmallEncoder):
        def token_offsets(self, text: str) -> IntArray:
            if "telescope" in text:
                raise RuntimeError("no tokens\nhere")
            return super().token_offsets(text)

    report = rebuild(Choosy())
    assert report.articles == 2
    [skipped] = report.skipped
    assert skipped.path.endswith("mirror.txt")
    assert skipped.reason == "cannot be split into passages: no tokens here"
    assert not rebuild(Choosy()).published
