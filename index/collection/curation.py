"""From what was read to what is indexed: every article once, with its language and its version,
without what its publisher repeats."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from index.collection.boilerplate import Boilerplate
from index.collection.collection import Collection
from index.collection.duplicates import Duplicates
from index.collection.facts import Facts
from index.collection.identity import identity
from index.collection.kept_articles import KeptArticle, kept
from index.collection.likeness import lacking, sentences
from index.collection.versions import Addresses, EarlierText, Version, Versions
from index.types import Article, ArticleRef, Changes, Copy, Edit, Readings, Spell

SeenBy = Callable[[str], frozenset[str]]
"""The names of the groups of people who may see a source, by its location."""


def _by_everyone(location: str) -> frozenset[str]:
    return frozenset()


def curated(collection: Collection, seen_by: SeenBy = _by_everyone) -> Iterator[KeptArticle]:
    """The articles of a collection as they are indexed, with their copies; reads them three times.

    At one address the latest version stays; of the copies in other papers the longest text. An
    article gives way only to one that all may see who may see it.
    """
    boilerplate, former = Boilerplate(), Boilerplate()
    addresses = Addresses()
    found_in = _FoundIn(seen_by)
    history = History(collection.versions, collection.facts)
    digests: list[bytes] = []
    for number, each in enumerate(collection.articles()):
        digests.append(each.digest)
        boilerplate.count(each.article)
        if found_in.add(number, each):
            addresses.add(number, each.article)
        for earlier in history.earlier(each.article):
            former.count(earlier.article)

    def as_read(number: int) -> Article:
        return collection.article(digests[number])

    def stripped(number: int) -> Article:
        return boilerplate.strip(as_read(number))

    at_one_address = addresses.folded(as_read, collection.versions, found_in.may_give_way)
    left_out = at_one_address.earlier | at_one_address.copies.keys() | found_in.again
    duplicates = Duplicates(found_in.may_give_way)
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
            named = (
                _copy(article, stripped(copy), found_in.sources(copy))
                for copy in copies.get(number, ())
            )
            others = tuple(copy for copy in named if copy.article.path != article.path)
            sources = found_in.sources(number)
            as_it_was = article is each.article
            known = (
                replace(each, copies=others, sources=sources)
                if as_it_was
                else kept(article, others, sources)
            )
            yield history.added_to(
                known,
                each.article,
                [as_read(copy) for copy in copies.get(number, ())],
                lambda earlier: former.strip(boilerplate.strip(earlier)),
            )
    collection.facts.forget_others()


class _FoundIn:
    """In which sources each article was found; the same one in several counts once, as the first.

    Numbers are those of the articles; those found `again` are the others.
    """

    def __init__(self, seen_by: SeenBy) -> None:
        self._seen_by = seen_by
        self._first: dict[bytes, int] = {}
        self._sources: dict[int, tuple[str, ...]] = {}
        self.again: set[int] = set()

    def add(self, number: int, each: KeptArticle) -> bool:
        """Whether it is the first of its kind."""
        first = self._first.setdefault(each.digest, number)
        if first == number:
            self._sources[number] = each.sources
            return True
        there = self._sources[first]
        self._sources[first] = (*there, *(one for one in each.sources if one not in there))
        self.again.add(number)
        return False

    def sources(self, number: int) -> tuple[str, ...]:
        """The locations of the sources of an article, the first of its kind."""
        return self._sources[number]

    def may_give_way(self, number: int, to: int) -> bool:
        """Whether all who may see an article may see the other one too."""
        return self._groups(number) <= self._groups(to)

    def _groups(self, number: int) -> frozenset[str]:
        return frozenset().union(*map(self._seen_by, self._sources[number]))


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


def _copy(article: Article, copy: Article, sources: tuple[str, ...]) -> Copy:
    named = ArticleRef(copy.title, copy.publisher, copy.published, copy.url, copy.path)
    return Copy(named, lacking(article, sentences(copy)), sources)


class History:
    """The earlier readings of the articles of one collection."""

    def __init__(self, versions: Versions, facts: Facts) -> None:
        self._versions = versions
        self._facts = facts

    @cached_property
    def _having_earlier(self) -> frozenset[str]:
        return self._versions.with_earlier()

    def earlier(self, article: Article) -> list[EarlierText]:
        """The texts that are kept beside the one in force."""
        if identity(article) not in self._having_earlier:
            return []
        return self._versions.earlier(article)

    def added_to(
        self,
        known: KeptArticle,
        as_read: Article,
        copies: Iterable[Article],
        strip: Callable[[Article], Article],
    ) -> KeptArticle:
        """The article with its readings and its earlier texts.

        `known` is what is indexed of the article that was read; `strip` gives an article without
        what its publisher repeats.
        """
        spells = self._versions.spells(as_read)
        first = [start for start, _ in spells[:1]]
        first += (start for copy in copies for start, _ in self._versions.spells(copy)[:1])
        version = self._versions.of(as_read)
        if version is None:
            return replace(known, readings=Readings(min(first, default=None)))
        earlier = [replace(text, article=strip(text.article)) for text in self.earlier(as_read)]
        now = strip(as_read) if earlier else as_read
        readings = Readings(
            min(first, default=None),
            _spells_of(version.number, spells),
            self._changes(version, now, earlier),
        )
        return replace(known, readings=readings, earlier=_indexed(known, version, earlier, spells))

    def _changes(
        self, version: Version, now: Article, earlier: Sequence[EarlierText]
    ) -> Changes | None:
        """What was changed since the first text that is kept.

        Only what the same parsers made is compared: after an upgrade, what the old ones made of the
        first and the last text that they read, then what the new ones have made since.
        """
        by_readers: defaultdict[int, list[EarlierText]] = defaultdict(list)
        for text in earlier:
            if text.version.number <= version.number:
                by_readers[text.readers].append(text)
        by_readers[self._versions.readers].append(EarlierText(version, self._versions.readers, now))
        compared = [
            (texts[0], texts[-1])
            for _, texts in sorted(by_readers.items())
            if texts[0].version.number < texts[-1].version.number
        ]
        edits: list[Edit] = []
        for before, after in compared:
            edits += self._facts.edits(before.article, after.article)
        if not edits:
            return None
        since = compared[0][0].version
        return Changes(since.read, tuple(edits), from_first=since.number == 1)


def _indexed(
    known: KeptArticle,
    version: Version,
    earlier: Sequence[EarlierText],
    spells: Sequence[tuple[str, int]],
) -> tuple[KeptArticle, ...]:
    """The earlier texts that were in force once, each as the newest parsers made it."""
    texts = {text.version: text.article for text in earlier if text.version != version}
    found = []
    for each, article in texts.items():
        in_force = _spells_of(each.number, spells)
        if in_force:
            article = replace(
                article, version=each.number, read=each.read, language=known.article.language
            )
            found.append(
                replace(
                    kept(article, (), known.sources), readings=Readings(in_force[0][0], in_force)
                )
            )
    return tuple(found)


def _spells_of(number: int, spells: Sequence[tuple[str, int]]) -> tuple[Spell, ...]:
    """When this version was the one in force."""
    ends = [*(start for start, _ in spells[1:]), None]
    return tuple(
        (start, end) for (start, of), end in zip(spells, ends, strict=False) if of == number
    )
