"""PolNeAR's files are read as they are: articles, and attributions apart from them."""

from pathlib import Path

from bench.speakers import examples_of
from index.evaluation.speakers import evaluate_said

TEXT = "The old crane is quite safe, Ann Sample said.\r\nIt fell, others think.\n"
MARKED = (
    ("Content", "The old crane is quite safe"),
    ("Source", "Ann Sample"),
    ("Cue", "said"),
    ("Content", "It fell"),
    ("Source", "others"),
    ("Cue", "think"),
)
EVENTS = "E1\tSource:T2 Cue:T3 Content:T1\nE2\tSource:T5 Cue:T6 Content:T4\nA1\tType E1 Said\n"


def marks() -> str:
    lines = []
    for number, (kind, words) in enumerate(MARKED, start=1):
        start = TEXT.index(words)
        lines.append(f"T{number}\t{kind} {start} {start + len(words)}\t{words}\n")
    return "".join(lines)


def test_a_sentence_is_to_be_found_if_a_verb_of_speech_says_so(tmp_path: Path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    for name in ("crane.txt", "unread.txt"):
        (tmp_path / "text" / name).write_bytes(TEXT.encode())
    (tmp_path / "attributions" / "crane_ann.ann").write_text(marks() + EVENTS)
    [example] = examples_of(tmp_path)
    said = [(example.text[a:b][:8], each.found) for (a, b), each in example.said.items()]
    assert said == [("The old ", True), ("It fell,", False)]
    figures = evaluate_said([example]).figures
    assert (figures["given"], figures["precision"], figures["recall"]) == (1, 1.0, 1.0)
