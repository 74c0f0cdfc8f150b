"""Where a quote can be seen: links that open a page at a sentence."""

from urllib.parse import quote as percent_encode

FRAGMENT_WORDS = 6


def sentence_link(url: str, sentence: str) -> str:
    """`url` with a text fragment that scrolls to `sentence` and marks it.

    A long sentence is given by its first and last words (`text=start,end`, the WICG draft
    "URL Fragment Text Directives"), in which a literal `-`, `,` or `&` must be percent-encoded.
    """
    words = sentence.split()
    if len(words) <= 2 * FRAGMENT_WORDS:
        directive = _encode(words)
    else:
        directive = f"{_encode(words[:FRAGMENT_WORDS])},{_encode(words[-FRAGMENT_WORDS:])}"
    page, hash_mark, fragment = url.partition("#")
    fragment = fragment.partition(":~:")[0]
    return f"{page}#{fragment}:~:text={directive}" if hash_mark else f"{page}#:~:text={directive}"


def _encode(words: list[str]) -> str:
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")
