"""What changed between two readings: each kind of edit is found, and nothing else is reported."""

from dataclasses import replace

import pytest

from index.changes.edits import edits_between
from index.changes.tokens import tokens_of
from index.reading.article import assemble
from index.reading.blocks import Block, Details
from index.types import Article, EditKind

PARAGRAPHS = (
    "The council of Eastbridge voted on Monday to shut the old harbour for two winters. Its walls "
    "are cracked.",
    "Repairs will cost 12.5 million crowns, said the harbour master, Ilse Brandt. “We did not ask "
    "for this,” she added.",
    "Fishing boats will move to the northern quay until the work is done. The ferry will sail from "
    "the new pier. Divers found 1,200 cracks after a storm.",
)


def article(*paragraphs: str, language: str | None = "en") -> Article:
    blocks = [Block("body", text) for text in paragraphs or PARAGRAPHS]
    return replace(assemble("a.md", blocks, Details(title="Harbour")), language=language)


def edited(old: str, new: str) -> Article:
    text = "\n".join(PARAGRAPHS)
    assert old in text
    return article(*text.replace(old, new).split("\n"))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("12.5 million", "13.5 million", "figure"),
        ("12.5 million", "12.5 billion", "figure"),
        ("two winters", "three winters", "figure"),
        ("two winters", "a winter", "figure"),
        ("on Monday", "on Tuesday", "figure"),
        ("1,200 cracks", "1,300 cracks", "figure"),
        ("1,200 cracks", "cracks", "figure"),
        ("We did not ask", "We did ask", "negation"),
        ("will move", "won't move", "negation"),
        ("Its walls are", "None of its walls are", "negation"),
        ("Ilse Brandt", "Ilse Brandtner", "name"),
        ("Eastbridge", "Westbridge", "name"),
        ("said the harbour master, Ilse Brandt", "said the harbour master", "name"),
        ("a storm", "a flood", "wording"),
        ("until the work is done", "for as long as the work takes", "wording"),
    ],
)
def test_an_edit_of_each_kind_is_found(old: str, new: str, kind: EditKind) -> None:
    [edit] = edits_between(article(), edited(old, new))
    assert edit.kinds == (kind,)
    assert edit.before != edit.now
    assert edit.now in " ".join(edited(old, new).text.split())


def test_what_differs_in_two_ways_is_of_two_kinds() -> None:
    [edit] = edits_between(article(), edited("12.5 million crowns, said", "9 crowns, did not say"))
    assert edit.kinds == ("figure", "negation")


def test_sentences_that_are_gone_or_were_added_are_named() -> None:
    now = edited("The ferry will sail from the new pier.", "")
    [gone] = edits_between(article(), now)
    assert (gone.kinds, gone.before, gone.now) == (
        ("gone",),
        "The ferry will sail from the new pier.",
        "",
    )
    [added] = edits_between(now, article())
    assert (added.kinds, added.before, added.now) == (("added",), "", gone.before)


def test_the_edits_stand_in_the_order_of_the_text() -> None:
    text = "\n".join(PARAGRAPHS).replace("two winters", "six winters").replace("12.5", "14.5")
    now = article(*text.replace("The ferry will sail from the new pier. ", "").split("\n"))
    kinds = [edit.kinds for edit in edits_between(article(), now)]
    assert kinds == [("figure",), ("figure",), ("gone",)]


def moved() -> Article:
    return article(*reversed(PARAGRAPHS))


def moved_sentence() -> Article:
    sentence = " Its walls are cracked."
    return article(PARAGRAPHS[0].replace(sentence, ""), PARAGRAPHS[1], PARAGRAPHS[2] + sentence)


def requoted() -> Article:
    return article(*(p.replace("“", '"').replace("”", '"') for p in PARAGRAPHS))


def split_paragraphs() -> Article:
    return article(*"\n".join(PARAGRAPHS).replace(". ", ".\n").split("\n"))


@pytest.mark.parametrize(
    "now",
    [
        article(),
        moved(),
        moved_sentence(),
        requoted(),
        split_paragraphs(),
        article(*PARAGRAPHS, PARAGRAPHS[1]),
        article(*PARAGRAPHS, "Last updated 5 March 2026, 14:20"),
        edited("two winters", "2 winters"),
        edited("12.5 million", "12,500,000"),
        edited("1,200 cracks", "1\u202f200 cracks"),
        edited("did not", "didn't"),
        edited("until the work", "until the\u00a0work"),
        edited("is done. The ferry", "is done; the ferry"),
        edited("harbour master, Ilse Brandt.", "HARBOUR MASTER Ilse Brandt!"),
    ],
)
def test_what_is_only_moved_or_set_otherwise_is_no_change(now: Article) -> None:
    assert edits_between(article(), now) == ()
    assert edits_between(now, article()) == ()


@pytest.mark.parametrize(
    ("language", "before", "now", "kind"),
    [
        ("de", "Der Hafen ist offen.", "Der Hafen ist nicht offen.", "negation"),
        ("de", "Das Haus kostet 3 Kronen.", "Das Haus kostet 4 Kronen.", "figure"),
        ("de", "Das Haus brannte am Abend ab.", "Das Dach brannte am Abend ab.", "wording"),
        ("fr", "Le port est ouvert.", "Le port n'est pas ouvert.", "negation"),
        ("es", "El puerto abrió con tres barcos.", "El puerto abrió con 4 barcos.", "figure"),
        ("ru", "Порт был открыт вчера.", "Порт не был открыт вчера.", "negation"),
        ("zh", "桥是开的。", "桥不是开的。", "negation"),
    ],
)
def test_edits_in_other_languages_are_found(
    language: str, before: str, now: str, kind: EditKind
) -> None:
    old, new = (article(text, language=language) for text in (before, now))
    [edit] = edits_between(old, new)
    assert edit.kinds == (kind,)


def test_another_article_altogether_is_gone_and_added() -> None:
    edits = edits_between(article(), article("Nobody reads books about tides."))
    assert {kind for edit in edits for kind in edit.kinds} == {"gone", "added"}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("two million three hundred thousand and five", ["2300005"]),
        ("twenty-five people, 25 people", ["25", "25"]),
        ("one hundred and one dogs", ["101"]),
        ("between two and three", ["2", "3"]),
        ("first, 1st", ["1st", "1st"]),
        ("€2.5m, 2.5 million euros", ["2500000", "2500000"]),
        ("on 6 Jan. 2022, January 6, 2022", ["january6", "january2022"] * 2),
        ("27,934.02 and -5", ["27934.02", "-5"]),
        ("1922–26 and 1922-26", ["1922", "26"] * 2),
    ],
)
def test_a_figure_has_one_spelling(sentence: str, figures: list[str]) -> None:
    found = [token.key for token in tokens_of(sentence) if token.kind == "figure"]
    assert found == figures
