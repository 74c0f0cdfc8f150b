"""From the index in use to whoever answers from it, with a reader and a re-ranker."""

from bot.engine.encoders import load_encoder, locate_encoder
from bot.engine.readers import loaded_reader
from bot.engine.storage import engine_of
from bot.groups import EVERYTHING, View, source_ids
from config.settings import Settings
from index.answering.answer import Answerer
from index.answering.retrieval.reranker import load_reranker
from index.answering.retrieval.retriever import Retriever
from index.encoder.cpu_threads import one_thread_per_question
from index.encoder.encoding import Encoder
from index.encoder.models import locate
from index.engine.views import Views


def open_answerer(settings: Settings, view: View = EVERYTHING) -> Answerer:
    """Open the snapshot in use, then load its encoder, which takes seconds; answer within a view.

    The snapshot comes first, so that a missing or damaged one is reported at once.
    """
    snapshot = engine_of(settings).open()
    files = locate_encoder(settings)
    snapshot.manifest.expect_encoder(files.fingerprint)
    return limited(answerer_of(settings, snapshot, load_encoder(settings, files)), settings, view)


def limited(answerer: Answerer, settings: Settings, view: View) -> Answerer:
    """The answerer as if there were nothing but what a view has."""
    if view.is_everything:
        return answerer
    sources = answerer.snapshot.sources()
    return answerer.limited_to(*source_ids(view, settings.groups, sources))


def answerer_of(settings: Settings, snapshot: Views, encoder: Encoder) -> Answerer:
    one_thread_per_question()
    model = settings.rerank.model
    reranker = None
    if model:
        files = locate(model, setting="rerank.model", download=settings.encoder.download)
        reranker = load_reranker(files, settings.rerank.depth)
    reader = loaded_reader(settings)
    return Answerer(
        Retriever(snapshot, encoder, reranker, reader),
        quotes=settings.answer.quotes,
        threshold=settings.answer.threshold,
        candidates=settings.retrieval.candidates,
        max_chars=settings.question.max_chars,
    )
