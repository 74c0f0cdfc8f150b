"""Where a quote can be seen: links that open a page at a sentence."""

from urllib.parse import quote as percent_encode

FRAGMENT_WORDS = 6
_FEWEST_WORDS, _FEWEST_WORDS_OF_TWO_ENDS = 2, 5


def sentence_link(url: str, sentence: str, before: str = "") -> str:
    """`url` with text fragments that scroll to `sentence` and mark it.

    A long sentence is given by its first and last words (`text=start,end`, the WICG draft
    "URL Fragment Text Directives"), in which a literal `-`, `,` or `&` must be percent-encoded.

    A page may have what is not quoted within the sentence: the number of a note, struck-out words,
    a line break. So a second directive has only as many words of both ends as occur first there;
    browsers scroll to the first directive that they find. `before` is what the article says above
    the sentence.
    """
    words = sentence.split()
    directives = [_ends(words, FRAGMENT_WORDS, FRAGMENT_WORDS)]
    if len(words) >= _FEWEST_WORDS_OF_TWO_ENDS:
        directives.append(_ends(words, *_shortest_ends(words, before)))
    directive = "&".join(f"text={each}" for each in dict.fromkeys(directives))
    page, hash_mark, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{page}#{fragment}:~:{directive}" if hash_mark else f"{page}#:~:{directive}"


def _shortest_ends(words: list[str], before: str) -> tuple[int, int]:
    """How many words of the beginning do not stand above, and of the end not earlier within."""
    said, own = " ".join(before.casefold().split()), " ".join(words).casefold()
    counts = range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS + 1)
    first = (n for n in counts if " ".join(words[:n]).casefold() not in said)
    last = (n for n in counts if own.find(" ".join(words[-n:]).casefold()) == _at(words, -n))
    return next(first, len(words)), next(last, len(words))


def _at(words: list[str], first: int) -> int:
    """Where the words from `first` on begin in the sentence, in lower case."""
    return len(" ".join(words).casefold()) - len(" ".join(words[first:]).casefold())


def _ends(words: list[str], first: int, last: int) -> str:
    if first + last >= len(words):
        return _encode(words)
    return f"{_encode(words[:first])},{_encode(words[-last:])}"


def _encode(words: list[str]) -> str:
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
