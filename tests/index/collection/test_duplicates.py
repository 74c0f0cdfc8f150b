"""The same article in another paper, or under another spelling of its address: folded and named."""

from pathlib import Path

import pytest

from bot.index_in_use.current_index import CurrentIndex
from index.collection.collection import Collection
from index.collection.duplicates import Duplicates, signature
from index.collection.likeness import weight
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.scope import Scope
from index.snapshot.opening import open_current
from index.snapshot.store.passage_store import PassageStore
from index.types import Article, Quote
from tests.bot.slack.bot_at_work import settings_for
from tests.index.building.small_index import rebuild_from
from tests.index.collection.articles_of import HARBOUR, write
from tests.index.encoder.small_encoder import SmallEncoder

WIRE = {
    "title": "Harbour shut",
    "publisher": "Example Wire",
    "published": "2022-01-05",
    "url": "https://wire.example/harbour",
}
POST = {
    "title": "Eastbridge to shut its harbour",
    "publisher": "Placeholder Post",
    "published": "2022-01-06",
    "url": "https://post.example/news/eastbridge",
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    write(tmp_path / "papers", "a-post.md", **POST)
    write(tmp_path / "papers", "b-wire.md", **WIRE)
    return tmp_path / "papers"


def indexed(papers: Path, data: Path) -> PassageStore:
    rebuild_from([papers], data)
    return open_current(data).store


def titles(store: PassageStore) -> list[str]:
    return [store.article(i).title for i in sorted(set(store.article_ids.tolist()))]


def ask(data: Path, question: str, *scopes: Scope) -> Quote:
    current_index = CurrentIndex(settings_for(data, "http://127.0.0.1:1"), SmallEncoder())
    current_index.follow()
    try:
        return current_index.answer(question, 1, *scopes).quotes[0]
    finally:
        current_index.close()


def test_a_copy_in_another_paper_is_folded_into_the_earlier_and_named(
    papers: Path, data: Path
) -> None:
    report = rebuild_from([papers], data)
    assert (report.articles, report.copies, report.passages) == (1, 1, len(HARBOUR))
    quote = ask(data, "who found the first cracks after a storm?")
    assert (quote.title, quote.published) == ("Harbour shut", "2022-01-05")
    [other] = quote.also_in
    assert (other.title, other.publisher) == (POST["title"], POST["publisher"])
    assert (other.published, other.url) == (POST["published"], POST["url"])


def test_house_style_and_a_credit_are_no_difference(papers: Path, data: Path) -> None:
    styled = [text.replace("The harbour", "Harbour") for text in HARBOUR]
    write(papers, "a-post.md", *styled, "This article was first published by Example Wire.", **POST)
    assert titles(indexed(papers, data)) == ["Harbour shut"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 million", "13 million"),
        ("Ilse Brandt", "Ilse Brand"),
        ("did not welcome", "did welcome"),
        ("two winters", "three winters"),
        ("cracks after a storm", "cracks before a storm"),
        ("Divers found", "Divers, it was first published here, found"),
    ],
)
def test_another_number_name_or_word_is_another_article(
    papers: Path, data: Path, old: str, new: str
) -> None:
    write(papers, "a-post.md", *(text.replace(old, new) for text in HARBOUR), **POST)
    assert any(old in text for text in HARBOUR)
    assert len(titles(indexed(papers, data))) == 2


def test_a_shorter_copy_is_named_only_for_what_it_says(papers: Path, data: Path) -> None:
    write(papers, "a-post.md", *HARBOUR[:3], *HARBOUR[4:], **POST)
    assert titles(indexed(papers, data)) == ["Harbour shut"]
    assert ask(data, "soldiers who were waiting for a ship home").also_in
    lacking = ask(data, "who found the first cracks?")
    assert (lacking.paragraph, lacking.also_in) == (4, ())


def test_a_longer_copy_stays(papers: Path, data: Path) -> None:
    more = "A fair on the northern quay will pay for new lamps."
    write(papers, "a-post.md", *HARBOUR, more, **POST)
    assert titles(indexed(papers, data)) == [POST["title"]]


def test_two_papers_that_each_add_something_both_stay(papers: Path, data: Path) -> None:
    write(papers, "a-post.md", *HARBOUR, "A fair will pay for the new lamps.", **POST)
    write(papers, "b-wire.md", *HARBOUR, "A bridge will follow in spring.", **WIRE)
    assert len(titles(indexed(papers, data))) == 2


def test_short_texts_are_left_alone(papers: Path, data: Path) -> None:
    for name, head in (("a-post.md", POST), ("b-wire.md", WIRE)):
        write(papers, name, "The harbour of Eastbridge is shut for two winters.", **head)
    assert len(titles(indexed(papers, data))) == 2


def test_a_filter_finds_an_article_by_the_publisher_of_its_copy(papers: Path, data: Path) -> None:
    write(papers, "a-post.md", *HARBOUR[:3], *HARBOUR[4:], **POST)
    write(papers, "c-other.md", "Divers found a road.", title="A road", publisher="Other")
    rebuild_from([papers], data)
    post = Scope(publishers=("placeholder post",))
    quote = ask(data, "soldiers who were waiting for a ship home", post)
    assert quote.text == HARBOUR[5]
    assert {source.publisher for source in quote.also_in} == {"Placeholder Post"}
    lacking = ask(data, "who found the first cracks?", post)
    assert lacking.text in {*HARBOUR[:3], *HARBOUR[4:]}


def test_one_address_in_two_spellings_is_one_article_the_first_of_the_sources(
    papers: Path, data: Path
) -> None:
    (papers / "a-post.md").unlink()
    write(papers, "c-again.md", **WIRE | {"url": "http://www.wire.example/harbour/?utm_source=x#a"})
    store = indexed(papers, data)
    assert [Path(source.path).name for source in store.references()] == ["b-wire.md", "c-again.md"]
    assert len(titles(store)) == 1


def test_a_copy_of_a_copy_is_named_with_the_article_that_stays(papers: Path, data: Path) -> None:
    write(papers, "c-post.md", **POST | {"url": POST["url"] + "?utm_medium=feed"})
    store = indexed(papers, data)
    assert titles(store) == ["Harbour shut"]
    [passage, *_] = store.all_passages()
    assert [Path(s.path).name for s in store.copies_with(passage)] == ["a-post.md", "c-post.md"]


def test_different_articles_that_claim_one_address_both_stay(papers: Path, data: Path) -> None:
    other = "Engineers opened a tunnel under the mountain, and a train went through it at noon."
    write(papers, "a-post.md", other, **POST | {"url": WIRE["url"]})
    assert len(titles(indexed(papers, data))) == 2


def test_the_order_of_the_files_decides_nothing(papers: Path, data: Path, tmp_path: Path) -> None:
    first = titles(indexed(papers, data))
    (papers / "a-post.md").rename(papers / "z-post.md")
    assert titles(indexed(papers, tmp_path / "again")) == first


def test_what_was_worked_out_of_an_article_is_not_worked_out_again(
    articles: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []

    def counted(article: Article) -> bytes:
        worked_out.append(article.path)
        return signature(article)

    monkeypatch.setattr("index.collection.facts.signature", counted)
    rebuild_from([articles], data)
    assert len(worked_out) == 3
    (articles / "mirror.txt").write_text("News\n\nThe mirror of the telescope is up again.\n")
    rebuild_from([articles], data)
    assert len(worked_out) == 4
    with Collection(data) as collection:
        rows = collection._connection.execute("SELECT count(*) FROM facts").fetchone()
    assert rows == (3,)


def test_articles_that_are_all_alike_are_each_loaded_once() -> None:
    bulletins = [bulletin(day) for day in range(300)]
    duplicates, loaded = Duplicates(), []
    for number, each in enumerate(bulletins):
        duplicates.add(number, None, weight(each), signature(each))

    def load(number: int) -> Article:
        loaded.append(number)
        return bulletins[number]

    assert duplicates.copies(load) == {}
    assert sorted(loaded) == list(range(300))


def test_copies_are_found_among_articles_that_are_all_alike() -> None:
    bulletins = [bulletin(day) for day in (*range(40), 7, 21, 39)]
    duplicates = Duplicates()
    for number, each in enumerate(bulletins):
        duplicates.add(number, None, weight(each), signature(each))
    assert duplicates.copies(bulletins.__getitem__) == {40: 7, 41: 21, 42: 39}


def test_a_signature_of_an_older_version_is_made_again(articles: Path, data: Path) -> None:
    rebuild_from([articles], data)
    with Collection(data) as collection:
        collection._connection.execute("UPDATE facts SET signature = zeroblob(160)")
    (articles / "mirror.txt").write_text("News\n\nThe mirror of the telescope is up again.\n")
    rebuild_from([articles], data)
    with Collection(data) as collection:
        lengths = collection._connection.execute(
            "SELECT DISTINCT length(signature) FROM facts"
        ).fetchall()
    assert lengths == [(len(signature(bulletin(1))),)]


def bulletin(day: int) -> Article:
    """The same every day but for a few figures."""
    said = [
        f"The water at the northern quay stood at {100 + day} centimetres in the morning.",
        "The harbour office measures it twice a day and sends the figures to the ferries.",
        "Boats of more than three metres must wait for the tide at the outer buoy.",
        "Whoever wants the figures of an earlier day can ask for them at the office.",
    ]
    return read_text("\n\n".join(said), day)


def read_text(text: str, day: int) -> Article:
    blocks = [Block("body", part) for part in text.split("\n\n")]
    return assemble(f"bulletin-{day}", blocks, Details(title="Water"))
