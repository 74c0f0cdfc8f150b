"""Questions to suggest, made from what is indexed and kept only if the index answers them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.types import Article

MAX_PROMPTS = 4


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is shown on the button, and what is asked when it is pressed."""

    title: str
    message: str


def suggested_prompts(
    articles: Iterable[Article], answers: Callable[[str], bool], limit: int = MAX_PROMPTS
) -> list[Prompt]:
    raise NotImplementedError
