"""Who else says it, in words, and at the terminal and as JSON."""

from dataclasses import replace

import pytest

from bot.wording.as_json import answer_json
from bot.wording.origins import cite_account, origins_line
from bot.wording.terminal import render_answer
from index.types import Answer, Origins
from tests.bot.slack.slack_values import account, answer, origins, quote

AP = [account("One.", publisher="Example Times", published="2018-07-15"), account("Two.")]
FOX = [account("Three.", publisher="Fox Wire")]


def printed(shown: Answer, *, with_origins: bool = False) -> str:
    return "\n".join(map(str, render_answer(shown, styled=False, with_origins=with_origins)))


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            origins(("AP", AP), ("Fox Wire", FOX)),
            "Also in Sample Post and Fox Wire, from at most 2 origins: AP · Fox Wire. "
            "Earliest: 15 Jul 2018, Example Times.",
        ),
        (
            origins(("AP", [*AP, account(publisher="A"), account(publisher="B")])),
            "Also in 3 outlets, from at most 1 origin: AP. Earliest: 15 Jul 2018, Example Times.",
        ),
        (
            origins(("AP", AP), are_outlets=False, earliest=None),
            "Also in 1 other article, from at most 1 origin: AP.",
        ),
        (
            origins(("AP", [*AP, *FOX]), speaker="the president", earliest=None),
            "In 3 articles, all quoting the president.",
        ),
    ],
)
def test_the_line_counts_outlets_and_origins(found: Origins, line: str) -> None:
    assert origins_line(found) == line


def test_it_never_says_more_than_can_be_known() -> None:
    found = origins(*((f"Outlet {n}", [account(publisher=f"Outlet {n}")]) for n in range(20)))
    line = origins_line(found).lower()
    assert "at most" in line
    assert "14 more" in line
    for word in ("confirm", "corroborat", "independent", "only here", "contradict"):
        assert word not in line


def test_a_copy_is_cited_without_a_place() -> None:
    assert cite_account(account()) == "Troops fly home, Sample Post, 9 Jan 2022, ¶ 3"
    assert cite_account(account(None)) == "Troops fly home, Sample Post, 9 Jan 2022, a copy"


def test_the_terminal_shows_one_line_and_on_demand_every_sentence() -> None:
    found = origins(("AP", AP), ("Fox Wire", FOX))
    also = (account().article,)
    shown = replace(answer(quote(also_in=also), quote()), origins=found)
    text = printed(shown)
    assert text.count("Also in Sample Post and Fox Wire") == 1
    assert "--origins" in text
    assert "also in Troops" not in text
    text = printed(shown, with_origins=True)
    assert "    AP\n      “One.” – Troops fly home, Example Times, 15 Jul 2018, ¶ 3\n" in text
    assert "“Three.”" in text
    assert "--origins" not in text


def test_figures_are_shown_as_they_stand() -> None:
    shown = replace(answer(quote()), figures=(account("31 died."), account("45 died.")))
    text = printed(shown)
    assert "The articles give different figures:\n  “31 died.” – Troops fly home" in text
    assert [each["text"] for each in answer_json(shown)["figures"]] == ["31 died.", "45 died."]


def test_json_has_every_account_by_its_origin() -> None:
    given = answer_json(replace(answer(quote()), origins=origins(("AP", AP), ("Fox Wire", FOX))))
    assert given["origins"]["at_most"] == 2
    assert given["origins"]["outlets"] == ["Sample Post", "Fox Wire"]
    first = given["origins"]["origins"][0]
    assert first["name"] == "AP"
    assert first["accounts"][1]["text"] == "Two."
    assert first["accounts"][1]["paragraph"] == 3
    assert "origins" not in answer_json(answer(quote()))


def test_a_refusal_shows_neither() -> None:
    refused = replace(
        answer(quote(), answered=False), origins=origins(("AP", AP)), figures=tuple(AP)
    )
    assert "origins" not in answer_json(refused)
    assert "figures" not in answer_json(refused)
    assert "Also in" not in printed(refused)
