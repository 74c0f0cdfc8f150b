"""The reader of an address: a page, a feed, a sitemap or an archive, whichever comes back."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Self

from index.errors import SourceError
from index.reading.blocks import Details
from index.reading.parse import reason_of
from index.reading.parser_process import Runner, in_this_process
from index.reading.readings import Failed, Known, Read, Reading, Unchanged
from index.reading.sources.archives import archive_readings
from index.types import Article, Skipped
from index.web.client import Fetched, WebClient
from index.web.feed import Entry, feed_entries
from index.web.kinds import ARCHIVES, FEED, SITEMAP, kind_of
from index.web.limits import WebLimits
from index.web.network import Network
from index.web.page import page_articles
from index.web.sitemap import walk
from index.web.stamps import Stamp


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the feed or sitemap that lists a page says of it; `mark` changes when the page does."""

    mark: str = ""
    details: Details = field(default_factory=Details)


class WebReader:
    """A context manager, for one reading of any number of sources, one after the other."""

    def __init__(
        self,
        limits: WebLimits,
        network: Network | None = None,
        run: Runner = in_this_process,
        on_listed: Callable[[str, int], None] = lambda source, items: None,
    ) -> None:
        """`on_listed` gets how many items a feed or a sitemap has, itself among them, once it has
        been fetched."""
        self._on_listed = on_listed
        self._limits = limits
        self._run = run
        self._client = WebClient(limits, network or Network())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def read(self, source: str, known: Known) -> Iterator[Reading]:
        """The items of the address `source`; a feed, sitemap or archive is itself one,
        without articles.

        Nothing is raised: whatever is wrong is Failed. What a feed no longer lists comes as
        Unchanged, and so does everything known if the source itself cannot be read.
        """
        old = Stamp.read(known.get(source))
        try:
            fetched = self._client.get_if_changed(source, old)
            if fetched is None or _digest(fetched.data) == old.digest:
                self._on_listed(source, len(known))
                yield from map(Unchanged, known)
                return
            kind = kind_of(fetched)
            if kind == FEED:
                entries = self._run(len(fetched.data), feed_entries, fetched)
                yield from self._feed(source, entries, fetched, known)
            elif kind == SITEMAP:
                yield from self._sitemap(source, fetched, known)
            elif kind in ARCHIVES:
                yield from self._archive(source, fetched, kind, known)
            elif any(path != source for path in known):
                raise SourceError("listed pages until now, but what comes back is a page itself")
            else:
                yield self._page(source, fetched, kind, known, _Listed())
        except Exception as error:  # libraries for XML and archives promise no set of errors
            yield Failed(source, reason_of(error))
            yield from _rest(known, {source})

    def _feed(
        self, source: str, entries: list[Entry], fetched: Fetched, known: Known
    ) -> Iterator[Reading]:
        seen = {source}
        any_failed = False
        wanted = entries[: self._limits.max_items]
        self._on_listed(source, len({source, *known, *(entry.path for entry in wanted)}))
        for entry in wanted:
            reading = self._entry(entry, known)
            seen.add(entry.path)
            any_failed = any_failed or isinstance(reading, Failed)
            yield reading
        yield from _rest(known, seen)
        if len(entries) > self._limits.max_items:
            yield self._too_many(source)
        else:
            # What failed is tried again only if the feed does not count as unchanged.
            stamp = "" if any_failed else str(_stamp(fetched))
            yield Read(source, stamp, ())

    def _entry(self, entry: Entry, known: Known) -> Reading:
        if Stamp.read(known.get(entry.path)).listed == entry.mark:
            return Unchanged(entry.path)
        result: Article | Skipped | None
        try:
            result = self._run(len(entry.html), Entry.own_article, entry)
        except SourceError as error:
            result = Skipped(entry.path, str(error))
        if result is None:
            return self._item(entry.path, known, _Listed(entry.mark, entry.details))
        return _settled(entry.path, Stamp(listed=entry.mark), (result,), known)

    def _sitemap(self, source: str, fetched: Fetched, known: Known) -> Iterator[Reading]:
        listed = walk(source, fetched, self._client.get, most_pages=self._limits.max_items)
        seen = {source}
        wanted = list(listed.pages.items())[: self._limits.max_items]
        self._on_listed(source, len({source, *(address for address, _ in wanted), *listed.failed}))
        for address, lastmod in wanted:
            seen.add(address)
            yield self._item(address, known, _Listed(lastmod))
        yield from (Failed(address, reason) for address, reason in listed.failed.items())
        is_cut = len(listed.pages) > self._limits.max_items
        if is_cut or listed.failed:
            yield from _rest(known, seen)
        if is_cut:
            yield self._too_many(source)
        elif source not in listed.failed:
            # Without a stamp: pages without a lastmod change while the sitemap does not.
            yield Read(source, "", ())

    def _archive(self, source: str, fetched: Fetched, kind: str, known: Known) -> Iterator[Reading]:
        return archive_readings(
            BytesIO(fetched.data),
            source,
            str(_stamp(fetched)),
            known,
            self._run,
            suffix=kind,
            max_member_bytes=self._limits.max_bytes,
        )

    def _item(self, path: str, known: Known, listed: _Listed) -> Reading:
        """The page `path`, which is not asked for if its mark is as it was."""
        old = Stamp.read(known.get(path))
        if listed.mark and listed.mark == old.listed:
            return Unchanged(path)
        try:
            # With a new mark all of it is wanted, so that the mark is kept with what it gives.
            fetched = self._client.get_if_changed(path, Stamp() if listed.mark else old)
            if fetched is None:
                return Unchanged(path)
            kind = kind_of(fetched)
            if kind in (FEED, SITEMAP, *ARCHIVES):
                what = ARCHIVES.get(kind, kind)
                raise SourceError(f"is a {what} and no page: add it as a source of its own")
        except SourceError as error:
            return Failed(path, str(error))
        return self._page(path, fetched, kind, known, listed)

    def _page(
        self, path: str, fetched: Fetched, kind: str, known: Known, listed: _Listed
    ) -> Reading:
        stamp = _stamp(fetched, listed.mark)
        old = Stamp.read(known.get(path))
        if stamp.digest == old.digest and stamp.listed == old.listed:
            return Unchanged(path)
        found = page_articles(fetched, path, kind, listed.details, self._run)
        return _settled(path, stamp, found, known)

    def _too_many(self, source: str) -> Read:
        reason = (
            f"lists more than {self._limits.max_items} pages: the others are left out "
            "(the setting web.max_items)"
        )
        return Read(source, "", (Skipped(source, reason),))


def _settled(
    path: str, stamp: Stamp, results: tuple[Article | Skipped, ...], known: Known
) -> Reading:
    """If no article comes out of it now, what came out of it last time stands."""
    skipped = [result for result in results if isinstance(result, Skipped)]
    if path in known and skipped and len(skipped) == len(results):
        return Failed(path, skipped[0].reason)
    return Read(path, str(stamp), results)


def _stamp(fetched: Fetched, mark: str = "") -> Stamp:
    return Stamp(fetched.etag, fetched.last_modified, _digest(fetched.data), mark)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rest(known: Known, seen: Collection[str]) -> Iterator[Unchanged]:
    return (Unchanged(path) for path in known if path not in seen)
