"""The parts of a web page that are not its article, found by element, role and class, and cut out.

Class names are words that site builders share ("newsletter-signup", "RelatedLinks"), so words are
looked for, not names. A part that holds the headline or much of the page's text stays whatever it
is called: `post tag-news has-comments` is often the article itself.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from index.reading.html.measures import Measures
from index.reading.html.walk import class_words
from index.reading.lines.bylines import is_clock_time
from index.reading.visible_text import visible

_ELEMENTS = """
    nav footer aside form button select label svg noscript template dialog audio video iframe
""".split()
_NAMELESS = {*_ELEMENTS, "time"}
_ROLES = """
    navigation banner contentinfo complementary search dialog alertdialog button
""".split()
_NAMES = re.compile(
    r"""\b(?:
    newsletters? | sign\ ?(?:up|in) | log\ ?in | subscri\w+ | cookies? | consent | gdpr
    | paywall | regwall
    | share | sharing | sharedaddy | social | follow | tool\ ?bar | action\ ?bar | actions
    | ads? | advert\w* | sponsor\w* | promo\w* | taboola | outbrain | donat\w* | cta | callout
    | call\ to\ action | barrier | related\w* | relatedposts | recirc\w* | recommend\w*
    | rich\ link | (?:more|read)\ (?:from|stories|reading|news|posts|next|more)
    | most\ (?:read|viewed|popular|shared) | popular | trending | carousel\ nav | embed\ card
    | author | authors | contributors? | bios? | by\ ?lines? | bread\ ?crumbs? | pagination | pager
    | post\ navigation | (?:prev|previous)\ next | next\ prev(?:ious)? | relation\ links?
    | site\ (?:header|footer|title|description|notice|sub) | skip\ link
    | side\ ?bar | widget | cat\ ?links | (?:post|entry|article)?\ ?tags | topics | categories
    | meta | metadata | kicker | rubric | eyebrow | slug | disclaimer | correction\ note
    | edit\ ?section | hatnote | ambox | navbox | toc | references | reflist | refbegin
    | audio | player | print
    | nav | navigation | menus? | jump\ link | noprint
    | sr\ only | visually\ hidden | screen\ reader\ text | accessibility
    )\b""",
    re.VERBOSE,
)
# A few words of a sentence may be called so, but not these.
_NOT_OF_SENTENCE = re.compile(
    r"""\b(?:share | sharing | social | follow | tool\ ?bar | action\ ?bar | actions | ads?
    | advert\w* | newsletters? | sign\ ?up | subscri\w+ | author | authors | by\ ?lines? | kicker
    | rubric | eyebrow | slug | cat\ ?links | (?:post|entry|article)\ ?tags | meta | metadata
    | correction\ note | edit\ ?section | player | print | audio | toc | menus? | nav | jump\ link
    | noprint | skip\ link | sr\ only | visually\ hidden | screen\ reader\ text
    | accessibility)\b""",
    re.VERBOSE,
)
_TEXT = ("p", "h2", "h3", "h4", "h5", "h6")
# What a whole paragraph or heading may be called that is the article's own.
_OF_TEXT = frozenset("paywall regwall widget".split())
# A callout of these is a part of the text, as in manuals.
_ADVICE = re.compile(r"\b(?:note|info|tip|hint|warning|caution|danger|important|example)\b")
_INLINE = ("a", "span", "em", "i", "strong", "b", "u", "mark", "font")
_FEWEST_BESIDE = 30
_THREAD = re.compile(
    r"(?<!has )(?<!with )\b(?:comments?|respond|responses|disqus)\b(?! (?:open|enabled|closed))"
)
_CREDIT = re.compile(r"\b(?:credits?|copyright|attribution|photographer)\b")
_PULL_QUOTE = re.compile(r"\bpull\ ?quote\b")
_LARGEST_SHARE = 0.3
_LARGEST_SHARE_OF_THREAD = 0.7
# Of the known text: what one part must hold to stay, and all parts of one name together.
_KNOWN_IN_PART, _KNOWN_UNDER_NAME = 0.3, 0.5
_LEAST_KNOWN = 200
_LONGEST_CREDIT, _LONGEST_TIME = 200, 60


def cut_furniture(tree: Any, known: str = "") -> int:
    """Remove them from the tree; the text after each stays. Returns how many characters of the
    page are in no link.

    `known` is what is taken for the article's text so far, white space made one: a part that holds
    much of it stays, and so do all parts of a name that they give to it.
    """
    for script in list(tree.iter("script")):
        script.drop_tree()
    page = _Page(tree, known)
    cut: set[int] = set()
    for at in page.measures.without(cut):
        if page.is_furniture(at):
            cut.add(at)
    for at in cut:
        page.measures.elements[at].drop_tree()
    return page.measures.prose(0)


class _Page:
    def __init__(self, tree: Any, known: str) -> None:
        self.measures = Measures(tree, known)
        self._known_names: dict[int, str] = {}
        headline = next(tree.iter("h1"), None)
        self._kept = set() if headline is None else {headline, *headline.iterancestors()}
        self._whole = self.measures.prose(0)
        self._known = self.measures.known[0] if self.measures.known[0] >= _LEAST_KNOWN else 0
        self._trusted = self._names_of_article() if self._known else set()
        self._code = _code_parts(tree)
        self._words: Counter[str] | None = None

    def _names(self, at: int) -> str:
        """Many elements are never looked at, since one around them is cut."""
        if at not in self._known_names:
            self._known_names[at] = class_words(self.measures.elements[at])
        return self._known_names[at]

    def is_furniture(self, at: int) -> bool:
        element = self.measures.elements[at]
        is_named = element.tag in _NAMELESS or self._names(at) or element.get("role")
        if not is_named or element.tag in ("html", "head", "body") or element in self._kept:
            return False
        if element in self._code:  # a highlighter calls its parts `comment`, `meta`, `title`
            return False
        if self._known and self.measures.known[at] >= _KNOWN_IN_PART * self._known:
            return False
        if not (
            self._is_named_so(at, element)
            or self._is_credit(at)
            or self._is_date(at, element)
            or self._is_pull_quote(at, element)
        ):
            return False
        return self.measures.chars[at] > _LONGEST_TIME or not is_clock_time(_text(element))

    def _is_named_so(self, at: int, element: Any) -> bool:
        if element.tag in _ELEMENTS:
            return element.tag not in self._trusted
        prose, names = self.measures.prose(at), self._names(at)
        if _found(_THREAD, names):
            share = _LARGEST_SHARE if _holds_article(element) else _LARGEST_SHARE_OF_THREAD
            return prose <= share * self._whole
        if prose > _LARGEST_SHARE * self._whole:
            return False
        if element.get("role") in _ROLES:
            return True
        own = self._trusted | _OF_TEXT if element.tag in _TEXT else self._trusted
        found = [name for name in _found(_NAMES, names) if name not in own]
        if "callout" in found and (element.get("data-callout") or _ADVICE.search(names)):
            found = [name for name in found if name != "callout"]
        return bool(found) and not _is_of_sentence(element, names)

    def _names_of_article(self) -> set[str]:
        """The names and elements under which most of the known text stands."""
        held: Counter[str] = Counter()
        until: Counter[str] = Counter()
        for at, element in enumerate(self.measures.elements):
            if not self.measures.known[at]:
                continue
            names = set(_found(_NAMES, self._names(at)))
            if element.tag in _ELEMENTS:
                names.add(element.tag)
            for name in names:
                if at >= until[name]:
                    held[name] += self.measures.known[at]
                    until[name] = at + self.measures.size[at]
        return {name for name, known in held.items() if known >= _KNOWN_UNDER_NAME * self._known}

    def _is_credit(self, at: int) -> bool:
        """Who took the picture, in an element of its own beside the caption."""
        is_short = self.measures.chars[at] <= _LONGEST_CREDIT
        return is_short and bool(_found(_CREDIT, self._names(at)))

    def _is_date(self, at: int, element: Any) -> bool:
        """A time of its own, not one within a sentence."""
        if element.tag != "time":
            return False
        return next(element.iterancestors("p", "li"), None) is None

    def _is_pull_quote(self, at: int, element: Any) -> bool:
        """Called so, and other paragraphs have all of its words, though maybe in another order."""
        if not _found(_PULL_QUOTE, self._names(at)):
            return False
        if self._words is None:
            paragraphs = self.measures.elements[0].iter("p")
            self._words = Counter(word for each in paragraphs for word in _words(each))
        own = Counter(word for paragraph in element.iter("p") for word in _words(paragraph))
        return all(self._words[word] > own[word] for word in _words(element))


def _code_parts(tree: Any) -> set[Any]:
    """All within programs but buttons and the like."""
    parts: set[Any] = set()
    for code in tree.iter("pre", "code"):
        if code not in parts:
            parts |= {part for part in code.iter() if part.tag not in _ELEMENTS}
    return parts


@lru_cache(maxsize=4096)
def _found(names: re.Pattern[str], within: str) -> tuple[str, ...]:
    """A page gives the same names to many of its elements."""
    return tuple(match[0] for match in names.finditer(within))


def _is_of_sentence(element: Any, names: str) -> bool:
    """Words at the beginning or in the middle of a paragraph's text, set in another type."""
    around = element.getparent()
    if element.tag not in _INLINE or around is None or around.tag not in ("p", "li", "blockquote"):
        return False
    if element.tag == "a":
        beside = len(_text(around)) - len(_text(element))
    else:
        beside = len(visible(element.tail or ""))
    return beside >= _FEWEST_BESIDE and not _found(_NOT_OF_SENTENCE, names)


def _holds_article(element: Any) -> bool:
    return next(element.iter("article", "main"), None) is not None


def _words(element: Any) -> list[str]:
    return re.findall(r"\w+", _text(element).casefold())


def _text(element: Any) -> str:
    return visible(element.text_content())
