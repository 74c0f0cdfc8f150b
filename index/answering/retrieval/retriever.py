"""A question to the passages that may answer it: candidates, fused, then re-ranked.

The dense and the lexical view give candidates; their scores, fused, say which are worth late
interaction; that, BM25 and the question's word pairs give the order.
"""

from collections.abc import Collection, Sequence

import numpy as np

from index.answering.retrieval.late_interaction import adjacent_pairs
from index.answering.retrieval.marking import Marker
from index.answering.retrieval.matching import Matcher
from index.answering.retrieval.query import Query, contains, query_of
from index.answering.retrieval.reranker import Reranker
from index.arrays import FloatArray, LongArray
from index.encoder.encoding import Encoder
from index.engine.found import Sought, Within
from index.engine.views import Views
from index.reader.reader import Reader
from index.text.words import words
from index.types import Hit, Passage

# What a passage with words of whoever is asked about gains in the order. That does not count as
# confidence either.
SPEAKER_WEIGHT = 0.15
# What a passage that has the question's phrases word for word gains in the order. It does not
# count as confidence: to have the words is not to answer.
PHRASE_WEIGHT = 0.15
# What a caption loses in the order: it says again, in short, what the text beside it says.
CAPTION_BELOW = 0.03
# What ranks them: match + BM25_WEIGHT · BM25 / attainable + PAIRS_WEIGHT · adjacent pairs.
BM25_WEIGHT = 0.2
PAIRS_WEIGHT = 0.1


class Retriever:
    """Searches one opened snapshot; may be shared by threads."""

    def __init__(
        self,
        snapshot: Views,
        encoder: Encoder,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
    ) -> None:
        snapshot.manifest.expect_encoder(encoder.fingerprint)
        self.snapshot = snapshot
        self.encoder = encoder
        self._reranker = reranker
        self._reader = reader
        self.matcher = Matcher(snapshot)
        self.marker = Marker(self.matcher, reader)

    def of(self, snapshot: Views) -> "Retriever":
        """The same for another view of the snapshot."""
        return Retriever(snapshot, self.encoder, self._reranker, self._reader)

    def query(self, text: str, said_by: Collection[str] = ()) -> Query:
        return query_of(text, self.encoder, self.snapshot, said_by)

    def search(self, query: Query, depth: int, within: Within | None = None) -> list[Hit]:
        """The best `depth` passages, best first; with those that have a phrase of the question, or
        words of whoever is asked about."""
        views = self.snapshot
        sought = Sought(
            query.encoding.vector,
            query.words,
            self._stems(query.phrases),
            query.speakers,
        )
        found = views.candidates(sought, depth, within)
        if not len(found.ids):
            return []
        passages = views.passages(found.ids.tolist())
        scores = (
            self.matcher.scores(query, passages)
            + np.float32(BM25_WEIGHT) * found.bm25
            + np.float32(PAIRS_WEIGHT) * self._pairs(query, found.ids, passages)
        )
        order = scores + np.float32(PHRASE_WEIGHT) * _shares_of_phrases(query, passages)
        order -= np.float32(CAPTION_BELOW) * _are_captions(passages)
        if query.speakers:
            order += np.float32(SPEAKER_WEIGHT) * found.said
        hits = [
            Hit(passages[i], float(scores[i]), float(found.cosines[i]), float(found.bm25[i]))
            for i in np.argsort(-order, kind="stable")
        ]
        return self._reranker.rerank(query.text, hits) if self._reranker else hits

    def _pairs(self, query: Query, ids: LongArray, passages: Sequence[Passage]) -> FloatArray:
        """The share of the question's word pairs that each passage has in its own language."""
        spoken = [self.matcher.language(passage) for passage in passages]
        shares = np.zeros(len(ids), dtype=np.float32)
        for language in dict.fromkeys(spoken):
            rows = [i for i, other in enumerate(spoken) if other == language]
            shares[rows] = adjacent_pairs(
                query.words_in(language),
                self.snapshot,
                ids[rows],
                [passages[i].text for i in rows],
                language,
            )
        return shares

    def _stems(self, phrases: Sequence[str]) -> list[list[str]]:
        """The words of each phrase, by the rules of every language of the index."""
        codes = (None, *self.snapshot.manifest.languages)
        stems = (words([phrase], code)[0] for phrase in phrases for code in codes)
        return [some for some in stems if some]


def _are_captions(passages: Sequence[Passage]) -> FloatArray:
    return np.array([passage.kind == "caption" for passage in passages], dtype=np.float32)


def _shares_of_phrases(query: Query, passages: Sequence[Passage]) -> FloatArray:
    """The share of the question's phrases that each passage has, (passages,), in 0..1."""
    shares = np.zeros(len(passages), dtype=np.float32)
    for phrase in query.phrases:
        shares += [contains(passage.text, phrase) for passage in passages]
    return shares / np.float32(max(len(query.phrases), 1))
