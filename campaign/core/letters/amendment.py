"""The two columns of an amendment, as the European Parliament prints them.

Left stands the text proposed by the Commission, right the amendment, a row a paragraph. What goes and what comes is
bold italic; a paragraph that goes altogether is answered by the word for `deleted`. Column heads and that word are
those of the Parliament's documents in each official language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.letters import tree


@dataclass(frozen=True, slots=True)
class Words:
    """Column heads, and what stands for a paragraph that is struck whole."""

    proposed: str
    amendment: str
    deleted: str


WORDS: Mapping[str, Words] = {
    "bg": Words("Текст, предложен от Комисията", "Изменение", "заличава се"),
    "cs": Words("Znění navržené Komisí", "Pozměňovací návrh", "vypouští se"),
    "da": Words("Kommissionens forslag", "Ændringsforslag", "udgår"),
    "de": Words("Vorschlag der Kommission", "Geänderter Text", "entfällt"),
    "el": Words("Κείμενο που προτείνει η Επιτροπή", "Τροπολογία", "διαγράφεται"),
    "en": Words("Text proposed by the Commission", "Amendment", "deleted"),
    "es": Words("Texto de la Comisión", "Enmienda", "suprimido"),
    "et": Words("Komisjoni ettepanek", "Muudatusettepanek", "välja jäetud"),
    "fi": Words("Komission teksti", "Tarkistus", "Poistetaan."),
    "fr": Words("Texte proposé par la Commission", "Amendement", "supprimé"),
    "ga": Words("An téacs arna mholadh ag an gCoimisiún", "Leasú", "scriosta"),
    "hr": Words("Tekst koji je predložila Komisija", "Izmjena", "Briše se."),
    "hu": Words("A Bizottság által javasolt szöveg", "Módosítás", "törölve"),
    "it": Words("Testo della Commissione", "Emendamento", "soppresso"),
    "lt": Words("Komisijos siūlomas tekstas", "Pakeitimas", "Išbraukta."),
    "lv": Words("Komisijas ierosinātais teksts", "Grozījums", "svītrots"),
    "mt": Words("Test propost mill-Kummissjoni", "Emenda", "imħassar"),
    "nl": Words("Door de Commissie voorgestelde tekst", "Amendement", "Schrappen"),
    "pl": Words("Tekst proponowany przez Komisję", "Poprawka", "skreślony"),
    "pt": Words("Texto da Comissão", "Alteração", "Suprimido"),
    "ro": Words("Textul propus de Comisie", "Amendamentul", "eliminat"),
    "sk": Words("Text predložený Komisiou", "Pozmeňujúci návrh", "vypúšťa sa"),
    "sl": Words("Besedilo, ki ga predlaga Komisija", "Predlog spremembe", "črtano"),
    "sv": Words("Kommissionens förslag", "Ändringsförslag", "utgår"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph in both columns. Empty on the left where it is new."""

    proposed: tree.Inlines
    amendment: tree.Inlines


def rows(amendment: tree.Amendment, language: str) -> tuple[Row, ...]:
    """The rows of an amendment. An unknown language has English words."""
    words = words_for(language)
    return tuple(_row(paragraph, words) for paragraph in amendment.paragraphs)


def words_for(language: str) -> Words:
    """The Parliament's words in a language, English where it has none."""
    return WORDS.get(language, WORDS["en"])


def _row(paragraph: tree.Inlines, words: Words) -> Row:
    left = _column(paragraph, drop=tree.Inserted)
    right = _column(paragraph, drop=tree.Deleted)
    gone = bool(tree.plain(left).strip()) and not tree.plain(right).strip()
    return Row(left, (tree.Emphasis((tree.Text(words.deleted),)),) if gone else right)


def _column(inlines: tree.Inlines, drop: type[tree.Inline]) -> tree.Inlines:
    """One side: what belongs to the other side is left out, what is this side's own is bold italic."""
    column: list[tree.Inline] = []
    for inline in inlines:
        if isinstance(inline, drop):
            continue
        if isinstance(inline, tree.Inserted | tree.Deleted):
            column.append(tree.Strong((tree.Emphasis(_column(inline.children, drop)),)))
        elif isinstance(inline, tree.Strong | tree.Emphasis):
            column.append(type(inline)(_column(inline.children, drop)))
        elif isinstance(inline, tree.Link):
            column.append(tree.Link(inline.href, _column(inline.children, drop)))
        else:
            column.append(inline)
    return tuple(column)
