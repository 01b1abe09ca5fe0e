"""Finds words whose change is hardly ever a mere correction: numbers, days and negations.

Negations and numbers in words are known for the languages in the tables; months, weekdays and figures for all.
"""

import re
from collections.abc import Mapping
from functools import cache

from babel.core import Locale, UnknownLocaleError

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ROMAN = re.compile(r"(?:[IVXLC]{2,}|[VX])")

_NEGATIONS: Mapping[str, str] = {
    "bg": "не няма без никога нито никой нищо освен",
    "cs": "ne není nejsou nemá bez nikdy ani žádný žádná žádné nikdo nic kromě",
    "da": "ikke ej ingen intet uden aldrig hverken medmindre undtagen",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals ohne weder noch niemand nichts außer sofern",
    "el": "δεν δε μη μην όχι χωρίς ποτέ ούτε κανένας καμία κανένα εκτός",
    "en": "not no never without nor neither none nobody nothing cannot unless except only",
    "es": "no nunca sin ni ningún ninguna ninguno nadie nada salvo excepto",
    "et": "ei mitte pole ilma ega keegi miski välja",
    "fi": "ei en et emme ette eivät älä ilman eikä kukaan mikään paitsi",
    "fr": "ne n pas non jamais sans ni aucun aucune nul nulle rien personne sauf",
    "ga": "ní níl nach gan ná nár níor cha",
    "hr": "ne nije nisu nema bez nikada nikad ni niti nitko ništa osim",
    "hu": "nem ne nincs sem nélkül soha senki semmi kivéve",
    "it": "non no mai senza né nessun nessuno nessuna nulla niente salvo tranne",
    "lt": "ne nėra be niekada nei joks jokia niekas išskyrus",
    "lv": "ne nav bez nekad nedz neviens nekas izņemot",
    "mt": "mhux mhijiex mhumiex ma bla qatt lanqas ebda ħadd xejn ħlief",
    "nl": "niet geen nooit zonder noch niemand niets tenzij behalve",
    "pl": "nie bez nigdy ani żaden żadna żadne nikt nic oprócz",
    "pt": "não nunca sem nem nenhum nenhuma ninguém nada salvo exceto",
    "ro": "nu fără niciodată nici niciun nicio nimeni nimic cu excepția",
    "sk": "nie nemá bez nikdy ani žiadny žiadna žiadne nikto nič okrem",
    "sl": "ne ni niso nima brez nikoli niti noben nobena nihče nič razen",
    "sv": "inte ej icke ingen inget inga utan aldrig varken ingenting utom",
}
_NUMBERS: Mapping[str, str] = {
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf erste zweite dritte hundert tausend"
    " Million",
    "en": "zero one two three four five six seven eight nine ten eleven twelve first second third half hundred thousand"
    " million billion",
    "es": "cero dos tres cuatro cinco seis siete ocho nueve diez once doce primero segundo tercero cien mil millón",
    "fr": "zéro deux trois quatre cinq six sept huit neuf dix onze douze premier deuxième troisième cent mille million",
    "it": "zero due tre quattro cinque sei sette otto nove dieci undici dodici primo secondo terzo cento mille milione",
    "nl": "nul twee drie vier vijf zes zeven acht negen tien elf twaalf eerste tweede derde honderd duizend miljoen",
}


def numbers(text: str, language: str) -> list[str]:
    """Return the numbers of a text in order: words with a figure, Roman numerals, numbers in words."""
    known = _table(_NUMBERS, language)
    return [
        word for word in _WORD.findall(text) if _has_figure(word) or _ROMAN.fullmatch(word) or word.casefold() in known
    ]


def days(text: str, language: str) -> list[str]:
    """Return the months and weekdays in a text, in order."""
    known = _days(language)
    return [word for word in _WORD.findall(text) if word in known or word.lower() in known]


def negations(text: str, language: str) -> list[str]:
    """Return the words of a text that negate or restrict, in order."""
    known = _table(_NEGATIONS, language)
    words = (word.casefold().replace("’", "'") for word in _WORD.findall(text))
    return [word for word in words if not known.isdisjoint(word.split("'")) or word.endswith("n't")]


def _has_figure(word: str) -> bool:
    return any(map(str.isnumeric, word))


def _table(table: Mapping[str, str], language: str) -> frozenset[str]:
    """Return the words of a language; the English ones if it is not in the table."""
    return frozenset(table.get(_base_language(language), table["en"]).casefold().split())


def _base_language(language: str) -> str:
    return language.split("-")[0].lower()


@cache
def _days(language: str) -> frozenset[str]:
    try:
        locale = Locale.parse(_base_language(language))
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en")
    names = (
        names[context]["wide"].values()
        for names in (locale.months, locale.days)
        for context in ("format", "stand-alone")
    )
    return frozenset(part for group in names for name in group for part in _WORD.findall(name))
