"""How well facts, origins and figures are known apart, on sentences of which it is known.

JSON lines, known by their keys: `{"sentence": …, "other": …, "same": true}` for whether two state
the same fact; `{"question": …, "sentences": ["…", "…"], "differ": true}` for whether they give
different figures; `{"accounts": [{"sentence": …, "publisher": …, "author": …, "text": …, "agency":
…}], "origins": [[0, 1], [2]]}` for which accounts share an origin, and what each is credited to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from index.arrays import FloatArray
from index.encoder.encoding import Encoder
from index.evaluation.known_files import Judged, Line, judged
from index.statements.agencies import article_agency, sentence_agency
from index.statements.details import details_of
from index.statements.figures import ALIKE, ANSWERS, differ, value_asked_for
from index.statements.origins import Account, origins_of, outlet_of
from index.statements.same_fact import same_fact

SAMEFACT = frozenset(("sentence", "other", "same"))
FIGURES = frozenset(("question", "sentences", "differ"))
ORIGIN = frozenset(("accounts", "origins"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences, and the question that both answer or ""; what is known of them."""

    question: str
    one: str
    other: str
    known: bool
    place: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts, the agency of each as it is known, and which pairs of them share an origin."""

    accounts: tuple[Account, ...]
    agencies: tuple[str | None, ...]
    joined: frozenset[tuple[int, int]]
    place: str


def evaluate_same_facts(lines: Iterable[Line], encoder: Encoder) -> Judged:
    """Raises `DatasetError` for a line that is not such a pair."""
    pairs = [judged(line, _same_fact_pair) for line in lines]
    vectors = sentence_vectors([s for pair in pairs for s in (pair.one, pair.other)], encoder)
    details = details_of([s for pair in pairs for s in (pair.one, pair.other)])
    found = [
        same_fact(details[i], details[i + 1], float(vectors[i] @ vectors[i + 1]))
        for i in range(0, len(details), 2)
    ]
    return _pairs_judged("samefact", pairs, found)


def evaluate_figures(lines: Iterable[Line], encoder: Encoder) -> Judged:
    """Raises `DatasetError` for a line that is not such a pair."""
    pairs = [judged(line, _figures_pair) for line in lines]
    texts = [s for pair in pairs for s in (pair.question, pair.one, pair.other)]
    vectors = sentence_vectors(texts, encoder)
    found = [_differ(pair, *vectors[3 * i : 3 * i + 3]) for i, pair in enumerate(pairs)]
    return _pairs_judged("figures", pairs, found)


def evaluate_origins(lines: Iterable[Line]) -> Judged:
    """Raises `DatasetError` for a line that has no such accounts."""
    examples = [judged(line, _accounts) for line in lines]
    wrong: list[str] = []
    right = found = known = 0
    credited = credits_found = credits_right = 0
    for each in examples:
        joined = _pairs_within(origins_of(each.accounts))
        right, found = right + len(joined & each.joined), found + len(joined)
        known += len(each.joined)
        for account, agency in zip(each.accounts, each.agencies, strict=True):
            credited += agency is not None
            credits_found += account.agency is not None
            credits_right += account.agency is not None and account.agency == agency
            if account.agency != agency:
                wrong.append(f"{each.place}: credited to {agency}, found {account.agency}")
        if joined != each.joined:
            wrong.append(f"{each.place}: joined {sorted(each.joined)}, found {sorted(joined)}")
    return Judged(
        "origin",
        {
            "accounts": sum(len(each.accounts) for each in examples),
            "precision": _share(right, found),
            "recall": _share(right, known),
            "credits": credited,
            "credit_precision": _share(credits_right, credits_found),
            "credit_recall": _share(credits_right, credited),
        },
        tuple(wrong),
    )


def sentence_vectors(texts: Sequence[str], encoder: Encoder) -> FloatArray:
    """The mean of each text's token vectors, of length 1, (texts, t), as the index keeps them."""
    means: dict[int, FloatArray] = {}
    for position, encoding in encoder.encode_passages(texts):
        mean = encoding.tokens.sum(axis=0)
        means[position] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return np.array([means[i] for i in range(len(texts))], dtype=np.float32)


def _same_fact_pair(values: dict[str, Any], place: str) -> Pair:
    return _pair("", values["sentence"], values["other"], values["same"], place)


def _figures_pair(values: dict[str, Any], place: str) -> Pair:
    one, other = values["sentences"]
    return _pair(values["question"], one, other, values["differ"], place)


def _pair(question: object, one: object, other: object, known: object, place: str) -> Pair:
    if not (isinstance(question, str) and isinstance(one, str) and isinstance(other, str)):
        raise TypeError("the question and the sentences should be strings")
    if not one.strip() or not other.strip():
        raise ValueError("a sentence is empty")
    if not isinstance(known, bool):
        raise TypeError("what is known should be true or false")
    return Pair(question, one, other, known, place)


def _accounts(values: dict[str, Any], place: str) -> Accounts:
    given = values["accounts"]
    groups = [[int(i) for i in group] for group in values["origins"]]
    if sorted(i for group in groups for i in group) != list(range(len(given))):
        raise ValueError("origins should have the number of each account once")
    accounts = tuple(_account(each, f"{i}") for i, each in enumerate(given))
    agencies = tuple(each.get("agency") for each in given)
    return Accounts(accounts, agencies, _pairs_within(groups), place)


def _account(values: dict[str, Any], number: str) -> Account:
    sentence, publisher = str(values["sentence"]), values.get("publisher")
    paragraphs = str(values.get("text", "")).split("\n\n")
    return Account(
        sentence,
        outlet_of(publisher, None, number),
        sentence_agency(sentence) or article_agency(values.get("author"), publisher, paragraphs),
    )


def _pairs_within(groups: Iterable[Sequence[int]]) -> frozenset[tuple[int, int]]:
    return frozenset(pair for group in groups for pair in combinations(sorted(group), 2))


def _differ(pair: Pair, question: FloatArray, one: FloatArray, other: FloatArray) -> bool:
    asked = value_asked_for(pair.question)
    return (
        asked is not None
        and float(one @ other) >= ALIKE
        and min(float(one @ question), float(other @ question)) >= ANSWERS
        and differ(asked, pair.one, pair.other)
    )


def _pairs_judged(name: str, pairs: Sequence[Pair], found: Sequence[bool]) -> Judged:
    right = sum(pair.known and is_found for pair, is_found in zip(pairs, found, strict=True))
    known = sum(pair.known for pair in pairs)
    return Judged(
        name,
        {
            "pairs": len(pairs),
            "precision": _share(right, sum(found)),
            "recall": _share(right, known),
            "alarms": sum(found) - right,
        },
        tuple(
            f"{pair.place}: {pair.one!r} and {pair.other!r}: {str(is_found).lower()}"
            for pair, is_found in zip(pairs, found, strict=True)
            if is_found != pair.known
        ),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
