"""The front matter of a Markdown file: YAML between `---` lines, or TOML between `+++` lines.

| key | other names |
|---|---|
| title | headline |
| publisher | site, source |
| author | authors, by, byline; a string or a list |
| published | date |
| url | link, canonical |

Other keys are ignored. Every YAML scalar is read as the string that it is written as, so that
`title: No` is a title and `published: 2022-02-30` is no date rather than an error.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from index.errors import SourceError
from index.reading.blocks import Details

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site", "source"),
    "author": ("author", "authors", "by", "byline"),
    "published": ("published", "date"),
    "url": ("url", "link", "canonical"),
}
_FENCED = re.compile(
    r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
# Without the closing line, the lines of fields that a blank line ends.
_UNCLOSED = re.compile(r"\A(---|\+\+\+)[ \t]*\n((?:[ \t]*\S[^\n]*(?:\n|\Z))+)")
_FIELD = re.compile(r"^([A-Za-z]+)[ \t]*[:=]", re.MULTILINE)
# YAML takes up to 320 bytes and 10 µs for a character: 5 MB and 0.2 s at most.
_MAX_CHARS = 1 << 14
# Of a line of TOML: each may nest a table, and the memory grows with the square of the depth.
_MAX_DOTS = 200


class _Strings(yaml.BaseLoader):
    """Makes strings, lists and mappings, and no aliases: a few of them can stand for gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases are not read here", problem_mark=mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def split(text: str) -> tuple[Details, str]:
    """The details and the rest of the text; SourceError, with the line, if they do not parse.

    If the closing `---` was forgotten, a blank line ends it, if one of its lines is a known
    field; else a first `---` is a rule across the page.
    """
    match = _FENCED.match(text) or _unclosed(text)
    if match is None:
        return Details(), text
    fence, head = match[1], match[2]
    if len(head) > _MAX_CHARS:
        raise SourceError(f"has front matter of more than {_MAX_CHARS} characters")
    fields = _yaml(head) if fence == "---" else _toml(head)
    if fields is None:
        return Details(), text[match.end() :]
    if not isinstance(fields, dict):
        raise SourceError("has front matter that is not a list of `key: value` lines")
    return details_of(fields), text[match.end() :]


def _unclosed(text: str) -> re.Match[str] | None:
    match = _UNCLOSED.match(text[: 2 * _MAX_CHARS])
    if match is None or not _FIELD.match(match[2]):
        return None
    known = {name for names in NAMES.values() for name in names}
    return match if known & {key.lower() for key in _FIELD.findall(match[2])} else None


def details_of(fields: Mapping[Any, Any]) -> Details:
    """The known keys of a mapping, by whichever of their names, in any letter case."""
    known = {str(key).strip().lower(): value for key, value in fields.items()}
    found = {
        field: next(filter(None, (_text(known.get(name)) for name in names)), None)
        for field, names in NAMES.items()
    }
    return Details(**found)


def _text(value: object) -> str | None:
    """A string of a scalar, a list of names, or an object with a name as JSON-LD has it."""
    if isinstance(value, str):
        return None if value in ("~", "null") else value
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_text, value))) or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return None if value is None or isinstance(value, bool) else str(value)


def _yaml(head: str) -> object:
    try:
        return yaml.load(head, Loader=_Strings)  # noqa: S506 (a BaseLoader makes nothing but strings)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise SourceError(
            f"has front matter that does not parse: line {line}: {error.problem}"
        ) from error
    except yaml.YAMLError as error:
        raise SourceError(f"has front matter that does not parse: {_one_line(error)}") from error
    except RecursionError as error:
        raise SourceError("has front matter that is nested too deeply") from error


def _toml(head: str) -> object:
    if max(line.count(".") for line in head.split("\n")) > _MAX_DOTS:
        raise SourceError("has front matter that is nested too deeply")
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"has front matter that does not parse: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
