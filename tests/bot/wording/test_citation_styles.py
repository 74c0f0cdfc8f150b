"""Citations, against the examples that the styles' manuals give for web articles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.messages.quoting import provenance
from bot.wording.authors import Name, names_of
from bot.wording.citation_styles import Cited, apa, bibtex, chicago, plain
from index.types import Article, Paragraph, Passage
from tests.bot.slack.slack_values import HOSTILE, article, passage_at, quote, words

ONE = Cited(
    "Troops leave Kazakhstan",
    "The Sample Courier",
    "Ada Sample",
    "2022-01-20",
    "https://courier.example/troops",
    4,
)
NOTHING = Cited("Troops leave", None, None, None, None, 2, "caption")


def by(author: str | None) -> Cited:
    return Cited(ONE.title, ONE.publisher, author, ONE.published, ONE.url, ONE.paragraph)


def test_plain() -> None:
    assert plain(ONE) == (
        "Ada Sample, “Troops leave Kazakhstan”, The Sample Courier, 20 Jan 2022, ¶ 4, "
        "https://courier.example/troops"
    )
    assert plain(NOTHING) == "“Troops leave”, caption 2"


def test_a_later_version_says_so() -> None:
    later = quote(version=2, read="2026-03-05")
    assert "7 Jan 2022, version 2, read 5 Mar 2026, ¶ 4" in plain(Cited.of_quote(later))
    assert provenance(later).endswith("7 Jan 2022, version 2, read 5 Mar 2026, ¶ 4")
    assert "version" not in provenance(quote())


def test_apa() -> None:
    assert apa(ONE).splitlines() == [
        "Sample, A. (2022, January 20). Troops leave Kazakhstan. The Sample Courier. "
        "https://courier.example/troops",
        "(Sample, 2022, para. 4)",
    ]
    assert apa(by("Jean-Luc de la Rue and Jo B. Mockingham")).splitlines() == [
        "de la Rue, J.-L., & Mockingham, J. B. (2022, January 20). Troops leave Kazakhstan. "
        "The Sample Courier. https://courier.example/troops",
        "(de la Rue & Mockingham, 2022, para. 4)",
    ]
    assert apa(by("A One, B Two, C Three")).endswith("(One et al., 2022, para. 4)")


def test_apa_without_author_begins_with_the_publisher_and_without_both_with_the_title() -> None:
    assert apa(by(None)).splitlines() == [
        "The Sample Courier. (2022, January 20). Troops leave Kazakhstan. "
        "https://courier.example/troops",
        "(The Sample Courier, 2022, para. 4)",
    ]
    assert apa(NOTHING).splitlines() == [
        "Troops leave. (n.d.).",
        "(“Troops leave”, n.d., caption 2)",
    ]


def test_chicago() -> None:
    assert chicago(ONE).splitlines() == [
        "Ada Sample, “Troops leave Kazakhstan,” The Sample Courier, January 20, 2022, para. 4, "
        "https://courier.example/troops.",
        "Sample, Ada. “Troops leave Kazakhstan.” The Sample Courier, January 20, 2022. "
        "https://courier.example/troops.",
    ]
    assert (
        chicago(by("Ada Sample and Jo Mockingham"))
        .splitlines()[1]
        .startswith("Sample, Ada, and Jo Mockingham. “")
    )
    note = chicago(by("A One, B Two, C Three and D Four")).splitlines()[0]
    assert note.startswith("A One et al., “")
    assert chicago(by("A One, B Two and C Three")).startswith("A One, B Two, and C Three, “")
    assert chicago(NOTHING).splitlines() == ["“Troops leave,” caption 2.", "“Troops leave.”"]


def test_bibtex() -> None:
    entry = bibtex(ONE)
    assert re.match(r"@online\{sample2022kazakhstan[0-9a-f]{4},\n", entry)
    assert "  author       = {Sample, Ada}," in entry
    assert "  title        = {{Troops leave Kazakhstan}}," in entry
    assert "  date         = {2022-01-20}," in entry
    assert "  note         = {par.~4}," in entry
    assert entry.endswith("\n}")
    assert "author" not in bibtex(NOTHING)


def test_bibtex_escapes_what_tex_reads() -> None:
    entry = bibtex(Cited(r"50% & $5_000 #1 {x} \end ~ ^", None, None, None, None, 1))
    assert r"{{50\% \& \$5\_000 \#1 \{x\} \textbackslash{}end \textasciitilde{} " in entry


def test_the_bibtex_key_is_stable_and_tells_articles_apart() -> None:
    other_place = Cited(ONE.title, ONE.publisher, ONE.author, ONE.published, ONE.url, 9)
    other_url = Cited(ONE.title, ONE.publisher, ONE.author, ONE.published, "https://x.example", 4)

    def key(cited: Cited) -> str:
        return bibtex(cited).splitlines()[0]

    assert key(ONE) == key(other_place) != key(other_url)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (None, []),
        ("Ada Sample", [Name("Sample", "Ada")]),
        ("By Ada Sample and Jo Mockingham", [Name("Sample", "Ada"), Name("Mockingham", "Jo")]),
        ("A One, B Two & C Three", [Name("One", "A"), Name("Two", "B"), Name("Three", "C")]),
        ("A One; B Two", [Name("One", "A"), Name("Two", "B")]),
        ("Sample, Ada", [Name("Sample", "Ada")]),
        ("Ludwig van Beethoven", [Name("van Beethoven", "Ludwig")]),
        ("Reuters", [Name("Reuters")]),
        ("Associated Press", [Name("Associated Press")]),
        ("Science and Health Desk", [Name("Science and Health Desk")]),
        ("Martin Luther King, Jr.", [Name("King Jr.", "Martin Luther")]),
    ],
)
def test_bylines_are_taken_apart_into_names(author: str | None, names: list[Name]) -> None:
    assert names_of(author) == names


def test_a_passage_is_cited_by_the_paragraph_of_its_highlight() -> None:
    source = article(["One.", "Two two.", "Three."])
    passage = passage_at(source, 1)
    assert Cited.of_passage(source, passage, ((0, 3),)).paragraph == 2
    assert Cited.of_quote(quote(paragraph=9)).paragraph == 9


def test_a_paragraph_of_a_document_with_pages_is_cited_with_its_page() -> None:
    paged = Cited.of_quote(quote(paragraph=4, page=12))
    assert "¶ 4, p. 12, https" in plain(paged)
    assert "(Sample, 2022, p. 12, para. 4)" in apa(paged)
    assert "January 7, 2022, p. 12, para. 4, https" in chicago(paged)
    assert "{p.~12,~par.~4}" in bibtex(paged)
    assert provenance(quote(paragraph=4, page=12)).endswith("7 Jan 2022, ¶ 4, p. 12")


def test_a_passage_is_cited_by_the_page_of_its_highlight() -> None:
    text = "One.\n\nTwo two."
    paragraphs = (Paragraph(0, 4, 1, page=1), Paragraph(6, 14, 2, page=3))
    source = Article("a.pdf", "A title", text, paragraphs)
    assert Cited.of_passage(source, Passage(0, 0, 0, 14, 1, 2, "body", text), ((6, 9),)).page == 3


@pytest.mark.parametrize("style", [plain, apa, chicago])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_fields_stay_within_their_lines(style: object, text: str) -> None:
    assert callable(style)
    lines = style(Cited(text, text, text, "2022-01-20", text, 1)).split("\n")
    assert len(lines) == (1 if style is plain else 2)
    assert "\u202e" not in "".join(lines)


@given(words, st.none() | words, st.none() | words)
def test_bibtex_braces_balance(title: str, publisher: str | None, author: str | None) -> None:
    entry = bibtex(Cited(title, publisher, author, None, "https://a.example/{", 1))
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", entry):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
