"""Archives, made for each test, read as a folder of their members."""

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import brotli
import pytest

from index.reading.parser_process import in_this_process
from index.reading.readings import Read, Unchanged
from index.reading.sources.archives import archive_articles
from index.reading.sources.files import FileReader
from index.types import Article, Skipped
from tests.index.reading.reading import read

LIMIT = 50_000
TEXT = "The harbour board met on Monday to hear how the sea wall would be paid for.\n"
PAGE = f"<html><head><title>A wall</title></head><body><p>{TEXT}</p><p>Café.</p></body></html>"


def zipped(*members: tuple[str, bytes | str]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return file


Record = tuple[str, str, bytes, dict[str, str]]


def warc(records: Iterable[Record], *, packed: bool = True) -> io.BytesIO:
    """Records of kind, address, body and HTTP headers; `Status` among those is the status."""
    file = io.BytesIO()
    for kind, address, body, headers in records:
        pairs = [f"{name}: {value}" for name, value in headers.items() if name != "Status"]
        head = "\r\n".join([f"HTTP/1.1 {headers.get('Status', '200 OK')}", *pairs, "", ""])
        http = head.encode() + body
        about = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2022-01-20T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = about.encode() + http + b"\r\n\r\n"
        file.write(gzip.compress(record) if packed else record)
    return file


HTML = {"Content-Type": "text/html; charset=utf-8"}


def read_all(file: io.BytesIO, path: str) -> list[Article | Skipped]:
    file.seek(0)
    return list(archive_articles(file, path, in_this_process, max_member_bytes=LIMIT))


def articles(found: list[Article | Skipped]) -> list[str]:
    return [item.path for item in found if isinstance(item, Article)]


def reasons(found: list[Article | Skipped]) -> dict[str, str]:
    return {item.path: item.reason for item in found if isinstance(item, Skipped)}


def test_the_members_of_a_zip_are_named_by_their_place_in_it() -> None:
    found = read_all(zipped(("a.txt", TEXT), ("deep/b.html", PAGE)), "news.zip")
    assert articles(found) == ["news.zip/a.txt", "news.zip/deep/b.html"]


def test_hidden_files_resource_forks_and_pictures_are_passed_over() -> None:
    names = ("__MACOSX/._a.txt", ".hidden.txt", ".git/a.txt", "a.png", "dir/", "a.txt")
    found = read_all(zipped(*((name, TEXT if name[-1] != "/" else "") for name in names)), "n.zip")
    assert [item.path for item in found] == ["n.zip/a.txt"]


def test_a_bad_member_is_skipped_by_itself() -> None:
    file = zipped(
        ("a.txt", TEXT), ("b.txt", TEXT * 50), ("c.txt", "x" * (LIMIT + 1)), ("d.txt", b"")
    )
    data = bytearray(file.getvalue())
    with zipfile.ZipFile(file) as packed:
        start = packed.getinfo("b.txt").header_offset
    data[start + 40] ^= 0xFF
    found = read_all(io.BytesIO(bytes(data)), "n.zip")
    assert articles(found) == ["n.zip/a.txt"]
    assert reasons(found) == {
        "n.zip/b.txt": "is damaged inside: make it or download it again",
        "n.zip/c.txt": "is larger than the limit of 0.1 MB",
        "n.zip/d.txt": "is empty",
    }


def test_archives_within_archives_are_named_and_not_read() -> None:
    inner = zipped(("a.txt", TEXT)).getvalue()
    found = read_all(zipped(("in.zip", inner), ("in.warc.gz", b"x"), ("in.tar", b"x")), "n.zip")
    assert len(found) == 3
    assert all("archive within an archive" in reason for reason in reasons(found).values())


def test_unsafe_names_reach_no_file(tmp_path: Path) -> None:
    file = zipped(("../../escaped.txt", TEXT), ("/abs.txt", TEXT), ("C:\\win\\a.txt", TEXT))
    assert articles(read_all(file, "n.zip")) == [
        "n.zip/../../escaped.txt",
        "n.zip/abs.txt",
        "n.zip/C:/win/a.txt",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_member_without_a_name_is_skipped() -> None:
    data = bytearray(zipped(("x", TEXT), ("a.txt", TEXT)).getvalue())
    entry = data.index(b"PK\x01\x02")
    # The lengths of the entry's name and of its extra field: the name becomes the extra field.
    data[entry + 28 : entry + 32] = b"\x00\x00\x01\x00"
    found = read_all(io.BytesIO(bytes(data)), "n.zip")
    assert articles(found) == ["n.zip/a.txt"]
    assert len(reasons(found)) == 1


def test_a_zip_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    found = read_all(zipped(*((f"{n}.txt", "0" * 1_000_000) for n in range(20))), "bomb.zip")
    assert reasons(found) == {"bomb.zip": "would unpack to 20 MB, too much to be read"}


def test_what_is_no_zip_is_refused() -> None:
    assert "damaged" in reasons(read_all(io.BytesIO(b"PK\x03\x04 and no more"), "n.zip"))["n.zip"]


@pytest.mark.parametrize("packed", [True, False])
def test_the_answers_in_a_web_archive_are_read_with_their_addresses(packed: bool) -> None:
    site = "https://courier.example"
    plain = {"Content-Type": "text/plain"}
    records: list[Record] = [
        ("response", f"{site}/wall", PAGE.encode(), HTML),
        ("response", f"{site}/gone", PAGE.encode(), HTML | {"Status": "404 Not Found"}),
        ("response", f"{site}/a.css", b"p {}", {"Content-Type": "text/css"}),
        ("request", f"{site}/wall", b"", {}),
        ("revisit", f"{site}/wall", b"", HTML),
        ("response", f"{site}/a", TEXT.encode(), plain),
        ("response", f"{site}/big", b"x" * (LIMIT + 1), plain),
    ]
    found = read_all(warc(records, packed=packed), "crawl.warc.gz")
    assert articles(found) == [f"{site}/wall", f"{site}/a"]
    assert [item.url for item in found if isinstance(item, Article)] == articles(found)
    assert reasons(found) == {f"{site}/big": "is larger than the limit of 0.1 MB"}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode(), mtime=0)),
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE.encode())),
        ({"Content-Encoding": "deflate"}, zlib.compress(PAGE.encode(), wbits=-15)),
        ({"Content-Encoding": "br"}, brotli.compress(PAGE.encode())),
        (
            {"Transfer-Encoding": "chunked"},
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()),
        ),
        ({"Content-Type": "text/html; charset=iso-8859-1"}, PAGE.encode("latin-1")),
    ],
)
def test_bodies_are_decoded_as_their_headers_say(headers: dict[str, str], body: bytes) -> None:
    (found,) = read_all(warc([("response", "https://a.example/", body, HTML | headers)]), "c.warc")
    assert isinstance(found, Article)
    assert found.text.endswith("Café.")


@pytest.mark.parametrize(
    ("encoding", "body", "says"),
    [
        ("gzip", gzip.compress(PAGE.encode(), mtime=0)[:-20], "breaks off"),
        ("gzip", b"not packed at all", "damaged"),
        ("br", brotli.compress(PAGE.encode())[:-20], "breaks off"),
        ("br", b"not packed at all", "damaged"),
        ("zstd", b"?", "in a way that is not read"),
        ("gzip", gzip.compress(bytes(LIMIT + 1), mtime=0), "larger than the limit"),
        ("br", brotli.compress(bytes(LIMIT + 1)), "larger than the limit"),
    ],
)
def test_bodies_that_cannot_be_unpacked_are_skipped(encoding: str, body: bytes, says: str) -> None:
    headers = HTML | {"Content-Encoding": encoding}
    (found,) = read_all(warc([("response", "https://a.example/", body, headers)]), "c.warc")
    assert isinstance(found, Skipped)
    assert says in found.reason


def test_a_web_archive_that_breaks_off_gives_what_is_whole() -> None:
    records: list[Record] = [
        ("response", f"https://a.example/{n}", (PAGE * 20).encode(), HTML) for n in range(3)
    ]
    whole = warc(records, packed=False).getvalue()
    found = read_all(io.BytesIO(whole[:-1500]), "c.warc")
    assert articles(found) == ["https://a.example/0", "https://a.example/1"]
    assert reasons(found) == {
        "https://a.example/2": "breaks off: the archive was not stored to its end"
    }


def test_what_is_no_web_archive_is_refused() -> None:
    assert "is damaged" in reasons(read_all(io.BytesIO(b"hello\n" * 20), "c.warc"))["c.warc"]


def test_a_folder_with_archives_just_works_however_large_they_are(tmp_path: Path) -> None:
    large = zipped(*((f"{n}.txt", TEXT * 100) for n in range(20)))
    (tmp_path / "a.zip").write_bytes(large.getvalue())
    (tmp_path / "b.txt").write_text(TEXT)
    found = list(read(*[str(tmp_path)], max_file_bytes=10_000))
    assert len(articles(found)) == 21
    assert articles(found)[0] == f"{tmp_path}/a.zip/0.txt"


def test_an_archive_that_has_not_changed_is_not_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name in ("a.txt", "b.txt"):
            made.writestr(name, f"Headline\n\nThe article {name} tells of a bridge in the town.\n")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    first = list(FileReader(10_000).read(str(path), {}))
    stamps = {reading.path: reading.stamp for reading in first if isinstance(reading, Read)}
    assert len(stamps) == 3
    again = list(FileReader(10_000).read(str(path), stamps))
    assert again == [Unchanged(item) for item in (str(path), *sorted(stamps)[1:])]
    path.write_bytes(b"no archive")
    broken = list(FileReader(10_000).read(str(path), stamps))
    assert [each for each in broken if isinstance(each, Unchanged)] == again[1:]
