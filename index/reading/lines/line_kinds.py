"""What each line of a saved page is, judged by the line alone: simple predicates, one per rule.

`mark` puts them in order. Which of the marked lines are the article is decided in
`index.reading.text.plain_text`, which sees their neighbours.
"""

import re
from typing import Literal

from index.reading.lines.bylines import is_byline, is_date_line
from index.reading.lines.captions import is_caption, is_credit, without_media_note
from index.reading.lines.furniture_words import CONTROLS, END_LABELS, LINKS, SECTIONS, patterns
from index.reading.lines.layout import closes, is_list_item

Mark = Literal[
    "furniture",
    "section",
    "links",
    "end",
    "credit",
    "caption",
    "byline",
    "date",
    "url",
    "title",
    "body",
]

LONGEST_FURNITURE = 500
_LONGEST_TITLE_CHARS, _LONGEST_TITLE_WORDS = 200, 28
_SEPARATOR = r"[\s|·•›»>/,&]+"


def _whole(several: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(several)})\s*[:：›»>…]?", re.IGNORECASE)


def _row_of(several: list[str]) -> re.Pattern[str]:
    one = rf"(?:{'|'.join(sorted(several, key=len, reverse=True))})"
    return re.compile(rf"\W{{0,3}}{one}(?:{_SEPARATOR}{one}){{0,14}}\W{{0,3}}", re.IGNORECASE)


_SECTION_ROW = _row_of(patterns(SECTIONS))
_CONTROL_ROW = _row_of(patterns(CONTROLS) + patterns(SECTIONS))
_LINKS_LABEL, _END_LABEL = _whole(patterns(LINKS)), _whole(patterns(END_LABELS))
_TEASER = re.compile(
    r"(?P<sure>(?:now )?read (?:more|next|also|now)|also read|see (?:also|more)"
    r"|watch (?:more|next|now)|up next|next up"
    r"|related(?: story| article| reading| video)?|more on this|further reading"
    r"|recommended|don[’']t miss|go deeper|mehr zum thema|lesen sie (?:auch|dazu)|(?:à )?lire aussi"
    r"|le[ea] también|leia também|leggi anche|lees ook|czytaj (?:także|też|również|więcej)"
    r"|читайте (?:также|ще|еще|ещё)|по теме|ilgili haber(?:ler)?|διαβάστε (?:επίσης|ακόμη)"
    r"|citește și|přečtěte si|関連記事|あわせて読みたい|相关阅读|延伸閱讀|延伸阅读|관련기사"
    r"|اقرأ أيضا[ًّ]?)"
    r"\s*[:：|»›>]\s*\S.*"
    r"|(?:à lire aussi|lire aussi|le[ea] también|leia também|leggi anche|lees ook|читайте также"
    r"|czytaj (?:także|też|również)) (?-i:[^\W\d_a-z]|[«„“\"'(\[]).*"
    r"|(?:watch|listen|opinion|explainer|analysis|live(?: updates| blog)?|videos?|in pictures"
    r"|photos"
    r"|gallery|podcast|factbox|timeline|profile|perspective|review|editorial)"
    r"\s*[:|»›>]\s*\S.*",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"(?:sign up|subscribe|get|join|receive|want|enter|download|follow|stay|never miss|like what"
    r"|by (?:signing|clicking|subscribing|submitting|entering|continuing|providing)|already a"
    r"|you (?:can|may) (?:unsubscribe|opt)|register|create an?|please enter|thanks? (?:you )?for"
    r"|support (?:our|independent)|our newsletter)\b.*"
    r"\b(?:newsletters?|inbox|e-?mails?|alerts|notifications|whatsapp|telegram|app|subscrib\w+"
    r"|account|privacy policy|terms of|unsubscribe|journalism|google news|preferred source)\b.*",
    re.IGNORECASE,
)
_NEWSLETTER_NAME = re.compile(
    r"(?:\S+ ){0,5}newsletters?|sign up (?:for|to) [^.!?]{2,60}"
    r"|get the (?:latest|best|biggest|day[’']s top|top) (?:news|stories|headlines)\b.*",
    re.IGNORECASE,
)
_NEWSLETTER_ABROAD = re.compile(
    r"(?:(?:jetzt )?(?:abonnier|melde|bestelle|hol|registrier|verpass)\w* .*"
    r"|inscri(?:vez|s)-.*|abonnez-vous .*|recevez .*|suscr[ií]b\w+ .*|reciba? .*|ap[uú]ntate .*"
    r"|iscriviti .*|ricevi .*|assin[ea] .*|receba .*|inscreva-se .*|meld (?:je|u) .*|schrijf .*"
    r"|ontvang .*|zapisz się .*|zasubskrybuj .*)"
    r"\b(?:newsletters?|newslettera|boletín|boletim|nieuwsbrief|lettre d[’']information"
    r"|infolettre|posteingang|whatsapp|push-\w+)\b.*",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:an dieser stelle (?:finden|befindet|ist|wird) .*\b(?:extern\w*|inhalt\w*|einbettung)\b.*"
    r"|(?:zum|um) .* (?:anzuzeigen|anzeigen|laden|sehen).*\b(?:zustimm\w*|cookies?|akzeptieren)\b.*"
    r"|ich bin damit einverstanden,? .*\b(?:inhalte|daten|cookies)\b.*"
    r"|.*personenbezogene daten an drittplattformen .*"
    r"|pour (?:afficher|voir|visionner|lire) (?:ce|cette) .*\b(?:accepte[rz]?|cookies)\b.*"
    r"|(?:para ver|este contenido) .*\b(?:acept\w+|cookies|consentimiento)\b.*"
    r"|per (?:visualizzare|vedere) .*\b(?:accetta\w*|cookie|consenso)\b.*"
    r"|para (?:ver|visualizar) .*\b(?:aceit\w+|cookies|consentimento)\b.*"
    r"|om deze .*\b(?:cookies|toestemming)\b.*"
    r"|aby (?:zobaczyć|wyświetlić) .*\b(?:cookies|zgod\w+)\b.*"
    r"|to (?:view|see|display|show|watch|load) this (?:content|video|post|tweet|embed|map)\b.*"
    r"\b(?:accept|allow|enable|consent|agree|cookies)\b.*"
    r"|(?:we|this (?:content|embed|element)) needs? your (?:consent|permission)\b.*"
    r"|(?:please )?(?:enable|turn on|allow) (?:javascript|cookies)\b.*"
    r"|this (?:content|video|post) is (?:provided|hosted) by .*\b(?:cookies|consent)\b.*)",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:we(?: and our \w+)? |(?:this|our) (?:web)?site |by (?:using|continuing|clicking) "
    r"|cookies (?:help|allow|enable) |to (?:improve|provide|give) ).*\bcookies?\b.*"
    r"|cookies (?:help|allow|enable) .*"
    r"|(?:wir (?:verwenden|nutzen|setzen)|diese (?:web)?s(?:eite|ite) (?:verwendet|nutzt|speichert)"
    r"|nous utilisons|ce site utilise|utilizamos|este sitio(?: web)? utiliza|questo sito utilizza"
    r"|deze website gebruikt) .*\bcookies?\b.*",
    re.IGNORECASE,
)
_SUBSCRIBERS = re.compile(
    r"(?:this|the rest of this|exclusive) (?:article|story|content|post|newsletter|page)s? "
    r"(?:is|are) (?:\w+ ){0,3}(?:for|to) (?:\w+ ){0,2}(?:subscribers|members)\b.{0,60}"
    r"|(?:subscribe|sign in|log in|register|create an? (?:free )?account)(?: now| today)?"
    r"(?: or \w+)? to (?:read|continue|keep|unlock|access|get|see|view|save|enjoy) .*"
    r"|(?:already|not) (?:a|an?) (?:\w+ )?(?:subscriber|member)\?.*"
    r"|already (?:subscribed|registered)\?.*|to continue reading\b.*"
    r"|you(?:[’']ve| have) (?:reached|read|used) (?:your|all|\d+) .*articles?\b.*"
    r"|dieser (?:artikel|beitrag|inhalt) ist (?:nur |exklusiv )?für abonnent.*"
    r"|(?:sie|du) (?:sind|haben|bist|hast) (?:bereits|schon) .{0,40}\babo(?:nnent\w*)?\b.*"
    r"|(?:cet|votre) article (?:est )?réservé aux abonnés.*"
    r"|il vous reste [\d.,]+ ?% de cet article.*"
    r"|(?:contenido|artículo) (?:exclusivo|solo) para suscriptores.*|reg[íi]strate para .*"
    r"|(?:articolo|contenuto) riservato agli abbonati.*|conteúdo exclusivo para assinantes.*"
    r"|この記事は(?:有料)?会員限定.*|.*(?:有料会員|有料記事|会員限定).{0,40}(?:お読みいただけ|読み放題).*"
    r"|.*(?:会員登録が必要です|会員の方のみ.{0,6}いただけます)。?",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"(?:a post|un post|ein beitrag|une publication|una publicación|um post|een bericht"
    r"|ett inlägg|et opslag|et innlegg) (?:shared by|condiviso da|geteilt von|partagée par"
    r"|compartida (?:de|por)|(?:com)?partilhad[oa] por|gedeeld door|som delats av|delt a[vf]) .*"
    r"|(?:view|see) this post on \w+|sieh dir diesen beitrag auf \w+ an"
    r"|voir cette publication sur \w+|ver esta publicación en \w+|visualizza questo post su \w+"
    r"|link zum [\w-]+[- ]inhalt|(?:následuje|přejít před) obsah vložený .*",
    re.IGNORECASE,
)
_PAGE_NOTE = re.compile(
    r"(?:this|the) (?:article|story|report|post|piece|page|headline|interview|conversation"
    r"|transcript)"
    r"(?:[’']s headline)? "
    r"(?:was|has been|is|have been)(?: \w+)? "
    r"(?:updated|published|corrected|amended|modified|edited|republished|revised|produced|adapted"
    r"|condensed)\b.*"
    r"|(?:when|if) you (?:buy|make a purchase|purchase|click|shop)\b.*\bcommission\b.*"
    r"|.{0,90}\blinks sind .{0,30}affiliate-?links.*"
    r"|(?:a version of )?this (?:article|story) appear(?:s|ed) in (?:the )?print\b.*"
    r"|(?:this page was )?last (?:updated|modified|edited|revised)\b.{0,80}"
    r"|an earlier version of this .*|(?:correction|clarification|editor[’']?s[’']? note)\s*[:(].*"
    r"|(?:this is )?a developing story\b.*|this (?:story|article|page) will be updated\b.*",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.’'-]*"
_REPORTED = re.compile(
    rf"{_NAME}(?:,? (?:and )?{_NAME}){{0,7}},? (?:reported|contributed)(?: reporting)? from {_NAME}"
    rf"(?:,? (?:and |in )?{_NAME}){{0,6}}"
    rf"(?:\.|,? and {_NAME}(?: {_NAME})* (?:from|in) .{{2,60}}\.?|$)"
)
_CREDITED = re.compile(
    r".*\bcontribut(?:ed|ing)(?: \w+)? to this (?:report|story|article|dispatch|piece)\b.*"
    r"|(?:additional |further )?(?:reporting|writing|editing|research|graphics|production"
    r"|(?:audio|video) (?:produced|edited)) by "
    r"[A-Z].*|written by .* based on reporting .*|based on reporting by .*"
    r"|(?:compiled|edited|translated|with reporting|with files|with additional \w+) (?:by|from) "
    r"[A-Z].*|our standards: .*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright\s)\W*(?=.*(?:\d{4}|rights)).*|.*\ball rights reserved\b.*",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:(?:source|url|link|original|canonical|retrieved from|from)\s*:?\s*)?https?://\S+",
    re.IGNORECASE,
)


def is_control(text: str) -> bool:
    """A button, a menu entry, a footer link, an advertisement's label, or a row of them."""
    return len(text) <= 160 and _CONTROL_ROW.fullmatch(text) is not None


def is_section_name(text: str) -> bool:
    """`World`, `Politics | Europe`: the site's sections, which may also be a real sub-heading."""
    return len(text) <= 160 and _SECTION_ROW.fullmatch(text) is not None


def opens_links(text: str) -> bool:
    """`Related stories`, `MORE FROM …`: what follows are headlines of other articles."""
    return len(text) <= 100 and not closes(text) and _LINKS_LABEL.fullmatch(text) is not None


def is_teaser(text: str) -> bool:
    """`Read more: …` with the other article's headline on the same line."""
    match = _TEASER.fullmatch(text) if len(text) <= 200 else None
    return match is not None and (match["sure"] is not None or not text.endswith((".", ".”", '."')))


def is_newsletter_box(text: str) -> bool:
    return len(text) <= 300 and bool(
        _NEWSLETTER.fullmatch(text)
        or _NEWSLETTER_NAME.fullmatch(text)
        or _NEWSLETTER_ABROAD.fullmatch(text)
    )


def is_cookie_notice(text: str) -> bool:
    """It speaks of the site's cookies, or asks for leave to show what another site has."""
    return _COOKIES.fullmatch(text) is not None or _CONSENT.fullmatch(text) is not None


def is_for_subscribers(text: str) -> bool:
    """It asks to subscribe or to sign in for the rest of the article."""
    return len(text) <= 200 and _SUBSCRIBERS.fullmatch(text) is not None


def is_label_of_embed(text: str) -> bool:
    """What stands around a post of another site: `A post shared by …`."""
    return len(text) <= 200 and _EMBEDDED.fullmatch(text) is not None


def is_page_note(text: str) -> bool:
    """`This article was updated …`, corrections, `An earlier version of …`."""
    return _PAGE_NOTE.fullmatch(text) is not None


def is_reporting_credit(text: str) -> bool:
    """`A reported from Moscow. B contributed to this report.`, `Reporting by A; Editing by B`."""
    return bool(_REPORTED.match(text) or _CREDITED.fullmatch(text))


def is_copyright(text: str) -> bool:
    return len(text) <= 300 and _COPYRIGHT.fullmatch(text) is not None


def ends_article(text: str) -> bool:
    """What follows is no longer the article: `Most read`, reporting credits, the copyright line."""
    if is_reporting_credit(text) or is_copyright(text):
        return True
    return len(text) <= 80 and not closes(text) and _END_LABEL.fullmatch(text) is not None


def is_url_line(text: str) -> bool:
    return _URL.fullmatch(text) is not None


def is_title_like(text: str) -> bool:
    """Short, without a closing stop, and not begun in the middle of a sentence."""
    if (
        closes(without_media_note(text))
        or is_list_item(text)
        or text[:1].islower()
        or text.endswith((":", ",", ";", "—", "–"))
    ):
        return False
    return len(text) <= _LONGEST_TITLE_CHARS and len(text.split()) <= _LONGEST_TITLE_WORDS


def is_never_text(text: str) -> bool:
    """What is no part of an article in whichever format it comes."""
    return len(text) <= LONGEST_FURNITURE and (
        is_credit(text)
        or is_reporting_credit(text)
        or is_copyright(text)
        or is_newsletter_box(text)
    )


def mark(text: str) -> Mark:
    if not any(map(str.isalnum, text)):
        return "furniture"
    if len(text) > LONGEST_FURNITURE:
        return "caption" if is_caption(text) else "body"
    if is_url_line(text):
        return "url"
    if is_date_line(text):
        return "date"
    if is_section_name(text):
        return "section"
    if opens_links(text):
        return "links"
    if ends_article(text):
        return "end"
    if is_control(text) or is_teaser(text) or is_newsletter_box(text) or is_cookie_notice(text):
        return "furniture"
    if is_page_note(text) or is_for_subscribers(text) or is_label_of_embed(text):
        return "furniture"
    if is_credit(text):
        return "credit"
    if is_caption(text):
        return "caption"
    if is_byline(text):
        return "byline"
    return "title" if is_title_like(text) else "body"
