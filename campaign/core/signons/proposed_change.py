"""Changes that signers make to a listed sign-on: what shows at once, and what waits for a person's look.

What was approved stays on the page until the change is approved too. A signer may take away content at any time.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from campaign.core.signatories.domains import is_page_of
from campaign.core.signons.correction import is_new_name
from campaign.core.signons.signon import SignOn

# The public fields that a signer can change.
FIELDS = ("name", "url", "country", "logo", "quote")
OWN_LOGOS = "logos/own"
"""The folder of the logos that were uploaded, below `signatories/`."""


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """How the signer of a listed sign-on asks it to appear. It shows nowhere until somebody of the team approves it."""

    signon: int
    """The id of the sign-on."""
    fields: Mapping[str, str]
    """The new value of each of FIELDS that changes."""
    proposed_at: dt.datetime
    """When it was last changed (aware UTC)."""

    def apply_to(self, signon: SignOn) -> SignOn:
        """The sign-on as it would appear."""
        return _with_fields(signon, self.fields)

    def differences(self, signon: SignOn) -> tuple[tuple[str, str, str], ...]:
        """Each field that would change, with its value now and its new value."""
        rows = ((name, getattr(signon, name), self.fields[name]) for name in FIELDS if name in self.fields)
        return tuple(row for row in rows if row[1] != row[2])


def divide_change(signon: SignOn, wanted: SignOn, certain: Collection[str] = ()) -> tuple[SignOn, Mapping[str, str]]:
    """Divide a signer's change of a listed sign-on into how it appears at once, and the fields that wait.

    `certain` holds the fields whose new value is known to be right, such as a page of the organisation's own site.
    """
    new_values = {name: getattr(wanted, name) for name in FIELDS if getattr(wanted, name) != getattr(signon, name)}
    waiting = {name: value for name, value in new_values.items() if value and name not in certain}
    if "name" in waiting and not is_new_name(signon.name, wanted.name):
        del waiting["name"]
    at_once = {name: value for name, value in new_values.items() if name not in waiting}
    return _with_fields(signon, at_once), waiting


def has_only_known_content(signon: SignOn, site: str) -> bool:
    """Whether a sign-on shows nothing that its signer added and nobody has looked at: no quote, no uploaded logo, and
    no website but `site`, that of its organisation in the directory."""
    is_known_site = not signon.url or is_page_of(signon.url, site)
    return is_known_site and not signon.quote and not signon.logo.startswith(f"{OWN_LOGOS}/")


def _with_fields(signon: SignOn, fields: Mapping[str, str]) -> SignOn:
    return replace(
        signon,
        name=fields.get("name", signon.name),
        url=fields.get("url", signon.url),
        country=fields.get("country", signon.country),
        logo=fields.get("logo", signon.logo),
        quote=fields.get("quote", signon.quote),
    )
