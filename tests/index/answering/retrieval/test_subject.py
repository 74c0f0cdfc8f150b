"""What a passage calls somebody or something whose name only its article has."""

import pytest

from index.answering.retrieval.subject import as_called_in

FERRY = "The car ferry Grey Gull ran aground. Owned by Halm Lines, it lay there for days."
VENN = "Ada Venn, the new mayor of Halm, spoke first. Mayor Venn was applauded."


@pytest.mark.parametrize(
    ("question", "passage", "article", "asked"),
    [
        (
            "How long is the Grey Gull?",
            "The ferry is 90 metres long.",
            FERRY,
            "How long is the ferry?",
        ),
        ("Grey Gull's owner", "Halm Lines owns the ferry.", FERRY, "the ferry's owner"),
        ("How old is Ada Venn?", "The mayor is 61.", VENN, "How old is the mayor?"),
        ("Does Venn resign?", "The mayor resigned.", VENN, "Does the mayor resign?"),
        (
            "when was Halm founded",
            "The town was founded in 1210.",
            "In the town of Halm it rained.",
            "when was the town founded",
        ),
        (
            "who runs Venn & Co in Halm",
            "The mill is run by Roe.",
            "Halm is a quiet old mill town in the west.",
            "who runs Venn & Co in Halm",
        ),
    ],
)
def test_the_question_has_what_the_passage_calls_it(
    question: str, passage: str, article: str, asked: str
) -> None:
    assert as_called_in(passage, question, lambda: article) == asked


@pytest.mark.parametrize(
    ("question", "passage", "article"),
    [
        ("How long is the Grey Gull?", "The Gull is 90 metres long, the ferry's log says.", FERRY),
        ("How long is the Grey Gull?", "It is 90 metres long.", FERRY),
        ("How long is it?", "The ferry is 90 metres long.", FERRY),
        (
            "How long is the Grey Gull?",
            "The ferry is long.",
            "The ferry Tern met the ferry Grey Gull.",
        ),
        ("Who is Roe?", "The mayor is 61.", VENN),
        ("How old is Halm?", "The mayor is 61.", VENN),
    ],
)
def test_a_name_stays_that_the_passage_has_or_nothing_is_called(
    question: str, passage: str, article: str
) -> None:
    assert as_called_in(passage, question, lambda: article) == question


def test_the_article_is_looked_at_only_for_a_name_that_the_passage_lacks() -> None:
    def article() -> str:
        raise AssertionError

    assert as_called_in("The Grey Gull left.", "when did the Grey Gull leave", article)
    assert as_called_in("The ferry left.", "when did it leave", article)
