"""Pullquote itself, on the path that `ask` takes, quotes and highlights included."""

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from bench.peers.protocol import Document, run
from bot.engine.answerers import answerer_of
from bot.engine.encoders import load_encoder, locate_encoder
from config.settings import load as load_settings
from index.building.build import build_snapshot
from index.collection.kept_articles import kept
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.snapshot.opening import open_current


class Pullquote:
    def __init__(self) -> None:
        self.settings = load_settings(os.environ)
        self.encoder = load_encoder(self.settings, locate_encoder(self.settings))

    def index(self, documents: Sequence[Document], folder: Path) -> None:
        articles = [
            assemble(each[0].title, [Block("body", d.text) for d in each], Details(each[0].title))
            for each in (
                list(group) for _, group in groupby(documents, key=lambda d: d.id.partition(":")[0])
            )
        ]
        build_snapshot(map(kept, articles), folder, self.encoder, corpus="peers")
        self.answerer = answerer_of(self.settings, open_current(folder), self.encoder)

    def search(self, question: str, depth: int) -> list[str]:
        found = self.answerer.find(question)
        self.answerer.quotes(found, self.settings.answer.quotes)
        ids = (
            f"{hit.passage.article_id}:{paragraph}"
            for hit in found.ranked
            for paragraph in range(hit.passage.first_paragraph, hit.passage.last_paragraph + 1)
        )
        return list(dict.fromkeys(ids))[:depth]


if __name__ == "__main__":
    run(Pullquote)
