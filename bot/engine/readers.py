"""The reader of the settings, loaded once, or converted for later."""

import logging
from functools import lru_cache

from bot.engine.encoders import LOADING, encoder_options
from config.settings import Settings
from index.encoder.loading import EncoderOptions
from index.errors import EncoderError
from index.reader.reader import Reader, keep_converted, load_reader

log = logging.getLogger(__name__)


def loaded_reader(settings: Settings) -> Reader | None:
    """The reader of the settings, None without one; loaded by the first who asks for it."""
    with LOADING:
        return _reader(settings.reader.model, encoder_options(settings), settings.encoder.download)


@lru_cache(maxsize=1)
def _reader(model: str, options: EncoderOptions, download: bool) -> Reader | None:
    """Loaded once, however many snapshots are opened."""
    return load_reader(model, options, download=download) if model else None


def keep_reader(settings: Settings) -> None:
    """Convert the reader beside a new index, so that the first question need not import torch."""
    model, download = settings.reader.model, settings.encoder.download
    if model:
        try:
            with LOADING:
                keep_converted(model, encoder_options(settings), download=download)
        except EncoderError as error:  # which does not concern the index, but whoever asks
            log.warning("%s", error)
