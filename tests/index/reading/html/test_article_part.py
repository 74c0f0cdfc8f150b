"""Where in a page its article is, however the page is built."""

import json

import pytest

from index.reading.parse import parse
from index.types import Article, ParagraphKind

GOATS = (
    "The goats of Brevik have a bell each, and the herder says that she knows all forty by ear, "
    "even in fog and from across the fjord."
)
CHEESE = (
    "Their milk is made into a brown cheese that the dairy sells in blocks of half a kilo, wrapped "
    "in paper that her grandmother printed."
)
WINTER = (
    "In winter the animals stay in a barn under the ridge, where the wind cannot reach them and "
    "the snow keeps the walls warm."
)
ROAD = (
    "A road to the barn was promised nine years ago; the municipality now wants to begin with it "
    "after the thaw, and finish before the first hay."
)
STORY = (GOATS, CHEESE, WINTER, ROAD)
MENU = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in "abcdefgh")


def page(body: str, head: str = "", title: str = "Forty bells") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def paragraphs(source: str, kind: ParagraphKind = "body") -> list[str]:
    found = parse(source.encode(), "page.html")[0]
    assert isinstance(found, Article), found
    return [found.text[p.start : p.end] for p in found.paragraphs if p.kind == kind]


def told(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_text_in_bare_boxes_between_rules_is_found_without_the_menu_around_it() -> None:
    body = (
        f"<ul>{MENU}</ul><div class=story><h1>Forty bells</h1><div itemprop=articleBody>{GOATS}"
        f"<div class=gap></div>{CHEESE}<br><div class=gap></div></div></div>"
    )
    assert paragraphs(page(body)) == [GOATS, CHEESE]


@pytest.mark.parametrize("name", ["paywall", "widget", "topics", "callout", "print"])
def test_a_name_under_which_most_of_the_text_stands_is_not_furniture(name: str) -> None:
    body = "".join(f'<div class="{name}"><p>{text}</p></div>' for text in STORY)
    assert paragraphs(page(f"<h1>Forty bells</h1><main>{body}</main>")) == list(STORY)


def test_the_same_name_is_furniture_if_it_holds_little_of_the_text() -> None:
    box = "<div class=callout><p>Buy the calendar with all forty goats in our shop today.</p></div>"
    body = f"<article><h1>Forty bells</h1>{told(*STORY[:2])}{box}{told(*STORY[2:])}</article>"
    assert paragraphs(page(body)) == list(STORY)


def test_an_article_within_the_form_that_is_the_whole_page_is_read() -> None:
    body = f"<form><ul>{MENU}</ul><h2>Forty bells</h2>{told(*STORY)}</form>"
    assert paragraphs(page(body)) == list(STORY)


def test_an_article_in_sibling_containers_is_read_whole_and_in_order() -> None:
    body = (
        f"<h1>Forty bells</h1><div class=intro>{told(GOATS)}</div><div class=part>{told(CHEESE)}"
        f"</div><div class=part>{told(WINTER, ROAD)}</div><div class=links><ul>{MENU}</ul></div>"
    )
    assert paragraphs(page(body)) == list(STORY)


@pytest.mark.parametrize("named", ['id="c3ad"', 'id="what-visitors-should-share-with-others"'])
def test_random_letters_and_the_slugs_of_headings_name_nothing(named: str) -> None:
    body = f"<article><h1>Forty bells</h1>{told(*STORY[:3])}<section {named}>{told(ROAD)}</section>"
    assert paragraphs(page(f"{body}</article>")) == list(STORY)


def test_a_name_of_the_whole_page_makes_no_captions() -> None:
    body = f'<article class="has_caption"><h1>Forty bells</h1>{told(*STORY)}</article>'
    source = page(body).replace("<body>", '<body class="f_caption_big">')
    assert paragraphs(source) == list(STORY)
    assert paragraphs(source, "caption") == []


@pytest.mark.parametrize("is_html", [True, False])
def test_a_text_that_stands_only_in_the_data_of_the_page_is_read(is_html: bool) -> None:
    text = told(*STORY) if is_html else "\n\n".join(STORY)
    data = {
        "@graph": [
            {"@type": "WebSite", "name": "The Fjord"},
            {"@type": "NewsArticle", "headline": "Forty bells", "articleBody": text},
            {"@type": "NewsArticle", "headline": "Another story", "articleBody": text * 3},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    for body in ("<div id=root></div>", f"<article><h1>Forty bells</h1>{told(GOATS)}</article>"):
        assert paragraphs(page(body, head)) == list(STORY)


def test_lists_tables_and_short_lines_at_the_top_stay() -> None:
    top = (
        "<p>What you need:</p><ul><li>one bell</li><li>rope</li></ul>"
        "<table><tr><th>Goat</th><th>Bell</th></tr><tr><td>Rosa</td><td>brass</td></tr></table>"
        "<p>Brevik 4–2 Solund</p>"
    )
    body = f"<article><h1>Forty bells</h1>{top}{told(*STORY)}</article>"
    lines = ["What you need:", "one bell", "rope", "Rosa | brass", "Brevik 4–2 Solund"]
    assert paragraphs(page(body)) == [*lines, *STORY]


def test_what_stands_above_the_title_or_names_people_is_no_text_of_the_top() -> None:
    above = "<div>Official site of the fjord. Here is how you know</div>"
    body = f"{above}<article><h1>Forty bells</h1><p>Ada Sample</p>{told(*STORY)}</article>"
    assert paragraphs(page(body)) == list(STORY)


def test_a_numbered_list_of_links_within_the_text_stays_and_a_lone_link_goes() -> None:
    items = "".join(f'<li><a href="/{n}">Herd them {n}</a></li>' for n in ("uphill", "downhill"))
    link = '<p><a href="/more">Read about the goats of Solund</a></p>'
    body = f"<h1>Forty bells</h1>{told(GOATS)}<ol>{items}</ol>{told(CHEESE)}{link}{told(WINTER)}"
    listed = ["Herd them uphill", "Herd them downhill"]
    assert paragraphs(page(f"<article>{body}</article>")) == [GOATS, *listed, CHEESE, WINTER]


def test_brackets_at_the_end_of_a_sentence_make_it_no_caption() -> None:
    said = (
        "What most herders fear is the register of animals on paper (ePa)",
        "The new file is a third as large (all sizes measured without any pictures)",
    )
    shown = ("A goat on the ridge (Robin Example/Wire)", "The barn in May (courtesy of the museum)")
    body = f"<article><h1>Forty bells</h1>{told(GOATS, *said, *shown, ROAD)}</article>"
    assert paragraphs(page(body)) == [GOATS, *said, ROAD]
    assert paragraphs(page(body), "caption") == list(shown)


SEEN = "Goats with bells on the ridge above Brevik"


def within(*middle: str) -> str:
    """A story with something between its second and its third paragraph."""
    text = f"{told(*STORY[:2])}{''.join(middle)}{told(*STORY[2:])}"
    return page(f"<article><h1>Forty bells</h1>{text}</article>")


def links(*texts: str) -> str:
    return f"<ul>{''.join(f'<li><a href=/x>{text}</a></li>' for text in texts)}</ul>"


@pytest.mark.parametrize(
    ("above", "items"),
    [
        (
            "<p>Three farms lend their barns:</p>",
            ("Upper Brevik farm on a ridge", "The ferry inn"),
        ),
        ("<h2>Farms</h2>", ("Upper Brevik", "Ferry inn", "Old dairy")),
    ],
)
def test_a_list_of_links_that_the_text_announces_stays(above: str, items: tuple[str, ...]) -> None:
    found = paragraphs(within(above, links(*items)))
    assert found[2 if above.startswith("<h2") else 3 : -2] == list(items)


@pytest.mark.parametrize(
    "above",
    [
        "",
        "<p>Related:</p>",
        "<h3>Mehr zum Thema</h3>",
        "<h3>Lire aussi</h3>",
        "<h3>Noticias relacionadas</h3>",
        "<h3>Ti potrebbe interessare anche</h3>",
        "<h3>Läs också</h3>",
    ],
)
def test_a_list_of_other_articles_goes_with_its_label(above: str) -> None:
    items = "The ferry has a new captain", "Storm takes the roof of the old dairy"
    source = within(above, links(*items))
    assert paragraphs(source) == list(STORY)
    assert paragraphs(source, "heading") == []


@pytest.mark.parametrize(
    "line",
    [
        "Abonnieren Sie jetzt unseren Newsletter mit den Meldungen der Woche.",
        "Inscrivez-vous à notre newsletter pour ne rien manquer.",
        "Suscríbete a nuestro boletín y no te pierdas nada.",
        "Zapisz się do naszego newslettera i bądź na bieżąco.",
        "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.",
        "Pour afficher ce contenu, veuillez accepter les cookies.",
        "To view this content, please allow cookies of the video service.",
    ],
)
def test_lines_for_a_newsletter_or_for_consent_are_no_text(line: str) -> None:
    assert paragraphs(within(f"<p>{line}</p>")) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "He wants to subscribe to no newsletter as long as the road has not been built.",
        "To view the barn from the ferry, stand at the rail on its northern side.",
        "Cookies with brown cheese are sold at the kiosk of the ferry on Sundays.",
    ],
)
def test_sentences_with_such_words_are_text(line: str) -> None:
    assert line in paragraphs(within(f"<p>{line}</p>"))


@pytest.mark.parametrize(
    "picture",
    [
        "<div><img src=a.jpg><div>{SEEN}</div></div>",
        "<div><a href=/a.jpg><img src=a.jpg></a><br>{SEEN}</div>",
        "<p><img src=a.jpg></p><p><em>{SEEN}</em></p>",
        "<p><img src=a.jpg></p><p><small>{SEEN}</small><br></p>",
    ],
)
def test_what_stands_with_a_picture_and_nothing_else_is_its_caption(picture: str) -> None:
    source = within(picture.format(SEEN=SEEN))
    assert paragraphs(source, "caption") == [SEEN]
    assert paragraphs(source) == list(STORY)


@pytest.mark.parametrize(
    "text",
    [
        f"<p><img src=a.jpg>{WINTER}</p>",
        f"<div><img src=a.jpg><p>{WINTER}</p></div>",
        f"<p>{ROAD}</p><p><em>{WINTER}</em></p>",
    ],
)
def test_a_paragraph_with_a_picture_is_still_a_paragraph(text: str) -> None:
    body = f"<article><h1>Forty bells</h1>{told(GOATS, CHEESE)}{text}</article>"
    assert WINTER in paragraphs(page(body))


def test_the_text_that_a_page_marks_as_its_article_has_nothing_beside_it() -> None:
    body = (
        f"<div><h1>Forty bells</h1><div itemprop=articleBody>{GOATS}<div class=gap></div>{CHEESE}"
        "</div></div><div><div>Nobody answers for the road to the barn</div><p>Write to the desk "
        "of the paper with any question about deliveries: post box nine.</p></div>"
    )
    assert paragraphs(page(body)) == [GOATS, CHEESE]


SLIDE = (
    "The bell of goat number {0} was cast by a smith in Halm in the year that its owner was {0}."
)


@pytest.mark.parametrize("box", ["aside class='slideshow'", "footer id='meta-data'"])
def test_an_article_whose_text_stands_in_what_is_called_furniture_is_read(box: str) -> None:
    slides = [SLIDE.format(n) for n in range(20, 60)]
    told = "".join(f"<li class='slide'><p>{text}</p></li>" for text in slides)
    source = page(f"<h1>Forty bells</h1><p>{GOATS}</p><{box}><ul>{told}</ul></{box.split()[0]}>")
    assert set(slides) <= set(paragraphs(source))


def test_one_sentence_may_be_said_twice() -> None:
    refrain = "And the bells rang on."
    source = page(f"<article><h1>Forty bells</h1>{told(GOATS, refrain, CHEESE, refrain)}</article>")
    assert paragraphs(source) == [GOATS, refrain, CHEESE, refrain]


def test_a_table_of_contents_says_nothing_that_its_headings_do_not() -> None:
    contents = "<ul><li><a href='#a'>The barn</a></li><li><a href='#b'>The road</a></li></ul>"
    source = within(contents, "<h2 id=a>The barn</h2>", told(ROAD), "<h2 id=b>The road</h2>")
    assert paragraphs(source).count("The barn") == 0
    assert paragraphs(source, "heading") == ["The barn", "The road"]


FERRY = "The ferry has a new captain at last"
ABOUT_FERRY = "She sailed to Greenland twice and will now cross the fjord four times a day."


def boxed(inside: str, tag: str = "div") -> str:
    return f'<{tag} class="teaser">{inside}</{tag}>'


@pytest.mark.parametrize(
    "box",
    [
        boxed(f"<h3><a href=/ferry>{FERRY}</a></h3><p>{ABOUT_FERRY}</p>"),
        boxed(f"<a href=/ferry>{FERRY}</a><div><p>{ABOUT_FERRY}</p></div>", "section"),
        boxed(f"<ul><li><p><a href=/f>{FERRY}</a></p><p>{ABOUT_FERRY}</p></li></ul>"),
        boxed("<h3><a href=/f>渡し船に新しい船長が就任</a></h3><p>彼女は二度の航海を終えた。</p>"),
    ],
)
def test_a_box_with_the_headline_of_another_article_and_what_it_is_about_goes(box: str) -> None:
    source = within(box)
    assert paragraphs(source) == list(STORY)
    assert paragraphs(source, "heading") == []


@pytest.mark.parametrize(
    "box",
    [
        boxed(f"<p>{ABOUT_FERRY}</p>"),
        boxed(f"<p>{ABOUT_FERRY} <a href=/ferry>{FERRY}</a> says more.</p>"),
        boxed(f"<ul><li>{ABOUT_FERRY}<li><a href=/ferry>{FERRY}</a></ul>"),
    ],
)
def test_a_box_with_more_than_that_stays(box: str) -> None:
    assert any(ABOUT_FERRY in text for text in paragraphs(within(box)))


def test_an_article_goes_on_in_boxes_of_the_same_name() -> None:
    parts = [f'<div class="grid"><div class="text">{told(*STORY)}</div></div>' for _ in range(3)]
    more = [
        told("The herder's dog, which is called Bjelle, brings the goats down before each storm."),
        told(
            "Tourists ask for the dog more often than for the cheese, and are shown both of them."
        ),
    ]
    parts[1:] = [
        f'<div class="grid"><h3>Dog</h3><div class="text">{each}</div></div>' for each in more
    ]
    other = f'<div class="grid"><h3><a href=/f>{FERRY}</a></h3><p>{ABOUT_FERRY * 2}</p></div>'
    found = paragraphs(page(f"<main><h1>Forty bells</h1>{'<hr>'.join(parts)}{other}</main>"))
    assert found == [*STORY, *(text[3:-4] for text in more)]


@pytest.mark.parametrize("kept", ['<p class="paywall">{}</p>', '<h2 class="widget-title">{}</h2>'])
def test_a_paragraph_and_a_heading_with_an_unlucky_name_stay(kept: str) -> None:
    told_there = "The road to the barn is to be finished before the first hay"
    source = within(kept.format(told_there))
    assert told_there in [*paragraphs(source), *paragraphs(source, "heading")]


@pytest.mark.parametrize("end", ["…", "...", "?", "!"])
def test_a_link_that_is_cut_off_or_a_headline_leads_elsewhere(end: str) -> None:
    assert paragraphs(within(f"<p><a href=/ferry>{FERRY}{end}</a></p>")) == list(STORY)
