"""The index that is in use, from one engine to another: nothing is read or encoded again."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index.building.rebuild import SeenBy, built, corpus_digest, loaded, seeing_groups
from index.collection.collection import Collection
from index.durable import apart, writing_to
from index.encoder.encoding import Encoder
from index.engine.engine import Build, Engine, Progress
from index.errors import SourceChanged

NOT_AS_BUILT = (
    "what was read has changed since the index was built, so it cannot be moved as it is: "
    "run `pullquote rebuild` first"
)


def move(
    source: Engine,
    target: Engine,
    data_dir: Path,
    load_encoder: Callable[[], Encoder],
    *,
    languages: tuple[str, ...] = (),
    seen_by: SeenBy | None = None,
    keep: int,
    on_progress: Progress = lambda done, total: None,
) -> Build:
    """Build in `target` what `source` has in use, out of what that has encoded; then put it to use.

    Of the collection in `data_dir` both are built. Raises `SourceChanged` if the index is not of
    what that holds now, and what a rebuild raises; `source` is left as it is.
    """
    with closing(source.open()) as views:
        manifest = views.manifest
    with target.only_rebuild(), writing_to(data_dir):
        target.clean_up()
        with Collection(data_dir) as collection:
            groups = seeing_groups(collection, seen_by)
            skipped = tuple(collection.sources.skipped())
            digest = collection.digest()
        fingerprint = manifest.encoder_fingerprint
        corpus = corpus_digest(digest, fingerprint, languages, groups)
        if corpus != manifest.corpus:
            raise SourceChanged(NOT_AS_BUILT)
        encoder = loaded(load_encoder)
        manifest.expect_encoder(encoder.fingerprint)
        with source.known(encoder) as known:
            return built(
                target,
                data_dir,
                encoder,
                corpus,
                languages,
                groups,
                skipped,
                keep,
                apart(on_progress),
                known,
            )
