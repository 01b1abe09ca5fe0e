"""The two columns of an amendment, as the European Parliament prints them.

The left column has the text proposed by the Commission, or the one that the heading names after a second `|` ("Article
2 | Draft compromise"); the right one has the amendment, one row per paragraph. Deletions
and insertions are bold italic; for a paragraph that is deleted as a whole, the right column has the word for `deleted`.
Column heads and that word are those of the Parliament's documents in each official language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.core.letters import tree


@dataclass(frozen=True, slots=True)
class AmendmentWords:
    """The column heads, and the word for a paragraph that is deleted as a whole."""

    proposed: str
    amendment: str
    deleted: str


WORDS: Mapping[str, AmendmentWords] = {
    "bg": AmendmentWords("Текст, предложен от Комисията", "Изменение", "заличава се"),
    "cs": AmendmentWords("Znění navržené Komisí", "Pozměňovací návrh", "vypouští se"),
    "da": AmendmentWords("Kommissionens forslag", "Ændringsforslag", "udgår"),
    "de": AmendmentWords("Vorschlag der Kommission", "Geänderter Text", "entfällt"),
    "el": AmendmentWords("Κείμενο που προτείνει η Επιτροπή", "Τροπολογία", "διαγράφεται"),
    "en": AmendmentWords("Text proposed by the Commission", "Amendment", "deleted"),
    "es": AmendmentWords("Texto de la Comisión", "Enmienda", "suprimido"),
    "et": AmendmentWords("Komisjoni ettepanek", "Muudatusettepanek", "välja jäetud"),
    "fi": AmendmentWords("Komission teksti", "Tarkistus", "Poistetaan."),
    "fr": AmendmentWords("Texte proposé par la Commission", "Amendement", "supprimé"),
    "ga": AmendmentWords("An téacs arna mholadh ag an gCoimisiún", "Leasú", "scriosta"),
    "hr": AmendmentWords("Tekst koji je predložila Komisija", "Izmjena", "Briše se."),
    "hu": AmendmentWords("A Bizottság által javasolt szöveg", "Módosítás", "törölve"),
    "it": AmendmentWords("Testo della Commissione", "Emendamento", "soppresso"),
    "lt": AmendmentWords("Komisijos siūlomas tekstas", "Pakeitimas", "Išbraukta."),
    "lv": AmendmentWords("Komisijas ierosinātais teksts", "Grozījums", "svītrots"),
    "mt": AmendmentWords("Test propost mill-Kummissjoni", "Emenda", "imħassar"),
    "nl": AmendmentWords("Door de Commissie voorgestelde tekst", "Amendement", "Schrappen"),
    "pl": AmendmentWords("Tekst proponowany przez Komisję", "Poprawka", "skreślony"),
    "pt": AmendmentWords("Texto da Comissão", "Alteração", "Suprimido"),
    "ro": AmendmentWords("Textul propus de Comisie", "Amendamentul", "eliminat"),
    "sk": AmendmentWords("Text predložený Komisiou", "Pozmeňujúci návrh", "vypúšťa sa"),
    "sl": AmendmentWords("Besedilo, ki ga predlaga Komisija", "Predlog spremembe", "črtano"),
    "sv": AmendmentWords("Kommissionens förslag", "Ändringsförslag", "utgår"),
}


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One paragraph in both columns. A new paragraph is empty on the left."""

    proposed: tree.Inlines
    amendment: tree.Inlines


def amendment_rows(amendment: tree.Amendment, language: str) -> tuple[AmendmentRow, ...]:
    """Return the rows of an amendment, in the words of a language."""
    words = amendment_words(language)
    return tuple(_row(paragraph, words) for paragraph in amendment.paragraphs)


@dataclass(frozen=True, slots=True)
class AmendmentHeads:
    """What is above the columns: the provision (may be ""), and the head of each column."""

    heading: str
    proposed: str
    amendment: str


def amendment_heads(amendment: tree.Amendment, language: str) -> AmendmentHeads:
    """Return the heads of an amendment, in the words of a language. The left one is as the heading says, if it does."""
    words = amendment_words(language)
    heading, _, proposed = (part.strip() for part in amendment.heading.partition("|"))
    return AmendmentHeads(heading, proposed or words.proposed, words.amendment)


def amendment_words(language: str) -> AmendmentWords:
    """Return the Parliament's words in a language; English if the language is not an official one."""
    return WORDS.get(language, WORDS["en"])


def _row(paragraph: tree.Inlines, words: AmendmentWords) -> AmendmentRow:
    left = _column(paragraph, drop=tree.Insertion)
    right = _column(paragraph, drop=tree.Deletion)
    gone = bool(tree.plain(left).strip()) and not tree.plain(right).strip()
    return AmendmentRow(left, (tree.Emphasis((tree.Text(words.deleted),)),) if gone else right)


def _column(inlines: tree.Inlines, drop: type[tree.Inline]) -> tree.Inlines:
    """Return one column: without the inlines of type `drop`, and with the other kind of change in bold italic."""
    column: list[tree.Inline] = []
    for inline in inlines:
        if isinstance(inline, drop):
            continue
        if isinstance(inline, tree.Insertion | tree.Deletion):
            column.append(tree.Strong((tree.Emphasis(_column(inline.children, drop)),)))
        elif isinstance(inline, tree.Strong | tree.Emphasis):
            column.append(type(inline)(_column(inline.children, drop)))
        elif isinstance(inline, tree.Link):
            column.append(tree.Link(inline.href, _column(inline.children, drop)))
        else:
            column.append(inline)
    return tuple(column)
