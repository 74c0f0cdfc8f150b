"""The parts of a web page that are not its article, found by element, role and class, and cut out.

Class names are words that site builders share ("newsletter-signup", "RelatedLinks"), so words are
looked for, not names. A part that holds the headline or much of the page's text stays whatever it
is called: `post tag-news has-comments` is often the article itself.
"""

import re
from collections import Counter
from typing import Any

from index.reading.html.walk import class_words
from index.reading.lines.bylines import is_clock_time
from index.reading.visible_text import visible

_ELEMENTS = """
    nav footer aside form button select label svg noscript template dialog audio video iframe
""".split()
_ROLES = """
    navigation banner contentinfo complementary search dialog alertdialog note button
""".split()
_NAMES = re.compile(
    r"""\b(?:
    newsletters? | sign\ ?up | subscri\w+ | cookies? | consent | gdpr | paywall | regwall
    | share | sharing | sharedaddy | social | follow | tool\ ?bar | action\ ?bar | actions
    | ads? | advert\w* | sponsor\w* | promo\w* | taboola | outbrain | donat\w* | cta | callout
    | call\ to\ action | barrier | related\w* | relatedposts | recirc\w* | recommend\w*
    | rich\ link | (?:more|read)\ (?:from|stories|reading|news|posts|next|more)
    | most\ (?:read|viewed|popular|shared) | popular | trending | carousel\ nav | embed\ card
    | author | authors | contributors? | bios? | by\ ?lines? | bread\ ?crumbs? | pagination | pager
    | post\ navigation | site\ (?:header|footer|title|description|notice|sub) | skip\ link
    | side\ ?bar | widget | cat\ ?links | (?:post|entry|article)?\ ?tags | topics | categories
    | meta | metadata | kicker | rubric | eyebrow | slug | disclaimer | correction\ note
    | edit\ ?section | hatnote | ambox | navbox | toc | references | reflist | refbegin
    | audio | player | print
    | nav | navigation | menus? | jump\ link | noprint
    | sr\ only | visually\ hidden | screen\ reader\ text | accessibility
    )\b""",
    re.VERBOSE,
)
_THREAD = re.compile(
    r"(?<!has )(?<!with )\b(?:comments?|respond|responses|disqus)\b(?! (?:open|enabled|closed))"
)
_CREDIT = re.compile(r"\b(?:credits?|copyright|attribution|photographer)\b")
_PULL_QUOTE = re.compile(r"\bpull\ ?quote\b")
_NOTE_MARK = re.compile(r"\[[^\]]{1,30}\]")
_LARGEST_SHARE = 0.3
_LARGEST_SHARE_OF_THREAD = 0.7


def cut_furniture(tree: Any) -> None:
    """Remove them from the tree; the text after each stays."""
    headline = next(tree.iter("h1"), None)
    kept = set() if headline is None else {headline, *headline.iterancestors()}
    for script in list(tree.iter("script")):
        script.drop_tree()
    whole = _prose(tree)
    words = Counter(word for paragraph in tree.iter("p") for word in _words(paragraph))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body"):
            continue
        if element in kept or element.getparent() is None or is_clock_time(_text(element)):
            continue
        if (
            _is_furniture(element, whole)
            or _is_credit(element)
            or _is_note_mark(element)
            or _is_date(element)
            or _is_pull_quote(element, words)
        ):
            element.drop_tree()


def _is_furniture(element: Any, whole: int) -> bool:
    if element.tag in _ELEMENTS:
        return True
    names = class_words(element)
    if _THREAD.search(names):
        share = _LARGEST_SHARE if _holds_article(element) else _LARGEST_SHARE_OF_THREAD
        return _prose(element) <= share * whole
    if element.get("role") in _ROLES or _NAMES.search(names):
        return _prose(element) <= _LARGEST_SHARE * whole
    return False


def _holds_article(element: Any) -> bool:
    return next(element.iter("article", "main"), None) is not None


def _is_credit(element: Any) -> bool:
    """Who took the picture, in an element of its own beside the caption."""
    return bool(_CREDIT.search(class_words(element))) and len(_text(element)) <= 200


def _is_note_mark(element: Any) -> bool:
    return element.tag == "sup" and _NOTE_MARK.fullmatch(_text(element)) is not None


def _is_date(element: Any) -> bool:
    """A time of its own, not one within a sentence; a time of day may head a live blog's entry."""
    if element.tag != "time" or is_clock_time(_text(element)):
        return False
    return next(element.iterancestors("p", "li"), None) is None


def _is_pull_quote(element: Any, words: Counter[str]) -> bool:
    """Called so, and other paragraphs have all of its words, though perhaps not in this order."""
    if _PULL_QUOTE.search(class_words(element)) is None:
        return False
    own = Counter(word for paragraph in element.iter("p") for word in _words(paragraph))
    return all(words[word] > own[word] for word in _words(element))


def _words(element: Any) -> list[str]:
    return re.findall(r"\w+", _text(element).casefold())


def _prose(element: Any) -> int:
    """How many characters of text are in no link."""
    links = (link for link in element.iter("a") if next(link.iterancestors("a"), None) is None)
    return len(_text(element)) - sum(len(_text(link)) for link in links)


def _text(element: Any) -> str:
    return visible(element.text_content())
