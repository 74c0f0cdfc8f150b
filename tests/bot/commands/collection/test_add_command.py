"""Sources from `pullquote add` to the answer, by the commands, against a web server of our own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fpdf import FPDF

from tests.bot.conftest import Run
from tests.index.reading.sources.test_archives import HTML, warc
from tests.index.web.test_feeds import item, rss
from tests.index.web.web_pages import page
from tests.index.web.web_server import WebServer

FERRY = (
    "The ferry to Sandholm sails again after a storm had closed its landing stage for nine days."
)
WHALE = "Forty schoolchildren with buckets kept a stranded whale wet until the tide took it out."
DUCKS = "The count found 1,240 eider ducks in the inner harbour, a third fewer than a year before."
PLAN = "The plan names three places where the coal pier will be mended before the winter."

Pullquote = Callable[..., Result]


@pytest.fixture
def pullquote(run: Run) -> Pullquote:
    """A command that may ask the tests' own server, without waiting between two requests."""

    def command(*arguments: str, **environ: str) -> Result:
        polite = {"PULLQUOTE_WEB_ALLOW_PRIVATE": "true", "PULLQUOTE_WEB_DELAY_S": "0"}
        return run(*arguments, **polite | environ)

    return command


def first_quote(pullquote: Pullquote, question: str) -> dict[str, Any]:
    """Of a paragraph or, as the tests' model reads 64 tokens at most, of some sentences' part."""
    result = pullquote("ask", question, "--quotes", "1", "--json")
    assert result.exit_code == 0, result.stderr
    quote: dict[str, Any] = json.loads(result.stdout)["quotes"][0]
    return quote


def sources(pullquote: Pullquote) -> dict[str, dict[str, Any]]:
    listed = json.loads(pullquote("sources", "--json").stdout)
    return {source["source"]: source for source in listed}


def added(pullquote: Pullquote, *locations: str) -> str:
    result = pullquote("add", *locations)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def serve_feed(web: WebServer) -> str:
    """A feed of two pages, all with validators."""
    links = [
        web.serve_with_validators("/ferry", page("The ferry sails", FERRY)),
        web.serve_with_validators("/whale", page("A whale is freed", WHALE)),
    ]
    return web.serve_with_validators("/feed.xml", rss(*map(item, links)), "application/rss+xml")


def write_pdf(file: Path, title: str, *pages: str) -> None:
    pdf = FPDF()
    pdf.set_title(title)
    pdf.set_font("Times", size=11)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, 5, text)
    pdf.output(str(file))


def test_a_page_is_answered_from_with_its_title_and_address(
    web: WebServer, pullquote: Pullquote
) -> None:
    address = web.serve("/ferry", page("The ferry sails", FERRY))
    assert added(pullquote, address).startswith("indexed 1 article, ")
    quote = first_quote(pullquote, "Which ferry sails to Sandholm?")
    assert (quote["title"], quote["url"]) == ("The ferry sails", address)
    assert quote["text"] in FERRY
    assert quote["page"] is None
    assert (quote["publisher"], quote["published"]) == ("The Harbour Post", "2024-03-05")


def test_a_feed_is_answered_from_with_the_pages_it_names(
    web: WebServer, pullquote: Pullquote
) -> None:
    feed = serve_feed(web)
    assert added(pullquote, feed).startswith("indexed 2 articles")
    quote = first_quote(pullquote, "Who kept the stranded whale wet?")
    assert (quote["title"], quote["url"]) == ("A whale is freed", web.url("/whale"))
    assert quote["text"] in WHALE
    assert sources(pullquote)[feed]["articles"] == 2


def test_a_sitemap_is_answered_from_with_its_pages(web: WebServer, pullquote: Pullquote) -> None:
    serve_feed(web)
    locations = "".join(f"<url><loc>{web.url(path)}</loc></url>" for path in ("/ferry", "/whale"))
    sitemap = web.serve("/sitemap.xml", f"<urlset>{locations}</urlset>", "application/xml")
    assert added(pullquote, sitemap).startswith("indexed 2 articles")
    quote = first_quote(pullquote, "Which ferry sails to Sandholm?")
    assert (quote["title"], quote["url"]) == ("The ferry sails", web.url("/ferry"))


def test_a_folder_of_pdfs_is_answered_from_with_the_page(
    tmp_path: Path, pullquote: Pullquote
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    write_pdf(folder / "birds.pdf", "Birds of the harbour", "Every spring they are counted.", DUCKS)
    write_pdf(folder / "pier.pdf", "The coal pier", PLAN)
    assert added(pullquote, str(folder)).startswith("indexed 2 articles")
    quote = first_quote(pullquote, "How many eider ducks were in the inner harbour?")
    assert (quote["title"], quote["page"]) == ("Birds of the harbour", 2)
    assert quote["text"] in DUCKS
    assert quote["path"] == f"{folder.as_posix()}/birds.pdf"


def test_a_web_archive_behind_an_address_is_answered_from_with_the_pages_own(
    web: WebServer, pullquote: Pullquote
) -> None:
    pages = {
        "https://harbour.example/ferry": page("The ferry sails", FERRY),
        "https://harbour.example/whale": page("A whale is freed", WHALE),
    }
    stored = warc(("response", url, text.encode(), HTML) for url, text in pages.items())
    archive = web.serve("/pages.warc.gz", stored.getvalue(), "application/gzip")
    assert added(pullquote, archive).startswith("indexed 2 articles")
    quote = first_quote(pullquote, "Who kept the stranded whale wet?")
    assert quote["title"] == "A whale is freed"
    assert quote["url"] == "https://harbour.example/whale"
    assert pullquote("rebuild").stdout.startswith("nothing has changed: 2 articles")


def test_a_second_rebuild_asks_for_changes_only_and_publishes_nothing(
    web: WebServer, pullquote: Pullquote
) -> None:
    feed, lone = serve_feed(web), web.serve_with_validators("/lone", page("Ducks", DUCKS))
    added(pullquote, feed, lone)
    web.requests.clear()
    assert pullquote("rebuild").stdout.startswith("nothing has changed: 3 articles")
    asked = {request.path: request.headers for request in web.requests}
    # Pages are not asked for where their feed has not changed.
    assert set(asked) == {"/robots.txt", "/feed.xml", "/lone"}
    assert "if-none-match" in asked["/feed.xml"]
    assert "if-none-match" in asked["/lone"]


def test_a_page_that_has_changed_is_indexed_again(web: WebServer, pullquote: Pullquote) -> None:
    address = web.serve_with_validators("/harbour", page("The harbour", FERRY))
    added(pullquote, address)
    web.serve_with_validators("/harbour", page("The harbour", DUCKS))
    assert pullquote("rebuild").stdout.startswith("indexed 1 article, ")
    assert first_quote(pullquote, "How many eider ducks were in the harbour?")["text"] in DUCKS
    assert first_quote(pullquote, "Which ferry sails to Sandholm?")["text"] not in FERRY


def test_a_feed_that_fails_later_keeps_its_articles_and_says_so(
    web: WebServer, pullquote: Pullquote
) -> None:
    feed = serve_feed(web)
    added(pullquote, feed)
    web.serve("/feed.xml", "", status=500)
    rebuilt = pullquote("rebuild")
    assert rebuilt.exit_code == 0
    assert rebuilt.stdout.startswith("nothing has changed: 2 articles")
    reason = "answers 500 (Internal Server Error); what it gave before is kept"
    assert f"  skipped {feed}: {reason}\n" in rebuilt.stdout
    listed = pullquote("sources").stdout
    assert f"{feed}  2 articles, read " in listed
    assert f"\n  {reason}\n" in listed
    assert sources(pullquote)[feed]["skipped"] == [{"path": feed, "reason": reason}]
    assert first_quote(pullquote, "Who kept the stranded whale wet?")["text"] in WHALE


def test_offline_everything_is_kept_and_answered_from(pullquote: Pullquote) -> None:
    with WebServer() as web:
        feed = serve_feed(web)
        lone = web.serve_with_validators("/lone", page("Ducks", DUCKS))
        added(pullquote, feed, lone)
    rebuilt = pullquote("rebuild")
    assert rebuilt.exit_code == 0
    assert rebuilt.stdout.startswith("nothing has changed: 3 articles")
    for source in (feed, lone):
        [skipped] = sources(pullquote)[source]["skipped"]
        assert skipped["reason"].startswith("cannot be reached: ")
        assert skipped["reason"].endswith("; what it gave before is kept")
    assert first_quote(pullquote, "How many eider ducks were in the harbour?")["text"] in DUCKS


def test_what_cannot_be_read_is_named_and_not_added(web: WebServer, pullquote: Pullquote) -> None:
    picture = web.serve("/picture", b"\x89PNG", "image/png")
    result = pullquote("add", picture, "nowhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{picture} was not added: is of a kind that is not read (image/png)" in result.stderr
    assert "nowhere was not added: there is no file or folder" in result.stderr
    assert result.stderr.count("\n") == 1
    assert sources(pullquote) == {}


def test_of_a_good_and_a_bad_source_the_good_one_is_added(
    web: WebServer, pullquote: Pullquote
) -> None:
    good, bad = web.serve("/ferry", page("The ferry sails", FERRY)), web.url("/gone")
    told = added(pullquote, bad, good)
    assert told.startswith("indexed 1 article, ")
    assert f"  skipped {bad}: was not added: answers 404 (Not Found)\n" in told
    assert list(sources(pullquote)) == [good]


def test_a_private_address_is_refused_with_the_setting_that_would_permit_it(
    web: WebServer, pullquote: Pullquote
) -> None:
    address = web.serve("/ferry", page())
    result = pullquote("add", address, PULLQUOTE_WEB_ALLOW_PRIVATE="false")
    assert result.exit_code == 1
    assert "(the setting web.allow_private would permit it)" in result.stderr
    assert web.requests == []


def test_what_is_removed_is_gone_and_the_rest_of_the_list_stays(
    web: WebServer, articles: Path, pullquote: Pullquote
) -> None:
    feed, lone = serve_feed(web), web.serve("/lone", page("Ducks", DUCKS))
    added(pullquote, str(articles), feed)
    added(pullquote, lone)
    assert list(sources(pullquote)) == [str(articles), feed, lone]
    removed = pullquote("remove", feed)
    assert removed.stdout.startswith("indexed 4 articles")
    assert list(sources(pullquote)) == [str(articles), lone]
    assert first_quote(pullquote, "Who kept the stranded whale wet?")["text"] not in WHALE
    again = pullquote("remove", feed)
    assert again.exit_code == 1
    assert f"{feed!r} is not in the list of sources" in again.stderr


def test_the_list_as_json_has_the_documented_fields(web: WebServer, pullquote: Pullquote) -> None:
    address = web.serve("/ferry", page("The ferry sails", FERRY))
    added(pullquote, address)
    [source] = json.loads(pullquote("sources", "--json").stdout)
    assert list(source) == ["source", "articles", "last_read", "error", "skipped"]
    assert (source["source"], source["articles"]) == (address, 1)
    assert (source["error"], source["skipped"]) == (None, [])


def test_a_source_that_no_group_may_see_is_named(
    pullquote: Pullquote, articles: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "groups.toml"
    settings.write_text(f'''[[groups]]
name = "all"
sources = ["{articles / "bridge.md"}"]
people = ["*"]
''')
    with_groups = {"PULLQUOTE_CONFIG": str(settings)}
    seen = pullquote("add", str(articles / "bridge.md"), **with_groups)
    assert (seen.exit_code, seen.stderr) == (0, "")
    unseen = pullquote("add", str(articles / "troops.md"), **with_groups)
    assert unseen.exit_code == 0
    assert unseen.stderr.startswith("pullquote: no group may see")
    assert "troops.md: name it in [[groups]]" in unseen.stderr
