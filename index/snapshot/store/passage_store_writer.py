"""Filling a new passage store."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.speech.keys import speaker_key
from index.text.words import WORD
from index.types import SPEECH_MODES, Article, Copy, HashedDraft, Span, Speech

SCHEMA = """
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  publisher TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
  version INTEGER NOT NULL, read TEXT, digest BLOB NOT NULL
);
CREATE INDEX articles_by_digest ON articles (digest);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_by_url ON articles (url);
CREATE TABLE paragraphs (
  article_id INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  number INTEGER NOT NULL, kind TEXT NOT NULL, page INTEGER,
  PRIMARY KEY (article_id, start)
) WITHOUT ROWID;
CREATE TABLE passages (
  id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, first_paragraph INTEGER NOT NULL, last_paragraph INTEGER NOT NULL,
  kind TEXT NOT NULL, hash BLOB NOT NULL, heading_id INTEGER NOT NULL
);
-- What stands over passages: the article's title and day alone, or with one of its headings.
CREATE TABLE headings (
  id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL, start INTEGER, end INTEGER
);
CREATE INDEX passages_by_article ON passages (article_id);
CREATE TABLE copies (
  id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL, title TEXT NOT NULL, publisher TEXT,
  published TEXT, url TEXT, path TEXT NOT NULL
);
CREATE INDEX copies_by_article ON copies (article_id);
CREATE TABLE lacking (copy_id INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE INDEX lacking_by_copy ON lacking (copy_id);
CREATE TABLE speakers (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE speech (
  passage_id INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  speaker_start INTEGER NOT NULL, speaker_end INTEGER NOT NULL,
  verb_start INTEGER NOT NULL, verb_end INTEGER NOT NULL, mode INTEGER NOT NULL,
  name_start INTEGER, name_end INTEGER, speaker_id INTEGER NOT NULL,
  PRIMARY KEY (passage_id, start)
) WITHOUT ROWID;
CREATE INDEX speech_by_speaker ON speech (speaker_id);
CREATE TABLE words (word TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, place TEXT NOT NULL);
CREATE TABLE article_sources (
  article_id INTEGER NOT NULL, source_id INTEGER NOT NULL, PRIMARY KEY (article_id, source_id)
) WITHOUT ROWID;
CREATE TABLE copy_sources (
  copy_id INTEGER NOT NULL, source_id INTEGER NOT NULL, PRIMARY KEY (copy_id, source_id)
) WITHOUT ROWID;
"""


class PassageStoreWriter:
    """Fills a new store; article and passage ids count from 0 in the order they are added.

    `places` has the address or absolute path of each source, by its location.
    """

    def __init__(self, path: Path, places: Mapping[str, str] | None = None) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(SCHEMA)
        self.articles = 0
        self.passages = 0
        self.copies = 0
        self.headings = 0
        self._words: Counter[str] = Counter()
        self._speakers: dict[str, int] = {}
        places = places or {}
        self._source_ids = {location: number for number, location in enumerate(places)}
        self._connection.executemany(
            "INSERT INTO sources VALUES (?, ?, ?)",
            ((number, location, places[location]) for location, number in self._source_ids.items()),
        )

    def add(
        self,
        article: Article,
        digest: bytes,
        drafts: Iterable[HashedDraft],
        copies: Iterable[Copy] = (),
        sources: Iterable[str] = (),
    ) -> None:
        """Store an article, by whose digest it is found again, with its passages and copies.

        `sources` are the locations of those in which it was found.
        """
        article_id = self.articles
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article_id,
                article.path,
                article.title,
                article.text,
                article.publisher,
                article.author,
                article.published,
                article.url,
                article.language,
                article.version,
                article.read,
                digest,
            ),
        )
        self._connection.executemany(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?)",
            ((article_id, p.start, p.end, p.number, p.kind, p.page) for p in article.paragraphs),
        )
        headings: dict[Span | None, int] = {None: self._add_heading(article_id, None)}
        for hashed in drafts:
            draft = hashed.draft
            if draft.section not in headings:
                headings[draft.section] = self._add_heading(article_id, draft.section)
            self._connection.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.passages,
                    article_id,
                    draft.start,
                    draft.end,
                    draft.first_paragraph,
                    draft.last_paragraph,
                    draft.kind,
                    hashed.hash,
                    headings[draft.section],
                ),
            )
            for speech in hashed.speech:
                self._add_speech(article.text, speech)
            self.passages += 1
            text = article.text[draft.start : draft.end]
            self._words.update({word.lower() for word in WORD.findall(text)})
        for copy in copies:
            self._add_copy(article_id, copy)
        self._connection.executemany(
            "INSERT INTO article_sources VALUES (?, ?)",
            ((article_id, self._source_ids[source]) for source in sources),
        )
        self.articles += 1

    def _add_heading(self, article_id: int, section: Span | None) -> int:
        id_ = self.headings
        self._connection.execute(
            "INSERT INTO headings VALUES (?, ?, ?, ?)",
            (id_, article_id, *(section or (None, None))),
        )
        self.headings += 1
        return id_

    def _add_speech(self, text: str, speech: Speech) -> None:
        names = [text[slice(*span)] for span in (speech.speaker, speech.name) if span]
        speaker = self._speakers.setdefault(speaker_key(*names), len(self._speakers))
        self._connection.execute(
            "INSERT INTO speech VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.passages,
                *speech.sentence,
                *speech.speaker,
                *speech.verb,
                SPEECH_MODES.index(speech.mode),
                *(speech.name or (None, None)),
                speaker,
            ),
        )

    def _add_copy(self, article_id: int, copy: Copy) -> None:
        article = copy.article
        self._connection.execute(
            "INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                self.copies,
                article_id,
                article.title,
                article.publisher,
                article.published,
                article.url,
                article.path,
            ),
        )
        self._connection.executemany(
            "INSERT INTO lacking VALUES (?, ?, ?)",
            ((self.copies, start, end) for start, end in copy.lacking),
        )
        self._connection.executemany(
            "INSERT INTO copy_sources VALUES (?, ?)",
            ((self.copies, self._source_ids[source]) for source in copy.sources),
        )
        self.copies += 1

    def close(self) -> None:
        self._connection.executemany("INSERT INTO words VALUES (?, ?)", sorted(self._words.items()))
        self._connection.executemany(
            "INSERT INTO speakers VALUES (?, ?)",
            ((id_, key) for key, id_ in self._speakers.items()),
        )
        self._connection.commit()
        self._connection.close()
