"""Plain text saved from pages of several kinds of sites: what must and must not come out."""

from pathlib import Path

import pytest

from index.reading.lines.bylines import author_of, is_byline, is_date_line
from index.reading.lines.captions import is_caption, is_credit
from index.reading.lines.line_kinds import (
    ends_article,
    is_control,
    is_cookie_notice,
    is_newsletter_box,
    is_page_note,
    is_reporting_credit,
    is_section_name,
    is_teaser,
    mark,
    opens_links,
)
from index.reading.parse import parse
from index.types import Article, ParagraphKind

PAGES = Path(__file__).parents[1] / "pages"


def article(name: str) -> Article:
    (found,) = parse((PAGES / name).read_bytes(), f"pages/{name}")
    assert isinstance(found, Article), found
    return found


def parsed(text: str, name: str = "some-file.txt") -> Article:
    (found,) = parse(text.encode(), name)
    assert isinstance(found, Article), found
    return found


def paragraphs(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [found.text[p.start : p.end] for p in found.paragraphs if p.kind == kind]


def beginnings(found: Article, kind: ParagraphKind = "body") -> list[str]:
    return [" ".join(text.split()[:4]) for text in paragraphs(found, kind)]


def test_a_newspaper_page_gives_its_article_and_nothing_else() -> None:
    found = article("newspaper.txt")
    assert found.title == "Sampleland calls in allied troops as crowds fill the capital"
    assert found.publisher == "The Sample Post"
    assert found.author == "Ada Sample and Robin Example"
    assert found.published == "2022-01-07"
    assert beginnings(found) == [
        "SAMPLE CITY — The",
        "“We are staying,” he",
        "The alliance, which has",
        "But it rained.",
        "A video posted by",
        "Who would guard the",
        "The president said that",
    ]
    assert paragraphs(found, "caption") == [
        "Soldiers step off a transport plane outside the capital on Thursday. "
        "(Robin Placeholder/Example Wire)",
        "Smoke rises over the central square. (Jo Fixture for The Sample Post)",
    ]
    assert paragraphs(found, "heading") == ["What happens next"]


def test_a_page_with_blank_lines_and_single_teasers_gives_its_article() -> None:
    found = article("newspaper_spaced.txt")
    assert found.title.startswith("Sampleland's president authorizes")
    assert (found.publisher, found.published) == ("The Sample Post", "2022-01-07")
    assert found.author == "Ada Sample and Robin Example"
    assert beginnings(found) == ["SAMPLE CITY — The", "He said that the", '"It is lies," she']
    assert beginnings(found, "caption") == ["Sampleland law enforcement officers"]
    assert paragraphs(found, "heading") == []


def test_a_broadcaster_page_gives_its_article_and_nothing_else() -> None:
    found = article("broadcaster.txt")
    assert found.title == "Sampleland unrest: Foreign soldiers guard the airport"
    assert found.publisher == "Sample Broadcasting"
    assert found.published == "2022-01-07"
    assert beginnings(found) == [
        "Foreign soldiers are guarding",
        "They arrived on board",
        "Flights will not resume",
        "It is a military",
    ]
    assert paragraphs(found, "heading") == ["What is the alliance?"]
    assert paragraphs(found, "caption") == ["Soldiers at the gate of the airport on Friday morning"]


def test_a_wire_page_gives_its_article_and_nothing_else() -> None:
    found = article("wire.txt")
    assert found.title == "Troops land in Sampleland as president vows no mercy"
    assert found.publisher == "Example Wire"
    assert found.author == "Jo Fixture"
    assert found.published == "2022-01-07"
    assert beginnings(found) == [
        "SAMPLE CITY, Jan 7",
        "Twenty-six people were killed,",
        "He gave no evidence.",
        '"Those who do not',
    ]
    assert beginnings(found, "caption") == ["A burned car stands"]
    assert paragraphs(found, "heading") == []


def test_a_page_that_begins_with_its_window_title_gives_its_article() -> None:
    found = article("guardian_like.txt")
    assert found.title == "Sampleland protests: president calls for help from neighbours"
    assert found.publisher == "The Placeholder Courier"
    assert found.author == "Ada Sample"
    assert found.published == "2022-01-07"
    assert beginnings(found) == [
        "The president of Sampleland",
        "Speaking early on Friday,",
        "Shops were shut and",
    ]
    assert beginnings(found, "caption") == ["Riot police block a"]
    assert beginnings(found, "heading") == ["Embattled leader blames foreign-trained"]


def test_a_hard_wrapped_page_gives_whole_paragraphs() -> None:
    found = article("wrapped.txt")
    assert found.title == "Sampleland's neighbours weigh the cost of a long stay by their troops"
    assert found.publisher == "The Example Times"
    assert found.author == "Pat Mocksworth"
    assert found.published == "2022-01-09"
    assert beginnings(found) == [
        "SAMPLE CITY -- The",
        "Officials of the alliance",
        "Nobody answered when a",
    ]
    assert "the Russian-led force" in paragraphs(found)[2]
    assert "field kitchens and enough food for a month, which suggested" in paragraphs(found)[0]


def test_a_radio_page_gives_its_article_and_nothing_else() -> None:
    found = article("radio.txt")
    assert found.title == "Who Are The Troops In Sampleland, And What Will They Do?"
    assert found.publisher == "Radio Sample"
    assert found.published == "2022-01-08"
    assert beginnings(found) == [
        "An alliance of six",
        "Critics call it an",
        "Elders in the west",
    ]
    assert beginnings(found, "caption") == ["Vehicles of the alliance"]


def test_nothing_is_lost_of_a_clean_file() -> None:
    found = article("clean.txt")
    assert found.title == "The soldiers who came to Sampleland"
    assert len(paragraphs(found)) == 4
    assert paragraphs(found, "heading") == ["A second arrival"]
    lines = (PAGES / "clean.txt").read_text().split("\n")
    assert all(line in found.text for line in lines[1:])


def test_nothing_is_lost_where_each_line_is_a_paragraph() -> None:
    found = article("one_line_each.txt")
    lines = (PAGES / "one_line_each.txt").read_text().splitlines()
    assert found.title == lines[0]
    assert paragraphs(found) == lines[1:]


def test_a_file_without_a_title_is_named_by_its_file() -> None:
    text = "The first paragraph ends with a stop.\n\nSo does the second, which is longer.\n"
    found = parsed(text, "articles/kazakhstan-troops.txt")
    assert found.title == "Kazakhstan troops"
    assert len(paragraphs(found)) == 2


def test_a_single_line_is_text_and_no_title() -> None:
    found = parsed("No stop and nothing below it", "a_note.txt")
    assert (found.title, found.text) == ("A note", "No stop and nothing below it")


def test_a_headline_may_be_a_question() -> None:
    found = parsed("Who sent the troops?\n\nThe alliance did, its secretary said on Friday.\n")
    assert found.title == "Who sent the troops?"
    assert len(paragraphs(found)) == 1


def test_fields_above_the_text_are_read() -> None:
    found = parsed("Title: A day out\nSource: The Sample Post\nDate: 3 May 2021\n\nIt was warm.\n")
    assert (found.title, found.publisher, found.published) == (
        "A day out",
        "The Sample Post",
        "2021-05-03",
    )
    assert found.text == "It was warm."


def test_an_address_and_a_tagline_above_the_masthead_are_no_publisher() -> None:
    page = (
        "https://post.example/a-big-day\nAll the news, at noon\nThe Sample Post\n"
        "Sampleland holds a vote\nBy Ada Sample\nThe vote was held on Sunday in all places.\n"
    )
    found = parsed(page)
    assert (found.publisher, found.url) == ("The Sample Post", "https://post.example/a-big-day")
    assert found.title == "Sampleland holds a vote"


def test_a_slogan_above_a_headline_in_title_case_is_no_headline() -> None:
    page = (
        "The Sample Post\nTo readers in the north: we are moving\n"
        "Sampleland Holds A Vote On Sunday\n3 May 2021\n\nIt was held in all places.\n"
    )
    assert parsed(page).title == "Sampleland Holds A Vote On Sunday"


def test_times_stay_as_headings_of_a_live_page() -> None:
    page = (
        "Sampleland votes: live\nBy Ada Sample\n3 May 2021\nShare\n\n"
        "All of the country votes today.\n\n10.15 GMT\n\nDoors open\n\n"
        "The doors of the halls are open, and it rains.\n\n9.30 GMT\n\nIt is quiet.\n"
    )
    assert paragraphs(parsed(page), "heading") == ["10.15 GMT", "Doors open", "9.30 GMT"]


def test_a_list_stays_a_list() -> None:
    items = ["- 200 soldiers from Exampleland", "- 150 soldiers from Mockovia"]
    found = parsed("Who sent how many\n\nThe ministry gave a list.\n\n" + "\n".join(items) + "\n")
    assert paragraphs(found)[1:] == items


def test_the_file_name_tells_the_headline_from_the_standfirst() -> None:
    text = (
        "The Sample Post\nA big day for a small country far away\nSampleland holds a vote\n"
        "By Ada Sample\nThe vote was held on Sunday in all of the country.\n"
    )
    assert parsed(text, "Sampleland holds a vote - The Sample Post.txt").title == (
        "Sampleland holds a vote"
    )


def test_a_sub_heading_that_could_be_a_label_loses_nothing() -> None:
    found = parsed("A day out\n\nIt rained.\n\nThe latest\n\nIt stopped.\n\nWe left.\n")
    assert paragraphs(found) == ["It rained.", "It stopped.", "We left."]


def test_an_author_note_behind_the_reporting_credit_is_left_out() -> None:
    long = "The soldiers came by air on a Thursday, and " + "they went on coming, " * 8 + "all day."
    note = "Ada Sample is a reporter who has covered the region for many years, " * 3 + "with care."
    credit = "Robin Example contributed to this report."
    found = parsed("\n\n".join(["How they came", long, long + " Really.", long, credit, note]))
    assert len(paragraphs(found)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "But it rained.",
        "“We are staying,” he said.",
        "A video posted online showed soldiers at the gate.",
        "The photo was taken in March by a neighbor.",
        "By Thursday the city was quiet again.",
        "Subscribers to the service lost their connection for five days.",
        "Get out, the officer told the people in the square.",
        "The government contributed to this with its report.",
        "The Associated Press reported from Almaty that shots were heard.",
        "Cookies were sold at the gate by two girls in uniform.",
        "Officials said so (and the minister/her deputy agreed).",
        "On January 7, 2022, the president spoke.",
        "He listed what he wanted to be done first:",
        "Most read the news on their phones.",
        "He works for the United Nations (UN).",
        "Share prices fell by a tenth.",
        "To continue the talks, both sides need time.",
        "Register to vote by Monday, the town says.",
        "Subscribers to the service pay to read it.",
        "The article is for everybody, said the editor.",
    ],
)
def test_a_short_paragraph_of_the_article_is_kept(text: str) -> None:
    assert mark(text) == "body"


@pytest.mark.parametrize(
    "text",
    [
        "Skip to content",
        "Share",
        "Sign in",
        "Listen 5 min",
        "Comments 34",
        "Gift article",
        "Menu",
        "Advertisement",
        "5 min read",
        "Facebook Twitter WhatsApp",
        "Terms of Service",
        "34",
    ],
)
def test_buttons_and_menus_are_controls(text: str) -> None:
    assert is_control(text)


def test_sections_are_known_alone_and_in_a_row() -> None:
    assert is_section_name("World")
    assert is_section_name("World  |  Business  |  Energy")
    assert not is_section_name("World leaders meet")


@pytest.mark.parametrize(
    "text", ["Related:", "Read more", "MORE FROM THE SAMPLE POST", "See Also:"]
)
def test_labels_open_links(text: str) -> None:
    assert opens_links(text)


@pytest.mark.parametrize(
    "text", ["Most read", "© 2022 The Sample Post", "Recommended for you", "All rights reserved."]
)
def test_the_tail_has_its_marks(text: str) -> None:
    assert ends_article(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sample reported from Moscow.",
        "Sample reported from Nur-Sultan. Placeholder reported from Almaty.",
        "Sample reported from Moscow. Example in Almaty contributed to this report.",
        "Reporting by Jo Fixture; Editing by Lee Dummy",
    ],
)
def test_reporting_credits_are_known(text: str) -> None:
    assert is_reporting_credit(text)


def test_boxes_and_notes_are_known() -> None:
    assert is_newsletter_box("Sign up for our newsletter to get the news every day.")
    assert is_cookie_notice("We use cookies to improve this site.")
    assert is_page_note("This article was updated on Monday with a statement.")
    assert is_teaser("Read more: What the neighbours think")
    assert is_teaser("Opinion | Small countries need large friends")
    assert not is_teaser("Opinion: the word of the year, he said.")


@pytest.mark.parametrize(
    "text",
    [
        "Troops board a plane. (Robin Placeholder/Example Wire)",
        "Troops board a plane in Sample City. Photograph: Robin Placeholder/Example Wire",
        "Troops board a plane on Thursday. REUTERS/Robin Placeholder",
        "Troops board a plane on Thursday. [Robin Placeholder/Example Wire]",
        "Troops in the old town on Friday.Credit...Robin Placeholder for The Sample Times",
        "FILE - Troops board a plane on Jan. 6, 2022. (AP Photo/Robin Placeholder, File)",
        "Troops board a plane. © Robin Placeholder, Example",
        "Image caption, Troops board a plane",
        "The bow of the ship in the bank of the canal. (Sample Image Desk)",
        "Der Turm von Brevik steht im Nebel. Foto: Ada Stein/dpa",
        "Der Hafen von Halm am Morgen (Bild: Ada Stein)",
        "Le port de Halm au petit matin. Photo : Jean Exemple / Agence",
        "Гавань в Халме ранним утром. Фото: Анна Пример",
    ],
)
def test_captions_are_known_by_their_credit(text: str) -> None:
    assert is_caption(text)
    assert not is_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "(Video: Example Wire)",
        "Photo: X/Y",
        "Getty Images",
        "File photo",
        "Image source, Reuters",
        "Robin Placeholder/Example Wire",
        "(Robin Placeholder/Example Wire)",
        "Photo by Kit Exemplar",
        *(
            "Foto: Ada Stein",
            "Bildrechte: Radio Halm",
            "Crédit photo : Jean Exemple",
            "Фото: Пример",
        ),
        *("fot. Anna Przykład", "写真：例文通信", "Quelle: Amt für Ziegen"),
    ],
)
def test_bare_credits_are_known(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Hirtin zeigt ein neues Foto: Vierzig Ziegen am Hang",
        "Quelle: Die Stadt zählte vierzig Ziegen und zwölf Schafe im Jahr davor",
        "Bild: Die Ziegen sind wieder da.",
    ],
)
def test_a_line_with_the_word_for_a_picture_is_no_credit_for_that(text: str) -> None:
    assert not is_credit(text)
    assert not is_caption(text)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("By Ada Sample and Robin Example", "Ada Sample and Robin Example"),
        ("By ADA SAMPLE", "Ada Sample"),
        ("By Ada Sample, The Associated Press", "Ada Sample"),
        ("By Ada Sample in Moscow and Robin Example in Almaty", "Ada Sample and Robin Example"),
        ("By Ada Sample | January 7, 2022", "Ada Sample"),
        ("By Jo van den Fixture", "Jo van den Fixture"),
    ],
)
def test_bylines_give_their_names(text: str, author: str) -> None:
    assert is_byline(text)
    assert author_of(text) == author


def test_sentences_are_no_bylines() -> None:
    assert not is_byline("By noon the square was full")
    assert not is_byline("By Thursday, nobody was left.")


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Von Jonas Holm, Talbote, 3. Mai 2023", "Jonas Holm"),
        ("Von Jonas Holm und Petra von Halm", "Jonas Holm und Petra von Halm"),
        ("Text von Ada Stein", "Ada Stein"),
        ("Autorin: Ada Stein", "Ada Stein"),
        ("Par Anne Leclerc et Luc Martin", "Anne Leclerc et Luc Martin"),
        ("Por María Gómez, 3 de mayo de 2023", "María Gómez"),
        ("Door Jan de Vries", "Jan de Vries"),
    ],
)
def test_bylines_in_other_languages(text: str, author: str) -> None:
    assert is_byline(text)
    assert author_of(text) == author


@pytest.mark.parametrize(
    "text",
    ["Von Krieg und Frieden", "Von Berlin nach Hamburg", "Par exemple", "Por fin llega la lluvia"],
)
def test_a_headline_may_begin_as_they_do(text: str) -> None:
    assert not is_byline(text)


def test_a_headline_above_a_byline_in_another_language_is_the_title() -> None:
    found = parsed(
        "Seilbahn fährt wieder\n\nVon Jonas Holm, Talbote, 3. Mai 2023\n\n"
        "Die Gondeln fahren seit Dienstag wieder, sagte der Betreiber am Abend in Halm.\n"
    )
    assert (found.title, found.author) == ("Seilbahn fährt wieder", "Jonas Holm")
    assert found.text.startswith("Die Gondeln")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("12. März 2024", "2024-03-12"),
        ("Von Ada Stein\nDienstag, 12. März 2024, 10:00 Uhr", "2024-03-12"),
        ("Publié le 3 mai 2023 à 12h30", "2023-05-03"),
        ("Por Ada Stein\n\n3 de mayo de 2023", "2023-05-03"),
        ("12 марта 2024", "2024-03-12"),
    ],
)
def test_the_day_above_an_article_is_read_in_other_languages(
    name: str, above: str, day: str
) -> None:
    headline, told = (
        "Forty bells for forty goats",
        "The goats of Brevik have a bell each, she said.",
    )
    title = headline if name == "a.txt" else f"# {headline}"
    found = parsed(f"{title}\n\n{above}\n\n{told}\n", name)
    assert (found.title, found.published, found.text) == (headline, day, told)


@pytest.mark.parametrize(
    "text",
    [
        "January 7, 2022 at 5:32 a.m. EST",
        "Updated January 8, 2022 at 9:14 a.m. EST",
        "2 hours ago",
        "Published 7 Jan 2022",
        "Fri 7 Jan 2022 10.32 GMT",
        "January 7, 202210:04 AM GMT",
    ],
)
def test_date_lines_are_known(text: str) -> None:
    assert is_date_line(text)
    assert not is_date_line(f"{text} the president spoke")


def _saved(text: str) -> Article:
    (article,) = parse(text.encode(), "page.txt")
    assert isinstance(article, Article)
    return article


BODY = (
    "Officials in the river town said on Friday that the ferry would not run before spring, and "
    "that the old timetable would be kept until then.\n\n"
)


def test_a_caption_whose_label_stands_on_a_line_of_its_own_is_a_caption() -> None:
    article = _saved(
        "Sample News\n\nFerry stays in harbour\n\n7 January 2022\n\nImage caption,\n"
        "The ferry at its berth\n\n" + BODY * 2
    )
    assert article.title == "Ferry stays in harbour"
    kinds = [(p.kind, article.text[p.start : p.end]) for p in article.paragraphs]
    assert ("caption", "The ferry at its berth") in kinds


def test_a_line_that_ends_in_who_made_the_film_is_its_caption() -> None:
    sentence = "The ferry turned back in the storm, as footage from the harbour shows. (Video: EW)"
    article = _saved(f"Ferry turns back\n\nBy Ada Sample\n\n{BODY}{sentence}\n\n{BODY}")
    assert paragraphs(article, "caption") == [sentence]


def test_a_headline_right_above_the_byline_is_not_joined_to_it() -> None:
    article = _saved(f"Ferry turns back in heavy winter storm\nBy Ada Sample\n\n{BODY}{BODY}")
    assert article.title == "Ferry turns back in heavy winter storm"
    assert article.author == "Ada Sample"


GOATS = (
    "BREVIK — The herders of the fjord said Tuesday that they would bring all forty goats down to "
    "the harbor before the first snow, two weeks earlier than last year."
)
BARN = (
    "The barn under the ridge lost its roof in a gale on Oct. 3, and the municipality has promised "
    "new beams by the end of the week, if the ferry brings them."
)


@pytest.mark.parametrize(
    ("first", "named", "publisher"),
    [
        ("The Brevik CourierNews Comes First", "", "The Brevik Courier"),
        ("The Fjord LampAll the Light We Can Carry", " (Video: The Fjord Lamp)", "The Fjord Lamp"),
    ],
)
def test_a_masthead_with_its_slogan_glued_to_it_is_not_the_title(
    first: str, named: str, publisher: str
) -> None:
    film = (
        f"Goats cross the ridge on the morning after the gale of last week.{named or ' (Video: B)'}"
    )
    headline = "Herders bring forty goats down early, blaming a roof that flew away"
    other = "Here’s what to know about the gale and the missing roof"
    text = "\n\n".join([first, headline, GOATS, film, other, BARN, GOATS[9:], BARN[4:]])
    found = parsed(f"{text}\n\nPlaceholder reported from Solund.\n")
    assert (found.title, found.publisher, found.published) == (headline, publisher, None)
    assert paragraphs(found)[:2] == [GOATS, BARN]
    assert paragraphs(found, "caption") == [film]
    assert other not in found.text
    assert "Placeholder" not in found.text


def test_names_with_a_capital_inside_are_no_glued_mastheads() -> None:
    headline = "WikiExample and McSample merge after a long dispute over bells"
    found = parsed(f"{headline}\n\n{GOATS}\n\n{BARN}\n")
    assert found.title == headline


@pytest.mark.parametrize(
    "line",
    [
        *("Mehr zum Thema", "Lesen Sie auch", "À lire aussi", "Te puede interesar", "Leggi anche"),
        *("Lees ook", "Czytaj także", "Meistgelesen", "Lo más leído", "Anzeige", "Publicité"),
        *("Lesen Sie auch: Vierzig Glocken für vierzig Ziegen", "Diese Website verwendet Cookies."),
        "Nous utilisons des cookies pour mesurer l’audience de nos pages.",
        *("関連記事", "■関連記事", "相关阅读", "관련기사", "Читайте также:", "Czytaj więcej"),
        *("À lire aussi Quarante cloches", "Читайте также: Сорок коз", "Hauptinhalt"),
        *("SEE MORE: Forty bells", "READ NEXT: Forty bells", "Up next: Forty bells"),
        *("This content is reserved for subscribers only", "この記事は会員限定です。"),
        *("Dieser Artikel ist nur für Abonnenten", "Subscribe now to read the latest news"),
        *("A post shared by Ada (@ada) on 3 May", "Sieh dir diesen Beitrag auf Instagram an"),
        *(
            "Link zum Video-Inhalt",
            "Follow The Lamp on Google News and add us",
            "Skip past the poll",
        ),
        "If you click a link here and buy a bell, we earn a commission from the shop.",
    ],
)
def test_a_page_s_own_lines_are_known_in_other_languages(line: str) -> None:
    assert mark(line) in ("furniture", "links", "end")


def test_a_message_that_was_passed_on_is_read_without_its_marks() -> None:
    told = "The ferry would not run before spring, officials said on Friday in the river town."
    quoted = "\n".join(
        f"> {line}" for line in ["Ferry stays in port", "", told, "", f"{told} Twice."]
    )
    found = _saved(quoted)
    assert (found.title, paragraphs(found)) == ("Ferry stays in port", [told, f"{told} Twice."])


def test_an_encyclopedia_s_own_lines_are_no_part_of_an_article_saved_from_it() -> None:
    found = _saved(
        "Ferry of Halm\n\nFrom Wikipedia, the free encyclopedia\n\n"
        "The ferry of Halm crosses the river twice a day.[1] It carries goats.[2]\n\n"
        f"History[edit]\n\n{BODY}^ Sample, Ada. The River Lamp.\n"
    )
    assert found.title == "Ferry of Halm"
    assert paragraphs(found, "heading") == ["History"]
    assert paragraphs(found)[0].endswith("twice a day. It carries goats.")
    assert paragraphs(found)[-1] == "Sample, Ada. The River Lamp."


@pytest.mark.parametrize(
    "line",
    ["Lesedauer: 3 Min.", "Temps de lecture : 4 min", "Updated Tuesday", "Published on Friday"],
)
def test_how_long_reading_takes_and_a_weekday_are_no_text(line: str) -> None:
    assert mark(line) == "furniture"


LONG_TEXT = "\n\n".join(
    f"The ferry would not run before spring, officials said on {day} in the river town of Halm."
    for day in ("Friday", "Saturday", "Sunday", "Monday", "Tuesday")
)


@pytest.mark.parametrize(
    ("line", "file", "title"),
    [
        ("Ferry Stays in Port for a Second Winter.", "some-file.txt", None),
        (
            "Ferry stays in port for 2 winters.",
            "courier_2024-01-09_ferry-stays-in-port-for.txt",
            None,
        ),
        ("The council’s ferry stays in port.", "the-council-s-ferry-st.txt", None),
        ("Ferry stays in port;\nThe council blames the ice.", "ferry_stays_in_port.txt", None),
        ("The ferry stays in port.\n\nBy Ada Venn", "some-file.txt", "The ferry stays in port"),
        ("Ferry to Sample, Ga., Stays With Venn Corp.", "x.txt", None),
    ],
)
def test_a_headline_may_end_with_a_stop(line: str, file: str, title: str | None) -> None:
    found = parsed(f"{line}\n\n{LONG_TEXT}\n", file)
    first = line.partition("\n")[0]
    kept = first if first.endswith("Corp.") else first.rstrip(".;")
    assert found.title == (title or kept)
    assert first not in paragraphs(found)


@pytest.mark.parametrize(
    "line", ["The ferry stays in port.", "It is cold. The ferry stays in port, too, officials say."]
)
def test_a_sentence_that_nothing_calls_a_headline_is_text(line: str) -> None:
    found = parsed(f"{line}\n\n{LONG_TEXT}\n", "notes.txt")
    assert paragraphs(found)[0] == line
    short = parsed("The ferry stays in port.\n\nIt is cold.\n", "the-ferry-stays-in-port.txt")
    assert "The ferry stays in port." in paragraphs(short)
