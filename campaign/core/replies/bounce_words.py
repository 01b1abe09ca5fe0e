"""Words that identify bounces, in the languages of the EU.

They are compared in lower case and without accents (`fold`).
"""

from campaign.core.replies.word_patterns import containing, starting_with

# Subjects of failed delivery.
FAILED = starting_with(
    "undeliver", "mail delivery failed",
    "delivery (status notification \\(failure\\)|failure|failed|has failed|error)", "returned (mail|to sender)",
    "failure notice", "message status - undeliver", "mail (system error|could not be)",
    "(your )?(message|e-?mail) (could not|was not|not) be?( ?en)? ?deliver", "non[- ]?deliver",
    "notice: mail delivery", "(automatically )?rejected", "message (rejected|not delivered)", "nu se poate livra",
    "imposibil de livrat", "unzustellbar", "nicht zustellbar", "unzustellbare",
    "(fehler bei der|fehlgeschlagene) (nachrichten)?zustellung", "zustellung fehlgeschlagen",
    "(echec|erreur) de (la |)(remise|distribution|livraison)", "non remis", "non distribu", "impossible de remettre",
    "mancat[ao] (consegna|recapito)", "impossibile recapitare", "recapito non riuscito", "consegna non riuscita",
    "non recapitabile", "no se puede entregar", "(error|fallo) (de|en la) entrega", "correo no entregado",
    "no entregado", "nao (foi )?entreg", "falha na entrega", "nao e possivel entregar", "onbestelbaar",
    "niet (afgeleverd|bezorgd|bestelbaar)", "bezorging mislukt", "niedostarcz", "nie mozna dostarczyc",
    "blad dostarcz", "zwrot wiadomosci", "nedoruc", "nelze dorucit", "nie je mozne dorucit", "gick inte att leverera",
    "kunde inte levereras", "gar inte att leverera", "olevererbar", "returnerad", "kan ikke leveres", "ikke leveret",
    "(meddelelsen|beskeden|mailen|e-mailen)( kunne| kan|) (ikke|blev ikke) (leveres|leveret)",
    "uleveret", "ei voitu toimittaa", "toimittamaton", "toimitus epaonnistui", "kezbesithetetlen",
    "sikertelen kezbesit", "nelivrat", "livrare esuata", "mesajul nu a putut", "neisporuc", "nedostav", "nepristatyt",
    "nepiegadat", "kattetoimetamatu", "αδυνατη η παραδοση", "η παραδοση απετυχε", "недоставен", "неуспешна доставка",
)  # fmt: skip
# Subjects of delayed delivery.
DELAYED = starting_with(
    "delivery status notification: warning", "delay", ".{0,60}\\(delay(ed)?\\)",
    "delivery (status notification \\(delay\\)|delayed|is delayed)",
    "warning: (could not send|message .* delay)", "warning: .*delay", "(your )?(message|mail|e-?mail) .{0,40}delayed",
    "verzoger", "zustellung verzogert", "(remise|distribution|livraison) (retardee|differee)", "retard",
    "consegna ritardata", "ritard", "(entrega )?retras", "entrega retrasada", "atras", "vertrag", "vertraagd",
    "opozn",
    "zpozd", "omeskan", "forsen", "forsink", "viivast", "kesleltet", "intarzi", "odgod", "zakasn", "καθυστερ",
    "забавен",
)  # fmt: skip
# Words of trouble anywhere in a mail system's subject.
TROUBLE = containing(
    "(mail|message|delivery|e-?mail|processing|smtp|transport|nameserver)\\b.{0,40}\\b(problem|error|fail\\w*|warning)",
    "(mail|message|delivery|e-?mail)\\b.{0,40}\\b(blocked|rejected|refused)",
    "(fail\\w*|error|problem|warning)\\b.{0,40}\\b(mail|message|deliver\\w*|e-?mail|send\\w*)",
    "not( yet)?( been| be)? (deliver|sent)\\w*", "undeliver", "return\\w* (mail|message|to sender)",
    "you sent blocked", "fehler", "zustell", "erreur", "echec", "non remis", "errore", "mancat[ao]", "error", "fallo",
    "falha", "fout", "mislukt", "blad", "niedor", "niedost", "chyba", "nedoruc", "hiba", "sikertelen", "eroare",
    "esuat", "fel\\b", "fejl", "virhe", "epaonnistu", "greska", "napaka", "klaida", "kluda", "viga", "earraid",
    "zball", "σφαλμα", "δεν παραδ", "αποτυχια", "грешка", "не е доставен", "недостав", "не доставлен",
)  # fmt: skip
# Words in the text that say that an email did not arrive.
REFUSED = containing(
    "(could|can|was|were|has|have|did|had|is)( ?not|n't)( yet)?( been| be)?( able to)? (deliver|reach|sent|accept)\\w*",
    "(cannot|can't|wasn't able to|not able to|unable to) (be )?(deliver|reach|accept)\\w*",
    "not( yet)? been delivered", "undeliver\\w*", "did not (exactly )?match", "(has|have) been (postponed|delayed)",
    "n'a pas (pu|ete) (etre )?\\w*", "deliver\\w*\\b.{0,60}\\b(failed|fatal|postponed|delayed)",
    "failed (recipient|address|to deliver)\\w*",
    "(mail|message|it|has|what you sent\\b.{0,80}) (was|been|is) (automatically )?(rejected|refused|blocked|returned)",
    "(was|been) stopped by",
    "did not (arrive|receive)", "no such (user|mailbox|recipient|address)", "permanent (fatal )?\\w* ?error",
    "(user|mailbox|recipient|address|account)( is| was)? (unknown|unavailable|not found|full|disabled|rejected)",
    "unknown (user|recipient|mailbox|address)", "does not exist", "(over|exceeded|exceeds) (the )?quota",
    "konnte\\w* (nicht|leider nicht)", "nicht (zugestellt|zustellbar|gefunden)", "existiert nicht", "n'a (pas|pu)",
    "n'existe pas", "impossible de", "non remis", "no (se )?(pudo|ha podido|existe|fue)",
    "non (e stat[oa]|ha potuto|esiste)", "nao (foi|pode|existe)", "niet (worden |kunnen )?(bezorgd|afgeleverd)",
    "bestaat niet", "nie (zostal\\w*|mogl\\w*|istnieje|mozna)", "(nebyl\\w*|nelze|neni mozne) \\w*", "neexistuje",
    "nepodaril\\w*", "nem (jut|kezb|letez|siker|talal)\\w*", "nu (a |s-a |poate|exista)", "kunde inte", "finns inte",
    "kunne ikke", "findes ikke", "ei voitu", "ei ole olemassa", "ne postoji", "nije (isporuc|dostav)\\w*",
    "ni bilo mogoce", "ne obstaja", "nepavyko", "neegzistuoja", "nevar\\w*", "neeksiste", "ei onnestunud",
    "ei eksisteeri", "nior\\w* seachad", "ma setax", "δεν (παραδοθηκε|υπαρχει|βρεθηκε)",
    "не (беше|може|съществува|е доставен)", "не доставлен\\w*", "не может быть доставлен\\w*",
)  # fmt: skip
# Words that say that the mail system keeps trying.
TRYING = containing(
    "(will|shall|we)\\b.{0,40}\\b(try again|keep trying|tried again|attempt to deliver|retry|retried|continue)",
    "attempts? will", "(continue|go on) (to )?(try|be made)", "postponed", "(just|only) a warning",
    "warning (message )?only", "(do not|don't|no) need to (resend|send|do)", "(noch|weiter) versucht",
    "weitere zustellversuche", "nouvelles? tentatives?", "nuovi tentativi", "nuevos intentos", "ponowne proby",
    "ytterligare forsok", "ujabb kezbesitesi", "kept in the queue", "(only )?a temporary failure report",
)  # fmt: skip
NO_MORE_TRIES = containing(
    "not (going to )?(try|retry|be retried|be tried|attempt)", "no (further|more) attempts?", "giv(en|ing) up",
    "gave up", "permanent\\w*", "fatal", "too long", "aufgegeben", "endgultig", "abandon\\w*", "definiti\\w*",
)  # fmt: skip
