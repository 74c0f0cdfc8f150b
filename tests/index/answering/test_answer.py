"""What is quoted and marked, and when nothing is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.answering.answer import NEAR, Answerer
from index.answering.retrieval.retriever import Retriever
from index.building.rebuild import RebuildReport
from index.errors import BadQuestion
from index.types import Searched
from tests.either_engine import open_views
from tests.index.encoder.small_encoder import SmallEncoder

pytestmark = pytest.mark.usefixtures("either_engine")

Build = Callable[..., RebuildReport]


def open_answerer(data: Path, threshold: float = 0.0) -> Answerer:
    retriever = Retriever(open_views(data), SmallEncoder())
    return Answerer(retriever, quotes=3, threshold=threshold, candidates=50, max_chars=200)


def test_the_answering_sentence_is_marked_and_cited(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data).answer("who sent troops to the capital?")
    first = answer.quotes[0]
    start, end = first.highlights[0]
    assert first.text[start:end] == (
        "An alliance of six countries sent 2,500 troops to the capital on Thursday."
    )
    assert (first.title, first.publisher, first.published, first.paragraph) == (
        "Troops leave",
        "Example Wire",
        "2022-01-20",
        1,
    )
    assert first.link is not None
    assert first.link.startswith("https://wire.example/troops#:~:text=An%20alliance")


def test_a_heading_above_a_paragraph_says_what_it_is_about(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "town.md").write_text(
        "# After the flood\n\nThe town began to count what it had left.\n\n"
        "## Schools\n\nAll nine will open again in April, it was decided at the meeting.\n\n"
        "## Railway\n\nAll lines will open again in October, it was decided at the meeting.\n\n"
        "## Library\n\nIt will open again in December, as was decided at the meeting.\n"
    )
    build()
    for _ in range(2):
        answerer = open_answerer(data, threshold=0.4)
        for section, month in (("schools", "April"), ("railway", "October"), ("library", "Dec")):
            answer = answerer.answer(f"when will the {section} open again?")
            assert answer.answered
            assert month in answer.quotes[0].text
            assert section not in answer.quotes[0].text.lower()
        (articles / "more.txt").write_text("More news\n\nThe rest is taken over as it was.\n")
        build()


def test_a_paragraph_that_begins_with_a_pronoun_answers_for_the_name_before_it(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "harbour.md").write_text(
        "# The harbour board\n\n"
        "Tilda Brandt has run the harbour since May.\n\n"
        "She spent 40,000 kroner on new lamps.\n\n"
        "“They last for ever,” the shop said.\n\n"
        "Ove Lund has run the ferries since June.\n\n"
        "He spent 9,000 kroner on old ropes.\n\n"
        "He also bought a bell.\n"
    )
    build()
    answerer = open_answerer(data)
    for name, bought in (("Tilda Brandt", "lamps"), ("Ove Lund", "ropes")):
        answer = answerer.answer(f"how many kroner has {name} spent?")
        assert bought in answer.quotes[0].text
    assert "bell" in answerer.answer("what else has Ove Lund bought?").quotes[0].text


def test_a_question_is_no_answer(build: Build, data: Path, articles: Path) -> None:
    (articles / "sauna.md").write_text(
        "# Warm at last\n\nWhere is the floating sauna? It lies at the northern pier in Halm.\n"
    )
    build()
    quote = open_answerer(data).answer("where is the floating sauna?").quotes[0]
    assert quote.text[slice(*quote.highlights[-1])].endswith("in Halm.")


def test_the_text_comes_before_the_caption_that_repeats_it(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "bell.html").write_text(
        "<html><head><title>The bell</title></head><body><article><h1>The bell</h1>"
        "<figure><img src='b.jpg'><figcaption>The bell of Halm was cast in Norr in 1703."
        "</figcaption></figure>"
        "<p>The bell of Halm was cast in Norr in 1703.</p>"
        "<p>It was hung in the old tower a year after that, and nobody knows who paid.</p>"
        "</article></body></html>"
    )
    build()
    quote = open_answerer(data).answer("where was the bell of Halm cast?").quotes[0]
    assert quote.kind == "body"


def test_every_quote_is_a_slice_of_its_article(build: Build, data: Path) -> None:
    build()
    answerer = open_answerer(data)
    views = open_views(data)
    for question in ("who sent troops?", "telescope mirror", "bridge crack", "bread price"):
        for quote in answerer.answer(question).quotes:
            article = views.article(quote.article_id)
            assert article.text[quote.start : quote.end] == quote.text
            assert all(0 <= start < end <= len(quote.text) for start, end in quote.highlights)


def test_quotes_come_from_different_passages_and_no_more_than_asked(
    build: Build, data: Path, articles: Path
) -> None:
    for n, news in enumerate(
        (
            "The old bridge was sold.",
            "Who built the old bridge is forgotten by all.",
            "An old bridge",
        )
    ):
        (articles / f"bridge{n}.txt").write_text(f"News {n}\n\n{news} {n} boats passed below it.\n")
    build()
    answerer = open_answerer(data)
    assert len(answerer.answer("the old bridge", quotes=2).quotes) == 2
    ids = [
        quote.passage_id for quote in answerer.answer("the old bridge", quotes=10, near=True).quotes
    ]
    assert len(ids) == len(set(ids)) == 4


def test_what_falls_far_behind_is_not_quoted_beside_the_answer(build: Build, data: Path) -> None:
    build()
    quotes = open_answerer(data).answer("old bridge crack", quotes=10, near=True).quotes
    assert [quote.title for quote in quotes] == ["The old bridge"]


def test_only_the_articles_asked_for_are_quoted(build: Build, data: Path) -> None:
    build()
    answerer = open_answerer(data)
    ids = {r.title: i for i, r in answerer.snapshot.references().items()}
    answer = answerer.answer("old bridge crack", articles={ids["Troops leave"]})
    assert {quote.title for quote in answer.quotes} == {"Troops leave"}
    nothing = answerer.answer("old bridge crack", articles=())
    assert (nothing.quotes, nothing.confidence) == ((), 0.0)
    assert nothing.searched == Searched(0, 0)


def test_an_answer_says_how_much_was_searched_and_who_else_would_answer(
    build: Build, data: Path
) -> None:
    build()
    answerer = open_answerer(data, threshold=0.3)
    ids = {r.title: i for i, r in answerer.snapshot.references().items()}
    everything = answerer.answer("why did engineers shut the old bridge?")
    assert everything.answered
    assert everything.searched == Searched(3, 4)
    narrowed = answerer.answer(
        "why did engineers shut the old bridge?", articles={ids["Troops leave"]}
    )
    assert not narrowed.answered
    assert narrowed.searched == Searched(1, 2)
    assert [article.title for article in narrowed.elsewhere] == ["The old bridge"]
    among = answerer.answer("engineers shut old bridge", articles={ids["The old bridge"]})
    assert (among.answered, among.elsewhere) == (True, ())


def test_a_typo_in_a_name_is_forgiven_and_told(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data).answer("telescpe mirrur unfolded")
    assert answer.searched_for == "telescope mirror unfolded"
    assert answer.quotes[0].title == "A mirror unfolds"
    assert open_answerer(data).answer("telescope mirror unfolded").searched_for is None


def test_a_phrase_in_quotation_marks_is_preferred_but_not_compulsory(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "ship.txt").write_text(
        "A ship\n\nThe mirror on the ship was golden, and its telescope unfolded by hand.\n"
    )
    build()
    answerer = open_answerer(data)
    words = "what was the golden mirror"
    assert answerer.answer(words).quotes[0].title == "A ship"
    preferred = answerer.answer(words.replace("golden mirror", '"golden mirror?"'))
    assert preferred.quotes[0].title == "A mirror unfolds"
    assert preferred.absent_phrases == ()
    absent = answerer.answer("“mirror golden” telescope")
    assert absent.quotes
    assert absent.absent_phrases == ("mirror golden",)


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»"])
def test_a_whole_question_in_quotation_marks_is_that_question(
    build: Build, data: Path, marks: str
) -> None:
    build()
    answerer = open_answerer(data)
    plain = answerer.answer("who sent troops to the capital?")
    marked = answerer.answer(f"{marks[0]}who sent troops to the capital?{marks[1]}")
    assert marked.quotes[0].highlights == plain.quotes[0].highlights
    assert marked.quotes[0].passage_id == plain.quotes[0].passage_id
    assert marked.absent_phrases == ()


def test_a_syndicated_copy_is_named_and_not_quoted_twice(
    build: Build, data: Path, articles: Path
) -> None:
    original = (articles / "bridge.md").read_text()
    copy = original.replace("The old bridge", "Bridge shut").replace("Engineers", "The engineers")
    (articles / "copy.md").write_text(copy)
    build()
    quotes = open_answerer(data).answer("the old bridge crack").quotes
    assert sum("after a crack was found" in quote.text for quote in quotes) == 1
    titles = {quotes[0].title, *(source.title for source in quotes[0].also_in)}
    assert titles == {"The old bridge", "Bridge shut"}


def test_a_sentence_that_two_articles_share_is_quoted_once(
    build: Build, data: Path, articles: Path
) -> None:
    shared = "Engineers shut the old bridge after a crack was found."
    (articles / "other.md").write_text(
        f"# Winter\n\n{shared} Snow fell on every hill, and the schools of the town stayed shut.\n"
    )
    build()
    quotes = open_answerer(data).answer("why did engineers shut the old bridge?").quotes
    assert [shared in quote.text for quote in quotes].count(True) == 1
    assert {quotes[0].title, quotes[0].also_in[0].title} == {"The old bridge", "Winter"}


def test_a_copy_of_an_article_that_shares_a_sentence_is_named_too(
    build: Build, data: Path, articles: Path
) -> None:
    shared = "Engineers shut the old bridge after a crack was found."
    (articles / "other.md").write_text(
        f"# Winter\n\n{shared} Snow fell on every hill, and the schools of the town stayed shut.\n"
    )
    (articles / "copy.md").write_text(f"# Bridge shut\n\n{shared.replace('Eng', 'The eng')}\n")
    build()
    first = open_answerer(data).answer("why did engineers shut the old bridge?").quotes[0]
    assert first.title == "The old bridge"
    assert {source.title for source in first.also_in} == {"Winter", "Bridge shut"}


def test_a_subject_that_only_the_title_names_is_found(
    build: Build, data: Path, articles: Path
) -> None:
    for name in ("Marigold", "Tulip", "Clover"):
        (articles / f"{name}.txt").write_text(
            f"Of the ferry {name}\n\nIt was bought by a museum in the year {1900 + len(name)}.\n"
        )
    build()
    answerer = open_answerer(data)
    for name in ("Marigold", "Tulip", "Clover"):
        answer = answerer.answer(f"when was the {name} bought by a museum?")
        assert answer.quotes[0].title == f"Of the ferry {name}"


def test_below_the_threshold_the_nearest_passage_is_shown_as_such(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data, threshold=1.0).answer("who sent troops to the capital?")
    assert not answer.answered
    assert NEAR < answer.confidence <= answer.threshold  # rounded
    assert [quote.paragraph for quote in answer.quotes] == [1]


def test_what_is_not_near_the_question_is_not_shown(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data, threshold=0.5).answer("zebra xylophone quartz?")
    assert answer.confidence < NEAR
    assert (answer.answered, answer.quotes) == (False, ())


def test_what_cannot_be_asked_is_refused(build: Build, data: Path) -> None:
    build()
    with pytest.raises(BadQuestion):
        open_answerer(data).answer("the")


def test_the_paragraph_is_that_of_the_highlight_where_a_stub_was_joined(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "stub.txt").write_text(
        "A stub\n\nNobody came at first.\n\nThe ferry crossed the frozen harbour at noon today.\n"
    )
    build()
    quote = open_answerer(data).answer("ferry crossed the frozen harbour").quotes[0]
    assert quote.text.startswith("Nobody came at first.\n\nThe ferry")
    assert quote.paragraph == 2


@pytest.mark.parametrize(
    "message",
    [
        "Hi all! Who sent troops to the capital? Thanks a lot, Ada",
        "Good morning,\n\nwho sent troops to the capital?\n\nBest\nBo",
        "who sent troops to the capital? :pray: https://wire.example/troops",
        "Could anyone tell me who sent troops to the capital?",
        "WHO SENT TROOPS TO THE CAPITAL",
    ],
)
def test_what_people_write_around_a_question_is_not_searched_for(
    build: Build, data: Path, message: str
) -> None:
    build()
    answerer = open_answerer(data)
    plain = answerer.answer("who sent troops to the capital?")
    wrapped = answerer.answer(message)
    assert wrapped.confidence == pytest.approx(plain.confidence, abs=0.02)
    assert wrapped.quotes[0].highlights == plain.quotes[0].highlights


def test_a_message_of_courtesies_is_not_a_question(build: Build, data: Path) -> None:
    build()
    with pytest.raises(BadQuestion, match="no question in 'Hello, thanks!'"):
        open_answerer(data).answer("Hello, thanks!")


def test_a_code_a_number_and_a_day_are_found_in_another_spelling(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "pump.md").write_text(
        "---\ntitle: The pump house\npublished: 1987-03-10\n---\n"
        "The pump reports fault K-77 if its filter is clogged by weed.\n\n"
        "It cost the harbour board €12.5m, more than any pump before.\n\n"
        "On 9 March the mayor switched it on before a large crowd of people.\n"
    )
    build()
    answerer = open_answerer(data)
    for question, paragraph in (
        ("K77", 1),
        ("12.5 million euros", 2),
        ("what happened on 9 Mar 1987?", 3),
        ("what happened on 9.3.1987?", 3),
    ):
        quote = answerer.answer(question).quotes[0]
        assert (quote.title, quote.paragraph) == ("The pump house", paragraph)
    in_figures = answerer.answer("what happened on 9.3.1987?")
    assert in_figures.searched_for == "on 9 March 1987"


def test_a_kind_of_things_is_found_by_the_name_of_one(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "bakers.md").write_text(
        "---\ntitle: The bakers\n---\n"
        "The bakers did keep a cat in the shed.\n\n"
        "In spite of the flood the bakers of that old town had Candlemas off.\n"
    )
    build()
    answer = open_answerer(data).answer("which holiday did the bakers keep?")
    assert answer.quotes[0].paragraph == 2


def test_another_quote_is_shown_if_it_answers_too_or_if_more_are_asked_for(
    build: Build, data: Path, articles: Path
) -> None:
    for name, text in {
        "kiln": "The brick kiln at Marrow was lit by Orla Quill on the first of May.",
        "kiln2": "Orla Quill lit the brick kiln at Marrow, said the guild of masons.",
        "mast": "A mast at Marrow was struck while the brick harbour slept.",
    }.items():
        (articles / f"{name}.txt").write_text(f"News of {name}\n\n{text}\n")
    build()
    answerer = open_answerer(data, threshold=0.45)
    question = "who lit the brick kiln at Marrow?"
    assert {q.title for q in answerer.answer(question).quotes} == {"News of kiln", "News of kiln2"}
    more = {q.title for q in answerer.answer(question, quotes=6).quotes}
    assert more >= {"News of kiln", "News of kiln2"}


def test_several_questions_are_answered_each(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data, threshold=0.2).answer(
        "who sent troops to the capital and why did engineers shut the old bridge?"
    )
    [other] = answer.further
    assert answer.question == "who sent troops to the capital?"
    assert answer.quotes[0].title == "Troops leave"
    assert other.question == "why did engineers shut the old bridge?"
    assert other.quotes[0].title == "The old bridge"
    refused = open_answerer(data, threshold=1.0).answer("who sent troops? who shut the bridge?")
    assert [refused.answered, *(each.answered for each in refused.further)] == [False, False]


def test_the_second_of_two_questions_is_understood_with_the_first(build: Build, data: Path) -> None:
    build()
    answer = open_answerer(data).answer("who shut the old bridge, and why?")
    assert answer.further[0].quotes[0].title == "The old bridge"
    assert "bridge" in str(answer.further[0].searched_for)


def test_only_so_many_questions_are_answered_and_the_others_are_named(
    build: Build, data: Path
) -> None:
    build()
    answer = open_answerer(data).answer(" ".join(f"who shut bridge {n}?" for n in range(7)))
    assert len(answer.further) == 4
    assert answer.too_many == ("who shut bridge 5?", "who shut bridge 6?")


def test_a_claim_is_searched_as_one(build: Build, data: Path) -> None:
    build()
    claim = "Who sent troops? An alliance. Who shut the old bridge? Engineers."
    assert open_answerer(data).answer(claim, as_one=True).further == ()


def test_of_a_follow_up_the_surest_reading_is_answered_and_named(build: Build, data: Path) -> None:
    build()
    answerer = open_answerer(data)
    earlier = ["who sent troops to the capital?"]
    alone = answerer.answer("how many?", earlier=earlier)
    assert alone.quotes[0].title == "Troops leave"
    assert alone.searched_for is not None
    both = [answerer.find(query).confidence for query in ("how many sent troops capital?",)]
    assert alone.confidence >= max(both) - 1e-3
    new = answerer.answer("why did engineers shut the old bridge?", earlier=earlier)
    assert (new.quotes[0].title, new.searched_for) == ("The old bridge", None)


def test_a_new_topic_is_not_dragged_back_to_the_earlier_one(build: Build, data: Path) -> None:
    build()
    answerer = open_answerer(data, threshold=0.3)
    new = answerer.answer("who invented skis?", earlier=["who sent troops to the capital?"])
    assert new.confidence == answerer.answer("who invented skis?").confidence
    assert not new.answered


def test_a_follow_up_about_another_thing_is_answered_only_by_what_names_it(
    build: Build, data: Path
) -> None:
    build()
    found = open_answerer(data).answer("and what about skis?", earlier=["who sent troops?"])
    assert (found.answered, found.quotes) == (False, ())


def test_a_surname_is_the_whole_name_in_an_article_that_has_it(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "pier.md").write_text(
        "# The pier\n\nMaja Holm chairs the board of the pier.\n\n"
        "Holm spent 40,000 kroner on new lamps for the pier.\n"
    )
    (articles / "bridge.md").write_text(
        "# The bridge\n\nAnders Holm chairs the board of the bridge.\n\n"
        "Holm spent 9,000 kroner on old ropes for the bridge.\n"
    )
    build()
    answerer = open_answerer(data)
    missing = {}
    for id_, article in answerer.snapshot.references().items():
        found = answerer.find("how many kroner has Maja Holm spent?", articles=[id_])
        missing[article.title] = found.evidence.missing if found.evidence else 1.0
    assert missing["The pier"] == 0
    assert missing["The bridge"] > 0


def test_what_a_follow_up_points_at_is_looked_for_where_the_question_before_was_answered(
    build: Build, data: Path, articles: Path
) -> None:
    (articles / "quay.md").write_text(
        "# Fire at the quay of Halm\n\nThe quay of Halm burned on Monday after lamps fell.\n\n"
        "Three boats and a shed were lost in what firemen called an ordinary fire.\n\n"
        "The fire destroyed nine houses.\n"
    )
    (articles / "mill.md").write_text(
        "# Fire at the mill of Norr\n\nThe mill of Norr burned in May.\n\n"
        "How many houses the fire destroyed is known: the fire destroyed forty houses.\n"
    )
    build()
    answerer = open_answerer(data, threshold=0.2)
    asked = "how many houses the fire destroyed?"
    assert "forty" in answerer.answer(asked).quotes[0].text
    after = answerer.answer(asked, earlier=["when did the quay of Halm burn?"])
    assert after.answered
    assert "nine" in after.quotes[0].text
    named = answerer.answer(
        "how many houses in Norr did the fire destroy?", earlier=["when did the quay of Halm burn?"]
    )
    assert "forty" in named.quotes[0].text


def test_a_question_is_answered_from_the_article_that_it_links_to(build: Build, data: Path) -> None:
    build()
    answerer = open_answerer(data)
    link = next(ref.url for ref in answerer.snapshot.references().values() if ref.url)
    answer = answerer.answer(f"{link}#top what does it say of the telescope?")
    assert answer.quotes
    assert answer.quotes[0].url == link
    with_another = answerer.answer("https://elsewhere.example/page who sent troops?")
    assert with_another.quotes == answerer.answer("who sent troops?").quotes
