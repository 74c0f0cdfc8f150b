"""Words within a sentence: kept as a reader sees them, whatever element holds them."""

import re

import pytest

from index.reading.parse import parse
from index.types import Article
from tests.index.reading.html.test_article_part import STORY, page, told

NOTES = 'role="doc-noteref"'


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Type <code>ring --all</code> to hear them.", "Type ring --all to hear them."),
        ("Press <kbd>R</kbd>+<kbd>A</kbd>, or say <samp>ring</samp>.", "Press R+A, or say ring."),
        ("It cost <del>four</del> <ins>five</ins> crowns.", "It cost five crowns."),
        ("The pier <s>opened</s>, they say, opens.", "The pier, they say, opens."),
        ("The <b>pier</b> <del>of larch</del>: it opens.", "The pier: it opens."),
        ("It cost <s>four</s> five <strike>marks</strike> crowns.", "It cost five crowns."),
        ("About 10<sup>9</sup> spores on 3 m<sup>2</sup>.", "About 10⁹ spores on 3 m²."),
        ("A rate of 5×10<sup>−3</sup> s<sup>-1</sup>.", "A rate of 5×10⁻³ s⁻¹."),
        ("On the 3<sup>rd</sup> of May, with CO<sub>2</sub>.", "On the 3rd of May, with CO2."),
        ('The goats<sup><a href="#n4">4</a></sup> came.', "The goats came."),
        ("The goats<sup>4</sup> came home.<sup>5, 6</sup>", "The goats came home."),
        ("It was in 1987<sup>2</sup> that they came.", "It was in 1987 that they came."),
        (f'They came home.<a {NOTES} href="notes.xhtml#n1">12</a>', "They came home."),
        ('Read <a href="#part">part 2</a> of it.', "Read part 2 of it."),
        ('It has <a href="#list">4</a> bells.', "It has 4 bells."),
        ("Forty bells.<span class=lnum>170</span>", "Forty bells."),
        ('<span class="versenum">16 </span>Forty goats came.', "Forty goats came."),
        (
            "A ferry is <ruby>渡<rp>(</rp><rt>わた</rt><rp>)</rp>し<rt>し</rt></ruby>船 there.",
            "A ferry is 渡し船 there.",
        ),
    ],
)
def test_a_sentence_reads_as_it_is_seen(written: str, seen: str) -> None:
    source = page(f"<article><h1>Forty bells</h1>{told(*STORY, written)}</article>")
    (found,) = parse(source.encode(), "page.html")
    assert isinstance(found, Article)
    assert found.text.split("\n\n") == [*STORY, seen]


NOTE = "The herder told the paper so in May of last year."


@pytest.mark.parametrize(
    "written",
    [
        f'<ol><li id="fn1"><p>{NOTE}<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol>',
        f'<ol><li id="fn1">{NOTE} <a href="#a">↩</a> <a href="#b">↩</a></li></ol>',
        f'<p><a href="#_ftnref1" name="_ftn1">[1]</a> {NOTE}</p>',
        f'<p> <a id="footnote-1" href="#footnote-anchor-1">1</a> {NOTE}</p>',
        f'<ol><li><b class="mw-cite-backlink">^ <a href="#a">a</a></b> {NOTE}</li></ol>',
        f'<ol><li><b><a href="#cite_ref-1">Jump up ^</a></b> {NOTE}</li></ol>',
        f'<p>{NOTE} <a href="#r1" title="Jump back">Back ↑</a></p>',
        f'<p>{NOTE} <a href="#r1" class="footnote-backref">return</a></p>',
        f"<p>{NOTE} ↩</p>",
    ],
)
def test_a_note_is_its_words_without_the_sign_that_leads_back(written: str) -> None:
    source = page(f"<article><h1>Forty bells</h1>{told(*STORY)}<h2>Notes</h2>{written}</article>")
    (found,) = parse(source.encode(), "page.html")
    assert isinstance(found, Article)
    assert found.text.split("\n\n") == [*STORY, "Notes", NOTE]


@pytest.mark.parametrize(
    "written",
    ["[<a href='/e'>edit</a>]", "[Bearbeiten | Quelltext bearbeiten]", "<a href='#y'>¶</a>", ""],
)
def test_a_heading_is_read_without_the_link_that_edits_its_section(written: str) -> None:
    heading = f"<h2>Early years {written}</h2>"
    source = page(f"<article><h1>Forty bells</h1>{heading}{told(*STORY)}</article>")
    (found,) = parse(source.encode(), "page.html")
    assert isinstance(found, Article)
    assert found.text.split("\n\n") == ["Early years", *STORY]


@pytest.mark.parametrize(
    ("saved", "kept"),
    [
        ("Forty goats came home.[1] They have bells.[2][3]", None),
        ("In 1987[1] a road of 40 km[2] was built, she said[2].", None),
        ("See the census of 2019, page 3, as they all did. ↩", None),
        ("Set x[1] and y[2] to nil before a[3] is read again.", "as it is"),
        ("He said [1] and meant [2] by it, as all could see.", "as it is"),
        ("The list[5] begins at five, as the manual has said.", "as it is"),
    ],
)
def test_the_marks_of_notes_go_from_saved_text(saved: str, kept: str | None) -> None:
    (found,) = parse(f"Forty bells\n\n{saved}\n".encode(), "page.txt")
    assert isinstance(found, Article)
    assert found.text == (saved if kept else re.sub(r"\[\d\]| ↩", "", saved))
