"""What no answer to a question is without."""

import pytest

from index.answering.questions.needed.lacking import lacks_needed, unfitness

PERSON = "Ada Venn, who led the council for nine years, lost the vote on Sunday."
CANAL = "The canal was opened in 1954 and closed again on 3 May 1961."


@pytest.mark.parametrize(
    ("question", "without", "having"),
    [
        ("how old is ada venn", PERSON, "Ada Venn, 36, leads the council."),
        ("How old was Ada Venn then?", PERSON, "The 36-year-old leads the council."),
        ("how old is ada venn", "Venn won in 2014.", "Venn is over 60."),
        ("how old is Ada Venn", "A 42-year-old man fell in.", "Venn, a 42-year-old, leads."),
        ("what is Ada Venn's age", "She met two 9-year-old boys.", "The 42-year-old fell in."),
        ("how much did it cost", "The levy rose in 2014.", "The state got R4bn for it."),
        ("When was Ada Venn born?", PERSON, "Ada Venn was born in Halm in spring."),
        ("what is ada venn's birthplace", PERSON, "Halm is where she was born."),
        ("What is the name of Ada Venn's husband?", PERSON, "She married Tomas Roe in May."),
        ("who is ada venn's brother", PERSON, "Her family, among them her brother Per, came."),
        ("how wide is the bridge", "The bridge is 90 metres long.", "It is 90 metres wide."),
        ("how tall is the mast", "The mast is 30 cm thick.", "The mast is 30 m."),
        ("how deep is the pool", "It is 25 metres long.", "The pool has 3 metres of water."),
        ("how fast is the ferry", "It sails on four days.", "It does 38 knots."),
        ("how fast is the ferry", "It left two weeks ago.", "It crosses in two hours."),
        ("how old is ada venn", "Venn served over 20 years.", "Venn is over 60."),
        ("how old is ada venn", "Venn sat 20 years in jail.", "She is 61 years old."),
        ("how heavy is the boat", "Its warmth-to-weight ratio is good.", "It weighs little."),
        ("what is the price of hay", "Hay prices are fixed for 180 days.", "A bale is 40 crowns."),
        ("how expensive is the ferry", "The ferry has 40 seats.", "The ferry is free."),
        ("who is lee's lawyer", "Defendants such as Lee were there.", "Counsel spoke for Lee."),
        ("who chairs the trust", "The chief of the trust was there.", "Ann is its new chairman."),
        ("where was she buried", "She died at her home.", "Her grave is in Halm."),
        ("where was it filmed", "HALM - It won a prize.", "Scenes were shot in Halm."),
        ("which holiday is it", "The shops open on Thursday.", "They close for Saint Anna's Day."),
        ("what colour are the buses", "The buses are new.", "They were painted bright orange."),
        ("which currency is used", "Fares rose by 12.", "It is to be paid in kroner."),
        ("what season was it", "It lasted three weeks.", "It came in a dry spring."),
        ("what religion is the mayor", "The mayor was sworn in.", "Most people are Lutheran."),
        ("which direction did it go", "It sank at night.", "It drifted northwards."),
        ("which holiday was it", "The boats left on Thursday.", "It was Candlemas in Halm."),
        ("what festival is held in halm", "Halm lies on a lake.", "The Herring Fair is in May."),
        ("how tall is ada venn", PERSON, "At 1.92 m she towers over the others."),
        ("how deep is the canal", "The canal was deepened in spring.", "It is 24 metres deep."),
        ("how wide is it", "It was widened.", "It measures a hundred feet across."),
        ("who founded halm college", "Ann Venn teaches at Halm College.", "Ann Venn founded it."),
        ("when was the college founded", "The college has 90 pupils.", "It was set up in 1890."),
        ("when was the old mill built", "A fire broke out in the old mill.", "It dates from 1710."),
        ("what did ada venn study", PERSON, "Ada Venn has a degree in law."),
        ("who is the ceo of Halm Mills", "A weaver at Halm Mills wept.", "Roe runs Halm Mills."),
        ("who is the mayor of halm", PERSON, "Mayor Ada Venn lost the vote."),
        ("who is the president of Sampleland", PERSON, "President Venn lost the vote."),
        ("who owns the mill", "The mill burned down in 1990.", "Venn bought the mill in 1990."),
        ("what did the mayor tweet", "The mayor was angry.", "He posted a picture of a goat."),
        ("what is ada venn's salary", PERSON, "Ada Venn is paid 90,000 crowns."),
        ("how long is the canal", CANAL, "Its 19 kilometres were dug by hand."),
        ("how long was it shut", CANAL, "It was shut for two weeks."),
        ("how cold was it in Halm", "Snow fell in Halm.", "In Halm it was minus 9."),
        ("how much did the canal cost", CANAL, "The canal was paid for with 90m kroner."),
        ("what is the price of coal", "Coal is dug at Halm.", "Coal sells at €90 a tonne."),
        ("how many people live in Halm?", "40 boats left Halm.", "Halm has 4,100 inhabitants."),
        ("population of halm", "Halm sent 40 boats.", "Halm is home to 4,100."),
        (
            "how many people died in the fire",
            "2,000 men fought the fire.",
            "Nine bodies were found.",
        ),
        ("when did Ada Venn die?", PERSON, "Ada Venn's funeral is on Monday."),
        ("who won the cup", "The cup is made of silver.", "Halm beat Norr 2–1 in the final."),
        (
            "what is the capital of Norrland",
            "Norrland has coal.",
            "Halm, Norrland's capital, has coal.",
        ),
        ("how much is a ticket to Norr", "Six boats go to Norr.", "A ticket is €4."),
        ("how much is the old ferry worth", "The ferry has 40 seats.", "It fetched R2m."),
        ("how much did ada venn give the school", "The school has 90 pupils.", "She gave £900."),
        ("how much will the new hall cost", "The hall has 300 seats.", "It will cost 2m crowns."),
        ("what is ada venn's salary", "She spoke of billions of pounds.", "She gets £90,000."),
        ("how long is the Gannet", "The Gannet sank last week.", "The 19m boat sank."),
        ("how long is the strike", "It began on a Monday of that year.", "It lasts for weeks."),
        ("how far is halm from norr", "Halm has a fair.", "Norr lies 12 km away."),
        ("how heavy is the bell", "The bell rings at noon.", "The bell weighs as much as a cow."),
        ("how much does the bell weigh", "The bell cost 900 crowns.", "It is 340 kg of bronze."),
        ("what share of the boats are old", "40 boats are old.", "A third of the boats are old."),
        ("how many percent of boats leak", "40 boats leak.", "Of the boats 4 per cent leak."),
        ("unemployment rate in halm", "The rate fell by 0.3 points.", "It stands at 6.1%."),
        ("what is halm's inflation rate", "Prices rose again.", "It is 4 per cent."),
        (
            "how many people came to the fair",
            "40 people live in Halm.",
            "The crowd was 900 strong.",
        ),
        ("who was arrested in halm", PERSON, "Two men of Halm are in custody."),
        ("how many were hurt in the crash", "40 men cleared the road.", "Nine are in hospital."),
        ("was anyone hurt in the crash?", "A tree fell on the road.", "The crew were unhurt."),
        ("how many people were evacuated", "40 houses burned.", "Nine had to flee."),
        ("what is ada venn charged with", PERSON, "Venn is accused of theft."),
        ("what sentence did the thief get", "The thief was found.", "He got nine years."),
        ("when did ada venn resign", PERSON, "Ada Venn stepped aside in May."),
        ("why was the coach fired", "The coach is 41.", "The coach was let go in May."),
        ("who succeeds ada venn", "Ada Venn has a dog.", "Per Holm is the next leader."),
        ("who scored for halm", "Halm have a tall striker.", "A header by Roe won it."),
        ("what was the score", "Halm have a tall striker.", "It ended 2–1."),
        ("who is the minister of transport", PERSON, "Transport minister Per Holm left."),
        ("who is ada venn's lawyer", PERSON, "Her counsel, Per Holm, said nothing."),
        ("who is the coach of halm", "Halm have a tall striker.", "Per Holm manages Halm."),
        ("who is the mill's spokesman", PERSON, "Per Holm of the press office said so."),
        ("what did Venn call the plan", "Venn read the plan.", "Venn called it folly."),
        ("what does gannet mean", "The Gannet sails.", "The Gannet, or strong one, sails."),
        ("phone number of the harbour office", "The office shut.", "Call the office on 555 0134."),
    ],
)
def test_a_text_lacks_what_no_answer_is_without(question: str, without: str, having: str) -> None:
    assert lacks_needed(question, without)
    assert not lacks_needed(question, having)


@pytest.mark.parametrize("question", ["who likes the council", "how did it go?", "why?", "halm"])
def test_other_answers_need_nothing(question: str) -> None:
    assert not lacks_needed(question, "Nothing.")


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("price of the ferry ticket", "It costs €4.", "The ferry ticket is sold on board."),
        ("how much is a day at the sauna", "They charge Rs 299 a day.", "Days at it are short."),
        ("how fast is the new ferry", "It does 38 knots.", "The ferry left with 40 people."),
        ("how quickly did it fill up", "It was full in ten minutes.", "It has 40 seats."),
        ("when does the ferry leave", "It leaves at noon on Friday.", "The ferry leaves early on."),
        ("where is the sauna", "It stands on Halm quay.", "Is there a sauna at last?"),
        ("where is the sauna", "“It stands on the quay.”", "“Where is the sauna?” (laughs)"),
    ],
)
def test_a_sentence_without_what_is_asked_for_is_unlikely_to_answer(
    question: str, better: str, worse: str
) -> None:
    unfit = unfitness(question)
    assert unfit(better) < unfit(worse)


def test_a_question_answers_only_what_somebody_asked() -> None:
    asked = "“Who will pay for it?”"
    assert unfitness("who pays for it")(asked) > 0
    assert unfitness("what did Venn ask the council")(asked) == 0
