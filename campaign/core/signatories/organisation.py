"""Organisations that sign a letter: their public data. Personal data is in `core.signons`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.letters.tree import SignatoryLine


class SignOnState(StrEnum):
    """The state of a sign-on. `core.signons.states` says which state may follow which."""

    INVITED = "invited"
    OPENED = "opened"
    PROMISED = "promised"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    LISTED = "listed"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


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
