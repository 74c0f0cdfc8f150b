"""Trains the reader: the default encoder's own transformer, which learns where an answer stands.

    python -m bench.reader.train EXAMPLES.jsonl READER.safetensors

Question and passage go through the transformer together; a linear head gives each token a score as
the start and one as the end of the answer, and the first token stands for "no answer" (Devlin et
al. 2019, section 4.2). Only the transformer's layers learn, not its word vectors. What is kept of a
weight matrix is its difference from the published one, cut to `RANK` (as LoRA has it: Hu et al.
2021), so that the reader is a small file beside weights that are there anyway. The same examples
and seed give the same reader on the same machine.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from bench.reader.example import Example
from index.encoder.models import DEFAULT_MODEL, locate

MAX_TOKENS = 224
BATCH = 16
LEARNING_RATE = 1e-4
WARM_UP = 100  # steps
RANK = 32
# Batches of like length are made of so many examples at once.
POOL = 40 * BATCH


class ReaderModel(nn.Module):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        # "eager" takes seven eighths of the time of the default here.
        self.transformer = AutoModel.from_pretrained(str(folder), attn_implementation="eager")
        self.head = nn.Linear(self.transformer.config.hidden_size, 2)
        for name, weights in self.transformer.named_parameters():
            learns = name.startswith("encoder.") or "token_type" in name
            weights.requires_grad_(learns)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Scores as start and end, (texts, length, 2)."""
        output = self.transformer(input_ids=ids, attention_mask=mask, token_type_ids=types)
        scores: torch.Tensor = self.head(output.last_hidden_state).float()
        return scores


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of like length, for ever."""
    order = list(range(len(examples)))
    while True:
        rng.shuffle(order)
        for first in range(0, len(order), POOL):
            pool = sorted(order[first : first + POOL], key=lambda i: len(examples[i].passage))
            groups = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
            rng.shuffle(groups)
            for group in groups:
                yield [examples[i] for i in group]


def loss_of(model: ReaderModel, tokenizer: Tokenizer, batch: Sequence[Example]) -> torch.Tensor:
    """The mean negative log-likelihood of all right starts together, and of all right ends."""
    rows = tokenizer.encode_batch([(each.question, each.passage) for each in batch])
    ids = torch.tensor([row.ids for row in rows])
    mask = torch.tensor([row.attention_mask for row in rows])
    types = torch.tensor([row.type_ids for row in rows])
    offsets = torch.tensor([row.offsets for row in rows])
    of_passage = (types == 1) & (offsets[..., 1] > offsets[..., 0])
    right = torch.zeros(*ids.shape, 2, dtype=torch.bool)
    for row, example in enumerate(batch):
        for start, end in example.answers:
            within = of_passage[row] & (offsets[row, :, 0] >= start) & (offsets[row, :, 1] <= end)
            tokens = within.nonzero().flatten()
            if not len(tokens):
                continue  # after what is read
            if example.kind == "span":
                right[row, tokens[0], 0] = True
                right[row, tokens[-1], 1] = True
            else:
                right[row, tokens] = True
        if not right[row].any():
            right[row, 0] = True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(ids, mask, types)
    possible = of_passage.clone()
    possible[:, 0] = True
    scores = scores.masked_fill(~possible[..., None], -1e4)
    all_right = torch.logsumexp(scores.masked_fill(~right, -1e4), dim=1)
    return (torch.logsumexp(scores, dim=1) - all_right).mean()


def train(
    examples: Sequence[Example],
    folder: Path,
    steps: int,
    seed: int,
    learned: dict[str, torch.Tensor] | None = None,
) -> ReaderModel:
    """Goes on from what was `learned`, if given, at half the rate."""
    torch.manual_seed(seed)
    model = ReaderModel(folder)
    highest = LEARNING_RATE
    if learned:
        model.load_state_dict(learned)
        highest /= 2
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    tokenizer.enable_padding()
    learning = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=LEARNING_RATE, weight_decay=0.01)
    model.train()
    began, losses = time.monotonic(), []
    for step, batch in zip(range(steps), batches(examples, random.Random(seed)), strict=False):  # noqa: S311
        rate = highest * min(1.0, step / WARM_UP) * (1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(model, tokenizer, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 50 == 0:
            mean = sum(losses[-50:]) / 50
            print(f"{step + 1:5} loss {mean:.3f}  {time.monotonic() - began:6.0f} s", flush=True)
    return model.eval()


def adapter(model: ReaderModel, folder: Path) -> dict[str, torch.Tensor]:
    """What makes a reader of the published weights: each matrix' difference as two of `RANK`
    columns and rows, everything else that learnt as its difference, and the head. float16."""
    published = dict(AutoModel.from_pretrained(str(folder)).named_parameters())
    kept: dict[str, torch.Tensor] = {}
    for name, weights in model.transformer.named_parameters():
        if not weights.requires_grad:
            continue
        difference = (weights - published[name]).detach().float()
        if difference.ndim == 2 and min(difference.shape) > RANK:
            u, s, v = torch.linalg.svd(difference, full_matrices=False)
            root = s[:RANK].sqrt()
            kept[f"{name}.left"] = (u[:, :RANK] * root).half().contiguous()
            kept[f"{name}.right"] = (root[:, None] * v[:RANK]).half().contiguous()
        else:
            kept[name] = difference.half()
    kept["head.weight"] = model.head.weight.detach().half()
    kept["head.bias"] = model.head.bias.detach().half()
    return kept


def read_examples(path: Path) -> list[Example]:
    with path.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [
        Example(
            each["question"],
            each["passage"],
            tuple((start, end) for start, end in each["answers"]),
            each["kind"],
        )
        for each in lines
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("examples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", type=Path, help="keep all weights here as well, to go on from")
    parser.add_argument("--onwards", type=Path, help="go on from weights that --whole kept")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    folder = locate(DEFAULT_MODEL).folder
    learned = torch.load(given.onwards, weights_only=True) if given.onwards else None
    model = train(read_examples(given.examples), folder, given.steps, given.seed, learned)
    if given.whole:
        torch.save(model.state_dict(), given.whole)
    save_file(adapter(model, folder), str(given.out), {"rank": str(RANK)})
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
