"""Words that identify automatic answers, in the languages of the EU.

They are compared in lower case and without accents (`fold`).
"""

from campaign.core.replies.word_patterns import containing, starting_with

# Subjects of automatic answers during an absence.
ABSENCE = starting_with(
    "out of (the )?office", "out-of-office", "ooo\\b", "auto: .*(out of|away|absent)", "automatic reply",
    "auto[- ]?repl", "auto(matic|mated)?[- ]?(response|respond|answer)", "autorespon", "vacation",
    "on (vacation|leave|holiday)", "away from", "absence", "absent\\b",
    "i am (out|away|on (annual |sick )?(leave|holiday|vacation))", "abwesen", "automatische (antwort|ruckantwort)",
    "autoantwort", "nicht im (buro|haus)", "im urlaub", "urlaub", "reponse automatique", "message d'absence",
    "absence du bureau", "risposta automatica", "fuori (sede|ufficio)", "assenza", "assente", "respuesta automatica",
    "fuera de (la )?oficina", "ausencia", "ausente", "resposta automatica", "fora do escritorio",
    "automatisch (antwoord|bericht)", "afwezig", "niet aanwezig", "automatyczna odpowiedz", "odpowiedz automatyczna",
    "poza biurem", "nieobecn", "automaticka odpoved", "mimo kancelar", "nepritomnost", "autosvar", "automatiskt svar",
    "automatisk svar", "franvaro", "fravaer", "ikke pa kontoret", "ikke til stede", "automaattinen vastaus", "poissa",
    "automatikus valasz", "hazon kivul", "tavollet", "raspuns automat", "in afara birou", "absenta",
    "automatski odgovor", "automatický", "samodejni odgovor", "samodejno", "odsoten", "automatinis atsakymas",
    "automatiska atbilde", "automatvastus", "automaatvastus", "αυτοματη απαντηση", "εκτος γραφειου", "απουσια",
    "автоматичен отговор", "извън офиса", "отсъств", "twegiba awtomatika", "barra mill-ufficcju",
    "freagra uathoibrioch", "as oifig", "izvan ureda", "odsut", "na godisnjem", "ni me v pisarni", "nesu biure",
    "ne biure", "prombutne", "arpus biroja", "puhkusel", "kontorist eemal", "szabadsag",
)  # fmt: skip
# Words of an absence anywhere in an automatic answer.
AWAY = containing(
    "out of (the )?office", "away\\b", "on (annual |maternity |parental |sick )?(leave|holiday|vacation)", "absent",
    "travelling", "nicht im (buro|haus|dienst)", "abwesend", "nicht erreichbar", "urlaub", "im mutterschutz",
    "en (conge|vacances|deplacement)", "ferie", "fuori (sede|ufficio)", "assente", "fuera de", "vacaciones", "ausente",
    "de ferias", "afwezig", "vakantie", "verlof", "urlop", "nieobecn", "poza biurem", "dovolen", "nepritomn",
    "semester", "bortrest", "ferie", "lomalla", "poissa", "szabadsag", "tavol", "concediu", "godisnj", "odsot",
    "atostog", "atvalinajum", "puhkus", "αδεια", "απουσια", "отпуск", "отсъств",
)  # fmt: skip
# Words of an acknowledgement.
RECEIVED = containing(
    "(has|have) been received", "we (have |)received", "we have your", "thank you for (your|contacting|writing)",
    "received your", "acknowledg", "ticket", "case (number|id|no)", "reference number", "request (received|id|number)",
    "eingangsbestatigung", "eingegangen", "wir haben ihre", "vielen dank fur ihre", "accuse de reception", "bien recu",
    "conferma di ricezione", "abbiamo ricevuto", "acuse de recibo", "hemos recibido", "recebemos",
    "ontvangstbevestiging", "ontvangen", "potwierdzenie (odbioru|otrzymania)", "otrzymalismy", "prijali jsme",
    "vi har mottagit", "bekraftelse", "vi har modtaget", "olemme vastaanottaneet", "megkaptuk", "am primit",
    "zaprimili", "prejeli", "gavome", "sanemam", "oleme katte saanud", "λαβαμε", "получихме",
)  # fmt: skip
# Words of a filter that asks the sender to confirm.
CHALLENGE = containing(
    "(please )?(confirm|verify|prove|show) (your|that you|this|you)\\b[^.]{0,40}(message|mail|address|sent|sender)",
    "(prove|show|verify|confirm) (that )?you\\b[^.]{0,40}(robot|person|human)",
    "verification required", "sender verification", "confirm delivery", "challenge", "is (being )?held",
    "action required", "(no|not a) robot", "(guest|white|safe)[- ]?list", "waitlist\\w*",
    "authenti[fk]\\w* (requi|requer|erforder|richiest)\\w*", "bestatigen sie (bitte )?(ihre|dass)", "bitte bestatigen",
    "veuillez (confirmer|valider)", "(confirmez|validez) (que|votre)", "confermi? (di|il|che)",
    "confirme (que|su|seu)", "bevestig (dat|uw)", "potwierdz\\w*", "potvrd\\w*", "bekrafta att", "bekraeft",
    "vahvista", "erositse meg", "confirmati", "επιβεβαιωστε", "потвърдете",
)  # fmt: skip
# A read receipt whose data a gateway removed: its subject, and its words.
OPENED = starting_with(
    "read:", "read receipt", "return receipt", "gelesen:", "lesebestatigung", "lu :", "lu:", "accuse de lecture",
    "letto:", "conferma di lettura", "leido:", "confirmacion de lectura", "lida:", "gelezen:", "przeczytan[eoy]:",
    "precten[oy]:", "precitan[eoy]:", "last:", "laest:", "luettu:", "olvasas", "elolvasva:", "citit:", "procitano:",
    "prebrano:", "perskaityta:", "izlasits:", "loetud:", "αναγνωστηκε:", "прочетено:",
)  # fmt: skip
WAS_OPENED = containing(
    "(was|has been) (read|opened|displayed)", "(wurde|hat)\\b.{0,80}gelesen", "(a ete|a) (lu|ouvert)",
    "e stat[oa] lett[oa]", "(ha sido|fue) leid[oa]", "foi lid[oa]", "(is|werd)\\b.{0,60}gelezen",
    "zostal\\w* przeczytan\\w*", "byl\\w* preci?t\\w*", "bol\\w* precitan\\w*", "lastes", "blev laest", "on luettu",
    "elolvas", "a fost citit", "je procitan\\w*", "je bilo prebrano", "buvo perskaityt\\w*", "tika izlasit\\w*",
    "on loetud", "διαβαστηκε", "беше прочетено",
)  # fmt: skip
