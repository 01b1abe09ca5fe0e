"""Signatories: organisations that sign a letter. What is public of them stands here; people's data does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.letters.tree import SignatoryLine


class SignOnState(StrEnum):
    """Where an organisation stands on its way under the letter."""

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
    """An organisation of the coalition's directory. `name` is as it should appear; `key` is stable across imports.

    `logo` is a path below `signatories/`, "" for none. `state` says whether it signs; only `listed` ones are public.
    """

    key: str
    name: str
    url: str = ""
    country: str = ""
    logo: str = ""
    state: SignOnState = SignOnState.LISTED


def listed_organisations(organisations: Iterable[Organisation]) -> tuple[Organisation, ...]:
    """Those that stand under the letter, in the order given."""
    return tuple(organisation for organisation in organisations if organisation.state is SignOnState.LISTED)


def signatory_lines(organisations: Iterable[Organisation]) -> tuple[SignatoryLine, ...]:
    """The listed organisations as lines of a letter."""
    return tuple(
        SignatoryLine(organisation.name, organisation.url, organisation.country)
        for organisation in listed_organisations(organisations)
    )
