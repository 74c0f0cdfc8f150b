"""Words within a sentence: kept as a reader sees them, whatever element holds them."""

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
    ],
)
def test_a_sentence_reads_as_it_is_seen(written: str, seen: str) -> None:
    source = page(f"<article><h1>Forty bells</h1>{told(*STORY, written)}</article>")
    (found,) = parse(source.encode(), "page.html")
    assert isinstance(found, Article)
    assert found.text.split("\n\n") == [*STORY, seen]
