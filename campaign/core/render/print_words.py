"""The words that only a PDF has, in the 24 official languages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintWords:
    """`page` has the fields {page} and {pages}; `annex` is the heading of long footnotes after the letter."""

    page: str
    annex: str


WORDS: Mapping[str, PrintWords] = {
    "bg": PrintWords("Страница {page} от {pages}", "Приложение"),
    "cs": PrintWords("Strana {page} z {pages}", "Příloha"),
    "da": PrintWords("Side {page} af {pages}", "Bilag"),
    "de": PrintWords("Seite {page} von {pages}", "Anhang"),
    "el": PrintWords("Σελίδα {page} από {pages}", "Παράρτημα"),
    "en": PrintWords("Page {page} of {pages}", "Annex"),
    "es": PrintWords("Página {page} de {pages}", "Anexo"),
    "et": PrintWords("Lk {page}/{pages}", "Lisa"),
    "fi": PrintWords("Sivu {page}/{pages}", "Liite"),
    "fr": PrintWords("Page {page} sur {pages}", "Annexe"),
    "ga": PrintWords("Leathanach {page} as {pages}", "Iarscríbhinn"),
    "hr": PrintWords("Stranica {page} od {pages}", "Prilog"),
    "hu": PrintWords("{page}/{pages}. oldal", "Melléklet"),
    "it": PrintWords("Pagina {page} di {pages}", "Allegato"),
    "lt": PrintWords("{page} puslapis iš {pages}", "Priedas"),
    "lv": PrintWords("{page}. lappuse no {pages}", "Pielikums"),
    "mt": PrintWords("Paġna {page} minn {pages}", "Anness"),
    "nl": PrintWords("Pagina {page} van {pages}", "Bijlage"),
    "pl": PrintWords("Strona {page} z {pages}", "Załącznik"),
    "pt": PrintWords("Página {page} de {pages}", "Anexo"),
    "ro": PrintWords("Pagina {page} din {pages}", "Anexă"),
    "sk": PrintWords("Strana {page} z {pages}", "Príloha"),
    "sl": PrintWords("Stran {page} od {pages}", "Priloga"),
    "sv": PrintWords("Sida {page} av {pages}", "Bilaga"),
}


def print_words(language: str) -> PrintWords:
    """The words of a language code such as "de" or "de-AT"; English where we have none."""
    return WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
