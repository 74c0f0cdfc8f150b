"""Formulas and programs within pages: each said once, and as it is seen."""

import pytest

from tests.index.reading.html.test_article_part import STORY, page, paragraphs, told, within

TEX = '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation>'


def formula(inside: str) -> str:
    return f"<math><semantics><mrow>{inside}</mrow>{TEX}</semantics></math>"


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E=mc²"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>\n<mi>g</mi>", "1/2g"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        ("<msup><mi>e</mi><mrow><mo>−</mo><mi>k</mi><mi>t</mi></mrow></msup>", "e^(−kt)"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "^3√x"),
        (
            "<msub><mi>S</mi><mi>n</mi></msub><mo>&#8289;</mo><msup><mi>f</mi><mo>′</mo></msup>",
            "Snf′",
        ),
        (
            "<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
            "<msubsup><mi>a</mi><mi>k</mi><mn>2</mn></msubsup>",
            "∑k=1ⁿ ak²",
        ),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mtext>if even</mtext></mtd></mtr>"
            "<mtr><mtd><mn>3</mn></mtd><mtd><mtext>if odd</mtext></mtd></mtr></mtable>",
            "1 if even; 3 if odd",
        ),
    ],
)
def test_a_formula_is_one_line_without_its_source(inside: str, seen: str) -> None:
    sentence = f"The bell of a goat sounds at {formula(inside)}, as the herder has worked out."
    expected = f"The bell of a goat sounds at {seen}, as the herder has worked out."
    assert paragraphs(within(f"<p>{sentence}</p>"))[2] == expected


def test_a_formula_that_katex_draws_beside_itself_is_said_once() -> None:
    sum_of = formula("<mi>a</mi><mo>+</mo><mi>b</mi>")
    drawn = '<span class="katex-html" aria-hidden="true"><span>a</span><span>+b</span></span>'
    both = f'<span class="katex"><span class="katex-mathml">{sum_of}</span>{drawn}</span>'
    found = paragraphs(within(f"<p>The herder counts {both} bells in the fog, and no more.</p>"))
    assert found[2] == "The herder counts a+b bells in the fog, and no more."


def test_a_short_formula_of_its_own_stays() -> None:
    assert "a+b" in paragraphs(within(f"<div>{formula('<mi>a</mi><mo>+</mo><mi>b</mi>')}</div>"))


def test_formulas_nested_without_end_are_read() -> None:
    deep = "<mrow>" * 200 + "<mi>a</mi>" + "</mrow>" * 200
    assert paragraphs(within(f"<p>The herder counts {formula(deep)} bells.</p>"))[2].endswith(
        "bells."
    )


@pytest.mark.parametrize("named", ["latex", "ql-img-inline-formula", "wp-smiley emoji"])
def test_a_picture_of_a_formula_within_a_sentence_is_its_words(named: str) -> None:
    told = f'The herder counts <img src=x.png class="{named}" alt="n + 1"> bells in the fog.'
    assert paragraphs(within(f"<p>{told}</p>"))[2] == "The herder counts n + 1 bells in the fog."


@pytest.mark.parametrize("named", ["token comment", "hljs-meta", "hljs-title widget", "nav"])
def test_a_program_is_read_with_all_that_a_highlighter_names(named: str) -> None:
    code = f'<pre><code><span class="{named}"># Ring them all</span>\nring --all bells</code></pre>'
    assert paragraphs(within(code))[2] == "# Ring them all ring --all bells"


@pytest.mark.parametrize(
    "code",
    [
        "<pre><span class=lineno>1</span>ring --all bells\n<span class=lineno>2</span>stop</pre>",
        "<pre><i></i><span style='user-select:none'> 1</span>ring --all bells\n"
        "<span class=ln>2</span>stop</pre>",
        "<table><tr><td class=gutter><pre>1\n2</pre></td><td><pre>ring --all bells\nstop</pre></td>"
        "</table>",
        "<table><tr><td><pre class=lineno>1\n2</pre></td><td><pre>ring --all bells\nstop</pre></td>"
        "</table>",
    ],
)
def test_a_program_is_read_without_the_numbers_of_its_lines(code: str) -> None:
    assert "ring --all bells stop" in paragraphs(within(code))


@pytest.mark.parametrize(
    "attributes",
    ['class="callout" data-callout="info"', 'class="callout callout-warning"', "role=note"],
)
def test_advice_in_a_manual_is_a_part_of_it(attributes: str) -> None:
    advice = "Hang the bell no lower than the knee, or it will freeze to the grass."
    assert advice in paragraphs(within(f"<div {attributes}><p>{advice}</p></div>"))


def test_the_number_of_a_note_goes_with_the_space_before_it() -> None:
    cited = 'So said the first study <a href="#r1">[1]</a>, and a second one <a href="#r2">[2]</a>.'
    found = paragraphs(page(f"<article><h1>Bells</h1>{told(*STORY, cited)}</article>"))
    assert found[-1] == "So said the first study, and a second one."


def test_a_picture_of_no_size_makes_no_caption() -> None:
    box = "<div><img src=s.gif width=0 height=1><div>Forty bells in the fog at Brevik</div></div>"
    assert paragraphs(within(box), "caption") == []
