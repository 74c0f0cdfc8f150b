"""The encoder of the settings: located, then loaded."""

from dataclasses import dataclass
from threading import Lock

from config.settings import Settings
from index.encoder import loading
from index.encoder.encoding import Encoder
from index.encoder.loading import EncoderOptions
from index.encoder.models import ModelFiles, locate
from index.encoder.paired_encoder import PairedEncoder, paired_fingerprint

# torch cannot be imported by two threads at once, and a model is converted once for all.
LOADING = Lock()


@dataclass(frozen=True, slots=True)
class EncoderFiles:
    """The located encoder; `tokens` only if another model gives the token vectors."""

    dense: ModelFiles
    tokens: ModelFiles | None

    @property
    def fingerprint(self) -> str:
        if self.tokens is None:
            return self.dense.fingerprint
        return paired_fingerprint(self.dense.fingerprint, self.tokens.fingerprint)


def locate_encoder(settings: Settings) -> EncoderFiles:
    download = settings.encoder.download
    tokens = settings.late_interaction.model
    return EncoderFiles(
        locate(settings.encoder.model, download=download),
        locate(tokens, setting="late_interaction.model", download=download) if tokens else None,
    )


def encoder_options(settings: Settings) -> EncoderOptions:
    encoder = settings.encoder
    return EncoderOptions(
        encoder.engine,
        encoder.precision,
        encoder.batch_tokens,
        converted=settings.data.dir.absolute() / "converted",
    )


def load_encoder(settings: Settings, files: EncoderFiles) -> Encoder:
    """May be called by several threads, which load one after the other."""
    options = encoder_options(settings)
    with LOADING:
        dense = loading.load(files.dense, options)
        if files.tokens is None:
            return dense
        return PairedEncoder(dense, loading.load_multi_vector(files.tokens, options))
