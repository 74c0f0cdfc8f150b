"""Who says the sentence in bold, in a line; terminal, Slack and agents. Pure."""

from bot.wording.phrases import place
from index.types import Extract, Quote, Said, SpeechMode

MODES: dict[SpeechMode, str] = {
    "direct": "direct speech",
    "partly quoted": "partly quoted",
    "reported": "reported speech",
}


def said_by(quote: Quote) -> list[str]:
    """`Said by: House Speaker Ann Sample · reported speech`, a line for each speaker of the
    sentences in bold; no line if one of them has no known speaker."""
    marked = [_said_within(quote, start, end) for start, end in quote.highlights]
    if not all(marked):
        return []
    return list(dict.fromkeys(said_line(quote, said) for some in marked for said in some))


def _said_within(quote: Quote, start: int, end: int) -> list[Said]:
    """Who says each of the sentences from `start` to `end`; nobody unless all have a speaker."""
    said = [each for each in quote.said if start <= each.sentence[0] and each.sentence[1] <= end]
    position = start
    for each in said:
        if quote.text[position : each.sentence[0]].strip():
            return []
        position = each.sentence[1]
    return [] if quote.text[position:end].strip() else said


def said_line(quote: Quote, said: Said) -> str:
    """One speaker, with the whole name and its place if only a part or a pronoun says who it is."""
    speaker = _words(said.speaker)
    accorded = said.verb.text.lower().startswith("according")
    if said.name:
        who = f'"{speaker}" – {_words(said.name)}, named {_named_where(said, said.name)}'
    elif _is_of(quote, said.speaker):
        who = speaker
    else:
        who = f"{speaker} ({place(said.speaker.kind, said.speaker.paragraph, None)})"
    head = f"According to {who}" if accorded else f"Said by: {who}"
    return f"{head} · {MODES[said.mode]}"


def _named_where(said: Said, name: Extract) -> str:
    where = place(name.kind, name.paragraph, None)
    if said.sentences_after == 0:
        return f"in the same sentence ({where})"
    return f"in the sentence before ({where})" if said.sentences_after == 1 else f"in {where}"


def _is_of(quote: Quote, words: Extract) -> bool:
    return quote.start <= words.start and words.end <= quote.end


def _words(extract: Extract) -> str:
    return " ".join(extract.text.split())
