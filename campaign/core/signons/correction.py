"""The form with which signers correct how their sign-on appears."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.core.signatories.names import MOST_LETTERS, NameFault, clean_name
from campaign.core.signatories.web_address import web_address
from campaign.core.signons.form import MOST_PERSON_LETTERS, FormReader, RejectedForm
from campaign.core.signons.signon import SignOn, SignOnKind
from campaign.core.tables.text import fold_words

ORGANISATION_FIELDS = ("organisation", "country", "url", "quote")
PERSON_FIELDS = ("person", "country", "quote")
MOST_QUOTE_LETTERS = 300
_LONGEST_URL = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """How a sign-on shall appear."""

    name: str
    country: str
    """A code of COUNTRIES."""
    url: str
    """The website; may be ""."""
    quote: str
    """A sentence shown with the name; may be ""."""


def correction_fields(kind: SignOnKind) -> tuple[str, ...]:
    """The names of the form's fields. An individual has no website."""
    return PERSON_FIELDS if kind is SignOnKind.PERSON else ORGANISATION_FIELDS


def read_correction(fields: Mapping[str, str], kind: SignOnKind) -> Correction | RejectedForm:
    """Read the form. Returns the correction, or the form with its errors. Unknown fields are ignored."""
    form = FormReader(fields)
    is_organisation = kind is SignOnKind.ORGANISATION
    name = form.text("organisation", MOST_LETTERS) if is_organisation else form.text("person", MOST_PERSON_LETTERS)
    country = form.country()
    url = _url(form) if is_organisation else ""
    quote = _quote(form)
    return form.rejection(correction_fields(kind)) if form.errors else Correction(name, country, url, quote)


def apply_correction(signon: SignOn, correction: Correction, country: str) -> SignOn:
    """The sign-on with the correction. `country` is the stored name for the correction's code."""
    return replace(signon, name=correction.name, country=country, url=correction.url, quote=correction.quote)


def is_new_name(old: str, new: str) -> bool:
    """Whether the coordinator must review a changed name: it differs by more than case, accents and punctuation."""
    return fold_words(old) != fold_words(new)


def _url(form: FormReader) -> str:
    typed = form.fields.get("url", "").strip()
    url = web_address(typed) if typed and len(typed) <= _LONGEST_URL else ""
    if typed and not url:
        form.error("url", "url.wrong")
    return url


def _quote(form: FormReader) -> str:
    """The quote on one line."""
    typed = form.fields.get("quote", "")
    one_line = " ".join(typed.split()) if len(typed) <= 4 * MOST_QUOTE_LETTERS else typed
    quote, fault = clean_name(one_line, MOST_QUOTE_LETTERS)
    if fault is NameFault.WEB_ADDRESS:
        form.error("quote", "quote.web-address")
    elif fault not in (None, NameFault.EMPTY):
        form.error("quote", f"name.{fault}", {"most": str(MOST_QUOTE_LETTERS)} if fault is NameFault.TOO_LONG else {})
    return quote
