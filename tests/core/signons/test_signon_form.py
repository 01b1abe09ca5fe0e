"""The sign-on form."""

import time

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories.names import NameFault
from campaign.core.signons.countries import COUNTRIES
from campaign.core.signons.form import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    FieldError,
    OrganisationForm,
    PersonForm,
    RejectedForm,
    read_organisation_form,
    read_person_form,
)
from campaign.core.signons.messages import LABELS, MESSAGES
from campaign.core.signons.signer_address import AddressFault

DIGEST = "0123456789abcdef" * 4
ORGANISATION = {
    "organisation": " Bücher  für alle e.V. ",
    "country": "de",
    "person": "Jo Example",
    "role": "Director",
    "mail": "Jo@Ngo.example",
    "authority": "yes",
    "language": "en",
    "version": DIGEST,
    "unknown": "ignored",
}
PERSON = {"person": "Jo", "country": "XK", "mail": "jo@ngo.example", "language": "de", "version": DIGEST}


def errors_of(changes: dict[str, str]) -> tuple[FieldError, ...]:
    form = read_organisation_form(ORGANISATION | changes, ("en",))
    assert isinstance(form, RejectedForm)
    return form.errors


def test_an_organisation_signs() -> None:
    """A complete form becomes one value: clean names, the country as a code, the email address with its key."""
    assert read_organisation_form(ORGANISATION, ("en", "de")) == OrganisationForm(
        "Bücher für alle e.V.", "DE", "Jo Example", "Director", "Jo@Ngo.example", "jo@ngo.example", "en", DIGEST
    )


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", ""), (" 950328639092-74 ", "950328639092-74"), ("950328639092\u201174", "950328639092-74")],
)
def test_a_register_number_is_stored_as_the_register_writes_it(typed: str, number: str) -> None:
    """The number may be empty."""
    form = read_organisation_form(ORGANISATION | {"register": typed}, ("en",))
    assert isinstance(form, OrganisationForm)
    assert form.register == number


def test_an_invalid_register_number_is_named() -> None:
    """The error gives an example."""
    assert [(error.field, error.text) for error in errors_of({"register": "LU 12"})] == [
        ("register", "Enter the register number, like 123456789012-34, or leave the field empty")
    ]


def test_a_person_signs() -> None:
    """A person needs no affiliation, role or authority."""
    assert read_person_form(PERSON, ("de",)) == PersonForm(
        "Jo", "XK", "", "jo@ngo.example", "jo@ngo.example", "de", DIGEST
    )
    assert read_person_form(PERSON | {"affiliation": " A  "}, ("de",)) == PersonForm(
        "Jo", "XK", "A", "jo@ngo.example", "jo@ngo.example", "de", DIGEST
    )


def test_an_empty_form_names_every_field() -> None:
    """Errors come in the order of the page and say what to do."""
    form = read_organisation_form({}, ("en",))
    assert isinstance(form, RejectedForm)
    assert [(error.field, error.text) for error in form.errors] == [
        ("organisation", "Enter the name of the organisation as it should be listed"),
        ("country", "Select a country"),
        ("person", "Enter your name"),
        ("role", "Enter your role in the organisation"),
        ("mail", "Enter your email address"),
        ("authority", "Tick the box if you are authorised to sign for the organisation"),
        ("language", "The letter does not exist in this language. Open the page again and sign there"),
        ("version", "The form does not say which text you are signing. Open the page again and sign there"),
    ]
    assert form.typed == dict.fromkeys(ORGANISATION_FIELDS, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"organisation": "a" * 201}, "Name of the organisation: Use at most 200 characters"),
        ({"person": "a" * 121}, "Your name: Use at most 120 characters"),
        ({"role": "Boss\x00"}, "Your role: Type it again: it contains an invisible character"),
        ({"person": "jo@ngo.example"}, "Enter your name, not your email address"),
        ({"person": "jo@ngo"}, "Enter your name, not your email address"),
        ({"country": "Atlantis"}, "Select a country from the list"),
        ({"mail": "jo@gmial.com"}, "Check the email address: did you mean jo@gmail.com?"),
        ({"mail": "jo"}, "Enter one email address, like name@organisation.example"),
        ({"authority": "no"}, "Tick the box if you are authorised to sign for the organisation"),
        (
            {"version": DIGEST.upper()},
            "The form does not say which text you are signing. Open the page again and sign there",
        ),
        ({"language": "fr"}, "The letter does not exist in this language. Open the page again and sign there"),
    ],
)
def test_one_fault_gets_one_error(changes: dict[str, str], words: str) -> None:
    """Each fault is named once, at its field."""
    assert [(error.field, error.text) for error in errors_of(changes)] == [(next(iter(changes)), words)]


def test_nothing_typed_is_lost() -> None:
    """A rejected form has everything as it was typed, except surrogates, which a page cannot contain."""
    typed = PERSON | {"person": "  Jo \u202e ", "affiliation": "x\ud800", "mail": "", "unknown": "ignored"}
    form = read_person_form(typed, ("de",))
    assert isinstance(form, RejectedForm)
    assert form.typed == {name: typed[name] for name in PERSON_FIELDS} | {"affiliation": "x\ufffd"}
    assert [(error.field, error.message) for error in form.errors] == [
        ("person", "name.direction"),
        ("affiliation", "name.unknown-sign"),
        ("mail", "mail.empty"),
    ]


def test_every_fault_has_a_message() -> None:
    """Every fault of a name or an email address, and every field, has a message."""
    names = [f"name.{fault}" for fault in NameFault if fault is not NameFault.EMPTY]
    assert [
        message for message in (*names, *(f"mail.{fault}" for fault in AddressFault)) if message not in MESSAGES
    ] == []
    assert set(LABELS) == {*ORGANISATION_FIELDS, *PERSON_FIELDS, "url", "quote", "until", "logo"}


def test_the_countries_are_those_of_the_world() -> None:
    """The list has CLDR's territories without groups, pseudo-codes and territories within another country's code."""
    known = {code for code in Locale.parse("en").territories if len(code) == 2}
    assert known - COUNTRIES == {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    assert COUNTRIES - known == frozenset()


_fields = st.dictionaries(st.sampled_from(ORGANISATION_FIELDS), st.text(st.characters(codec=None), max_size=30))


@given(_fields)
def test_any_form_is_read_or_rejected(fields: dict[str, str]) -> None:
    """Any fields give a value, or errors with messages and everything that was typed."""
    for form in (
        read_organisation_form(ORGANISATION | fields, ("en",)),
        read_person_form(ORGANISATION | fields, ("en",)),
    ):
        if isinstance(form, RejectedForm):
            assert form.errors
            assert all(error.text for error in form.errors)
            assert all(error.field in form.typed for error in form.errors)


def test_a_form_is_read_fast() -> None:
    """Reading a form is a small part of a request; the limit leaves much room for slow machines."""
    rounds = 2_000
    before = time.perf_counter()
    for _ in range(rounds):
        read_organisation_form(ORGANISATION, ("en",))
    assert (time.perf_counter() - before) / rounds < 0.000_5
