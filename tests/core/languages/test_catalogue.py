"""Catalogues: translations of the pages and emails."""

import pytest

from campaign.core.languages.catalogue import (
    ENGLISH,
    Catalogue,
    catalogue_for,
    changed_messages,
    foreign_markup,
    message_ids,
    read_catalogue,
)

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Sign"
msgstr "Signer"

msgid "%(n)s name"
msgid_plural "%(n)s names"
msgstr[0] "%(n)s nom"
msgstr[1] "%(n)s noms"
"""


def french() -> Catalogue:
    return read_catalogue(PO.encode(), "fr")


def test_a_catalogue_says_our_words_in_its_language() -> None:
    """Numbers by the language's rule; what it lacks, in English; nothing for nothing."""
    catalogue = french()
    assert [catalogue.gettext(word) for word in ("Sign", "Withdraw", "")] == ["Signer", "Withdraw", ""]
    assert [catalogue.ngettext("%(n)s name", "%(n)s names", number) for number in (0, 1, 2)] == [
        "%(n)s nom",
        "%(n)s nom",
        "%(n)s noms",
    ]
    assert ENGLISH.ngettext("name", "names", 0) == "names"


@pytest.mark.parametrize("po", [b"msgid unquoted", PO.encode("utf-16")])
def test_an_invalid_catalogue_is_refused(po: bytes) -> None:
    """Bad syntax, or another encoding."""
    with pytest.raises(ValueError, match="cannot be read"):
        read_catalogue(po, "fr")


@pytest.mark.parametrize(("code", "spoken"), [("fr", "fr"), ("fr-BE", "fr"), ("FR-be", "fr"), ("lv", "en")])
def test_a_region_speaks_its_language(code: str, spoken: str) -> None:
    """And English where there is none."""
    assert catalogue_for({"fr": french()}, code).language == spoken


CHANGED = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Take it back"
msgstr "Withdraw"

msgid "%(n)s person"
msgid_plural "%(n)s people"
msgstr[0] "%(n)s individual"
msgstr[1] "%(n)s individuals"
"""


@pytest.mark.parametrize("known", ["Take it back", "Withdraw"])
def test_a_catalogue_answers_to_earlier_and_todays_words(known: str) -> None:
    """Whichever of the two it translates."""
    catalogue = read_catalogue(f'{PO}\nmsgid "{known}"\nmsgstr "Retirer"\n'.encode(), "fr", CHANGED.encode())
    assert [catalogue.gettext(word) for word in ("Take it back", "Withdraw", "Sign")] == [
        "Retirer",
        "Retirer",
        "Signer",
    ]


def test_a_message_with_a_number_keeps_its_forms() -> None:
    """A catalogue of an earlier version has both forms for today's words."""
    old = 'msgid "%(n)s person"\nmsgid_plural "%(n)s people"\nmsgstr[0] "%(n)s personne"\nmsgstr[1] "%(n)s personnes"\n'
    catalogue = read_catalogue(f"{PO}\n{old}".encode(), "fr", CHANGED.encode())
    forms = [catalogue.ngettext("%(n)s individual", "%(n)s individuals", number) for number in (1, 2)]
    assert forms == ["%(n)s personne", "%(n)s personnes"]


def test_an_own_translation_of_todays_words_wins() -> None:
    """Where a catalogue has both, each keeps its own."""
    both = 'msgid "Take it back"\nmsgstr "Reprendre"\n\nmsgid "Withdraw"\nmsgstr "Retirer"\n'
    catalogue = read_catalogue(f"{PO}\n{both}".encode(), "fr", CHANGED.encode())
    assert [catalogue.gettext(word) for word in ("Take it back", "Withdraw")] == ["Reprendre", "Retirer"]


def test_changed_words_and_messages_are_read() -> None:
    """Each earlier message with today's, and each message with its line."""
    assert changed_messages(CHANGED.encode()) == {"Take it back": "Withdraw", "%(n)s person": "%(n)s individual"}
    assert message_ids(PO.encode()) == [(7, "Sign"), (10, "%(n)s name")]


@pytest.mark.parametrize(
    ("translation", "is_used"),
    [
        ("Bonjour <strong>%(name)s</strong>", True),
        ("<strong>%(name)s</strong>, bonjour", True),
        ("<script src=x></script> Bonjour", False),
        ("Bonjour <strong onclick='x'>%(name)s</strong>", False),
        ("Bonjour <img src=x onerror=alert(1)", False),
        ("Bonjour <a href='https://evil.example'>%(name)s</a>", False),
    ],
)
def test_a_translation_brings_no_markup_of_its_own(translation: str, is_used: bool) -> None:
    """Its tags are those of the English words; one with another tag is named, and the page is in English."""
    english = "Hello <strong>%(name)s</strong>"
    po = f'{PO}\nmsgid "{english}"\nmsgstr "{translation}"\n'.encode()
    assert (read_catalogue(po, "fr").gettext(english) == translation) is is_used
    assert (foreign_markup(po) == []) is is_used


def test_the_plural_of_a_translation_brings_no_markup_either() -> None:
    """Each form of a message with a number is looked at."""
    po = f'{PO}\nmsgid "one <b>x</b>"\nmsgid_plural "many"\nmsgstr[0] "un <b>x</b>"\nmsgstr[1] "<i>"\n'.encode()
    assert [tag for _, tag in foreign_markup(po)] == ["<i>"]
