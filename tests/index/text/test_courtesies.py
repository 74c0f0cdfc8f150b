"""What is polite in a message, and what it asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.courtesies import queries_in, without_courtesies

ASKED = "when does the ferry to Skarrow leave?"


@pytest.mark.parametrize(
    "message",
    [
        ASKED,
        f"Hi! {ASKED}",
        f"Hello, {ASKED} Thanks!",
        f"hey there {ASKED}",
        f"Hi Maja, {ASKED}",
        f"Good morning all, {ASKED} Thank you so much, Maja",
        f"Dear colleagues,\n\n{ASKED}\n\nMany thanks in advance\nMaja Holm",
        f"{ASKED}\nKind regards,\nMaja",
        f"{ASKED} pls",
        f"{ASKED} 🙏🏽",
        f":ferry: {ASKED} :pray::skin-tone-3:",
        f"https://harbour.example/timetable {ASKED}",
        f"{ASKED} https://harbour.example/timetable",
        f"Quick question: {ASKED}",
        f"Sorry to bother you, we need this by noon: {ASKED}",
        f"Could you please tell me {ASKED}",
        f"I'd like to know {ASKED}",
        f"does anyone know {ASKED}",
        f"Do we have anything on {ASKED}",
        f"We print at six. {ASKED} It's urgent.",
        f"Hope you are well! {ASKED} Cheers",
        f"@channel {ASKED}",
        f"Morning all! {ASKED}",
        f"@here: does somebody remember {ASKED}",
        f"Any chance someone could dig out {ASKED} Ta, Jo",
        f"Hey @pullquote – hope you're well :) Quick one: {ASKED} Cheers!!",
        f"Good evening, I'm on deadline for tomorrow's paper and need to know {ASKED}",
        f"Guten Tag, {ASKED} Vielen Dank",
        f"¡Hola! {ASKED} Muchas gracias",
        f"Sorry if somebody has asked this already but {ASKED}",
        f"can u pls check {ASKED}",
        f"Dear all, may I ask {ASKED}\nKind regards,\nM. Holm (night desk)",
        f"was just wondering… {ASKED}",
        f"So... {ASKED} ^^",
        "*when* does the _ferry_ to `Skarrow` leave?",
        "when does the ferry to Skarrow leave?&nbsp;",
        "when does the ferry to Skarrow leave (asking for the caption)?",
        f"Thoughts on {ASKED}",
        f"According to our archive, {ASKED}",
        f"Does the article mention {ASKED}",
        f"Give me the sentence where it says {ASKED}",
        f"one more thing: {ASKED}",
        "when does the ferry to Skarrow leave, we need it for the front page?",
        "when does the ferry to Skarrow leave - asking for a colleague?",
        "when does the ferry to Skarrow leave, please?",
        "when does the ferry to Skarrow leave, thanks a lot?",
        f"Silly question maybe, but {ASKED}",
        f"two questions: {ASKED}",
        f"Not sure if you can help, but {ASKED}",
        f"AFAIK nobody knows but {ASKED}",
        f"My editor is asking {ASKED}",
        f"Maja wants to know {ASKED}",
        f"maja@harbour.example asks {ASKED}",
        f"Please find out {ASKED}",
        f"any clue as to {ASKED}",
        f"Guys, {ASKED}",
        f"Erm, {ASKED}",
        f"[urgent] {ASKED}",
        f"TL;DR {ASKED}",
        f"In short, {ASKED}",
        f"Quote please: {ASKED}",
        f"> {ASKED}",
        f"¿{ASKED}",
        f"{ASKED} Does anyone know?",
        f"{ASKED} Asking for a friend",
        f"{ASKED} Deadline is 5pm today",
        f"{ASKED} Please cite the source.",
        f"{ASKED}\n\nSent from my iPhone",
        f"{ASKED} cc @maja @desk",
        "when does the ferry to Skarrow leave, does anyone know?",
        "when does the ferry to Skarrow leave, anyone?",
        "when does the ferry to Skarrow leave – source?",
        f"Dobrý den, {ASKED} Děkuji",
        f"Γεια σας, {ASKED} Ευχαριστώ",
        f"مرحبا، {ASKED} شكرا",
        f"Namaste ji, {ASKED} Dhanyavaad",
        f"Halo semua, {ASKED} Terima kasih",
        f"Szia! {ASKED} Köszi",
        f"Xin chào, {ASKED} Cảm ơn",
        f"Hallo zusammen, {ASKED} Danke und Grüße",
    ],
)
def test_a_question_is_found_among_courtesies(message: str) -> None:
    assert without_courtesies(message) == ASKED


@pytest.mark.parametrize(
    "message",
    [
        "anyone got the fare to Skarrow handy?",
        "can I have the fare to Skarrow please?",
        "I urgently need the fare to Skarrow",
        "Could you please tell us everything about the fare to Skarrow?",
        "any info on the fare to Skarrow?",
        "what do we know about the fare to Skarrow?",
        "have you got anything regarding the fare to Skarrow by any chance?",
        "can anyone help me find the fare to Skarrow?",
        "Hi all,\nMaja here from the news desk.\nI need to know the fare to Skarrow",
        "find me a quote on the fare to Skarrow",
        "what does the article say about the fare to Skarrow?",
    ],
)
def test_what_is_asked_for_is_found_without_a_question_word(message: str) -> None:
    assert without_courtesies(message).rstrip("?") == "the fare to Skarrow"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "?!",
        "hello",
        "Hi Maja!",
        "thanks!",
        "ok great, thank you",
        "Thank you so much, Maja",
        "many thanks for your help",
        "👍",
        ":tada: :tada:",
        "good bot",
        "How are you?",
        "bye, see you tomorrow",
        "That's helpful, cheers",
    ],
)
def test_courtesies_alone_ask_nothing(message: str) -> None:
    assert queries_in(message) == []


@pytest.mark.parametrize(
    "message",
    [
        "Hey Jude was recorded where?",
        "who has the fare to Skarrow?",
        "is @harbour on the list?",
        "Good morning Vietnam was filmed where?",
        "Morning sickness causes?",
        "why did she say thank you?",
        "Who sang Please Please Me?",
        "tell me about the blackout",
        'who said "Maja, welcome home!"?',
        "What did he answer: yes or no?",
        "who met at 10:30:00 in the harbour?",
        "what is https://harbour.example/timetable?",
        "Who sailed? And how many came back?",
        "Can you sail to Skarrow when you are twelve?",
        "Why did the harbour master ask who sank it?",
        "Is she sorry and does she say so?",
        "Tak Mahal is where?",
        "hello Kazakhstan election?",
        "wann war das 2. Hafenfest in Halm?",
        "Salam Fayyad",
        "Halo Infinite",
        "Merry Christmas Mr Lawrence director",
        "Deadline extended for the pier, who paid?",
        "Q-tips were made by whom?",
        "relatives asked who gave the orders",
        "we need sources on Skarrow",
        "The desk is asking too much?",
        "True or false",
        "the ferry to Skarrow",
    ],
)
def test_what_only_looks_polite_stays(message: str) -> None:
    assert without_courtesies(message) == message


def test_what_else_a_message_says_is_searched_first_and_then_left_out() -> None:
    message = "Hello! I'm writing a piece about the ferries of Skarrow. Who pays for them?"
    assert queries_in(message) == [
        "Who pays for them? Skarrow",
        "I'm writing a piece about the ferries of Skarrow. Who pays for them?",
        "Who pays for them?",
    ]


def test_a_question_that_names_its_subject_needs_no_other_name() -> None:
    message = "I spoke to Maja Holm in Ostby. Who pays for the ferries of Skarrow?"
    assert queries_in(message) == [message, "Who pays for the ferries of Skarrow?"]


@pytest.mark.parametrize(
    ("message", "query"),
    [
        ("Skarrow: who pays for the ferries?", "who pays for the ferries? Skarrow"),
        ("the old pier – how long is it?", "how long is it? the old pier"),
        ("Re: Skarrow: is there a ferry?", "is there a ferry? Skarrow"),
        ("I write about Skarrow and want to know who pays", "who pays Skarrow"),
        ("hi all – writing on Skarrow & need to know who pays. Thx", "who pays. Skarrow"),
    ],
)
def test_the_subject_before_a_question_is_searched_with_it(message: str, query: str) -> None:
    assert queries_in(message)[0] == query


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Moin! Wisst ihr, wann die Fähre fährt?", "wann die Fähre fährt?"),
        ("Bonjour, savez-vous quand part le bateau ? Merci d'avance !", "quand part le bateau ?"),
        ("Hola, ¿alguien sabe cuándo sale el barco? Gracias", "cuándo sale el barco?"),
    ],
)
def test_courtesies_in_other_languages_are_known(message: str, question: str) -> None:
    assert without_courtesies(message) == question


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("wich ferry sank?", "which ferry sank?"),
        ("Hi all, waht happened in Halm?", "what happened in Halm?"),
        ("wen did it sail", "when did it sail"),
        ("hwo many sailed", "how many sailed"),
        ("howmuch is the fare", "how much is the fare"),
        ("wat is the fare", "what is the fare"),
        ("Wat kost de boot?", "Wat kost de boot?"),
        ("wen hat er gefragt?", "wen hat er gefragt?"),
        ("whitch of the ferries", "whitch of the ferries"),
    ],
)
def test_a_mistyped_word_that_asks_is_read_as_it_is_spelled(message: str, question: str) -> None:
    assert without_courtesies(message) == question


def test_what_follows_a_greeting_with_a_question_mark_is_asked() -> None:
    assert without_courtesies("hi, Maja resigned?") == "Maja resigned?"
    assert without_courtesies("Hi, Maja!") == ""


def test_an_apostrophe_that_is_left_out_is_put_back() -> None:
    assert without_courtesies("whos the harbour master") == "who's the harbour master"


@pytest.mark.parametrize("piece", ["bye ", "thanks ", "-", ",", "hi A ", "any help ", "!"])
def test_courtesies_without_end_are_read_in_a_moment(piece: str) -> None:
    """Patterns that go back and forth would take years over these."""
    for message in (piece * 900, f"{piece * 900}x", piece * 5000):
        assert len(queries_in(message)) <= 3


@given(st.text(max_size=200))
def test_any_text_is_read(message: str) -> None:
    queries = queries_in(message)
    assert len(queries) == len(set(queries)) <= 3
    assert all(query.strip() for query in queries)
