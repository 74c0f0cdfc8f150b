"""The words of a page's own lines: regular expressions parted by ` ; `, for any letter case."""

# The site's sections.
SECTIONS = r"""
africa ; americas ; analysis ; art ; arts ; asia ; asia-pacific ; australia ; books ; britain ;
business ; canada ; china ; cities ; climate ; companies ; crime ; culture ; defen[cs]e ;
education ; economy ; energy ; entertainment ; environment ; europe ; fashion ; film ; finance ;
food ; football ; games ; health ; home ; immigration ; india ; investigations ; law ; life ;
lifestyle ; live ; local ; magazine ; markets ; media ; mena ; money ; music ; nation ; national ;
news ; obituaries ; opinion ; people ; photos ; pictures ; podcasts ; politics ; russia ;
science ; society ; sports? ; style ; tech ; technology ; travel ; tv ; u\.?s\.? ; uk ; ukraine ;
video ; videos ; war ; weather ; world ; us news ; uk news ; world news ; live news ;
central asia ; middle east ; latin america ; real estate
"""

# Buttons, menu entries, footer links, advertisement labels: alone or in a row.
CONTROLS = r"""
skip (?:to|past) [\w ]{3,30} ; after newsletter promotion ;
(?:open |close |main |site |navigation |section )*(?:menu|navigation|nav) ;
search(?: for)? ; (?:close|open|share) (?:panel|page) ; share close panel ;
[\w ]{2,20} home ?page ; accessibility help ; about sharing ; sign (?:in|up|out) ;
log ?(?:in|out) ; register(?: now)? ; close ;
subscribe(?: now| today)? ; subscriptions? ; (?:my )?account ; profile ; sections ; more ; back ;
next ; previous ; play ; pause ; mute ; donate ; support us ; expand ;
(?:view|see|show|load|read) (?:all|more|less) ; toggle [\w ]{3,20} ; back to (?:top|home) ;
share(?: this)?(?: full)?(?: article| page| story| on \w+)? ; save(?:d| article| for later)? ;
print(?: this)?(?: article| page)? ; e-?mail ; facebook ; twitter ; x ; whatsapp ; reddit ;
linkedin ; telegram ; pinterest ; messenger ; instagram ; youtube ; tiktok ; threads ; flipboard ;
bluesky ; (?:copy )?link(?: copied)? ; bookmark ; gift(?: this)?(?: article)? ;
download ; embed ; transcript ; \d+-minute listen ;
add to (?:your|my) saved stories ; add (?:us|\w+) (?:as a preferred source )?on google ;
listen(?: to (?:this )?(?:article|story))? ;
\(?\d+(?::\d+)?\s?min(?:ute)?s?\)?(?: read| listen)? ; \d+:\d\d ; \(?\d[\d,.]*k?\)? ;
(?:first |last )?(?:published|updated|posted|modified) ; reuse this content ; summary ;
(?:\d[\d,.]*k? |view |leave a |post a |show )?comments? ; like ; likes ;
(?:continue )?(?:article|story) continues? (?:below|after)(?: this)?(?: advertisement| ad)? ;
advert(?:isement|ising)? ;
skip (?:ad|advertisement) ; list \d+ of \d+ ; end of list ; ads? ;
sponsored(?: content| by [\w ]{2,30})? ; ad feedback ;
scroll to continue(?: reading)? ; remove ads ; why you can trust [\w ]{2,30} ; live now ; new ;
about(?: us)? ; contact(?: us)? ; careers ; privacy(?: policy| notice)? ; cookies? ; faqs? ;
terms(?: of (?:use|service|sale)| & conditions| and conditions)? ; advertise(?: with us)? ; help ;
help cent(?:er|re) ; accessibility(?: help| statement| links)? ; site ?map ; rss(?: feeds?)? ;
cookie (?:policy|settings|preferences|notice) ; newsletters? ; e-?paper ; apps? ; archives? ;
do not sell [\w ]{5,50} ; ad ?choices ; follow(?: us)?(?: on [\w ,]{2,40})? ; customer service ;
(?:accept|reject|allow|manage)(?: all)?(?: cookies| preferences| settings)? ;
your (?:ad|privacy) choices ;
neuer abschnitt ; hauptinhalt ; auf dieser seite ; link des (?:videos|audios) ;
teilen ; drucken ; merken ; artikel (?:teilen|drucken|merken|anhören|vorlesen) ; anzeige ; werbung ;
zur startseite ; nach oben ; weiterlesen ; jetzt weiterlesen ; kommentare(?: anzeigen)? ;
partager(?: l[’']article)? ; imprimer ; publicité ; lire la suite ; commentaires? ;
compartir ; imprimir ; publicidad ; comentarios ; seguir leyendo ; compartilhar ; publicidade ;
lesedauer:? (?:ca\.? )?\d+ ?min(?:\.|uten?)? ; \d+ min(?:\.|uten)? lesezeit ;
(?:temps de lecture|lecture) ?:? \d+ ?min(?:\.|utes?)? ; tiempo de lectura:? \d+ ?min(?:\.|utos?)? ;
tempo di lettura:? \d+ ?min(?:\.|uti)? ; tempo de leitura:? \d+ ?min(?:\.|utos?)? ;
leestijd:? \d+ ?min(?:\.|uten)? ; время (?:на )?чтени[ея]:? \d+ ?мин(?:\.|ут[аы]?)? ;
(?:last )?(?:updated|published|posted)(?: on)? (?:mon|tues|wednes|thurs|fri|satur|sun)day.{0,20} ;
from wikipedia, the free encyclopedia ; aus wikipedia, der freien enzyklopädie ;
de wikipedia, la enciclopedia libre ; un article de wikipédia, l[’']encyclopédie libre\.? ;
da wikipedia, l[’']enciclopedia libera\.? ; origem: wikipédia, a enciclopédia livre\.? ;
uit wikipedia, de vrije encyclopedie ; материал из википедии\W+свободной энциклопедии ;
condividi ; stampa ; pubblicità ; commenti ; delen ; advertentie ; reacties ; udostępnij ; reklama
"""

# What stands above headlines of other articles.
LINKS = r"""
read (?:more|next|also|this next) ; also read ; see also ; more on this(?: story| topic)? ;
more (?:news|stories|coverage|headlines) ; more (?:from|on|in|about) .{2,60} ; in this story ;
related(?: stories| articles| coverage| content| topics| news| links| reading)? ; explore more ;
trending(?: now| stories| topics)? ; keep reading ; live updates ; in case you missed it ;
don[’']t miss ; must[- ]reads? ; topics ; tags ; filed under ; read more on .{2,60} ;
mehr zum thema(?: .{2,40})? ; lesen sie (?:auch|mehr|dazu) ; auch interessant ; zum thema ;
das könnte (?:sie|dich) auch interessieren ; weitere (?:artikel|meldungen|themen|beiträge) ;
(?:à )?lire aussi ; sur le m[êe]me (?:sujet|thème) ; à voir aussi ; lee también ; lea también ;
te puede interesar ; más (?:información|noticias) ; leia (?:também|mais) ; veja também ;
leggi anche ; potrebbe interessarti(?: anche)? ; lees ook ; zie ook ; meer over .{2,40} ;
czytaj (?:także|też|również) ; zobacz (?:także|też|również) ;
(?:mehr|weiteres) (?:zu|über) .{2,40} ; mehr aus .{2,40} ; weiterführende (?:links|informationen) ;
ähnliche (?:artikel|beiträge|themen) ; verwandte (?:artikel|beiträge|themen) ; lesetipps? ;
(?:à )?(?:lire|voir) (?:également|ensuite) ; articles? (?:liés?|similaires|associés|connexes) ;
sur le même thème ; pour aller plus loin ; dans la même rubrique ; plus d[’']articles .{2,40} ;
le[ea] (?:más|además)(?: .{2,40})? ; noticias relacionadas ; artículos relacionados ;
más sobre .{2,40} ; también te puede interesar ; ver también ; en otras noticias ;
notícias relacionadas ; artigos relacionados ; mais sobre .{2,40} ; saiba mais ;
articoli correlati ; altri articoli(?: .{2,40})? ; ti potrebbe(?:ro)? interessare(?: anche)? ;
vedi anche ; approfondimenti ; gerelateerde artikelen ; meer nieuws ; verder lezen ;
powiązane (?:artykuły|tematy) ; przeczytaj (?:także|też|również) ; polecamy ; więcej o .{2,40} ;
läs (?:också|även|mer) ; les (?:også|mer) ; læs (?:også|mere) ; lue myös ;
přečtěte si (?:také|též) ;
czytaj więcej ; 関連(?:記事|ニュース|リンク|キーワード) ; あわせて読みたい ; おすすめの?記事 ;
(?:相关|相關)(?:阅读|閱讀|新闻|新聞|文章|报道|報導) ; (?:延伸|推荐|推薦)(?:阅读|閱讀) ;
관련 ?(?:기사|뉴스) ; 추천 ?기사 ;
читайте (?:также|ще|еще|ещё)(?: по теме)? ; материалы по теме ; по теме ; другие новости ;
ilgili haberler ;
διαβάστε (?:επίσης|ακόμη) ; اقرأ أيضا[ًّ]? ; (?:أخبار|مواضيع|مقالات) ذات صلة ; קראו (?:גם|עוד) ;
kapcsolódó cikkek ; olvassa el ezt is ; citește și ; pročitajte (?:i|više) ; прочетете още ;
what to (?:read|watch) next ; elsewhere on .{2,40} ; explore (?:more )?(?:on|our) .{2,40}
"""

# What stands above those at the end of the page, too.
END_LABELS = r"""
most (?:read|popular|viewed|shared|commented|watched)(?: .{2,40})? ; popular(?: now| stories)? ;
recommended(?: for you| stories| reading| articles)? ;
you (?:may|might) also (?:like|be interested in) ;
top (?:stories|news) ; (?:the )?latest(?: news| stories| headlines)? ; editor[’']?s[’']? picks ;
from (?:our|the) partners ; around the web ; sponsored stories ; about the authors? ;
join the conversation ; about this article ; more stories ; best of .{2,40} ;
meistgelesen(?:e artikel)? ; am meisten gelesen ; (?:populäre|beliebte|neueste) artikel ;
les plus (?:lus|vus) ; lo más (?:leído|visto) ; (?:i )?più letti ; mais lidas ; meest gelezen ;
najczęściej czytane
"""


def patterns(listed: str) -> list[str]:
    return [" ".join(pattern.split()) for pattern in listed.split(" ;") if pattern.strip()]
