"""What is polite: greetings, thanks, sign-offs, asides, and a name under them."""

import re

YOU = r"(?:all|everyone|everybody|folks|team|guys|people|there|again|colleagues|pullquote|bot)"
HELLO = (
    r"(?:hi|hello|hey|hiya|heya|howdy|yo|hallo|greetings|good (?:morning|afternoon|evening|day)|"
    r"guten (?:tag|morgen|abend)|moin|servus|bonjour|bonsoir|salut|hola|"
    r"buen[oa]s (?:d[ií]as|tardes)|ciao|buongiorno|buonasera|olá|bom dia|boa tarde|hej|hei|"
    r"dzień dobry|cześć|merhaba|привет|"
    r"здравствуйте|добрый день|こんにちは|你好|您好|안녕하세요)"
)
WORD_OF_NAME = r"[^\W\d_][\w'’-]*"
GREETING = (
    rf"(?:{HELLO}(?:,? {YOU}| {WORD_OF_NAME}){{0,3}}|dear {WORD_OF_NAME}|"
    rf"(?:morning|afternoon|evening)(?:,? {YOU})*)"
)
THANKS = (
    r"(?:(?:many|much|big|huge|ok|okay|great|cool|perfect|super|lovely|wow),? )?"
    r"(?:thanks|thank (?:you|u)|thx|thnx|tnx|tysm|ty|ta|cheers|much appreciated|appreciate it|"
    r"merci(?: beaucoup| d'avance)?|(?:vielen |lieben |besten |herzlichen )?dank"
    r"(?:e(?: ?sch[öo]n)?)?(?: im voraus)?|(?:muchas |mil )?gracias|(?:mille |molte )?grazie|"
    r"(?:muito )?obrigad[oa]|"
    r"tack(?: så mycket)?|takk|tak|bedankt|dank (?:je|u)|dziękuję|teşekkürler|(?:большое )?спасибо|"
    r"ありがとう(?:ございます)?|谢谢|감사합니다)"
    r"(?:,? (?:a lot|a million|a bunch|so much|very much|much|in advance|again|mate|"
    rf"for (?:your|the|any|all|that|this|looking|helping)\b[^.!?\n]*|{YOU}))*"
)
SIGN_OFF = (
    r"(?:(?:best|kind|kindest|warm|with (?:best|kind)) (?:regards|wishes)|regards|best|"
    r"all the best|sincerely|bye(?:[ -]bye)*|goodbye|good ?night|"
    r"see you(?: later| soon| tomorrow)?|take care|have a (?:nice|good|great|lovely) [^.!?:\n]*|"
    r"(?:mit )?(?:freundlichen|besten|liebe|viele|beste|schöne) gr[üu]ßen?|lg|mfg|cordialement|"
    r"bien à vous|(?:un )?saludos?|un abrazo|cordiali saluti|x{1,3})"
)
ASIDE = (
    r"(?:please|pls|plz|please help(?: me| us)?|any help (?:is |would be )?(?:much )?appreciated|"
    r"(?:sorry|apologies)(?: to (?:bother|disturb|bug) you)?|excuse me|"
    r"(?:i )?hope (?:you|all|this)[^.!?:–—\n]*|bitte|por favor|per favore|"
    r"s'il (?:vous|te) pla[iî]t|пожалуйста|how are you(?: doing)?(?: today)?|how's it going|"
    r"what's up|"
    r"(?:it's|this is|that's)(?: quite| very| rather)? urgent|urgent|asap|"
    r"i have (?:a|one)(?: quick| short| small)? question(?: for you)?|by the way|btw|fyi|"
    r"just curious|out of (?:interest|curiosity)|no rush|not urgent|whenever you (?:can|have time))"
)
_NICE = (
    r"(?:ok|okay|k|yes|yep|yeah|no|nope|got it|i see|right|sure|fine|great|good|nice|cool|perfect|"
    r"awesome|excellent|amazing|wonderful|brilliant|lovely|wow|haha|lol|ha|hm+|"
    r"(?:good|nice|great|well) (?:bot|job|work|one|answer|done|stuff)|well done|you rock|"
    r"(?:that|this)(?:'s| is| was) (?:great|good|nice|perfect|helpful|useful|all|it|amazing)|"
    r"that helps(?: a lot)?|very helpful|helpful|i (?:love|like) (?:it|this|that|you)|test|testing|"
    r"ping)"
)
POLITE = rf"(?:{GREETING}|{THANKS}|{SIGN_OFF}|{ASIDE}|{_NICE}|{YOU})"
COURTESY = re.compile(
    rf"\W*{POLITE}(?:[\s,.!;:–—-]+{POLITE})*"
    rf"(?:\s*[,–—-]+\s*{WORD_OF_NAME}(?: {WORD_OF_NAME})?)?\W*",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"[–—\s-]*[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’-]*){0,2}(?:\s*\([^()?]{1,40}\))?\.?"
)
