"""Organisations that sign a letter: their public data. Personal data is in `core.signons`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.letters.tree import SignatoryLine


class SignOnState(StrEnum):
    """The state of a sign-on. `core.signons.states` says which state may follow which."""

    INVITED = "invited"
    """Was asked to sign, and has not opened the page."""
    OPENED = "opened"
    """Has opened the page of the invitation, and has not answered."""
    PROMISED = "promised"
    """Has promised an answer by a day."""
    PENDING = "pending"
    """Has sent the form, and has not confirmed the email address."""
    CONFIRMED = "confirmed"
    """Has signed and confirmed; waits for approval."""
    LISTED = "listed"
    """Is published under the letter."""
    DECLINED = "declined"
    """Does not want to sign."""
    REFUSED = "refused"
    """Was not accepted by the coordinator."""
    WITHDRAWN = "withdrawn"
    """Was taken back by the signer, or for the signer."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the coalition's directory."""

    key: str
    """An id that stays the same when the table is imported again."""
    name: str
    """The name as it should appear."""
    url: str = ""
    """The website; "" for none."""
    country: str = ""
    """The English name of the country; "" if unknown."""
    logo: str = ""
    """The path of the logo below `signatories/`; "" for none."""
    state: SignOnState = SignOnState.LISTED
    """Whether it signs. Only `listed` organisations are public."""


def listed_organisations(organisations: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """The organisations that are listed under the letter, in the same order."""
    return tuple(organisation for organisation in organisations if organisation.state is SignOnState.LISTED)


def signatory_lines(organisations: Iterable[Organisation]) -> tuple[SignatoryLine, ...]:
    """The listed organisations as lines of a letter."""
    return tuple(
        SignatoryLine(organisation.name, organisation.url, organisation.country)
        for organisation in listed_organisations(organisations)
    )
