"""Whether a browser finds each quote by its link: `python -m bench.quote_links [KIND …]`.

Writes a page for each kind of sentence, reads it as an article, and opens the link of a quote from
it in Chromium, which must scroll to the sentence: the article stands far below the top of the page,
where a sentence with the same beginning stands too. Chromium is found on PATH.
"""

import argparse
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from index.answering.citation import sentence_link
from index.reading.parse import parse
from index.types import Article

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS = """
    --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe
""".split()
_PATIENCE = 60.0
# Far more than a scroll without a cause, and less than the space above the article.
_LEAST_SCROLL = 1000

ABOVE = (
    "The goats of Brevik have a bell each, and the herder says that she knows all forty by ear, "
    "even in fog and from across the fjord.",
    "Their milk is made into a brown cheese that the dairy sells in blocks of half a kilo, wrapped "
    "in paper that her grandmother printed.",
)
KINDS = {
    "plain": "<p>The walrus colony moved north.</p>",
    "power": "<p>The flask held 10<sup>6</sup> cells at noon.</p>",
    "powers": "<p>It was 3.2×10<sup>-4</sup> m<sup>2</sup>/s in May, or x<sup>2</sup> + 1.</p>",
    "formula": "<p>Each litre of H<sub>2</sub>O held CO<sub>2</sub> that day.</p>",
    "note in brackets": "<p>The walrus<sup>[3]</sup> colony moved north.</p>",
    "note at the end": "<p>The walrus colony moved north.<sup>4</sup></p>",
    "note that links": '<p>The zebra mussel<sup><a href="#n4">4</a></sup> came by sea.</p>',
    "notes in a row": "<p>The mussel<sup>[1]</sup><sup>[2]</sup> came<sup>[5]</sup> by sea.</p>",
    "code": "<p>The reader types <code>tide --now</code> and sees the level.</p>",
    "code in code": "<p>Call <code>open<b>(<i>gate</i>)</b></code>, <kbd>A</kbd>+<kbd>O</kbd>.</p>",
    "ligatures": "<p>The o\ufb03ce found the di\ufb00erence.</p>",
    "soft hyphens": "<p>The co\u00adoper\u00adation of the har\u00adbour grew.</p>",
    "no-break spaces": "<p>The wall is 4\u00a0metres high and 9\u202fkm long.</p>",
    "struck out": "<p>The pier cost <del>2 million</del> 3 million crowns.</p>",
    "struck out whole": "<p>The pier <s>opened</s>, they say, opens in June.</p>",
    "for screen readers": '<p>The pier <span class="sr-only">(window)</span> opens in June.</p>',
    "nested": '<p>The <b>pier</b>, <i>of <em>larch</em></i> and <a href="/x">iron</a>, opens.</p>',
    "curly quotes": "<p>“The pier’s open,” she said – at last…</p>",
    "quotation element": "<p>The herder said <q>the bells <q>sing</q></q> at dusk.</p>",
    "line breaks": "<p>The pier is open<br>on Sundays only,<br/>and in rain.</p>",
    "break in a word": "<p>The file har\u200bbour<wbr>master.txt holds it.</p>",
    "table": "<table><tr><th>Plan<th>Crowns<tr><td>A new pier of larch and iron<td>2,400,000"
    "<tr><td>Another coat of tar<td>30,000</table>",
    "list": "<ul><li>The gate by the ice house opens at noon.<li>It closes at dusk.</ul>",
    "definitions": "<dl><dt>Larch<dd>A wood that lasts for sixty years in the sea.</dl>",
    "quotation": "<blockquote><p>The sea takes, <cite>Ada Sample</cite> wrote.</p></blockquote>",
    "German": "<p>Die Fähre fährt – so heißt es – „bei Flut“ ab; Größe: 9 m².</p>",
    "French": "<p>«\u00a0Le port est fermé\u00a0», a dit l’élue\u00a0; vraiment\u00a0?</p>",
    "Turkish": "<p>İstanbul’dan gelen ılık rüzgâr limanı ısıttı.</p>",
    "Russian": "<p>Пристань закрыта до ноября, сказала она.</p>",
    "accents apart": "<p>The cafe\u0301 on the pier serves cre\u0302pes.</p>",
    "Arabic": '<p dir="rtl">أغلق الميناء أبوابه حتى شهر نوفمبر.</p>',
    "Hebrew with English": '<p dir="rtl">המזח נסגר ב-2021 על ידי Lindmoor Council לתמיד.</p>',
    "Chinese": "<p>港口委员会在星期二晚上开会，讨论了旧码头。</p>",
    "Japanese": "<p>港の<ruby>桟橋<rt>さんばし</rt></ruby>は十一月まで閉まっている。</p>",
    "Thai": "<p>ท่าเรือปิดจนถึงเดือนพฤศจิกายน</p>",
    "commas and dashes": "<p>A-frames, B-52s, &amp; co-ops: 50% off, #1, a=b&amp;c.</p>",
    "emoji": "<p>The pier opened 🎉 on Sunday 👩‍👩‍👧 with cake.</p>",
    "capitals by style": '<p>The pier <span style="text-transform:uppercase">is open</span>.</p>',
    "drop cap": '<p><span style="float:left;font-size:3em">T</span>he pier opened on a Sunday.</p>',
    "abbreviation": "<p>The <abbr title='Harbour Board'>HB</abbr> and the U.S. fleet agreed.</p>",
    "mark and small": "<p>The <mark>pier</mark> of <small>small</small> <u>boats</u>.</p>",
    "picture between": '<p>The pier <img src="data:," alt="of larch"> opens in June.</p>',
    "white space": "<p>The   pier\n\n   opens\tin\n June.</p>",
    "twice": "<p>The pier opens.</p><p>The pier opens. It closes at dusk again.</p>",
    "long": "<p>The board, which met on Monday<sup>[1]</sup> to hear how the wall, 4 metres high "
    "and nine hundred long, would be paid for, left after four hours without an answer<sup>2</sup>."
    "</p>",
}  # fmt: skip
_DECOY = "<p>The walrus is here. The pier of larch. The zebra mussel farm. The board met.</p>"


class Case(NamedTuple):
    """A quote and the link that must find it."""

    kind: str
    quote: str
    link: str


def case(kind: str, folder: Path) -> Case:
    """The last paragraph of the kind's page, which is written into the folder."""
    path = folder / f"{kind.replace(' ', '-')}.html"
    space = '<div style="height:4000px"></div>'
    above = "".join(f"<p>{text}</p>" for text in ABOVE)
    source = (
        f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Forty bells</title>"
        f"<style>.sr-only{{position:absolute;left:-9999px}}</style><body>{_DECOY}{space}"
        f"<article><h1>Forty bells</h1>{above}{KINDS[kind]}</article>{space}"
    )
    path.write_text(source, encoding="utf-8")
    article = parse(source.encode(), path.name)[0]
    if not isinstance(article, Article):
        raise SystemExit(f"The page of {kind!r} {article.reason}.")
    last = article.paragraphs[-1]
    quote = article.text[last.start : last.end]
    around = f"{article.title} {article.text[: last.start]}"
    link = sentence_link(path.as_uri(), quote, around)
    return Case(kind, quote, link or path.as_uri())


class Browser:
    """Chromium, spoken to by its debugging protocol over two pipes."""

    def __init__(self, program: str, folder: Path) -> None:
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()

        def give_pipes() -> None:
            # Copies first, as either may have the number that the other must get.
            copies = os.dup(to_browser), os.dup(from_browser)
            for number, copy in zip((3, 4), copies, strict=True):
                os.dup2(copy, number, inheritable=True)

        self._process = subprocess.Popen(
            [program, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=give_pipes,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._read, self._sent = b"", 0

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)

    def scrolls(self, link: str) -> bool:
        """Opens the link as if it had been typed, and says whether the page was scrolled far."""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Page.enable", session)
        self._call("Page.navigate", session, url=link)
        self._wait(lambda got: got.get("method") == "Page.loadEventFired" and _is_of(got, session))
        until = time.monotonic() + 2
        place = 0
        while place < _LEAST_SCROLL and time.monotonic() < until:
            found = self._call("Runtime.evaluate", session, expression="window.scrollY")
            place = found["result"]["value"]
        self._call("Target.closeTarget", targetId=target)
        return place >= _LEAST_SCROLL

    def _call(self, method: str, session: str | None = None, **given: object) -> dict[str, Any]:
        self._sent += 1
        number = self._sent
        message: dict[str, object] = {"id": number, "method": method, "params": given}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return dict(self._wait(lambda got: got.get("id") == number).get("result", {}))

    def _wait(self, is_wanted: Any) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            message, end, rest = self._read.partition(b"\0")
            if end:
                self._read = rest
                if is_wanted(got := json.loads(message)):
                    return dict(got)
            elif select.select([self._in], [], [], 1)[0]:
                received = os.read(self._in, 1 << 16)
                if not received:
                    break
                self._read += received
        raise SystemExit("Chromium ended or did not answer within a minute.")


def _is_of(message: dict[str, Any], session: str) -> bool:
    return message.get("sessionId") == session


@contextmanager
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        raise SystemExit("No Chromium on PATH: install chromium, or add its folder to PATH.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = Browser(program, Path(folder))
        try:
            yield running
        finally:
            running.end()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="some of the kinds; all without")
    kinds = parser.parse_args().kinds or list(KINDS)
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        parser.error(f"no such kind: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    found = 0
    with browser() as running, tempfile.TemporaryDirectory() as folder:
        for each in (case(kind, Path(folder)) for kind in kinds):
            is_found = running.scrolls(each.link)
            found += is_found
            print(
                f"{'found    ' if is_found else 'NOT FOUND'} {each.kind}: {each.quote}", flush=True
            )
            if not is_found:
                print(f"          {each.link.partition('#')[2]}")
    print(f"{found} of {len(kinds)} quotes are found by their links.")
    return int(found < len(kinds))


if __name__ == "__main__":
    sys.exit(main())
