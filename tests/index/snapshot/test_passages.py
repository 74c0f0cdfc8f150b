"""Articles split into passages."""

from hypothesis import given
from hypothesis import strategies as st

from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.snapshot.passages import STUB_WORDS, split
from index.types import Article
from tests.index.encoder.small_encoder import SmallEncoder

ENCODER = SmallEncoder(max_tokens=40)
SENTENCE = "The commission found that the old bridge had been closed for eleven weeks."


def article_of(*blocks: Block | str) -> Article:
    return assemble(
        "a.txt", [b if isinstance(b, Block) else Block("body", b) for b in blocks], Details()
    )


def passages_of(article: Article) -> list[tuple[str, int, int]]:
    return [
        (article.text[d.start : d.end], d.first_paragraph, d.last_paragraph)
        for d in split(article, ENCODER.token_offsets, ENCODER.max_tokens)
    ]


def test_each_paragraph_is_one_passage() -> None:
    assert passages_of(article_of(SENTENCE, SENTENCE)) == [(SENTENCE, 1, 1), (SENTENCE, 2, 2)]


def test_a_stub_goes_with_the_paragraph_that_follows() -> None:
    article = article_of(SENTENCE, "But it rained.", SENTENCE)
    assert passages_of(article) == [
        (SENTENCE, 1, 1),
        (f"But it rained.\n\n{SENTENCE}", 2, 3),
    ]


def test_a_stub_at_the_end_goes_with_the_paragraph_before() -> None:
    article = article_of(SENTENCE, "But it rained.")
    assert passages_of(article) == [(f"{SENTENCE}\n\nBut it rained.", 1, 2)]


def test_a_lone_stub_is_still_a_passage() -> None:
    assert passages_of(article_of("It rained.")) == [("It rained.", 1, 1)]


def test_headings_are_no_passages_and_captions_stay_alone() -> None:
    article = article_of(Block("heading", "Rain"), Block("caption", "A wet bridge."), SENTENCE)
    drafts = list(split(article, ENCODER.token_offsets, ENCODER.max_tokens))
    assert [(d.kind, d.first_paragraph) for d in drafts] == [("caption", 1), ("body", 1)]


def test_the_section_of_a_passage_is_the_nearest_heading_above_it() -> None:
    article = article_of(
        SENTENCE,
        Block("heading", "Rain"),
        Block("heading", "In March"),
        SENTENCE,
        Block("caption", "A wet bridge."),
        Block("heading", "Sun"),
        SENTENCE,
    )
    drafts = split(article, ENCODER.token_offsets, ENCODER.max_tokens)
    sections = [article.text[slice(*d.section)] if d.section else None for d in drafts]
    assert sections == [None, "In March", "In March", "Sun"]


def test_a_long_paragraph_is_cut_between_sentences_into_even_pieces() -> None:
    paragraph = " ".join([SENTENCE] * 4)
    pieces = passages_of(article_of(paragraph))
    assert [text for text, *_ in pieces] == [f"{SENTENCE} {SENTENCE}"] * 2
    assert {number for _, number, _ in pieces} == {1}


def test_a_sentence_without_end_is_cut_between_words() -> None:
    article = article_of("word " * 100 + "end.")
    pieces = [text for text, *_ in passages_of(article)]
    assert " ".join(pieces) == article.text
    assert all(len(ENCODER.token_offsets(piece)) <= ENCODER.max_tokens for piece in pieces)


@given(
    st.lists(
        st.text(alphabet=st.sampled_from("ab .!?\n\"'漢字—…-,\u00e9"), min_size=1, max_size=400),
        min_size=1,
        max_size=6,
    )
)
def test_no_text_is_lost_and_no_passage_is_too_long(paragraphs: list[str]) -> None:
    article = article_of(*paragraphs, SENTENCE)
    drafts = list(split(article, ENCODER.token_offsets, ENCODER.max_tokens))
    pieces = [article.text[d.start : d.end] for d in drafts]
    assert "".join("".join(pieces).split()) == "".join(article.text.split())
    assert all(len(ENCODER.token_offsets(piece)) <= ENCODER.max_tokens for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


def test_a_stub_is_what_its_name_says() -> None:
    assert len(["But", "it", "rained."]) < STUB_WORDS <= len(SENTENCE.split())
