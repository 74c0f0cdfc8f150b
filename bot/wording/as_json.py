"""Answers, reports and lists as JSON, under names that scripts may rely on. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.wording.changes import changes_json, edits_json
from bot.wording.origins import shown_figures, shown_origins
from index.building.rebuild import RebuildReport
from index.collection.kept_articles import KeptSource
from index.manifest import Manifest
from index.types import Account, Answer, Extract, Origins, Quote, Said


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer to the first question of a message; `further` has those to the others."""
    figures = shown_figures(answer)
    return {
        "question": answer.question,
        **({"searched_for": answer.searched_for} if answer.searched_for else {}),
        "answered": answer.answered,
        "confidence": answer.confidence,
        "quotes": [quote_json(quote) for quote in answer.quotes],
        **({"origins": _origins_json(origins)} if (origins := shown_origins(answer)) else {}),
        **({"figures": list(map(_account_json, figures))} if figures else {}),
        **({"absent_phrases": list(answer.absent_phrases)} if answer.absent_phrases else {}),
        "searched": {
            "articles": answer.searched.articles,
            "passages": answer.searched.passages,
        },
        "snapshot": {
            "id": answer.snapshot.id,
            "articles": answer.snapshot.articles,
            "passages": answer.snapshot.passages,
        },
        **({"further": [answer_json(other) for other in answer.further]} if answer.further else {}),
        **({"too_many": list(answer.too_many)} if answer.too_many else {}),
    }


def _origins_json(origins: Origins) -> dict[str, Any]:
    first = origins.earliest
    return {
        "outlets": list(origins.outlets),
        "at_most": len(origins.origins),
        "speaker": origins.speaker,
        "earliest": _account_json(first) if first else None,
        "origins": [
            {"name": origin.name, "accounts": list(map(_account_json, origin.accounts))}
            for origin in origins.origins
        ],
    }


def _account_json(account: Account) -> dict[str, Any]:
    article = account.article
    return {
        "text": account.text,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "link": account.link,
        "paragraph": account.paragraph,
        "page": account.page,
        "kind": account.kind,
        "path": article.path,
    }


def quote_json(quote: Quote) -> dict[str, Any]:
    also = [
        {"title": s.title, "publisher": s.publisher, "published": s.published, "url": s.url}
        for s in quote.also_in
    ]
    return {
        "text": quote.text,
        "highlights": [list(span) for span in quote.highlights],
        **({"said": [_said_json(quote, said) for said in quote.said]} if quote.said else {}),
        "title": quote.title,
        "publisher": quote.publisher,
        "published": quote.published,
        "version": quote.version,
        **({"read": quote.read} if quote.read else {}),
        **({"as_read": True} if quote.as_read else {}),
        **({"changes": changes_json(quote.changes)} if quote.changes else {}),
        "url": quote.url,
        "link": quote.link,
        "paragraph": quote.paragraph,
        "page": quote.page,
        "kind": quote.kind,
        "path": quote.path,
        "score": quote.score,
        **({"also_in": also} if also else {}),
    }


def _said_json(quote: Quote, said: Said) -> dict[str, Any]:
    return {
        "sentence": list(said.sentence),
        "speaker": _extract_json(quote, said.speaker),
        "verb": _extract_json(quote, said.verb),
        "mode": said.mode,
        **({"name": _extract_json(quote, said.name)} if said.name else {}),
    }


def _extract_json(quote: Quote, extract: Extract) -> dict[str, Any]:
    """`span` is of the quote's text, None if it is not in it."""
    inside = quote.start <= extract.start and extract.end <= quote.end
    return {
        "text": extract.text,
        "span": [extract.start - quote.start, extract.end - quote.start] if inside else None,
        "paragraph": extract.paragraph,
        "kind": extract.kind,
    }


def report_json(report: RebuildReport) -> dict[str, Any]:
    return {
        "snapshot": report.snapshot,
        "published": report.published,
        "articles": report.articles,
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "by_words": report.by_words,
        "skipped": [{"path": s.path, "reason": s.reason} for s in report.skipped],
        **({"added": [asdict(added) for added in report.added]} if report.added else {}),
        **({"workers": asdict(report.workers)} if report.workers else {}),
        "copies": report.copies,
        "changed": [
            {
                "path": c.path,
                "title": c.title,
                "url": c.url,
                "version": c.version,
                "vanished": list(c.vanished),
                "edits": edits_json(c.edits),
            }
            for c in report.changed
        ],
    }


def sources_json(sources: Sequence[KeptSource]) -> list[dict[str, Any]]:
    return [
        {
            "source": source.location,
            "articles": source.articles,
            "last_read": source.last_read,
            "error": source.error,
            "skipped": [{"path": s.path, "reason": s.reason} for s in source.skipped],
        }
        for source in sources
    ]


def status_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot": manifest.id,
        "built": manifest.created,
        "articles": manifest.articles,
        "copies": manifest.copies,
        "passages": manifest.passages,
        "encoder": manifest.encoder_fingerprint,
        "recall": manifest.recall,
        "by_words": manifest.by_words,
        "bytes": manifest.bytes,
        "sources": list(manifest.sources),
        "skipped": [{"path": s.path, "reason": s.reason} for s in manifest.skipped],
    }
