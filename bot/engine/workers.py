"""Where a rebuild encodes: here, or by the workers of a Ray cluster."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.engine.encoders import encoder_options
from config.settings import Settings
from index.building.rebuild import Workers
from index.encoder.encoding import Encoder


class Encoding:
    """To be closed; `workers` says then who encoded, None if it was done here."""

    def __init__(self, settings: Settings, address: str | None) -> None:
        """Raises `EncoderError` if there is no cluster at the address."""
        self._settings, self._address = settings, address
        self._leave: Callable[[], Workers | None] = lambda: None
        self.workers: Workers | None = None
        if address is not None:
            from index.ray.cluster import check

            check(address)

    def by(self, here: Encoder) -> Encoder:
        """The encoder that a rebuild has, of the one that was loaded here."""
        if self._address is None:
            return here
        from index.ray.encoder import RayEncoder
        from index.ray.worker import load_encoder

        model = self._settings.encoder.model
        tokens = self._settings.late_interaction.model or None
        options = replace(encoder_options(self._settings), streams=1)
        encoder = RayEncoder(here, partial(load_encoder, model, tokens, options), self._address)
        self._leave = encoder.close
        return encoder

    def close(self) -> None:
        leave, self._leave = self._leave, lambda: None
        self.workers = leave()
