"""Words around quoted messages, in the languages of the EU. They are compared in lower case and without accents."""

from campaign.core.languages.fold import fold
from campaign.core.replies.word_patterns import containing, starting_with


def _labels(*words: str) -> frozenset[str]:
    return frozenset(map(fold, words))


# The verbs of "On Tuesday Anna wrote:".
WROTE = containing(
    "wrote", "writes", "schrieb", "schreef", "a ecrit", "ecrivait", "ecrit", "ha scritto", "scrisse", "escribio",
    "ha escrito", "escreveu", "napisal\\w*", "napsal\\w*", "pisze", "skrev", "skriver", "kirjoitti", "irta", "a scris",
    "napisa[olt]\\w*", "je napisa\\w*", "rase", "parase", "rakstija", "uzrakstija", "kirjutas", "kiteb", "kitbet",
    "scriobh", "εγραψε", "εγραφε", "написа", whole=True,
)  # fmt: skip
# The beginnings of "Quoting Anna:".
QUOTING = starting_with(
    "quoting", "zitat von", "citando", "citat (fran|fra|av|af)", "cita de", "citation de", "quoten van", "cytat od",
)  # fmt: skip
# The words with which such a sentence begins, up to its date: a preposition, a weekday, or the date itself.
STARTS = starting_with(
    "\\d",
    "(on|am|le|il|el|em|op|w dniu|dnia|dne|dna|den|d\\.|pe|in|la|no|na|u|v|dana|kuupaev|στις|στισ|на|ar|an|fit|nhar)"
    "(?!\\w)",
    "(mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|gio|sab|dom|mie|jue|vie|seg|ter|qua|qui"
    "|sex|ma|wo|za|zo|pon|wt|sr|czw|pt|sob|niedz|po|ut|st|ct|pa|ne|tor|fre|lor|son|ti|ke|to|su|het|kedd|sze|csut|pen|szo"
    "|vas|lu|jo|vi|du|uto|sri|cet|pet|sub|ned|sre|pr|tr|kt|sk|pirmd|otrd|tresd|ceturtd|piektd|sestd|svetd|δευ|τρι|τετ|πεμ"
    "|παρ|σαβ|κυρ|пн|вт|ср|чт|пт|сб|нд)\\.?,? \\d",
)  # fmt: skip
# The words in a divider above a quoted message.
FORWARDED = containing(
    "(original|forwarded) (message|e-?mail|mail)", "original appointment", "begin forwarded", "forwarded by",
    "ursprungliche (nachricht|e-?mail)", "originalnachricht", "original-?nachricht",
    "weitergeleitete (nachricht|e-?mail)", "message (d'origine|original|initial|transfere)", "mail original",
    "messaggio (originale|inoltrato|originario)", "mensaje (original|reenviado)",
    "mensagem (original|encaminhada|reencaminhada)", "oorspronkelijk\\w* (bericht|e-?mail)",
    "(doorgestuurd|origineel) bericht", "(wiadomosc|wiadomosci) (oryginalna|przekazana)",
    "(oryginalna|przekazana|pierwotna) wiadomosc", "(puvodni|preposlana|povodna|povodni) (zprava|sprava|e-?mail)",
    "(ursprungligt|vidarebefordrat|originalt) meddelande", "(oprindelig|videresendt|original) (meddelelse|besked|mail)",
    "alkuperainen viesti", "(valitetty|edelleenlahetetty) viesti", "eredeti (uzenet|level)",
    "tovabbitott (uzenet|level)", "mesaj(ul)? (original|initial|redirectionat)",
    "(izvorna|proslijedena|originalna|prosledena|izvirno|posredovano) (poruka|sporocilo)",
    "(originalus|pradinis|persiustas) (laiskas|pranesimas)", "(originalais|sakotnejais|parsutitais) (zinojums|vestule)",
    "(algne|algkiri|edastatud) ?(kiri|sonum)?", "algsonum", "messagg originali", "an bunteachtaireacht",
    "(αρχικο|προωθημενο) μηνυμα", "(оригинално|първоначално|препратено) (съобщение|писмо)",
)  # fmt: skip
# The labels of the head of a quoted message: from, sent, to and its copies, subject.
HEAD_LABELS = (
    _labels(
        "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "feladó", "de la", "expéditor", "šalje",
        "pošiljatelj", "pošilja", "nuo", "siuntėjas", "no", "sūtītājs", "saatja", "kellelt", "από", "αποστολέας", "от",
        "подател", "expéditeur", "mittente", "remitente", "remetente", "absender", "afzender", "nadawca", "odesílatel",
        "odosielateľ", "avsändare", "afsender", "expeditor", "minn", "mingħand", "ó", "oд",
    ),
    _labels(
        "sent", "date", "sent on", "gesendet", "gesendet am", "datum", "envoyé", "envoyé le", "inviato", "data",
        "data invio", "enviado", "enviado el", "enviada", "enviada em", "fecha", "verzonden", "verstuurd", "wysłano",
        "wysłane", "odesláno", "dátum", "odoslané", "skickat", "sendt", "dato", "lähetetty", "päivämäärä", "päiväys",
        "elküldve", "küldve", "dátum és idő", "trimis", "dată", "poslano", "išsiųsta", "nosūtīts", "datums", "saadetud",
        "kuupäev", "mibgħut", "mibgħuta", "seolta", "dáta", "εστάλη", "στάλθηκε", "απεσταλμένα", "ημερομηνία",
        "изпратено", "дата", "quando", "when",
    ),
    _labels(
        "to", "cc", "an", "kopie", "kopie (cc)", "à", "a", "destinataire", "per", "para", "destinatário",
        "destinatario", "aan", "do", "dw", "komu", "kópia", "kopia", "till", "kopia till", "til", "vastaanottaja",
        "kopio", "címzett", "másolatot kap", "másolat", "către", "prima", "za", "kp", "kam", "kopija", "kellele",
        "koopia", "lil", "chuig", "προς", "κοιν", "κοινοποίηση", "до", "копие", "bcc", "cci", "reply-to", "antwort an",
    ),
    _labels(
        "subject", "betreff", "betr", "objet", "oggetto", "asunto", "assunto", "onderwerp", "temat", "předmět",
        "predmet", "ämne", "emne", "aihe", "tárgy", "subiect", "tema", "zadeva", "teema", "temats", "suġġett", "ábhar",
        "θέμα", "относно", "тема", "re", "importance", "priority", "wichtigkeit", "attachments", "anlagen",
    ),
)  # fmt: skip
