"""Where a quote can be seen: links that open a page at a sentence."""

from urllib.parse import quote as percent_encode

FRAGMENT_WORDS = 6
_FEWEST_WORDS, _FEWEST_WORDS_OF_TWO_ENDS = 2, 5
_FEWEST_WORDS_WITHOUT_FIRST, _FEWEST_WORDS_WITHOUT_BOTH = 6, 8
_WORDS_OF_PREFIX = 3
_CELLS = " | "
_MARKS_AFTER = ",;:."


def sentence_link(url: str, sentence: str, before: str = "") -> str:
    """`url` with text fragments that scroll to `sentence` and mark it.

    A long sentence is given by its first and last words (`text=start,end`, the WICG draft
    "URL Fragment Text Directives"), in which a literal `-`, `,` or `&` must be percent-encoded;
    so is the row of a table, whose cells browsers do not search as one.

    A page may have what is not quoted within the sentence: the number of a note, struck-out words,
    a line break, a large first letter. So two more directives have only as many words of both ends
    as occur first there: one of them after the words above (`text=prefix-,start,end`), and one
    without the first word and, of a longer sentence, the last. Browsers scroll to the first
    directive that they find. `before` is what the article says above the sentence.
    """
    words = sentence.replace(_CELLS, " ").split()
    cells = [cell.split() for cell in sentence.split(_CELLS)]
    directives = [_ends(words, FRAGMENT_WORDS, FRAGMENT_WORDS)]
    if len(cells) > 1:
        outer = _encode(cells[0][:FRAGMENT_WORDS]), _encode(cells[-1][-FRAGMENT_WORDS:])
        directives = [",".join(outer)]
    elif len(words) >= _FEWEST_WORDS_OF_TWO_ENDS:
        if above := before.split()[-_WORDS_OF_PREFIX:]:
            ends = _ends(words, *_shortest_ends(words, ""))
            directives.append(f"{_encode(above)}-,{ends}")
        first = len(words) >= _FEWEST_WORDS_WITHOUT_FIRST
        last = len(words) - (len(words) >= _FEWEST_WORDS_WITHOUT_BOTH)
        within = words[first:last]
        directives.append(_ends(within, *_shortest_ends(within, before)))
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
    start = " ".join(words[:first]).rstrip(_MARKS_AFTER)
    return f"{_encode(start.split())},{_encode(words[-last:])}"


def _encode(words: list[str]) -> str:
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
