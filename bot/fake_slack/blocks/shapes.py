"""A small schema language for Block Kit: checks that report where and why, in Slack's words.

A check takes a value and its JSON pointer, and yields `[ERROR] … [json-pointer:/blocks/0/text]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def fault(reason: str, pointer: str) -> str:
    return f"[ERROR] {reason} [json-pointer:{pointer}]"


def anything(value: Any, pointer: str) -> Iterator[str]:
    yield from ()


def boolean(value: Any, pointer: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield fault("must be a boolean", pointer)


def string(maximum: int, minimum: int = 1) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", pointer)
        elif len(value) > maximum:
            yield fault(f"must be less than {maximum + 1} characters", pointer)
        elif len(value) < minimum:
            yield fault(f"must be more than {minimum - 1} characters", pointer)

    return check


def matching(pattern: str, what: str) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield fault(f"must be {what}", pointer)

    return check


def url(value: Any, pointer: str) -> Iterator[str]:
    yield from string(3000)(value, pointer)
    if isinstance(value, str) and not re.match(r"(https?|mailto|tel|slack):\S", value):
        yield fault("invalid url", pointer)


def integer(minimum: int, maximum: int) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must be an integer", pointer)
        elif not minimum <= value <= maximum:
            yield fault(f"must be between {minimum} and {maximum}", pointer)

    return check


def choice(*allowed: object) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(f"must be one of {', '.join(map(str, allowed))}", pointer)

    return check


def array(item: Check, minimum: int = 1, maximum: int = 10_000) -> Check:
    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must be an array", pointer)
            return
        if len(value) > maximum:
            yield fault(f"no more than {maximum} items allowed", pointer)
        if len(value) < minimum:
            yield fault(f"no fewer than {minimum} items allowed", pointer)
        for index, element in enumerate(value):
            yield from item(element, f"{pointer}/{index}")

    return check


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with these fields and no others; `also` checks what spans several fields."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    also: Check = anything

    def __call__(self, value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must be an object", pointer)
            return
        for key in self.required:
            if value.get(key) is None:
                yield fault(f"missing required field: {key}", pointer)
        for key, field in value.items():
            check = self.required.get(key) or self.optional.get(key)
            if check is None:
                yield fault(f"unknown field: {key}", pointer)
            elif field is not None:
                yield from check(field, f"{pointer}/{key}")
        yield from self.also(value, pointer)


def one_of_types(shapes: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` is one of `shapes`, and which has that shape."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in shapes:
            yield fault(f"unsupported type of {what}: {kind}", f"{pointer}/type")
        else:
            yield from shapes[kind](value, pointer)

    return check
