"""What a publisher repeats in article after article is left out, and nothing else."""

from index.collection.boilerplate import Boilerplate
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.types import Article, ParagraphKind

NOTE = "The Tidewater Gazette is owned by its readers and has told the harbour's news since 1921."
APPEAL = "If you value what we do, please think of leaving us something in your will."
WORDS = "amber bell cove dune eddy fen gull haar isle jetty kelp loam mist nets oar pier".split()


def article(
    number: int, *more: str | Block, publisher: str | None = "Tidewater Gazette"
) -> Article:
    word = WORDS[number % len(WORDS)]
    own = [
        f"On day {number} the {word} was seen by {number + 3} people who had gone to look for it.",
        f"None of them had expected the {word} to be where it was, they told reporter {number}.",
        f"It will be moved in week {number}, and the town will pay for the {word} by itself.",
    ]
    blocks = [text if isinstance(text, Block) else Block("body", text) for text in (*own, *more)]
    return assemble(f"{number}.txt", blocks, Details(title=f"{word} {number}", publisher=publisher))


def stripped(articles: list[Article]) -> list[Article]:
    boilerplate = Boilerplate()
    for one in articles:
        boilerplate.count(one)
    return [boilerplate.strip(one) for one in articles]


def texts(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [found.text[p.start : p.end] for p in found.paragraphs if p.kind == kind]


def test_a_note_in_every_article_of_a_publisher_is_left_out() -> None:
    articles = [article(number, NOTE) for number in range(5)]
    assert stripped(articles) == [article(number) for number in range(5)]


def test_what_follows_is_renumbered_and_its_offsets_are_right() -> None:
    last = "He locked the door of the boathouse and went home."
    articles = [article(number, NOTE, f"{number}. {last}") for number in range(4)]
    found = stripped(articles)[2]
    assert texts(found)[-1] == f"2. {last}"
    assert found.paragraphs[-1].number == 4
    assert found.title == articles[2].title


def test_white_space_case_and_stops_do_not_hide_a_repetition() -> None:
    spellings = [NOTE, NOTE.upper(), NOTE.replace(" ", "\u00a0 "), NOTE.rstrip(".")]
    for found in stripped([article(at, text) for at, text in enumerate(spellings)]):
        assert len(texts(found)) == 3


def test_two_articles_are_too_few() -> None:
    articles = [article(number, NOTE) for number in range(2)]
    assert stripped(articles) == articles


def test_a_paragraph_of_few_among_many_articles_stays() -> None:
    articles = [article(number, *([NOTE] if number < 3 else [])) for number in range(16)]
    assert stripped(articles) == articles


def test_publishers_do_not_count_for_each_other() -> None:
    articles = [article(number, NOTE, publisher=f"Paper {number}") for number in range(6)]
    assert stripped(articles) == articles


def test_articles_without_a_publisher_stay_as_they_are() -> None:
    articles = [article(number, NOTE, publisher=None) for number in range(6)]
    assert stripped(articles) == articles


def test_copies_and_versions_of_one_article_are_one_article() -> None:
    versions = [article(1, NOTE, f"Update {n}: the tide is in.") for n in range(5)]
    articles = [*versions, article(2), article(3)]
    assert stripped(articles) == articles


def test_a_refrain_within_a_poem_stays() -> None:
    refrain = "And the sea came in, and the sea went out, and nobody counted the waves."
    verses = [f"Verse {n}, which has words of its own and ends." for n in range(4)]
    poem = article(1, *(line for verse in verses for line in (verse, refrain)))
    articles = [poem, *(article(number) for number in range(2, 6))]
    assert stripped(articles) == articles


def test_the_questions_of_a_series_of_interviews_stay() -> None:
    question = "Which book have you given away most often in your life, and to whom?"
    articles = [article(number, question, f"Number {number}, to a cousin.") for number in range(6)]
    assert stripped(articles) == articles


def test_short_interjections_and_captions_stay() -> None:
    caption = Block("caption", "The harbour of Marrowgate on a fine day in the spring of last year")
    articles = [article(number, "(Laughter in the hall.)", caption) for number in range(6)]
    assert stripped(articles) == articles


def test_a_recurring_heading_goes_with_its_boilerplate_alone() -> None:
    support, background = Block("heading", "Support us"), Block("heading", "Background")
    articles = [
        article(n, background, f"It began in year {n}.", support, APPEAL, NOTE) for n in range(5)
    ]
    for number, found in enumerate(stripped(articles)):
        assert texts(found, "heading") == ["Background"]
        assert texts(found)[3:] == [f"It began in year {number}."]


def test_an_article_that_is_all_boilerplate_stays_whole() -> None:
    blocks = [Block("body", NOTE), Block("body", APPEAL)]
    bare = assemble("bare.txt", blocks, Details(publisher="Tidewater Gazette"))
    articles = [*(article(number, NOTE, APPEAL) for number in range(4)), bare]
    assert stripped(articles)[-1] == bare
    assert len(texts(stripped(articles)[0])) == 3
