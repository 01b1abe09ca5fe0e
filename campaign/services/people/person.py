"""What is kept of a person: given out, erased when he or she asks for it, and purged when the campaign is over."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import personal
from campaign.core.signons.personal import PersonalData
from campaign.core.signons.signer_address import SignerAddress, read_address
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.reply_files import delete_files

# So many signers are deleted in one transaction, lest others wait for it.
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing a person would take away."""

    address_key: str
    """The address, in the form that its spellings share."""
    data: PersonalData
    """All that goes, but for the record's lines, in which nothing personal stands."""

    @property
    def number(self) -> int:
        """How many records go."""
        return self.data.number


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What purging would delete, of every letter."""

    number: int
    """How many signers' data is kept."""
    due_at: dt.datetime
    """When it is to be deleted, as signers were told (aware UTC)."""
    due_on: dt.date
    """That day, in the campaign's zone."""
    is_due: bool
    """Whether the time has come."""

    def need_time(self, *, early: bool) -> None:
        """Raise Refused before the time, unless `early` says that it is meant."""
        if not (self.is_due or early):
            raise Refused("not deleted: the day has not come", fix="campaign purge --early, if it is meant")


def personal_data(campaign: Campaign, address: str) -> PersonalData:
    """All that is kept of the person with an address. Raises UsageError where nothing is, or it is no address."""
    return plan_erasure(campaign, address).data


def plan_erasure(campaign: Campaign, address: str) -> ErasurePlan:
    """What erasing the person with an address would take away. Raises as above."""
    key = _address_key(address)
    data = campaign.store.read(personal.collect, key)
    if not data:
        raise UsageError(f"{address}: nothing is kept of a signer with this address", fix="look for a slip in it")
    return ErasurePlan(key, data)


def erase(campaign: Campaign, plan: ErasurePlan) -> None:
    """Take the person out, of the store's files too. An organisation's sign-on stays, without who signed for it; a
    person's own is withdrawn and loses its name.

    Raises Refused, and changes nothing, where something else is kept of the person than was shown.
    """
    campaign.store.write(_erase, plan, campaign.now())
    _clear_files(campaign)


def plan_purge(campaign: Campaign) -> PurgePlan:
    """How many signers' personal data purging would delete, and whether it is time."""
    due_at = campaign.settings.purge_at
    return PurgePlan(
        number=campaign.store.read(personal.count_signers),
        due_at=due_at,
        due_on=due_at.astimezone(campaign.settings.campaign.zone).date(),
        is_due=campaign.now() >= due_at,
    )


def purge(campaign: Campaign, plan: PurgePlan, *, early: bool = False) -> int:
    """Delete all that is not public of those who signed, and all mails to them; what is listed stays listed.

    Returns of how many. Raises Refused, and deletes nothing, before its time unless `early`, and where the data of more
    or fewer is kept than was shown.
    """
    plan.need_time(early=early)
    deleted = batch = campaign.store.write(_begin_purge, plan, campaign.now())
    while batch:
        batch = campaign.store.write(personal.purge, campaign.now(), _AT_A_TIME)
        deleted += batch
    _clear_files(campaign)
    return deleted


def _erase(db: Database, plan: ErasurePlan, at: dt.datetime) -> None:
    if personal.collect(db, plan.address_key) != plan.data:
        raise Refused("not erased: what is kept of this person has changed since it was shown", fix="look at it again")
    personal.erase(db, plan.address_key, at)


def _begin_purge(db: Database, plan: PurgePlan, at: dt.datetime) -> int:
    number = personal.count_signers(db)
    if number != plan.number:
        raise Refused(f"not deleted: you were shown {plan.number}, it is {number} now", fix="campaign purge")
    return personal.purge(db, at, _AT_A_TIME)


def _clear_files(campaign: Campaign) -> None:
    """What was deleted leaves the database's files, and the files of replies that are kept no longer go too."""
    campaign.store.scrub()
    delete_files(campaign.store, campaign.folder.replies)


def _address_key(address: str) -> str:
    parsed = read_address(address)
    if not isinstance(parsed, SignerAddress):
        raise UsageError(f"{address}: this is no mail address")
    return parsed.key
