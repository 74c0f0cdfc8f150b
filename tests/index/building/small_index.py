"""A rebuild with the small encoder, as the command does it with the real one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.building.rebuild import RebuildReport, Sources, rebuild
from index.encoder.encoding import Encoder
from index.reading.sources.files import FileReader
from tests.either_engine import engine_at
from tests.index.encoder.small_encoder import SmallEncoder


def rebuild_from(
    sources: Sequence[Path | str],
    data: Path,
    encoder: Encoder | None = None,
    **options: Any,
) -> RebuildReport:
    encoder = encoder or SmallEncoder()
    given: dict[str, Any] = {"keep": 2, "engine": engine_at(data), **options}
    return rebuild(
        Sources(chosen=tuple(map(str, sources))),
        FileReader(1_000_000, data).read,
        data,
        encoder.fingerprint,
        lambda: encoder,
        **given,
    )
