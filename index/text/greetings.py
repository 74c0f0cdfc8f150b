"""Hello, thanks and goodbye, in English and as people say them in other languages.

Each is the text of a pattern, for lower-case words or for any with `re.IGNORECASE`.
"""

import re

# Also the beginnings of names ("Salam Fayyad", "Halo Infinite"): a greeting if no name follows.
SHORT_HELLO = (
    r"(?:halo|salam|salaam|selam|jambo|habari|aloha|moi|oi|hoi|sup|bok|tere|tja|chào|na|"
    r"labas|happy (?:mon|tues|wednes|thurs|fri|satur|sun)day|happy new year|happy holidays|"
    r"(?:merry|happy) (?:christmas|xmas)|happy easter)"
)
HELLO = (
    r"(?:hi+|hello+|hey+|hiya|heya|howdy|yo|hallo|greetings|hullo|wassup|"
    r"g['’]?day|good (?:morning|afternoon|evening|day)|top of the morning|"
    # German, French, Spanish, Italian, Portuguese, Catalan, Dutch
    r"guten (?:tag|morgen|abend)|moin(?: moin)?|servus|grüezi|grü(?:ß|ss) (?:gott|dich|euch)|"
    r"mahlzeit|bonjour|bonsoir|salut|coucou|hola|buen[oa]s(?: (?:d[ií]as|tardes|noches))?|ciao|"
    r"buongiorno|buonasera|salve|olá|bom dia|boa (?:tarde|noite)|bon dia|goeden?(?: ?)dag|"
    r"goede(?: ?)(?:morgen|middag|avond)|"
    # Scandinavian, Finnish, Estonian, Latvian, Lithuanian
    r"hej(?:san)?|hei|hallå|god (?:morgon|morgen|dag|kväll|aften|kveld)|terve|moikka|"
    r"hyvää (?:huomenta|päivää|iltaa)|huomenta|tervist|sveiki|labdien|laba diena|"
    # Polish, Czech, Hungarian, Romanian, Serbian, Croatian, Bulgarian, Greek, Turkish
    r"dzień dobry|dobry wieczór|cześć|witam|ahoj|dobrý (?:den|večer)|dobré ráno|szia(?:sztok)?|"
    r"jó (?:napot|reggelt|estét)|bună(?: ziua)?|zdravo|dobar dan|здраво|здравейте|добър ден|"
    r"γεια(?: σ(?:ου|ας))?|καλη(?:μέρα|σπέρα)|merhaba(?:lar)?|günaydın|iyi (?:günler|akşamlar)|"
    # Russian, Ukrainian, Arabic, Persian, Hebrew, Hindi, Bengali, Tamil, Urdu
    r"привет|здравствуйте|доброе утро|добрый (?:день|вечер)|привіт|вітаю|добрий день|"
    r"مرحبا|أهلا(?: وسهلا)?|السلام عليكم|صباح الخير|مساء الخير|سلام|درود|שלום|בוקר טוב|ערב טוב|"
    r"नमस्ते|नमस्कार|namast[eé](?: ji)?|namaskar|নমস্কার|வணக்கம்|ass?alaa?mu? ?alaikum|"
    # Indonesian, Vietnamese, Tagalog, Thai, Swahili, Zulu, Japanese, Chinese, Korean
    r"selamat (?:pagi|siang|sore|malam)|xin chào|kumusta|magandang (?:umaga|hapon|gabi)|"
    r"สวัสดี(?:ครับ|ค่ะ)?|sawubona|こんにちは|おはよう(?:ございます)?|こんばんは|你好|您好|大家好|早上好|"
    r"안녕하세요|안녕)"
)
THANKS = (
    r"(?:thanks|thank (?:you|u)(?: kindly)?|thx|thnx|tnx|tysm|tyvm|ty|tyia|tia|ta|cheers|"
    r"much (?:appreciated|obliged)|appreciate it|appreciated|kthx(?:bye)?|"
    r"(?:vielen |lieben |besten |herzlichen |tausend )?dank(?:e(?: ?sch[öo]n| ?sehr)?)?"
    r"(?: im voraus)?|merci(?: beaucoup| bien| d['’]avance)?|(?:muchas |mil )?gracias|"
    r"(?:mille |molte )?grazie(?: mille)?|(?:muito )?obrigad[oa]|(?:moltes )?gràcies|"
    r"eskerrik asko|bedankt|dank (?:je|u)(?: wel)?|"
    r"(?:mange |tusen )?(?:tack(?: så mycket)?|takk|tak)|kiito(?:s|ksia)(?: paljon)?|aitäh|"
    r"paldies|ačiū|dziękuję|dzięki|děkuj(?:i|eme)|díky|ďakujem|kösz(?:önöm|i)(?: szépen)?|"
    r"mul[tțţ]umesc|hvala(?: lepo| puno)?|хвала|благодаря|ευχαριστώ(?: πολύ)?|"
    r"(?:çok )?te[sş]ekk[uü]r(?:ler| ederim)?|sağ ?ol(?:un)?|(?:большое )?спасибо|"
    r"(?:дуже )?дякую|شكرا(?: جزيلا)?|شكراً|متشکرم|ممنون|مرسی|תודה(?: רבה)?|धन्यवाद|शुक्रिया|"
    r"dhanyava(?:a)?d|shukri?ya|ধন্যবাদ|நன்றி|terima kasih|makasih|cảm ơn|"
    r"(?:maraming )?salamat(?: po)?|"
    r"ขอบคุณ(?:ครับ|ค่ะ)?|asante(?: sana)?|ngiyabonga|(?:baie )?dankie|mahalo|diolch|"
    r"go raibh maith agat|ありがとう(?:ございます|ございました)?|谢谢|多谢|謝謝|"
    r"감사합니다|고마워요?)"
)
GOODBYE = (
    r"(?:bye(?:[ -]bye)*|goodbye|good ?night|cya|ttyl|cheerio|farewell|"
    r"see you(?: later| soon| tomorrow)?|take care|(?:talk|speak) (?:to you )?(?:soon|later)|"
    r"have a (?:nice|good|great|lovely) [^.!?:\n]*|"
    r"tsch[üu]ss|auf wiedersehen|bis (?:bald|morgen|dann|später)|gute nacht|"
    r"(?:einen )?schönen (?:tag|abend)(?: noch)?|au revoir|à (?:bientôt|plus|demain)|"
    r"bonne (?:journée|soirée|nuit)|adi[óo]s|hasta (?:luego|mañana|pronto)|arrivederci|"
    r"buona (?:giornata|serata|notte)|tchau|até (?:logo|mais|amanhã)|tot ziens|doei|hej ?då|"
    r"ha det(?: bra)?|farvel|do widzenia|na shledanou|nashledanou|viszlát|näkemiin|αντίο|"
    r"hoşça ?kal(?:ın)?|görüşürüz|до свидания|пока|до побачення|مع السلامة|להתראות|さようなら|再见|"
    r"拜拜|안녕히 (?:가세요|계세요))"
)


def says(pattern: str, text: str) -> bool:
    """Whether a text in lower case has words of a pattern."""
    return re.search(rf"(?<!\w){pattern}(?!\w)", text) is not None
