"""From what was read to what is indexed: every article once, with its language and its version,
without what its publisher repeats."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.collection.boilerplate import Boilerplate
from index.collection.collection import Collection
from index.collection.duplicates import Duplicates
from index.collection.kept import KeptArticle, kept
from index.collection.likeness import lacking, sentences
from index.collection.versions import Addresses, Versions
from index.types import Article, ArticleRef, Copy


def curated(collection: Collection) -> Iterator[KeptArticle]:
    """The articles of a collection as they are indexed, with their copies; reads them three times.

    At one address the latest version stays; of the copies in other papers the longest text.
    """
    boilerplate = Boilerplate()
    addresses = Addresses()
    digests: list[bytes] = []
    for number, each in enumerate(collection.articles()):
        digests.append(each.digest)
        boilerplate.count(each.article)
        addresses.add(number, each.article)

    def as_read(number: int) -> Article:
        return collection.article(digests[number])

    def stripped(number: int) -> Article:
        return boilerplate.strip(as_read(number))

    at_one_address = addresses.folded(as_read, collection.versions)
    left_out = at_one_address.earlier | at_one_address.copies.keys()
    duplicates = Duplicates()
    for number, each in enumerate(collection.articles()):
        if number not in left_out:
            stripped_now = _with(each, boilerplate.strip(each.article))
            fact = collection.facts.of(stripped_now.article, stripped_now.digest)
            duplicates.add(number, each.article.published, fact.weight, fact.signature)
    elsewhere = duplicates.copies(stripped)
    left_out |= elsewhere.keys()
    copies = _by_original(at_one_address.copies, elsewhere)
    for number, each in enumerate(collection.articles()):
        if number not in left_out:
            stripped_now = _with(each, boilerplate.strip(each.article))
            article = _versioned(stripped_now.article, each.article, collection.versions)
            language = collection.facts.of(stripped_now.article, stripped_now.digest).language
            if language != article.language:
                article = replace(article, language=language)
            named = (_copy(article, stripped(copy)) for copy in copies.get(number, ()))
            others = tuple(copy for copy in named if copy.article.path != article.path)
            as_it_was = article is each.article
            yield replace(each, copies=others) if as_it_was else kept(article, others)
    collection.facts.forget_others()


def _with(each: KeptArticle, stripped: Article) -> KeptArticle:
    return each if stripped is each.article else kept(stripped)


def _by_original(*folded: Mapping[int, int]) -> dict[int, list[int]]:
    """The copies of each article that stays, those of its copies among them."""
    original_of = {copy: original for each in folded for copy, original in each.items()}
    copies: defaultdict[int, list[int]] = defaultdict(list)
    for copy, original in sorted(original_of.items()):
        copies[original_of.get(original, original)].append(copy)
    return copies


def _versioned(article: Article, as_read: Article, versions: Versions) -> Article:
    """The article with its version, if that is not the first."""
    version = versions.of(as_read)
    if version is None or version.number == 1:
        return article
    return replace(article, version=version.number, read=version.read)


def _copy(article: Article, copy: Article) -> Copy:
    named = ArticleRef(copy.title, copy.publisher, copy.published, copy.url, copy.path)
    return Copy(named, lacking(article, sentences(copy)))
