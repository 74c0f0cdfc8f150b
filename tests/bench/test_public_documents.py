"""Public documents: which are read, which are refused, and what must not be."""

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from bench.public_documents import Document, documents, main, outcome, unreadable

CONTAINER = '<container><rootfile full-path="p.opf"/></container>'
PACKAGE = (
    '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    '</manifest><spine><itemref idref="a"/></spine></package>'
)
PAGE = "<html><body><p>Forty goats on the ridge have forty bells.</p></body></html>"


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.DOCX").write_bytes(word("Forty goats have forty bells, she says."))
    (tmp_path / "b.pdf").write_bytes(b"no PDF")
    (tmp_path / "c.txt").write_text("Not asked.")
    for name, text in (
        ("META-INF/container.xml", CONTAINER),
        ("p.opf", PACKAGE),
        ("a.xhtml", PAGE),
    ):
        (tmp_path / "book" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "book" / name).write_text(text)
    return tmp_path


def test_documents_are_found_in_folders_and_an_unpacked_e_book_is_one(folder: Path) -> None:
    found = {document.name: document.data for document in documents(folder)}
    assert set(found) == {"notes/a.DOCX", "b.pdf", "book.epub"}
    assert zipfile.ZipFile(io.BytesIO(found["book.epub"])).read("a.xhtml").decode() == PAGE


def test_the_last_commit_of_a_repository_is_read_without_a_checkout(folder: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=Ada Sample", "-c", "user.email=ada@sample.example"]
        subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, timeout=60)

    before = {document.name for document in documents(folder)}
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "Documents")
    (folder / "b.pdf").unlink()
    assert {document.name for document in documents(folder)} == before
    assert {document.name for document in documents(folder / ".git")} == before


def test_what_was_read_and_refused_is_counted_and_nothing_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["public_documents", str(folder), "--reasons"])
    assert main() == 0
    rows = capsys.readouterr().out
    assert "| pdf | 1 | 0 | 0 | 1 |" in rows
    assert "| docx | 1 | 1 | 0 | 0 |" in rows
    assert "| epub | 1 | 1 | 0 | 0 |" in rows
    assert "1 is a broken PDF" in rows


def test_an_exception_and_text_that_is_no_text_are_faults(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unreadable("Forty goats.\nForty bells.") == ""
    assert unreadable("\ue001\u0378\ue002 goats") == "3 of 9 characters are no text"
    assert unreadable("(cid:72)(cid:101) of forty goats")
    (read,) = (each for each in documents(folder) if each.name == "notes/a.DOCX")
    assert outcome(Document("x.docx", read.data)).fault == ""

    def breaks(*_: object) -> None:
        raise ValueError("no goats")

    monkeypatch.setattr("bench.public_documents.parse", breaks)
    monkeypatch.setattr("sys.argv", ["public_documents", str(folder)])
    assert main() == 1
    assert "b.pdf: raises ValueError: no goats" in capsys.readouterr().err
