"""What a page says of its article: the headline and not the site's name, the day of publication."""

import pytest

from index.reading.parse import parse
from index.types import Article
from tests.index.reading.html.test_article_part import STORY, page, told

SITE = '<meta property="og:site_name" content="The Fjord Lamp">'
CHANGED = '<meta property="article:modified_time" content="2023-09-09T10:00:00Z">'
HEADLINE = "Forty bells for forty goats"


def article(above: str = "", head: str = "", title: str = HEADLINE, after: str = "") -> Article:
    body = f"<article><h1>{HEADLINE}</h1>{above}{told(*STORY)}</article>{after}"
    found = parse(page(body, head, title).encode(), "page.html")[0]
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    "title",
    [
        HEADLINE,
        f"{HEADLINE} | The Fjord Lamp",
        f"{HEADLINE} - The Fjord Lamp",
        f"The Fjord Lamp: {HEADLINE}",
        f"The Fjord Lamp » {HEADLINE}",
        f"{HEADLINE} |",
    ],
)
def test_the_title_is_the_headline_without_the_name_of_the_site(title: str) -> None:
    found = article(head=SITE, title=title)
    assert (found.title, found.publisher) == (HEADLINE, "The Fjord Lamp")


@pytest.mark.parametrize("logo", ["LAMP Fjord Lamp Logo", "The Fjord Lamp"])
def test_a_logo_that_is_a_heading_is_not_the_title(logo: str) -> None:
    story = f"<article><h2>{HEADLINE}</h2>{told(*STORY)}</article>"
    source = page(f"<div><h1>{logo}</h1></div>{story}", SITE, f"{HEADLINE} | The Fjord Lamp")
    found = parse(source.encode(), "page.html")[0]
    assert isinstance(found, Article)
    assert found.title == HEADLINE


def test_a_name_of_the_host_is_the_name_of_the_site() -> None:
    head = '<link rel="canonical" href="https://www.fjordlamp.example/goats/forty-bells">'
    source = page(told(*STORY), head, f"{HEADLINE} - Fjord Lamp")
    assert parse(source.encode(), "page.html")[0].title == HEADLINE  # type: ignore[union-attr]


ADDRESS = '<link rel="canonical" href="https://lamp.example/aktuelles/{}/">'


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta property="og:title" content="Bells tell goats apart">', f"{HEADLINE} | The Lamp"),
        (f'<meta property="og:title" content="{HEADLINE} - The Lamp | News, Sheep | Brevik">', ""),
        ('<meta property="og:title" content="News">', f"The Lamp: News: {HEADLINE}"),
        (SITE, f"{HEADLINE} » Blog » The Lamp"),
    ],
)
def test_a_heading_that_is_part_of_how_the_page_calls_itself_is_its_title(
    head: str, title: str
) -> None:
    assert article(head=head, title=title).title == HEADLINE


@pytest.mark.parametrize(
    ("h1", "head", "title", "expected"),
    [
        ("Lammas", "", "Goats: forty bells | The Lamp", "Goats: forty bells"),
        ("Brevik", "", "Brevik! The ridge of goats", "Brevik"),
        (
            "The Old Lamp",
            ADDRESS.format("forty-bells-on-a-ridge"),
            "The Old Lamp » Archive » Forty bells on a ridge",
            "Forty bells on a ridge",
        ),
        (
            "Aktuelles",
            ADDRESS.format("vierzig-glocken-fuer-boecke"),
            "Aktuelles: Vierzig Glocken für Böcke",
            "Vierzig Glocken für Böcke",
        ),
        ("Forty Bells – a Ridge", "", "Forty bells - a ridge - Lamp", "Forty Bells – a Ridge"),
        ("Ridge-Bells", "", "Ridge-Bells | lamp.example | Your paper", "Ridge-Bells"),
        (
            "Come and travel with us!",
            '<script type="application/ld+json">[{"@type":"Article","headline":"Bells & goats"},'
            '{"@type":"Article","headline":"Another"}]</script>',
            "",
            "Bells & goats",
        ),
        ("Ridge", '<meta property="x:t dc:title" content="Of forty bells">', "x", "Of forty bells"),
    ],
)
def test_of_a_heading_and_what_else_the_page_says_the_headline_is_the_title(
    h1: str, head: str, title: str, expected: str
) -> None:
    source = page(f"<h1>{h1}</h1>{told(*STORY)}", head, title)
    assert parse(source.encode(), "page.html")[0].title == expected  # type: ignore[union-attr]


HOME = '<a href="https://lamp.example/">{}</a>'


@pytest.mark.parametrize(
    ("heading", "title", "expected"),
    [
        (
            f"<h1>{HOME.format('Goat Letters')}</h1><h2>A bell each</h2>",
            "A bell each : Goat Letters",
            "A bell each",
        ),
        ('<h1 class="site-title">Goat Letters</h1><h2>Bells</h2>', "Bells | Goat Letters", "Bells"),
        ("<a href='/'><h1>Goat - Letters</h1></a>", "Hay in May - Goat - Letters", "Hay in May"),
        (
            '<h1><span class="kicker">Brevik</span> Bells for forty goats</h1>',
            "Brevik: Bells for forty goats",
            "Bells for forty goats",
        ),
        (
            '<h1>Bells for forty goats<span class="c-overline">Letter from Brevik</span></h1>',
            "Bells for forty goats - Letter from Brevik | The Lamp",
            "Bells for forty goats",
        ),
        (
            "<h1>Brevik<br><small>by Ada Sample</small></h1>",
            "Brevik by Ada Sample",
            "Brevik by Ada Sample",
        ),
        (
            "<h1>Why each of the forty goats has a bell</h1>",
            "Forty goats, a bell each - Lamp",
            "Why each of the forty goats has a bell",
        ),
        ("<h1>News | Bells for forty goats</h1>", "Bells for forty goats", "Bells for forty goats"),
        ("<h1>Dairy and Cheese</h1>", "Bells for forty goats", "Bells for forty goats"),
        ("<h1>Dairy and Cheese</h1>", "Home", "Dairy and Cheese"),
        ("", "四十只山羊的铃铛-灯塔网", "四十只山羊的铃铛"),
        ("", "山羊_百科", "山羊"),
        ("", "灯塔-山羊", "灯塔-山羊"),
        ("<h3>四十只山羊的铃铛声</h3>", "四十只山羊的铃铛声_动物_灯塔", "四十只山羊的铃铛声"),
        ("<h2>四十只山羊的铃铛</h2>", "四十只山羊的铃铛｜灯塔社", "四十只山羊的铃铛"),
        ('<div id="goog-gt-tt"><h1>Original text</h1></div>', "A bell for each", "A bell for each"),
        ("<h1>Why a bell for each goat</h1>", "Sounds to herd by", "Why a bell for each goat"),
    ],
)
def test_the_title_is_what_a_reader_takes_for_the_headline(
    heading: str, title: str, expected: str
) -> None:
    source = page(f"{heading}{told(*STORY)}", "", title)
    assert parse(source.encode(), "page.html")[0].title == expected  # type: ignore[union-attr]


def test_a_headline_with_a_kicker_is_not_in_the_text_again() -> None:
    headline = '<h1><span class="roofline">Brevik</span> Bells for forty goats</h1>'
    source = page(
        f"<article>{headline}{told(*STORY)}</article>", "", "Brevik: Bells for forty goats"
    )
    found = parse(source.encode(), "page.html")[0]
    assert isinstance(found, Article)
    assert "Bells for forty goats" not in found.text


def test_no_headline_is_taken_for_the_name_of_the_site() -> None:
    title = "Forty bells - forty goats and more"
    source = page(f"<h1>{title}</h1>{told(*STORY)}", "", title)
    found = parse(source.encode(), "page.html")[0]
    assert isinstance(found, Article)
    assert (found.title, found.publisher) == (title, None)


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("Ada Sample<br>March 4, 2021 6:02 am", "Ada Sample"),
        ("Ada Sample", "Ada Sample"),
        ("Watermark feed Ada Sample Link Copied", "Ada Sample"),
        ("Alexa von Example", "Alexa von Example"),
        ("By Ada Sample More stories by Ada Sample", "Ada Sample"),
        ("Ada Sample <b>Senior Politics Editor, The Fjord Lamp</b>", "Ada Sample"),
        ("Ada Sample , FLN", "Ada Sample"),
        ("Rasender Reporter", "Rasender Reporter"),
        ("Ada Sample Ada Sample is a reporter for the Lamp.", "Ada Sample"),
        ("Ada Sample ada.sample@lamp.example", "Ada Sample"),
        ("Ada Sample / FLN /", "Ada Sample"),
        ("Written by Ada Sample in Bells on", "Ada Sample"),
        ("Ada Sample @adasample View author archive", "Ada Sample"),
    ],
)
def test_an_author_is_named_without_what_stands_beside_the_name(said: str, author: str) -> None:
    assert article(f'<p class="author">{said}</p>').author == author


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<p>Published 25 April 2021 · Updated 9 September 2023</p>", "2021-04-25"),
        ("<p>Updated 9 September 2023 · First published on Sun 25 Apr 2021</p>", "2021-04-25"),
        ("<p>Received: 1 March 2021; Accepted: 2 April 2021; Published: 25 April 2021</p>", None),
        (
            '<time class=updated datetime="2023-09-09">9 Sep</time><p>25 April 2021</p>',
            "2021-04-25",
        ),
        ('<time class="published updated" datetime="2021-04-25">25 April</time>', "2021-04-25"),
        ("<div>Veröffentlicht am 25. April 2021 von Ada</div>", "2021-04-25"),
        ("<div>25 de abril de 2021</div>", "2021-04-25"),
        ("<p>Last updated 9 September 2023</p>", ""),
    ],
)
def test_the_day_of_the_last_change_is_not_that_of_publication(above: str, day: str | None) -> None:
    assert (article(above, CHANGED).published or "") == ("2021-04-25" if day is None else day)


def test_the_data_for_machines_goes_before_what_is_written() -> None:
    data = '{"@graph": [{"@type": "NewsArticle", "datePublished": "2021-04-25T23:30:00+02:00"}]}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert article("<p>28 April 2021</p>", head).published == "2021-04-25"


@pytest.mark.parametrize(
    ("shown", "day"), [("24 April 2021", "2021-04-24"), ("20 April 2021", "2021-04-25")]
)
def test_the_day_that_is_shown_goes_before_the_same_in_another_time_zone(
    shown: str, day: str
) -> None:
    head = '<meta property="article:published_time" content="2021-04-25T02:10:00Z">'
    assert article(f"<p>{shown}</p>", head).published == day


@pytest.mark.parametrize("marks", ["{}", "<![CDATA[ {} ]]>", "<!-- {} -->", "// <!--\n{}\n// -->"])
def test_data_for_machines_is_read_within_the_marks_that_hide_it(marks: str) -> None:
    data = marks.format('{"@type": "NewsArticle", "datePublished": "2021-04-25"};')
    assert (
        article(head=f"<script type=application/ld+json>{data}</script>").published == "2021-04-25"
    )


STATED = '<meta property="article:published_time" content="{}">'
DATA = '<script type="application/ld+json">{{"datePublished": "{}"}}</script>'


@pytest.mark.parametrize(
    ("head", "above"),
    [
        (STATED.format("2021-06-01") + DATA.format("2021-04-25"), ""),
        (STATED.format("2021-04-24T23:10:00Z") + DATA.format("2021-04-25T01:10:00+02:00"), ""),
        (STATED.format("2021-04-25T01:10:00+02:00") + DATA.format("2021-04-24T23:10:00Z"), ""),
        (
            DATA.format("2021-04-26T01:10:00Z")
            + '<link rel="canonical" href="https://lamp.example/2021/04/25/bells">',
            "",
        ),
        (DATA.format("2021-04-25T09:00:00Z"), "<p>Changed on 26 April 2021</p>"),
        (
            STATED.format("2021-04-24T23:10:00Z"),
            '<time datetime="2021-04-24T23:10:00Z">25 April 2021</time>',
        ),
    ],
)
def test_of_two_days_stated_the_first_and_that_of_the_publishers_time_zone_counts(
    head: str, above: str
) -> None:
    assert article(above, head).published == "2021-04-25"


@pytest.mark.parametrize(
    "above",
    [
        "<p>Brevik, 25.04.2021, 58/21</p>",
        "<div>25.04.2021 | 15:33 Uhr | Ada Sample</div>",
        "<p>By ADA SAMPLE on 25 April 2021</p>",
        "<div>Datum: 25.04.2021 Autor: as</div>",
        "<div><span>| 25 de Abril 2021</span></div>",
        "<div>Ada Sample 2021/04/25 - 1:59</div>",
        "<ul><li><a href=/9>A bell for each of the sheep</a> <span>9 May 2022</span></ul>"
        "<p>25 April 2021</p>",
        "<dl><dt>Joined<dd>Joined 11 May 2017</dl><p>25 April 2021</p>",
    ],
)
def test_a_short_line_with_a_name_or_a_place_gives_the_day_and_a_list_of_articles_none(
    above: str,
) -> None:
    assert article(above).published == "2021-04-25"


def test_the_first_of_january_is_no_day_unless_the_page_writes_it() -> None:
    assert article(after="<div>Copyright 2019</div>").published is None
    assert article("<p>1 January 2019</p>").published == "2019-01-01"


def test_a_day_that_dateparser_would_have_to_read_is_found_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dateparser.DateDataParser", None)
    far = "<div class=info>{}</div>"
    assert article(after=far.format("Domingo 25 de Abril de 2021")).published == "2021-04-25"
    assert article(after=far.format("40-jähriges Jubiläum 2008")).published is None


def test_a_date_in_the_footer_is_no_day_of_publication() -> None:
    footer = "<footer><p>Brevik, 26 November 2024</p><p>© 2024</p></footer>"
    assert article(after=footer).published is None


def test_a_date_in_the_address_is_the_day_of_publication() -> None:
    head = '<link rel="canonical" href="https://lamp.example/2021/4/25/forty-bells">'
    assert article(head=head).published == "2021-04-25"


def test_the_dates_of_a_list_of_other_articles_say_nothing() -> None:
    times = "".join(
        f'<li><time itemprop=datePublished datetime="2021-0{n}-25">x</time></li>' for n in (1, 2)
    )
    assert article(after=f"<ul>{times}</ul>").published is None


@pytest.mark.parametrize(
    ("times", "day"),
    [
        (
            '<time class="entry-date published" datetime="2021-04-25">x</time>'
            '<time class="updated" datetime="2021-04-25">x</time>',
            "2021-04-25",
        ),
        (
            '<p class="info"><time datetime="2021-04-25T11:59:00+01:00">25.04.2021</time></p>'
            '<a href="/x">Another<time datetime="2021-04-20">20.04.2021</time></a>',
            "2021-04-25",
        ),
        ('<div class="teaser"><time datetime="2021-04-25">25.04.2021</time></div>', None),
    ],
)
def test_a_time_far_from_the_headline_is_the_day_of_publication_if_it_says_so_or_stands_alone(
    times: str, day: str | None
) -> None:
    assert article(after=times, head=CHANGED.replace("2023-09-09", "2021-04-25")).published == day


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ('<div><a href="/profile/ada-sample-19">Ada Sample</a></div>', "Ada Sample"),
        ('<div><a href="/news/ada-sample">Ada Sample</a></div>', None),
        ('<div><a href="/authors/">All Authors</a></div>', None),
        ('<div class="related"><a href="/author/ada">Ada Sample</a></div>', None),
        (
            '<div class="byline">By <a href="/author/ada">Ada Sample</a><div>Ada Sample writes on '
            "goats and their bells for the Lamp</div> and "
            '<a href="/author/bo">Bo Example</a></div>',
            "Ada Sample, Bo Example",
        ),
    ],
)
def test_an_author_is_also_whom_a_link_below_the_headline_leads_to(
    below: str, author: str | None
) -> None:
    assert article(below).author == author


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (
            '<meta property="article:publisher" content="https://www.facebook.com/fjordlamp">',
            "Fjordlamp",
        ),
        ('<meta name="twitter:site" content="https://twitter.com/fjordlamp">', "Fjordlamp"),
        ('<meta property="og:site_name" content="https://www.lamp.example/">', "lamp.example"),
        ('<meta property="article:publisher" content="https://facebook.com/pages/Lamp/7">', None),
    ],
)
def test_a_publisher_is_no_address(head: str, publisher: str | None) -> None:
    assert article(head=head).publisher == publisher


@pytest.mark.parametrize(
    ("named", "author"),
    [
        ("Ada Venn, Ada-Venn", "Ada Venn"),
        ("Ada Venn, Bo Roe, ADA VENN", "Ada Venn, Bo Roe"),
        ("www.lamp.example", None),
    ],
)
def test_an_author_is_named_once_and_is_no_site(named: str, author: str | None) -> None:
    assert article(head=f'<meta name="author" content="{named}">').author == author
