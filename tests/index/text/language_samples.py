"""Paragraphs in fifteen languages, written for the tests."""

PARAGRAPHS = {
    "en": (
        "The ferry left the harbour an hour late because a cable had frozen overnight. Nobody on "
        "board complained, and the crew handed out tea.",
        "Council members voted on Tuesday to repair the swimming baths. The roof alone will cost "
        "more than the whole building did in 1963.",
        "Her grandmother planted the orchard after the war. Every tree in it has a name.",
    ),
    "fr": (
        "Le maire a annoncé mardi que le vieux pont de pierre serait fermé pendant six mois. Les "
        "habitants devront emprunter le bac pour traverser la rivière.",
        "La boulangère se lève à trois heures du matin. Son pain est vendu dans quatre villages "
        "de la vallée.",
        "Personne ne sait pourquoi l'horloge de l'église s'est arrêtée. Un ingénieur viendra "
        "l'examiner la semaine prochaine.",
    ),
    "de": (
        "Die Bürgermeisterin kündigte am Dienstag an, dass die alte Schule abgerissen wird. An "
        "ihrer Stelle soll ein Park mit einem kleinen Teich entstehen.",
        "Der Zug blieb wegen eines umgestürzten Baumes zwei Stunden lang stehen. Die Reisenden "
        "bekamen heiße Suppe.",
        "Seit dem Frühjahr brütet ein Storch auf dem Dach der Mühle. Die Kinder zählen jeden Tag "
        "die Jungen.",
    ),
    "es": (
        "El ayuntamiento decidió el jueves plantar cuatrocientos árboles a lo largo del río. Los "
        "vecinos llevaban diez años pidiendo un poco de sombra.",
        "La pescadora encontró una botella con una carta de 1921. Estaba escrita a lápiz y "
        "todavía se podía leer.",
        "Los bomberos tardaron toda la noche en apagar el incendio. No hubo heridos.",
    ),
    "it": (
        "Il teatro riaprirà in autunno dopo sette anni di lavori. Il direttore ha promesso che il "
        "primo spettacolo sarà gratuito per tutti gli abitanti.",
        "Una nevicata improvvisa ha bloccato la strada del passo. Gli autisti hanno dormito nella "
        "palestra della scuola.",
        "Mio nonno costruiva violini in una stanza senza finestre. Ne restano soltanto tre.",
    ),
    "pt": (
        "A biblioteca municipal vai abrir também aos domingos. Segundo a diretora, metade dos "
        "leitores trabalha durante a semana e não consegue devolver os livros.",
        "O farol foi construído há duzentos anos e ainda funciona. Quem o guarda já não sobe as "
        "escadas todos os dias.",
        "As chuvas de março destruíram a colheita de uvas. Os agricultores pediram ajuda ao "
        "governo.",
    ),
    "nl": (
        "De gemeente wil volgend jaar een fietsbrug over het kanaal bouwen. Bewoners vrezen dat "
        "er dan geen schepen meer door kunnen varen.",
        "De bakker op de hoek sluit na zestig jaar zijn deuren. Hij heeft geen opvolger kunnen "
        "vinden.",
        "Het onderzoek naar de verdwenen schilderijen is gestopt. Niemand heeft ze ooit "
        "teruggezien.",
    ),
    "sv": (
        "Kommunen stänger badhuset i juni eftersom taket läcker. Simklubben får träna i "
        "grannstaden tills reparationen är klar.",
        "En älg gick in i skolans matsal på onsdagen. Eleverna fick vänta ute tills den hade "
        "gått sin väg.",
        "Bonden hittade ett silvermynt när han plöjde åkern. Det är äldre än kyrkan.",
    ),
    "pl": (
        "Burmistrz zapowiedział, że nowy most zostanie otwarty przed zimą. Mieszkańcy czekają na "
        "niego od ponad dwudziestu lat.",
        "W muzeum skradziono zegar, który należał do ostatniego właściciela młyna. Policja szuka "
        "świadków.",
        "Deszcz padał przez cały tydzień i rzeka wystąpiła z brzegów. Szkoły są zamknięte.",
    ),
    "tr": (
        "Belediye, eski çarşının çatısını onarmak için üç yıl süreceğini söyledi. Esnaf ise "
        "dükkânlarını kapatmak istemiyor.",
        "Balıkçılar bu yıl denizde hiç hamsi bulamadı. Uzmanlar suyun fazla ısındığını düşünüyor.",
        "Köydeki tek öğretmen emekli oldu. Çocuklar artık okula otobüsle gidecek.",
    ),
    "ru": (
        "Мэр объявил во вторник, что старый мост закроют на полгода. Жителям придётся "
        "переправляться через реку на пароме.",
        "Учёные нашли под льдом остатки деревянной лодки. Ей не меньше восьмисот лет.",
        "Бабушка посадила этот сад после войны. У каждого дерева в нём есть имя.",
    ),
    "uk": (
        "Міська рада вирішила відновити стару бібліотеку біля річки. Роботи почнуться навесні й "
        "триватимуть щонайменше два роки.",
        "Пекар прокидається о третій ночі. Його хліб купують у чотирьох селах.",
        "Через сильний вітер пором не ходив цілий тиждень. Люди чекали на березі.",
    ),
    "ar": (
        "أعلنت البلدية يوم الثلاثاء أن الجسر القديم سيغلق ستة أشهر. وسيعبر السكان النهر بالقوارب "
        "حتى ينتهي العمل.",
        "وجد الصياد رسالة داخل زجاجة على الشاطئ. كانت مكتوبة قبل مئة عام.",
        "توقفت الساعة الكبيرة في وسط المدينة بعد العاصفة. لا أحد يعرف كيف يصلحها.",
    ),
    "zh": (
        "市长周二宣布，老石桥将关闭六个月进行维修。居民必须乘渡船过河，学校也会推迟上课时间。",
        "渔民在海滩上发现了一个装着信的瓶子。信是一百年前写的，字迹仍然清楚。",
        "连续一周的大雨让河水漫过了堤岸。所有学校都停课了。",
    ),
    "ja": (
        "市は火曜日、古い石橋を半年間閉鎖すると発表した。住民は渡し船で川を渡ることになる。",
        "漁師が浜辺で手紙の入った瓶を見つけた。百年前に書かれたものだという。",
        "祖母は戦争のあとにこの果樹園を作りました。木にはそれぞれ名前があります。",
    ),
}
