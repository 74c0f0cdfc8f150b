"""From what was read to what is indexed: what a publisher repeats is left out of its articles."""

from collections.abc import Iterator

from index.boilerplate import Boilerplate
from index.collection import Collection, KeptArticle, kept


def curated(collection: Collection) -> Iterator[KeptArticle]:
    """The articles of a collection as they are indexed; reads them twice."""
    boilerplate = Boilerplate()
    for each in collection.articles():
        boilerplate.count(each.article)
    for each in collection.articles():
        stripped = boilerplate.strip(each.article)
        yield each if stripped is each.article else kept(stripped)
