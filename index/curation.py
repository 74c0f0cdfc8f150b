"""From what was read to what is indexed: without what a publisher repeats, with its language."""

from collections.abc import Iterator

from index.boilerplate import Boilerplate
from index.collection import Collection, KeptArticle, kept
from index.languages import with_language


def curated(collection: Collection) -> Iterator[KeptArticle]:
    """The articles of a collection as they are indexed; reads them twice."""
    boilerplate = Boilerplate()
    for each in collection.articles():
        boilerplate.count(each.article)
    for each in collection.articles():
        article = with_language(boilerplate.strip(each.article))
        yield each if article is each.article else kept(article)
