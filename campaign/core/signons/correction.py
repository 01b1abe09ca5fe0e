"""What a signer changes of how the sign-on appears, as a form sends it; or what is to be mended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.core.signatories.names import MOST_LETTERS, Fault, appearing
from campaign.core.signatories.site import web_address
from campaign.core.signons.form import MOST_PERSON_LETTERS, Reader, Refusal
from campaign.core.signons.signon import Kind, SignOn
from campaign.core.tables.text import folded

ORGANISATION_FIELDS = ("organisation", "country", "url", "quote")
PERSON_FIELDS = ("person", "country", "quote")
MOST_QUOTE_LETTERS = 300
_LONGEST_URL = 300


@dataclass(frozen=True, slots=True)
class Correction:
    """How a sign-on is to appear. `country` is a code of COUNTRIES; `url` and `quote` may be ""."""

    name: str
    country: str
    url: str
    quote: str


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The form's fields: a person has no web site there."""
    return PERSON_FIELDS if kind is Kind.PERSON else ORGANISATION_FIELDS


def read_correction(fields: Mapping[str, str], kind: Kind) -> Correction | Refusal:
    """The form of a sign-on's holder. Unknown fields are ignored."""
    form = Reader(fields)
    organised = kind is Kind.ORGANISATION
    name = form.text("organisation", MOST_LETTERS) if organised else form.text("person", MOST_PERSON_LETTERS)
    country = form.country()
    url = _url(form) if organised else ""
    quote = _quote(form)
    return form.refusal(fields_of(kind)) if form.errors else Correction(name, country, url, quote)


def corrected(signon: SignOn, said: Correction, country: str) -> SignOn:
    """The sign-on as it is to appear. `country` is the name that is kept for the code."""
    return replace(signon, name=said.name, country=country, url=said.url, quote=said.quote)


def is_another_name(old: str, new: str) -> bool:
    """Whether a changed name is to be looked at again: where it differs by more than case, accents and punctuation."""
    return folded(old) != folded(new)


def _url(form: Reader) -> str:
    typed = form.fields.get("url", "").strip()
    found = web_address(typed) if typed and len(typed) <= _LONGEST_URL else ""
    if typed and not found:
        form.error("url", "url.wrong")
    return found


def _quote(form: Reader) -> str:
    """A quotation, in one line however it was typed."""
    typed = form.fields.get("quote", "")
    spread = " ".join(typed.split()) if len(typed) <= 4 * MOST_QUOTE_LETTERS else typed
    quote, fault = appearing(spread, MOST_QUOTE_LETTERS)
    if fault is Fault.WEB_ADDRESS:
        form.error("quote", "quote.web-address")
    elif fault not in (None, Fault.EMPTY):
        form.error("quote", f"name.{fault}", {"most": str(MOST_QUOTE_LETTERS)} if fault is Fault.TOO_LONG else {})
    return quote
