"""The comparison: `python -m bench.peers FILE`. See bench/README.md."""

import argparse
import json
import sys
from pathlib import Path

from bench.peers.comparison import ROOT, Peer, Result, compare, sample
from bench.peers.table import as_json, render, this_machine
from index.evaluation.datasets import DatasetError, read_datasets

HERE = Path(__file__).parent


def _peer(label: str, name: str, setup: str, package: str) -> Peer:
    return Peer(label, f"bench.peers.{name}", setup, HERE / f"{name}.txt", package)


PEERS = (
    Peer("Pullquote", "bench.peers.pullquote", "this tree, its defaults"),
    _peer("txtai", "txtai", "hybrid", "txtai"),
    _peer("Haystack", "haystack", "BM25 + embedding, joined by rank", "haystack-ai"),
    _peer("LangChain", "langchain", "BM25 + FAISS, ensemble", "langchain-community"),
    _peer("LlamaIndex", "llamaindex", "FAISS", "llama-index-core"),
    _peer("bm25s", "bm25s", "words alone, no encoder", "bm25s"),
)


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    peers = [peer for peer in PEERS if not options.only or peer.name in options.only]
    try:
        dataset = read_datasets(options.files)
    except DatasetError as error:
        print(f"bench.peers: {error}", file=sys.stderr)
        return 1
    machine = this_machine()
    examples = sample(dataset, options.limit, options.seed)
    if not examples:
        print("bench.peers: none of the questions has an answer", file=sys.stderr)
        return 1
    results = compare(
        peers,
        dataset,
        examples,
        environments=options.environments,
        timeout_s=options.timeout_s,
        torch_index=options.torch_index,
        on_result=_report,
    )
    about = {
        "questions": len(examples),
        "documents": sum(len(article.paragraphs) for article in dataset.articles),
    }
    print(render(results, **about, machine=machine))
    if options.json:
        text = json.dumps(as_json(results, **about, machine=machine), indent=2, ensure_ascii=False)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.peers", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="as `pullquote eval`")
    parser.add_argument("--limit", type=int, help="ask only so many questions, at random")
    parser.add_argument("--seed", type=int, default=0, help="which ones at random")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write the figures as JSON")
    parser.add_argument(
        "--only", action="append", choices=[peer.name for peer in PEERS], help="repeatable"
    )
    parser.add_argument(
        "--environments", type=Path, default=ROOT / ".venv-peers", help="where they are made"
    )
    parser.add_argument("--torch-index", metavar="URL", help="the package index of torch alone")
    parser.add_argument("--timeout-s", type=float, default=3600, help="for each engine's run")
    return parser.parse_args(arguments)


def _report(result: Result) -> None:
    outcome = f"MRR {result.figures.mrr:.3f}" if result.figures else result.failure
    print(f"{result.peer.label}: {outcome}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
