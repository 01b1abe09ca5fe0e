"""Corrections of how a sign-on appears."""

import datetime as dt
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import SignOnState
from campaign.core.signatories.web_address import web_address
from campaign.core.signons.change import ChangePolicy, VersionChange
from campaign.core.signons.correction import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    Correction,
    apply_correction,
    correction_fields,
    is_new_name,
    read_correction,
)
from campaign.core.signons.form import RejectedForm
from campaign.core.signons.messages import LABELS
from campaign.core.signons.signon import SignOn, SignOnKind, SignOnSource

FORM = {"organisation": "Free Knowledge", "country": "de", "url": "knowledge.example/en", "quote": "Why\r\n not?"}
AT = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)


def test_a_good_form_is_read() -> None:
    """An organisation has a website, an individual never has one; the quote is on one line."""
    correction = Correction("Free Knowledge", "DE", "https://knowledge.example/en", "Why not?")
    assert read_correction(FORM, SignOnKind.ORGANISATION) == correction
    person = read_correction({"person": "Eve Berg", "country": "FR", "url": "x.example"}, SignOnKind.PERSON)
    assert person == Correction("Eve Berg", "FR", "", "")


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("organisation", "", "organisation.empty"),
        ("country", "Germany", "country.unknown"),
        ("url", "javascript:alert(1)", "url.wrong"),
        ("url", "x" * 301 + ".example", "url.wrong"),
        ("url", "https://eve:secret@a.example", "url.wrong"),
        ("quote", "see www.spam.example", "quote.web-address"),
        ("quote", "<b>bold</b>", "name.markup"),
        ("quote", "x" * 301, "name.too-long"),
        ("quote", "x\n" * 20_000, "name.too-long"),
        ("quote", "a\u202eb", "name.direction"),
        ("quote", "…", "name.no-letters"),
    ],
)
def test_an_error_is_named_at_its_field(field: str, typed: str, message: str) -> None:
    """There is one error, with a text, and everything that was typed."""
    form = read_correction(FORM | {field: typed}, SignOnKind.ORGANISATION)
    assert isinstance(form, RejectedForm)
    ((error),) = form.errors
    assert (error.field, error.message) == (field, message)
    assert "{" not in error.text
    assert form.typed == {**FORM, field: typed}


_typed = st.dictionaries(st.sampled_from(ORGANISATION_FIELDS), st.text(st.characters(codec=None), max_size=30))


@given(_typed)
def test_any_form_is_read_or_rejected(fields: dict[str, str]) -> None:
    """Any fields give a correction or a rejected form."""
    for kind in SignOnKind:
        assert isinstance(read_correction(fields, kind), Correction | RejectedForm)
        assert set(correction_fields(kind)) <= set(LABELS)
    assert correction_fields(SignOnKind.PERSON) == PERSON_FIELDS


@pytest.mark.parametrize(
    ("old", "new", "another"),
    [
        ("Réseau Libre", "RESEAU LIBRE", False),
        ("Free Knowledge e.V.", "Free Knowledge, e. V.", False),
        ("Free Knowledge", "Free Knowledge!", False),
        ("Free Knowledge", "Freed Knowledge", True),
    ],
)
def test_another_name_is_more_than_case_and_accents(old: str, new: str, another: bool) -> None:
    """Case, accents and punctuation do not make another name; a letter does."""
    assert is_new_name(old, new) is another


def test_a_correction_changes_how_it_appears_and_nothing_else() -> None:
    """The country is stored by its name."""
    signed = SignOn(
        id=1,
        letter="forests",
        kind=SignOnKind.ORGANISATION,
        organisation="",
        name="Free Knowlegde",
        url="",
        country="Austria",
        logo="logos/free.svg",
        quote="",
        state=SignOnState.LISTED,
        version=1,
        has_objected=False,
        language="en",
        source=SignOnSource.PAGE,
        created_at=AT,
    )
    correction = Correction("Free Knowledge", "DE", "https://knowledge.example", "Why not?")
    after = {"name": correction.name, "country": "Germany", "url": correction.url, "quote": correction.quote}
    assert asdict(apply_correction(signed, correction, "Germany")) == asdict(signed) | after


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("knowledge.example", "https://knowledge.example"),
        ("http://knowledge.example:8080/a?b", "http://knowledge.example:8080/a?b"),
        ("knowledge.example:port", ""),
        ("https://[x", ""),
        ("ftp://knowledge.example", ""),
        ("https://knowledge.example/a b", ""),
        ("https://knowledge.example/\u202e", ""),
        ("localhost", ""),
    ],
)
def test_a_web_address_leads_to_a_page(text: str, url: str) -> None:
    """A web address has a scheme and a host with a name; nothing in it can deceive or break out of a link."""
    assert web_address(text) == url


def test_when_a_signer_may_object() -> None:
    """Only signers of the previous version may object, before the end of an open window."""
    until = AT + dt.timedelta(days=1)
    window = VersionChange("forests", 1, 2, ChangePolicy.WINDOW, AT, until)
    assert [window.may_object(1, AT), window.may_object(1, until), window.may_object(2, AT)] == [True, False, False]
    assert not VersionChange("forests", 1, 2, ChangePolicy.ASK, AT).may_object(1, AT)
    assert not VersionChange("forests", 1, 2, ChangePolicy.WINDOW, AT, until, closed_at=AT).may_object(1, AT)
