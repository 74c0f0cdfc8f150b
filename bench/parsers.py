"""Time and memory of every parser on its worst cases: `python -m bench.parsers [NAME …]`.

Each case is about a megabyte (of what the file unpacks to, for packed formats) and is parsed in a
process of its own. The table gives seconds for each megabyte, and the peak of memory over the size,
or over what a PDF's streams may unpack to, 10 MB; a parser may take 5 s and 20 times at most.
"""

import io
import json
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice

from index.reading.documents.pdf import MAX_STREAM_BYTES
from index.reading.parse import parse

MB = 1_000_000
MOST_SECONDS, MOST_MEMORY = 5.0, 20.0
SENTENCE = "The harbour board met on Monday to hear how the new sea wall would be paid for. "


@dataclass(frozen=True, slots=True)
class Case:
    """A file's format, its bytes, and the size that time and memory are measured against.

    `limit` is what the format may unpack to at once, where memory is bounded by that.
    """

    suffix: str
    data: bytes
    size: int
    limit: int = 0


def repeated(suffix: str, piece: str, head: str = "", tail: str = "") -> Callable[[], Case]:
    def made() -> Case:
        data = (head + piece * (MB // len(piece.encode())) + tail).encode()
        return Case(suffix, data, len(data))

    return made


def numbered(piece: str) -> Callable[[], Case]:
    """JSON lines that are all different, by a number in letters."""

    def made() -> Case:
        letters = (chr(97 + n % 26) + chr(97 + n // 26 % 26) + chr(97 + n // 676) for n in count())
        pieces = (piece.replace("{}", each) for each in letters)
        data = "".join(islice(pieces, MB // len(piece))).encode()
        return Case(".jsonl", data, len(data))

    return made


def zipped(suffix: str, members: dict[str, str]) -> Case:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text.encode("latin-1"))
    return Case(suffix, file.getvalue(), sum(map(len, members.values())))


def word(body: str) -> Callable[[], Case]:
    def made() -> Case:
        import docx

        file = io.BytesIO()
        docx.Document().save(file)
        with zipfile.ZipFile(file) as packed:
            members = {
                info.filename: packed.read(info).decode("latin-1") for info in packed.infolist()
            }
        text = members["word/document.xml"]
        members["word/document.xml"] = text.replace("<w:body>", "<w:body>" + body)
        return zipped(".docx", members)

    return made


def book(body: str) -> Callable[[], Case]:
    package = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    return lambda: zipped(
        ".epub",
        {
            "META-INF/container.xml": '<container><rootfile full-path="p.opf"/></container>',
            "p.opf": package,
            "a.xhtml": f"<html><body>{body}</body></html>",
        },
    )


def pdf(piece: bytes, pages: int = 1, size: int = MB) -> Callable[[], Case]:
    """Pages that all show the same stream of drawing commands, packed."""

    def made() -> Case:
        content = piece * (size // pages // len(piece))
        packed = zlib.compress(content, 9)
        kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
        font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>"
        objects = [
            b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
            b"2 0 obj<</Type/Pages/Kids[%b]/Count %d>>endobj" % (kids, pages),
            b"3 0 obj<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream endobj"
            % (len(packed), packed),
            *(
                b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R"
                b"/Resources %b>>endobj" % (10 + n, font)
                for n in range(pages)
            ),
        ]
        tail = b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
        data = b"\n".join([b"%PDF-1.4", *objects, tail])
        return Case(".pdf", data, len(content) * pages, MAX_STREAM_BYTES)

    return made


def message(body: str) -> Callable[[], Case]:
    return repeated(".mhtml", body, "Content-Type: multipart/related; boundary=b\n\n")


WORD_PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
NESTED_TABLES = "<w:tbl><w:tr><w:tc>" * 60 + WORD_PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 60
CASES: dict[str, Callable[[], Case]] = {
    "txt: prose": repeated(".txt", SENTENCE * 5 + "\n\n"),
    "txt: one line": repeated(".txt", SENTENCE),
    "txt: short lines": repeated(".txt", "a\n"),
    "txt: headlines": repeated(".txt", "Most read\nA headline of some words\n"),
    "txt: dates": repeated(".txt", "1 January 2022 "),
    "txt: credits": repeated(".txt", "(Photo: X/Y) "),
    "txt: spaces": repeated(".txt", " " * 100 + "a "),
    "txt: unlikely encoding": lambda: Case(".txt", b"caf\xe9 \xff\xfe" * (MB // 8), MB),
    "md: prose": repeated(".md", SENTENCE * 5 + "\n\n"),
    "md: emphasis": repeated(".md", "*a **b _c "),
    "md: brackets": repeated(".md", "["),
    "md: pictures": repeated(".md", "![a"),
    "md: links": repeated(".md", "[a](b "),
    "md: code": repeated(".md", "`a``b```c "),
    "md: tags": repeated(".md", "<a "),
    "md: quotations": repeated(".md", "> " * 50 + "a\n"),
    "md: lists": repeated(".md", "- a\n  - b\n    - c\n"),
    "md: one-letter paragraphs": repeated(".md", "a\n\n"),
    "md: references": repeated(".md", "[a]: b\n"),
    "md: tables": repeated(".md", "|a|b|\n|-|-|\n|c|d|\n\n"),
    "md: wide table": repeated(".md", "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|a|\n" * 500),
    "md: HTML blocks": repeated(".md", "<p>a</p>\n\n"),
    "md: unclosed front matter": repeated(".md", "a: b\n", "---\n"),
    "md: front matter": repeated(".md", "a: b\n", "---\n", "---\n" + SENTENCE),
    "html: prose": repeated(".html", f"<p>{SENTENCE}</p>"),
    "html: one-letter paragraphs": repeated(".html", "<p>a"),
    "html: nested": repeated(".html", "<div>"),
    "html: nested inline": repeated(".html", "<b><i>a"),
    "html: captions": repeated(".html", "<figure><figcaption>a picture</figcaption></figure>"),
    "html: tables": repeated(".html", "<table><tr><td>a</table>"),
    "html: links": repeated(".html", "<p><a href=x>a link</a> and "),
    "html: line breaks": repeated(".html", "a<br>"),
    "html: entities": repeated(".html", "&amp;&#x41;"),
    "json: prose": lambda: Case(".json", json.dumps({"text": SENTENCE * 12_000}).encode(), MB),
    "json: records": repeated(".jsonl", '{"text": "It rained on Monday."}\n'),
    "json: dates in no language": numbered('{"date": "12 bakae{} 2022", "text": "It rained."}\n'),
    "json: nested": repeated(".json", "["),
    "json: HTML": lambda: Case(".json", json.dumps({"text": "<p>a</p>" * 120_000}).encode(), MB),
    "pdf: prose": pdf(f"BT /F 9 Tf 50 700 Td ({SENTENCE}) Tj ET\n".encode()),
    "pdf: runs": pdf(b"BT /F 9 Tf 50 700 Td (a) Tj ET\n"),
    "pdf: kerning": pdf(b"BT /F 9 Tf [(a) -9 (b) -900 (c)] TJ ET\n"),
    "pdf: drawing": pdf(b"0 0 m 1 1 l S\n"),
    "pdf: numbers": pdf(b"1 "),
    "pdf: many pages": pdf(b"BT /F 9 Tf 50 700 Td (It rained on Monday.) Tj ET\n", pages=2000),
    "docx: prose": word(WORD_PARAGRAPH * (MB // len(WORD_PARAGRAPH))),
    "docx: empty paragraphs": word("<w:p/>" * (MB // 6)),
    "docx: runs": word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * (MB // 23) + "</w:p>"),
    "docx: nested tables": word(NESTED_TABLES * (MB // len(NESTED_TABLES))),
    "epub: prose": book(f"<p>{SENTENCE}</p>" * (MB // 90)),
    "epub: one-letter paragraphs": book("<p>a" * (MB // 4)),
    "epub: empty elements": book("<p/>" * (MB // 4)),
    "mhtml: parts": message("--b\nContent-Type: text/plain\n\na\n"),
    "mhtml: nested": message("--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
    "mhtml: headers": repeated(".mhtml", "A: b\n"),
}  # fmt: skip


def small(suffix: str) -> bytes:
    """A short file of the format, which loads what its parser loads on first use."""
    match suffix:
        case ".pdf":
            line = f"BT /F 9 Tf 50 700 Td ({SENTENCE}) Tj ET\n".encode()
            return pdf(line, size=len(line))().data
        case ".docx":
            return word(WORD_PARAGRAPH)().data
        case ".epub":
            return book(f"<p>{SENTENCE}</p>")().data
        case ".json" | ".jsonl":
            return json.dumps({"text": SENTENCE, "published": "12 January 2022"}).encode()
        case ".mhtml":
            return f"Content-Type: text/html\n\n<p>{SENTENCE}</p>\n".encode()
        case ".html":
            return f"<h1>A wall</h1><p>{SENTENCE}</p>".encode()
        case _:
            return f"A wall\n\n12 January 2022\n\n{SENTENCE}\n".encode()


def measure(name: str) -> None:
    """Parse one case here, and print its seconds, its peak of memory in bytes and its outcome."""
    case = CASES[name]()
    parse(small(case.suffix), f"warm{case.suffix}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found = parse(case.data, f"case{case.suffix}")
    seconds = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    outcome = getattr(found[0], "reason", "read")
    against = max(case.size, case.limit)
    print(json.dumps([seconds, (after - before) * unit / against, case.size, outcome]))


def main(names: list[str]) -> int:
    worst = 0
    print("| case | size, MB | s/MB | memory / size | outcome |\n|---|---|---|---|---|")
    for name in names or CASES:
        command = [sys.executable, "-m", "bench.parsers", "--one", name]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if run.returncode:
            worst = 1
            print(f"| {name} | | | | **ends with {run.returncode}** |", flush=True)
            continue
        seconds, share, size, outcome = json.loads(run.stdout)
        speed = seconds / (size / MB)
        is_over = speed > MOST_SECONDS or share > MOST_MEMORY
        worst = max(worst, int(is_over))
        mark = "**" if is_over else ""
        print(
            f"| {name} | {size / MB:.2f} | {mark}{speed:.2f}{mark} | {mark}{share:.1f}{mark} "
            f"| {outcome[:60]} |",
            flush=True,
        )
    return worst


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2])
    else:
        sys.exit(main(sys.argv[1:]))
