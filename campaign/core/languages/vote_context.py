"""Words that show that a date beside a word for voting is not the day of the vote, in the 24 official languages.

Parts of regular expressions, in lower case. Native speakers have reviewed only the English words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

# Texts in any language quote these.
_ALWAYS = ("en", "de", "fr")

# "your committee": the body whose vote it is.
_YOUR = (
    r"(?:your|ihre?[mnrs]?|eure?[mnrs]?|votre|vos|sus?|vuestr\w{1,3}|vostr\w|sua|suoi|uw|jullie|państwa|wasz\w{0,4}"
    r"|vaš\w{0,4}|vaše\w{0,3}|deres|er|teidän|teie|jūsu|jūsų|вашия|вашата|σας|dumneavoastră)\s{1,12}"
)


@dataclass(frozen=True, slots=True)
class VoteContext:
    """The words of one language."""

    bodies: str
    """Others who vote: the Council, Member States, citizens, a national parliament, a court."""
    committees: str
    """A committee."""
    apart: str
    """Between a date and the vote, or before the date: before, after, until, deadline, a week."""


VOTE_CONTEXTS: Mapping[str, VoteContext] = {
    "bg": VoteContext(
        r"съвет\w{0,3}|държав\w{1,3}[ -]членк\w{1,3}|граждани\w{0,3}|тристранн\w{1,4}",
        r"комиси\w{1,3}|комитет\w{0,4}",
        "преди|след|до|срок\\w{0,3}|седмиц\\w{1,3}|дни|дена",
    ),
    "cs": VoteContext(
        r"rad[ayuěo]u?|člensk\w{1,3}\s{1,12}stát\w{0,3}|obč\w{2,5}|trialog\w{0,3}|soud\w{0,3}",
        r"výbor\w{0,4}",
        r"před|po|do|lhůt\w{1,3}|týdn\w{1,3}|týden|dn[íůy]",
    ),
    "da": VoteContext(
        r"rådet|medlemsstat\w{1,6}|borger\w{0,4}|trilog\w{0,5}|folketinget|domstol\w{0,4}",
        r"udvalg\w{0,5}",
        "før|inden|efter|indtil|frist\\w{0,4}|uger?|dage?",
    ),
    "de": VoteContext(
        r"rat|rates|rats|mitglied[sst]{0,3}staaten?|bürger\w{0,8}|bundes(?:tag|rat)\w{0,2}|trilog\w{0,3}|minister\w{0,6}"
        r"|nationalrat\w{0,3}|gerichtshof\w{0,2}|wähler\w{0,6}",
        r"(?:\w{1,30}-?)?ausschuss(?:es)?|(?:\w{1,30}-?)?ausschüssen?",
        "vor|nach|bis|frist\\w{0,2}|wochen?|tagen?|später|danach|zuvor",
    ),
    "el": VoteContext(
        r"συμβούλι\w{1,3}|κρ[άα]τ\w{1,3}|πολίτ\w{1,3}|τριμερ\w{1,4}|δικαστήρι\w{1,3}",
        r"επιτροπ\w{1,3}",
        "πριν|μετά|έως|μέχρι|προθεσμί\\w{1,2}|εβδομάδ\\w{1,2}|ημέρ\\w{1,2}",
    ),
    "en": VoteContext(
        r"councils?|member\s{1,12}states?|citizens?|voters?|people|trilogues?|bundestag|ministers?|governments?|coreper"
        r"|ambassadors?|courts?|senate|assembl(?:y|ies)|national\s{1,12}parliaments?|commission|commissioners|referendum",
        r"committees?|subcommittees?|rapporteurs?",
        "before|after|until|till|by|deadlines?|weeks?|days?|months?|later|earlier|since|following|prior",
    ),
    "es": VoteContext(
        r"consejo|estados\s{1,12}miembros|ciudadan\w{2,4}|trílogos?|diálogos?\s{1,12}tripartitos?|tribunal\w{0,2}",
        r"comisi(?:ón|ones)",
        "antes|después|tras|hasta|plazo|semanas?|días?",
    ),
    "et": VoteContext(
        r"nõukogu\w{0,4}|liikmesrii\w{1,6}|kodani\w{1,6}|kolmepool\w{1,8}|kohus|kohtu\w{0,3}",
        r"komisjon\w{0,4}",
        "enne|pärast|kuni|tähta\\w{1,4}|nädal\\w{0,4}|päev\\w{0,4}",
    ),
    "fi": VoteContext(
        r"neuvosto\w{0,4}|jäsenvaltio\w{0,5}|kansalai\w{1,8}|kolmikanta\w{0,12}|tuomioistui\w{1,5}",
        r"valiokun\w{1,6}",
        "ennen|jälkeen|saakka|mennessä|määräai\\w{1,5}|viik\\w{1,5}|päiv\\w{1,5}",
    ),
    "fr": VoteContext(
        r"conseil|états\s{1,12}membres|citoyen\w{0,4}|trilogues?|ministres?|gouvernements?|sénat|cour|assemblée",
        r"commissions?|rapporteurs?",
        "avant|après|jusqu[’']|d[’']ici|délais?|semaines?|jours?|plus\\s{1,12}tard",
    ),
    "ga": VoteContext(
        r"chomhairle|comhairle|mbal?lstá\w{1,4}|ballstá\w{1,4}|saorán\w{1,4}|tríológ\w{0,3}",
        r"gcoist\w{1,3}|c[h]?oist\w{1,3}",
        "roimh|tar\\s{1,12}éis|go\\s{1,12}dtí|faoi|spriocdháta|seachtain\\w{0,3}|lá|laethanta",
    ),
    "hr": VoteContext(
        r"vijeć\w{1,3}|držav\w{1,3}\s{1,12}članic\w{1,3}|građan\w{1,4}|trijalog\w{0,3}|sud\w{0,3}",
        r"odbor\w{0,3}",
        "prije|nakon|poslije|do|rok\\w{0,2}|tjed\\w{1,4}|dana?",
    ),
    "hu": VoteContext(
        r"tanács\w{0,4}|tagállam\w{0,5}|polgár\w{0,5}|háromoldal\w{1,6}|bíróság\w{0,3}",
        r"bizottság\w{0,6}",
        "előtt|után|követően|határid\\w{1,4}|hét\\w{0,4}|héttel|nap\\w{0,4}",
    ),
    "it": VoteContext(
        r"consiglio|stati\s{1,12}membri|cittadin\w|triloghi|trilogo|governi?|corte",
        r"commission[ei]",
        "prima|dopo|entro|fino|scadenz\\w|termine|settiman\\w|giorn\\w",
    ),
    "lt": VoteContext(
        r"taryb\w{1,3}|valstyb\w{1,4}\s{1,12}nar\w{1,4}|pilie\w{2,5}|trišal\w{1,6}|teism\w{1,3}",
        r"komitet\w{1,4}",
        "prieš|po|iki|termin\\w{1,3}|savait\\w{1,4}|dien\\w{1,4}",
    ),
    "lv": VoteContext(
        r"padom\w{1,3}|dalībvalst\w{0,3}|pilso\w{1,4}|trialog\w{0,4}|ties\w{1,3}",
        r"komitej\w{1,4}",
        "pirms|pēc|līdz|termiņ\\w{0,3}|nedēļ\\w{0,3}|dien\\w{0,4}",
    ),
    "mt": VoteContext(
        r"kunsill|stati\s{1,12}membri|ċittadini|trilogu|qorti",
        r"kumitat\w{0,3}",
        "qabel|wara|sa|skadenza|ġimgħ\\w{0,3}|jiem|ġranet",
    ),
    "nl": VoteContext(
        r"raad|lidsta\w{2,4}|burgers?|trialoog|trilogen|regering\w{0,2}|tweede\s{1,12}kamer|hof",
        r"(?!commissiestemming)commissies?",
        "voor|vóór|na|tot|uiterlijk|termijn|deadline|weken|week|dag(?:en)?|later",
    ),
    "pl": VoteContext(
        r"rad[ayęzi]\w{0,2}|państw\w{0,3}\s{1,12}członkowsk\w{1,4}|obywatel\w{0,4}|trilog\w{0,3}|sejm\w{0,2}|trybunał\w{0,3}",
        r"komisj\w{1,3}",
        r"przed|po|do|termin\w{0,3}|tydzień|tygod\w{1,4}|dni",
    ),
    "pt": VoteContext(
        r"conselho|estados[- ]membros|cidad[ãõ]\w{1,3}|trílogos?|tribunal\w{0,2}",
        r"comiss(?:ão|ões)",
        "antes|depois|após|até|prazo|semanas?|dias?",
    ),
    "ro": VoteContext(
        r"consili\w{1,4}|stat\w{1,4}\s{1,12}membre|cetățen\w{1,4}|trilog\w{0,4}|curt\w{1,3}",
        r"comisi\w{1,4}",
        "înainte|după|până|termen\\w{0,3}|săptămân\\w{1,4}|zile",
    ),
    "sk": VoteContext(
        r"rad[ayueo]u?|člensk\w{1,3}\s{1,12}štát\w{0,3}|obča\w{1,5}|trialóg\w{0,3}|súd\w{0,3}",
        r"výbor\w{0,4}",
        r"pred|po|do|lehot\w{1,3}|termín\w{0,3}|týžd\w{1,4}|dn[íi]",
    ),
    "sl": VoteContext(
        r"svet\w{0,3}|držav\w{1,3}\s{1,12}članic\w{1,3}|državljan\w{1,4}|trialog\w{0,3}|sodišč\w{1,3}",
        r"odbor\w{0,3}",
        "pred|po|do|rok\\w{0,2}|ted[ne]n?\\w{0,3}|dni",
    ),
    "sv": VoteContext(
        r"rådet|medlemsstat\w{0,6}|medborgar\w{0,4}|trilog\w{0,5}|riksdagen|domstol\w{0,3}",
        r"utskott\w{0,5}",
        "före|innan|efter|tills|fram|senast|frist\\w{0,3}|veck\\w{1,3}|dag(?:ar)?",
    ),
}


@dataclass(frozen=True, slots=True)
class ContextPatterns:
    """The patterns for a text: of its language, and of English, German and French."""

    bodies: re.Pattern[str]
    committees: re.Pattern[str]
    apart: re.Pattern[str]


def vote_context(language: str) -> ContextPatterns:
    """Return the patterns for a text's language ("de-AT" is "de")."""
    return _compile(language.partition("-")[0].lower())


@lru_cache(maxsize=len(VOTE_CONTEXTS) + 1)
def _compile(code: str) -> ContextPatterns:
    tables = [VOTE_CONTEXTS[name] for name in dict.fromkeys((code, *_ALWAYS)) if name in VOTE_CONTEXTS]
    return ContextPatterns(
        re.compile(rf"\b(?:{'|'.join(table.bodies for table in tables)})\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:(?P<your>{_YOUR}))?(?:\w{{1,30}}\s{{1,12}})?(?:{'|'.join(table.committees for table in tables)})\b",
            re.IGNORECASE,
        ),
        # The words of all languages together would take "po" or "do" for English, so only those of the text's own.
        re.compile(rf"\b(?:{tables[0].apart})(?!\w)", re.IGNORECASE),
    )
