"""The few words of ours that stand in a letter's outputs, in the letter's language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Headings of notes and links, the line above the signatories, and the two lines of the footer."""

    notes: str
    links: str
    closing: str
    version: str
    on_the_web: str


TERMS: Mapping[str, Terms] = {
    "en": Terms("Notes", "Links", "Signed:", "Version of this text", "This letter on the web"),
    "de": Terms("Anmerkungen", "Links", "Unterzeichnet:", "Textfassung", "Dieser Brief im Web"),
    "fr": Terms("Notes", "Liens", "Signataires\u00a0:", "Version du texte", "Cette lettre en ligne"),
    "es": Terms("Notas", "Enlaces", "Firmantes:", "Versión del texto", "Esta carta en línea"),
    "it": Terms("Note", "Link", "Firmatari:", "Versione del testo", "Questa lettera online"),
    "nl": Terms("Noten", "Links", "Ondertekend door:", "Versie van de tekst", "Deze brief op het web"),
}


def terms(language: str) -> Terms:
    """The words of a language code such as "de" or "de-AT"; English where we have none."""
    return TERMS.get(language.split("-")[0].lower(), TERMS["en"])
