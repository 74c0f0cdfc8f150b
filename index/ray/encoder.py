"""An encoder whose passages are encoded on the machines of a Ray cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from index.arrays import IntArray
from index.building.encode_texts import Made, made
from index.building.rebuild import Workers
from index.encoder.batches import WINDOW
from index.encoder.encoding import Encoder, Encoding
from index.ray.cluster import joined
from index.ray.pool import HELD, Pool
from index.ray.worker import numbers_of


class RayEncoder:
    """An `Encoder` as `here`, with the cluster at an address; to be closed.

    `load` gives the encoder on a machine of the cluster. What it gives is the same to the byte:
    workers get what is put together here. The cluster is joined once there are more texts than
    are encoded together.
    """

    def __init__(self, here: Encoder, load: Callable[[], Encoder], address: str) -> None:
        self._here, self._load, self._address = here, load, address
        self._opened = ExitStack()
        self._pool: Pool | None = None
        self.report: Workers | None = None
        self.name = here.name
        self.fingerprint = here.fingerprint
        self.dimension = here.dimension
        self.max_tokens = here.max_tokens

    def token_offsets(self, text: str) -> IntArray:
        return self._here.token_offsets(text)

    def encode_query(self, text: str) -> Encoding:
        return self._here.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding]]:
        return self._here.encode_passages(texts)

    @property
    def ahead(self) -> int:
        return (HELD + 1) * WINDOW * self._pool.size if self._pool else 0

    def begin(self, texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Made]:
        if self._pool is None:
            if len(texts) <= WINDOW:
                return made(self._here, texts, languages)
            self._pool = self._joined()
        pool = self._pool
        tasks = [
            (start, pool.submit(texts[start : start + WINDOW], languages[start : start + WINDOW]))
            for start in range(0, len(texts), WINDOW)
        ]
        return (
            Made(start + text.position, text.encoded, text.failure)
            for start, task in tasks
            for text in pool.result(task)
        )

    def _joined(self) -> Pool:
        self._opened.enter_context(joined(self._address))
        return Pool(self._load, self.fingerprint, numbers_of(self._here))

    def close(self) -> Workers | None:
        """Leave the cluster; returns who encoded there, None if nobody did, as `report` does."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            on = {worker.machine for worker in pool.encoded_by}
            self.report = Workers(len(pool.encoded_by), len(on), pool.died, dict(pool.left_out))
        self._opened.close()
        return self.report
