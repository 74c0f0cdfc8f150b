"""What runs on the machines of a cluster: an encoder, and what it is compared by."""

import hashlib
from collections.abc import Callable, Sequence

from index.building.encode_texts import Made, made
from index.encoder.encoding import Encoder
from index.encoder.loading import EncoderOptions, load, load_multi_vector
from index.encoder.models import locate
from index.encoder.paired_encoder import PairedEncoder

# Of several lengths, so that they are padded, and long ones, whose sums show how they are rounded.
COMPARED = (
    "The ferry was late.",
    "About 2,500 troops were sent to the capital on 6 January, said the ministry. " * 3,
    "Why?",
    "The bridge over the river is shut for repairs until the end of June. " * 3,
)


def load_encoder(model: str, tokens: str | None, options: EncoderOptions) -> Encoder:
    """The encoder of some settings, wherever this runs; raises `EncoderError`."""
    dense = load(locate(model), options)
    if tokens is None:
        return dense
    token_files = locate(tokens, setting="late_interaction.model")
    return PairedEncoder(dense, load_multi_vector(token_files, options))


def numbers_of(encoder: Encoder) -> str:
    """A digest of the very bytes that an encoder gives: those of a processor that computes in
    another way, or of another version of a library, are others."""
    digest = hashlib.sha256()
    for position, encoding in sorted(encoder.encode_passages(COMPARED), key=lambda each: each[0]):
        digest.update(f"{position} {encoding.tokens.shape} {encoding.ids.tolist()}".encode())
        digest.update(encoding.vector.tobytes() + encoding.tokens.tobytes())
    return digest.hexdigest()


class Worker:
    """Encodes on a machine of the cluster, by the encoder that `load` gives there."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load
        self._encoder: Encoder | None = None

    def prepare(self, fingerprint: str, numbers: str) -> str:
        """Load the encoder; returns why it is not to be used here, "" if it is."""
        try:
            self._encoder = self._load()
        except Exception as error:
            return f"its encoder cannot be loaded: {' '.join(str(error).split())}"
        if self._encoder.fingerprint != fingerprint:
            return f"it has the encoder {self._encoder.fingerprint}, not {fingerprint}"
        if numbers_of(self._encoder) != numbers:
            return (
                "its encoder gives other numbers than the one here: it needs the same kind of "
                "processor, and the same versions of openvino and torch"
            )
        return ""

    def encode(self, texts: Sequence[str], languages: Sequence[str | None]) -> list[Made]:
        if self._encoder is None:
            raise AssertionError("encode before prepare")
        return list(made(self._encoder, texts, languages))
