"""What people say to the bot that is no question."""

import pytest

from bot.slack.understanding.small_talk import asks_for_help, complains, kind_of
from index.text.courtesies import without_courtesies


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello!", "greeting"),
        ("Guten Morgen", "greeting"),
        ("Bonjour tout le monde", "greeting"),
        ("¡Buenas tardes!", "greeting"),
        ("Ahoj", "greeting"),
        ("Γεια σου", "greeting"),
        ("Merhaba", "greeting"),
        ("Привет!", "greeting"),
        ("مرحبا", "greeting"),
        ("שלום", "greeting"),
        ("नमस्ते", "greeting"),
        ("こんにちは", "greeting"),
        ("你好", "greeting"),
        ("Halo semua", "greeting"),
        ("Sawubona", "greeting"),
        ("g'day mate", "greeting"),
        ("Happy Friday!", "greeting"),
        ("Gracias", "thanks"),
        ("Grazie mille!", "thanks"),
        ("Tack så mycket", "thanks"),
        ("Děkuji", "thanks"),
        ("Köszönöm szépen", "thanks"),
        ("Mulțumesc", "thanks"),
        ("Спасибо", "thanks"),
        ("ευχαριστώ πολύ", "thanks"),
        ("شكرا", "thanks"),
        ("תודה רבה", "thanks"),
        ("धन्यवाद", "thanks"),
        ("ありがとうございます", "thanks"),
        ("谢谢", "thanks"),
        ("Terima kasih", "thanks"),
        ("Asante sana", "thanks"),
        ("much obliged", "thanks"),
        ("Gute Nacht", "goodbye"),
        ("Au revoir, merci", "thanks"),
        ("Hasta mañana", "goodbye"),
        ("до свидания", "goodbye"),
        ("👍", "other"),
        ("lol", "other"),
    ],
)
def test_hello_thanks_and_goodbye_are_known_in_many_languages(text: str, kind: str) -> None:
    assert without_courtesies(text) == ""
    assert kind_of(text) == kind


@pytest.mark.parametrize("text", ["hilfe", "who made you?", "Are you a bot?", "what is your name"])
def test_a_question_about_the_bot_asks_for_help(text: str) -> None:
    assert asks_for_help(text)


@pytest.mark.parametrize(
    "text", ["who made the spire?", "are you sure that Maja left?", "aide memoire"]
)
def test_a_question_about_something_else_does_not(text: str) -> None:
    assert not asks_for_help(text)


@pytest.mark.parametrize(
    "text",
    [
        "that's wrong",
        "No, that is not what I asked!",
        "This doesn’t answer my question.",
        "wrong answer",
        "bad bot",
        "Sorry but that's just nonsense",
        "you misunderstood",
    ],
)
def test_a_complaint_is_known(text: str) -> None:
    assert complains(text)


@pytest.mark.parametrize(
    "text", ["what is wrong?", "that's wrong, I meant the pier", "who got it wrong?", "bad weather"]
)
def test_what_asks_something_is_no_complaint(text: str) -> None:
    assert not complains(text)
