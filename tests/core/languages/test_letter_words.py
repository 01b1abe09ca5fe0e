"""Closings, fixed words and dates in each language."""

import datetime as dt

import pytest

from campaign.core.compose.values import closing, day_in_words
from campaign.core.languages import LANGUAGES, find_language, language_or_english
from campaign.core.letters import read

# The first of May, and the day of a vote.
DAYS = {
    "bg": ("1 май 2027 г.", "26 април 2027 г."),
    "cs": ("1. května 2027", "26. dubna 2027"),
    "da": ("1. maj 2027", "26. april 2027"),
    "de": ("1. Mai 2027", "26. April 2027"),
    "el": ("1 Μαΐου 2027", "26 Απριλίου 2027"),
    "en": ("1 May 2027", "26 April 2027"),
    "es": ("1 de mayo de 2027", "26 de abril de 2027"),
    "et": ("1. mai 2027", "26. aprill 2027"),
    "fi": ("1. toukokuuta 2027", "26. huhtikuuta 2027"),
    "fr": ("1er mai 2027", "26 avril 2027"),
    "ga": ("1 Bealtaine 2027", "26 Aibreán 2027"),
    "hr": ("1. svibnja 2027.", "26. travnja 2027."),
    "hu": ("2027. május 1.", "2027. április 26."),
    "it": ("1º maggio 2027", "26 aprile 2027"),
    "lt": ("2027 m. gegužės 1 d.", "2027 m. balandžio 26 d."),
    "lv": ("2027. gada 1. maijs", "2027. gada 26. aprīlis"),
    "mt": ("1 ta’ Mejju 2027", "26 ta’ April 2027"),
    "nl": ("1 mei 2027", "26 april 2027"),
    "pl": ("1 maja 2027", "26 kwietnia 2027"),
    "pt": ("1 de maio de 2027", "26 de abril de 2027"),
    "ro": ("1 mai 2027", "26 aprilie 2027"),
    "sk": ("1. mája 2027", "26. apríla 2027"),
    "sl": ("1. maj 2027", "26. april 2027"),
    "sv": ("1 maj 2027", "26 april 2027"),
}
CLOSINGS = {
    "bg": ("Подписали:", "С уважение,"),
    "cs": ("Signatáři:", "S úctou"),
    "da": ("Underskrevet af:", "Med venlig hilsen"),
    "de": ("Unterzeichnet:", "Mit freundlichen Grüßen"),
    "el": ("Υπογράφουν:", "Με εκτίμηση,"),
    "en": ("Signed:", "Yours sincerely,"),
    "es": ("Firmantes:", "Atentamente,"),
    "et": ("Allakirjutanud:", "Lugupidamisega"),
    "fi": ("Allekirjoittajat:", "Kunnioittavasti"),
    "fr": ("Signataires\u00a0:", "Nous vous prions d’agréer l’expression de notre haute considération."),
    "ga": ("Sínithe ag:", "Is mise le meas,"),
    "hr": ("Potpisnici:", "S poštovanjem"),
    "hu": ("Aláírók:", "Tisztelettel:"),
    "it": ("Firmatari:", "Distinti saluti"),
    "lt": ("Pasirašė:", "Pagarbiai"),
    "lv": ("Parakstījuši:", "Ar cieņu"),
    "mt": ("Iffirmata minn:", "Tislijiet,"),
    "nl": ("Ondertekend door:", "Hoogachtend,"),
    "pl": ("Sygnatariusze:", "Z poważaniem"),
    "pt": ("Signatários:", "Com os melhores cumprimentos,"),
    "ro": ("Semnatari:", "Cu stimă,"),
    "sk": ("Signatári:", "S úctou"),
    "sl": ("Podpisniki:", "S spoštovanjem"),
    "sv": ("Undertecknat av:", "Med vänlig hälsning"),
}


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_days_in_words(code: str) -> None:
    """Days have the month in the case that the language wants, and an ordinal where the first day needs one."""
    days = (day_in_words(dt.date(2027, month, day), code) for month, day in ((5, 1), (4, 26)))
    assert tuple(words.replace("\u202f", " ") for words in days) == DAYS[code]


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_closings(code: str) -> None:
    """The plain line above the signatories, and the formal closing that a letter asks for with `closing: formal`."""
    plain, _ = read("Text", "letter.md", code)
    formal, _ = read("---\nclosing: Formal\n---\nText", "letter.md", code)
    own, _ = read("---\nclosing: Yours,\n---\nText", "letter.md", code)
    assert (closing(plain), closing(formal)) == CLOSINGS[code]
    assert closing(own) == "Yours,"


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_no_word_is_missing(code: str) -> None:
    """Each row is whole: no word of ours is empty or has space around it, but for the no-break space before a French
    colon."""
    row = LANGUAGES[code]
    words = [row.name, row.closing, *(getattr(row.terms, name) for name in row.terms.__slots__)]
    assert [word for word in words if not word or word.removesuffix("\u00a0") != word.strip()] == []


def test_only_what_was_reviewed_says_so() -> None:
    """English is taken from letters that were sent; no other row was seen by a native speaker yet."""
    assert [code for code, row in LANGUAGES.items() if row.reviewed] == ["en"]


def test_rows_by_code() -> None:
    """A region's code finds its language, case does not count; what we have not is None, or English."""
    assert [row and row.code for row in map(find_language, ("pt-BR", "EL", "tr", ""))] == ["pt", "el", None, None]
    assert language_or_english("tr").code == "en"
