"""Whether a failure means that the address is gone, or may take the next email (full mailbox, spam filter, time).

Only what says that the address or its domain does not exist, or accepts nothing any more, is permanent without doubt.
By codes of RFC 3463 first, then by words, because many servers use one code for everything.
"""

import re

from campaign.core.languages.fold import fold
from campaign.core.replies.incoming import BounceKind
from campaign.core.replies.word_patterns import containing

# Status codes of an address or a domain that does not exist: 5.4.4 and 5.4.310 are a domain without a mail server.
_GONE_STATUS = re.compile(r"5\.1\.(?:0|1|2|3|6|10|351)|5\.2\.1|5\.4\.(?:1|4|310)|5\.1\.20")
_GONE = containing(
    "(no such|unknown|invalid|non-?existent|bad)"
    " (user|mailbox|recipient|address|account|domain|host|person|local part)\\w*",
    "(user|mailbox|recipient|address|account|domain|host)( is| was| name)?( either)?"
    " (unknown|invalid|not found|disabled"
    "|inactive|closed|suspended|terminated|no longer|not known|not listed|deactivated|does ?n.t exist|not exist)",
    "does ?n.t (exist|have an? (\\S+ )?account)", "does not exist", "doesn't exist", "not exist\\w*", "user doesn",
    "(host|domain)( name)?( or domain name)? not found", "nxdomain",
    "no longer (valid|available|active|in use|works)",
    "(isn't|is not|wasn't|not) (a )?(valid|known|listed|found|in (our|the) (directory|table))", "unrouteable address",
    "unknown local", "recipient (address )?rejected: (undeliverable|user|unknown|access denied)", "has moved",
    "existiert nicht", "unbekannt\\w*", "nicht gefunden", "n'existe pas", "inconnu\\w*", "introuvable", "no existe",
    "desconocid\\w*", "non esiste", "sconosciut\\w*", "inesistente", "nao existe", "bestaat niet", "onbekend\\w*",
    "nie istnieje", "nieznan\\w*", "neexistuje", "neznam\\w*", "finns inte", "findes ikke", "ei ole olemassa",
    "nem letezik", "ismeretlen\\w*", "nu exista", "ne postoji", "ne obstaja", "neegzistuoja", "neeksiste\\w*",
    "ei eksisteeri", "δεν υπαρχει", "не съществува",
)  # fmt: skip
_FULL = containing(
    "(mailbox|inbox|account|user|recipient|maildir|folder)\\b.{0,40}"
    "\\b(full|quota|over ?limit|storage|too (big|large))",
    "(over|exceed\\w*|exceeded|out of|insufficient|not enough)\\b.{0,20}\\b(quota|storage|space|disk|limit)\\w*",
    "quota\\b.{0,30}\\b(exceed\\w*|reached|full|violation)", "overquota", "over quota", "mailfolder is full",
    "(postfach|speicherplatz)\\b.{0,60}\\b(voll|uberfullt|uberschritten|erschopft)",
    "(boite|messagerie)\\b.{0,60}\\b(pleine|saturee)", "casella\\b.{0,60}\\b(piena|satura)",
    "buzon\\b.{0,60}\\bllen\\w*",
    "caixa\\b.{0,60}\\bcheia", "(postvak|postbus|mailbox|inbox)\\b.{0,60}\\bvol(le)?\\b",
    "skrzynk\\w*\\b.{0,60}\\b(pelna|przepelnion\\w*)", "schrank\\w*\\b.{0,60}\\b(plna|preplnen\\w*)", "plna schranka",
    "(postafiok|fiok)\\w*\\b.{0,60}\\b(megtelt|tele|betelt)", "(postilaatikko|sahkopostilaatikko)\\w*.{0,60}\\btayn",
    "(brevlada|inkorg)\\w*.{0,60}\\b(full|overfull)",
    "(postkasse|indbakke|mailboks)\\w*.{0,60}\\b(fuld|fyldt|overfyldt)",
    "casuta\\b.{0,60}\\bplina", "sanduc\\w*.{0,60}\\b(pun|prepun)", "predal\\w*.{0,60}\\bpoln",
    "dezut\\w*.{0,60}\\b(pilna|perpild)",
    "pastkast\\w*.{0,60}\\bpilna", "postkast\\w*.{0,60}\\btais", "bosca\\b.{0,60}\\blan\\b",
    "kaxxa\\b.{0,60}\\bmimli",
    "γραμματοκιβωτι\\w*.{0,60}\\b(γεματο|πληρες)", "кутия\\w*.{0,60}\\b(пълна|препълнена)",
    "ящик\\w*.{0,60}\\b(переполнен|полон)",
)  # fmt: skip
_BLOCKED = containing(
    "spam\\w*", "junk mail", "block(ed|[ -]?list\\w*)", "black ?list\\w*",
    "(rejected|refused|blocked) (for|due to|by) policy", "policy", "reputation", "spf", "dkim", "dmarc",
    "authenticat\\w*", "content (rejected|filter\\w*)", "virus\\w*", "rbl", "dnsbl", "spamhaus", "barracuda\\w*",
    "proofpoint", "unsolicited", "bulk", "greylist\\w*", "rate limit\\w*", "too many",
    "message (size|too large|too big)", "(message|mail|size)\\b.{0,30}\\b(too (big|large)|exceeds?)",
    "relay(ing)?\\b.{0,20}\\b(denied|not permitted)", "temporar\\w*",
)  # fmt: skip
_EXPIRED = containing(
    "expired", "(delivery|retry|message)\\b.{0,30}\\b(time ?out|timed ?out)",
    "retry time(out)? (not reached|exceeded)",
    "too long", "(for|after|within|during|in) (the )?(last )?\\d+(\\.\\d+)? (days?|hours?|h\\b|minutes?)",
    "in (the )?queue", "connection (timed out|refused|reset)", "(could not|unable to|cannot) (connect|contact)",
    "no route to host", "host (is )?(unreachable|down)", "giving up", "gave up", "all (relevant )?mx",
    "network (error|unreachable)",
)  # fmt: skip
_GONE_FIRST = re.compile(r"(?<![\d.])5\.1\.(?:1|10)(?![\d.])")


def failure_kind(status: str, reason: str) -> BounceKind:
    """PERMANENT or TEMPORARY, by the enhanced status code ("" for none) and the words of the mail system."""
    words = " ".join(fold(reason).split())
    if _FULL.search(words):
        return BounceKind.TEMPORARY
    if _GONE.search(words):
        return BounceKind.PERMANENT
    if _GONE_FIRST.match(status):
        return BounceKind.TEMPORARY if _BLOCKED.search(words) else BounceKind.PERMANENT
    if _BLOCKED.search(words) or _EXPIRED.search(words) or status.startswith("4."):
        return BounceKind.TEMPORARY
    is_general = not status or status.startswith(("5.0.", "5.5."))
    return BounceKind.PERMANENT if is_general or _GONE_STATUS.fullmatch(status) else BounceKind.TEMPORARY
