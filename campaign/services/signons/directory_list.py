"""The coalition's directory of organisations, page by page, each with its sign-on to the letter."""

from dataclasses import dataclass

from campaign.adapters.store import people, signons
from campaign.adapters.store.database import Database
from campaign.core.signatories import Organisation
from campaign.core.signons import SignOn
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.roles import Right
from campaign.services.campaign import Campaign

_PAGE = 50


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """An organisation of the directory."""

    organisation: Organisation
    signon: SignOn | None
    """Its sign-on to the letter; None if it has none."""


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the directory, in the order of the names."""

    rows: tuple[DirectoryRow, ...]
    total: int
    after: str
    """Where the next page starts: a key; "" on the last one."""


def read_directory(campaign: Campaign, actor: TeamActor, text: str = "", after: str = "") -> DirectoryPage:
    """Read a page of the directory: organisations with `text` in their name, after the one with the key `after`."""
    need_right(actor, Right.SEE)
    return campaign.store.read(_read, campaign.letter, text, after)


def read_uninvited(campaign: Campaign) -> tuple[Organisation, ...]:
    """The organisations of the directory that have no sign-on to the letter yet."""
    return campaign.store.read(_uninvited, campaign.letter)


def _read(db: Database, letter: str, text: str, after: str) -> DirectoryPage:
    organisations = people.organisations_after(db, text, after, _PAGE + 1)
    rows = tuple(
        DirectoryRow(organisation, signons.by_organisation(db, letter, organisation.key))
        for organisation in organisations[:_PAGE]
    )
    return DirectoryPage(
        rows, people.count_organisations(db, text), organisations[_PAGE - 1].key if len(organisations) > _PAGE else ""
    )


def _uninvited(db: Database, letter: str) -> tuple[Organisation, ...]:
    known = {signon.organisation for signon in signons.organisations(db, letter)}
    return tuple(organisation for organisation in people.organisations(db) if organisation.key not in known)
