"""The words by which mail systems name what they send, in the main languages of the Union.

Subjects are compared in small letters, without accents and from their beginning: a person's answer to such a mail
begins with "Re:" and is none itself.
"""

import re
import unicodedata


def folded(text: str) -> str:
    """Small letters without accents, for comparing."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("đ", "d").replace("ø", "o"))
    return "".join(each for each in split if not unicodedata.combining(each))


def _begins(*forms: str) -> re.Pattern[str]:
    return re.compile(r"\W*(?:" + "|".join(folded(form) for form in forms) + ")")


def _holds(*forms: str, whole: bool = False) -> re.Pattern[str]:
    """`whole`: as words of their own, not as the beginning of longer ones."""
    longest_first = sorted((folded(form) for form in forms), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(longest_first) + ")" + r"(?:(?<!\w)|(?!\w))" * whole)


# A mail was given up.
FAILED = _begins(
    "undeliver", "mail delivery failed",
    "delivery (status notification \\(failure\\)|failure|failed|has failed|error)",
    "returned (mail|to sender)", "failure notice", "message status - undeliver", "mail (system error|could not be)",
    "(your )?(message|e-?mail) (could not|was not|not) be?( ?en)? ?deliver", "non[- ]?deliver",
    "notice: mail delivery",
    "rejected", "message (rejected|not delivered)", "unzustellbar", "nicht zustellbar", "unzustellbare",
    "(fehler bei der|fehlgeschlagene) (nachrichten)?zustellung", "zustellung fehlgeschlagen",
    "(echec|erreur) de (la |)(remise|distribution|livraison)", "non remis", "non distribu", "impossible de remettre",
    "mancat[ao] (consegna|recapito)", "impossibile recapitare", "recapito non riuscito", "consegna non riuscita",
    "non recapitabile", "no se puede entregar", "(error|fallo) (de|en la) entrega", "correo no entregado",
    "no entregado", "nao (foi )?entreg", "falha na entrega", "nao e possivel entregar", "onbestelbaar",
    "niet (afgeleverd|bezorgd|bestelbaar)", "bezorging mislukt", "niedostarcz", "nie mozna dostarczyc",
    "blad dostarcz", "zwrot wiadomosci", "nedoruc", "nelze dorucit", "nie je mozne dorucit",
    "gick inte att leverera", "kunde inte levereras", "gar inte att leverera", "olevererbar", "returnerad",
    "kan ikke leveres", "ikke leveret", "uleveret", "ei voitu toimittaa", "toimittamaton", "toimitus epaonnistui",
    "kezbesithetetlen", "sikertelen kezbesit", "nelivrat", "livrare esuata", "mesajul nu a putut",
    "neisporuc", "nedostav", "nepristatyt", "nepiegadat", "kattetoimetamatu", "αδυνατη η παραδοση",
    "η παραδοση απετυχε", "недоставен", "неуспешна доставка",
)  # fmt: skip
# It still waits somewhere.
DELAYED = _begins(
    "delay", "delivery (status notification \\(delay\\)|delayed|is delayed)",
    "warning: (could not send|message .* delay)",
    "warning: .*delay", "(your )?(message|mail|e-?mail) .{0,40}delayed", "verzoger", "zustellung verzogert",
    "(remise|distribution|livraison) (retardee|differee)", "retard", "consegna ritardata", "ritard",
    "(entrega )?retras", "entrega retrasada", "atras", "vertrag", "vertraagd", "opozn", "zpozd", "omeskan",
    "forsen", "forsink", "viivast", "kesleltet", "intarzi", "odgod", "zakasn", "καθυστερ", "забавен",
)  # fmt: skip
# A machine answers because a person is away.
ABSENCE = _begins(
    "out of (the )?office", "out-of-office", "ooo\\b", "auto: .*(out of|away|absent)", "automatic reply",
    "auto[- ]?repl",
    "auto(matic|mated)?[- ]?(response|respond|answer)", "autorespon", "vacation", "on (vacation|leave|holiday)",
    "away from", "absence", "absent\\b", "i am (out|away|on)", "abwesen", "automatische (antwort|ruckantwort)",
    "autoantwort", "nicht im (buro|haus)", "im urlaub", "urlaub", "reponse automatique", "message d'absence",
    "absence du bureau", "risposta automatica", "fuori (sede|ufficio)", "assenza", "assente",
    "respuesta automatica", "fuera de (la )?oficina", "ausencia", "ausente", "resposta automatica",
    "fora do escritorio", "automatisch (antwoord|bericht)", "afwezig", "niet aanwezig", "automatyczna odpowiedz",
    "odpowiedz automatyczna", "poza biurem", "nieobecn", "automaticka odpoved", "mimo kancelar", "nepritomnost",
    "autosvar", "automatiskt svar", "automatisk svar", "franvaro", "fravaer", "ikke pa kontoret", "ikke til stede",
    "automaattinen vastaus", "poissa", "automatikus valasz", "hazon kivul", "tavollet", "raspuns automat",
    "in afara birou", "absenta", "automatski odgovor", "automatický", "samodejni odgovor", "samodejno", "odsoten",
    "automatinis atsakymas", "automatiska atbilde", "automatvastus", "automaatvastus", "αυτοματη απαντηση",
    "εκτος γραφειου", "автоматичен отговор", "twegiba awtomatika", "freagra uathoibrioch",
)  # fmt: skip
# The same, somewhere in an answer that is known to be a machine's.
AWAY = _holds(
    "out of (the )?office", "away\\b", "on (annual |maternity |parental |sick )?(leave|holiday|vacation)", "absent",
    "travelling", "nicht im (buro|haus|dienst)", "abwesend", "nicht erreichbar", "urlaub", "im mutterschutz",
    "en (conge|vacances|deplacement)", "ferie", "fuori (sede|ufficio)", "assente", "fuera de", "vacaciones",
    "ausente", "de ferias", "afwezig", "vakantie", "verlof", "urlop", "nieobecn", "poza biurem", "dovolen",
    "nepritomn", "semester", "bortrest", "ferie", "lomalla", "poissa", "szabadsag", "tavol", "concediu",
    "godisnj", "odsot", "atostog", "atvalinajum", "puhkus", "αδεια", "απουσια", "отпуск", "отсъств",
)  # fmt: skip
# A machine says that a mail came in.
RECEIVED = _holds(
    "(has|have) been received", "we (have |)received", "we have your", "thank you for (your|contacting|writing)",
    "received your", "acknowledg", "ticket", "case (number|id|no)", "reference number",
    "request (received|id|number)",
    "eingangsbestatigung", "eingegangen", "wir haben ihre", "vielen dank fur ihre", "accuse de reception",
    "bien recu", "conferma di ricezione", "abbiamo ricevuto", "acuse de recibo", "hemos recibido", "recebemos",
    "ontvangstbevestiging", "ontvangen", "potwierdzenie (odbioru|otrzymania)", "otrzymalismy", "prijali jsme",
    "vi har mottagit", "bekraftelse", "vi har modtaget", "olemme vastaanottaneet", "megkaptuk", "am primit",
    "zaprimili", "prejeli", "gavome", "sanemam", "oleme katte saanud", "λαβαμε", "получихме",
)  # fmt: skip
# A machine wants to be told that a person wrote.
CHALLENGE = _holds(
    "(please )?(confirm|verify) (your|that you|this)[^.]{0,40}(message|mail|address|sent|human|sender)",
    "verification required", "sender verification", "confirm delivery", "challenge", "is (being )?held",
    "bestatigen sie (bitte )?(ihre|dass)", "bitte bestatigen", "veuillez confirmer", "confirmez votre",
)  # fmt: skip
# Words before the day on which an absence ends.
UNTIL = _holds(
    "until", "till", "through", "to", "back( in the office)?( on)?", "return(ing|s)?( on)?",
    "return to the office on",
    "bis( zum| einschliesslich| einschl\\.)?", "zuruck( am)?", "wieder (da |erreichbar |im (buro|haus) )?(ab |am )?",
    "ab dem", "jusqu'?(au|a|en)?", "de retour (le|a partir du)?", "au", "fino al?(l')?", "rientro (il)?",
    "rientrero il",
    "al", "hasta (el )?", "vuelvo el", "regres\\w+ (el|a)", "ate( ao?)?", "tot( en met)?", "t/m", "terug( op)?",
    "do( dnia)?", "wracam", "tot", "till( och med)?", "t\\.o\\.m\\.", "tillbaka", "til( og med)?", "tilbage", "asti",
    "saakka", "pana (la|pe|in)", "revin", "do konca", "iki", "lidz", "kuni", "εως", "μεχρι", "до", whole=True,
)  # fmt: skip
WROTE = _holds(
    "wrote", "writes", "schrieb", "schreef", "a ecrit", "ecrivait", "ha scritto", "scrisse", "escribio", "escreveu",
    "napisal\\w*", "napsal\\w*", "skrev", "kirjoitti", "irta", "a scris", "je napisa\\w*", "rase", "rakstija",
    "kirjutas", "εγραψε", "написа", whole=True,
)  # fmt: skip
FROM = frozenset(folded(each) for each in (
    "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "feladó", "de la", "šalje", "pošiljatelj",
    "nuo",
    "no", "saatja", "kellelt", "από", "от", "expéditeur", "mittente", "remitente", "absender", "afzender", "nadawca",
))  # fmt: skip
