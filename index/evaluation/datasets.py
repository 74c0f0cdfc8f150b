"""Questions with known answers: SQuAD v1.1 and v2 files, and JSON lines.

A JSON line is `{"question": …, "context": …, "answers": ["…"], "title": …}`; `answers` may be empty
if the context does not answer, `title` may be missing. Each context becomes a paragraph, each
title an article.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.reading.visible_text import visible
from index.types import Article


class DatasetError(SourceError):
    """A file that is not a dataset, or has a mistake: the message says where."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the paragraph that answers it, and the answers as they stand there.

    `article` is an index into the dataset's articles; `answers` is empty if nothing answers.
    """

    question: str
    article: int
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    articles: tuple[Article, ...]
    examples: tuple[Example, ...]

    def among(self, other: "Dataset") -> "Dataset":
        """Its questions, asked of the articles of both."""
        return Dataset(self.articles + other.articles, self.examples)


@dataclass(slots=True)
class _Group:
    """The contexts of one title, each once, in order."""

    contexts: dict[str, int] = field(default_factory=dict)

    def paragraph(self, context: str) -> int:
        return self.contexts.setdefault(context, len(self.contexts) + 1)


def read_datasets(files: Sequence[Path]) -> Dataset:
    """Raises `DatasetError` naming the place of the first mistake."""
    groups: dict[tuple[str, str], _Group] = {}
    rows: list[tuple[tuple[str, str], str, int, tuple[str, ...]]] = []
    for file in files:
        before = len(rows)
        for title, context, question, answers, place in _rows(file):
            asked = () if question is None else (question,)
            if not all(isinstance(part, str) for part in (context, *asked, *answers)):
                raise DatasetError(f"{place}: question, context and answers should be strings")
            text = visible(context)
            if not text or not all(part.strip() for part in asked):
                raise DatasetError(f"{place}: the question or its context is empty")
            wanted = tuple(dict.fromkeys(visible(answer) for answer in answers))
            for answer in wanted:
                if not answer or answer not in text:
                    raise DatasetError(f"{place}: the answer {answer!r} is not in its context")
            key = (str(file), title)
            paragraph = groups.setdefault(key, _Group()).paragraph(text)
            if question is not None:
                rows.append((key, question, paragraph, wanted))
        if len(rows) == before:
            raise DatasetError(f"{file}: there is no question in it")
    numbers = {key: i for i, key in enumerate(groups)}
    articles = tuple(
        assemble(title, [Block("body", text) for text in group.contexts], Details(title=title))
        for (_, title), group in groups.items()
    )
    examples = tuple(Example(q, numbers[key], p, answers) for key, q, p, answers in rows)
    return Dataset(articles, examples)


_Row = tuple[str, str, str | None, list[str], str]


def _rows(file: Path) -> Iterator[_Row]:
    """Title, context, question, answers, and their place in the file; a context of which nothing
    is asked comes once, without a question."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatasetError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{file}: is not UTF-8 text") from error
    if file.suffix == ".jsonl":
        yield from _json_lines(file, text.split("\n"))
        return
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{file}: is not JSON: {error}") from error
    yield from _squad(file, content)


def _squad(file: Path, content: Any) -> Iterator[_Row]:
    place = f"{file}"
    try:
        for i, group in enumerate(content["data"]):
            title = str(group.get("title") or f"Article {i + 1}")
            for j, paragraph in enumerate(group["paragraphs"]):
                place = f"{file}: data[{i}].paragraphs[{j}]"
                if not paragraph["qas"]:
                    yield title, paragraph["context"], None, [], place
                for k, entry in enumerate(paragraph["qas"]):
                    place = f"{file}: data[{i}].paragraphs[{j}].qas[{k}]"
                    answers = [answer["text"] for answer in entry.get("answers", ())]
                    yield title, paragraph["context"], entry["question"], answers, place
    except (KeyError, TypeError, AttributeError) as error:
        raise DatasetError(
            f"{place}: this is not the SQuAD format ({type(error).__name__}: {error})"
        ) from error


def _json_lines(file: Path, lines: Iterable[str]) -> Iterator[_Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}: line {number}"
        try:
            row = json.loads(line)
            title = str(row.get("title") or row["context"][:60])
            answers = row.get("answers", [])
            if not isinstance(answers, list):
                raise TypeError("answers should be a list")
            yield title, row["context"], row["question"], answers, place
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DatasetError(
                f"{place}: should be an object with question, context and answers "
                f"({type(error).__name__}: {error})"
            ) from error
