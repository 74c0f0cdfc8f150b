"""Which passages have a word, by the arrays of postings or by the database's own index."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from index.arrays import BoolArray, IdArray
from index.postgres.database import Database
from index.postgres.generation import Generation
from index.postgres.ids import NONE, among
from index.postgres.schema import NOW
from index.postgres.textsearch.search import TextSearch, is_there
from index.postgres.views.encoded import EncodedTexts
from index.postgres.views.postings import Having, Postings, can_be_kept, idf
from index.text.words import WORD
from index.text.words import words as words_of

# Passages in which a word is looked for at most, where not all may be seen.
LOOKED_INTO = 500


class IndexedTexts(EncodedTexts):
    """See `Views` for what each of these gives."""

    def __init__(self, database: Database, generation: Generation, schema: str = NOW) -> None:
        super().__init__(database, generation, schema)
        self._postings = Postings(
            database, schema, generation.number, generation.passages, generation.words
        )
        self._text_search = (
            TextSearch(database, schema, generation, self._there)
            if is_there(database, schema, generation.number)
            else None
        )

    @property
    def finds_words_by_index(self) -> bool:
        """Whether the database's own index finds the passages that have a question's words."""
        return self._search is not None

    @property
    def _search(self) -> TextSearch | None:
        """By the database's own index; not of a part that is limited, whose words it does not
        count."""
        return self._text_search if self._seen is None else None

    def having(self, sought: Collection[str]) -> dict[str, Having]:
        """What has each of these stemmed words, in one statement."""
        return self._postings.of(sought, self._there)

    def headed(self, sought: Collection[str]) -> dict[str, IdArray]:
        """The passages whose heading has each of these words, by ascending id, whoever asks."""
        found = self._postings.of(sought, self._there, only_headings=True)
        return {word: having.headed for word, having in found.items()}

    def _frequency(self, word: str) -> int:
        if self._search is not None:
            return self._search.frequencies([word])[word]
        ids = self.having([word])[word].ids
        return len(ids) if self._seen is None else int(np.count_nonzero(self._visible(ids)))

    def has_word(self, word: str) -> bool:
        return self._frequency(word) > 0

    def occurring(self, words: Collection[str]) -> frozenset[str]:
        if self._search is None:
            self.having(words)  # all at once
        else:
            self._search.frequencies(words)
        return frozenset(filter(self.has_word, words))

    def idf(self, word: str) -> float:
        return idf(self.manifest.passages, self._frequency(word))

    def occurs_in(self, word: str, ids: IdArray) -> BoolArray:
        if self._search is not None:
            return self._search.occurs_in(word, ids)
        return among(ids, self.having([word])[word].ids)

    def occurs_in_heading(self, word: str, ids: IdArray) -> BoolArray:
        if self._search is not None:
            return among(ids, self.headed([word])[word])
        return among(ids, self.having([word])[word].headed)

    def word_frequencies(self, words: Sequence[str]) -> dict[str, int]:
        rows = self._rows(
            "SELECT word, sum(passages)::bigint FROM {schema}.words "
            "WHERE word = ANY(%(words)s) AND born <= %(number)s "
            "GROUP BY word HAVING sum(passages) > 0",
            words=list(filter(can_be_kept, words)),
        )
        found = {word: int(count) for word, count in rows}
        return found if self._seen is None else self._seen_of(found)

    def _seen_of(self, frequencies: Mapping[str, int]) -> dict[str, int]:
        """The words that occur in passages that are seen, and in how many of those looked into."""
        counts = {}
        for word in frequencies:
            [stems] = words_of([word])
            ids = self._with_all(stems, self.having(stems)) if stems else NONE
            texts = (passage.text for passage in self.passages(ids[:LOOKED_INTO].tolist()))
            counts[word] = sum(word in map(str.lower, WORD.findall(text)) for text in texts)
        return {word: count for word, count in counts.items() if count}

    def _with_all(self, phrase: Sequence[str], having: Mapping[str, Having]) -> IdArray:
        """The passages that may be seen and have every word; all of them if there is none."""
        if not phrase:
            return self._all_ids()
        ids = having[phrase[0]].ids
        for word in phrase[1:]:
            ids = np.intersect1d(ids, having[word].ids)
        return ids[self._visible(ids)]
