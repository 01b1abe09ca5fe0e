"""Personal data: exported and erased for one person on request, and purged after the campaign."""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import personal
from campaign.core.signons.personal import PersonalData
from campaign.core.signons.signer_address import SignerAddress, read_address
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.replies.reply_files import delete_files

# Signers deleted in one transaction, so that other writers need not wait long.
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What the erasure of a person would delete."""

    address_key: str
    """The email address in the form that is compared."""
    data: PersonalData
    """The data to delete. Lines of the record stay: they hold nothing personal."""

    @property
    def number(self) -> int:
        """The number of sign-ons and emails, which a person types to confirm."""
        return self.data.number


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would delete, for all letters."""

    number: int
    """The number of signers with stored data."""
    due_at: dt.datetime
    """When it must be deleted, as the privacy notice promises (aware UTC)."""
    due_on: dt.date
    """The day of `due_at` in the campaign's zone."""
    is_due: bool
    """Whether `due_at` has passed."""

    def need_time(self, *, early: bool) -> None:
        """Raise Refused before `due_at`, unless `early`."""
        if not (self.is_due or early):
            raise Refused(
                f"nothing was deleted: the data is due for deletion on {self.due_on.isoformat()}",
                fix="to delete it now: campaign purge --early",
            )


def personal_data(campaign: Campaign, address: str) -> PersonalData:
    """The data stored about the person with an address. Raises UsageError for an invalid address, or if there is
    none."""
    return plan_erasure(campaign, address).data


def plan_erasure(campaign: Campaign, address: str) -> ErasurePlan:
    """Plan the erasure of the person with an address. Raises as above."""
    key = _address_key(address)
    data = campaign.store.read(personal.collect, key)
    if not data:
        raise UsageError(
            f"{address}: no data is stored about a signer with this email address", fix="check the spelling"
        )
    return ErasurePlan(key, data)


def erase(campaign: Campaign, plan: ErasurePlan) -> None:
    """Erase the person, also from the database's files. An organisation's sign-on stays, without its signer; an
    individual's sign-on is withdrawn and loses its name.

    Raises Refused and changes nothing if the data has changed since the plan.
    """
    campaign.store.write(_erase, plan, campaign.now())
    _clear_files(campaign)


def plan_purge(campaign: Campaign) -> PurgePlan:
    """Plan the purge: the number of signers, and whether it is due."""
    due_at = campaign.settings.purge_at
    return PurgePlan(
        number=campaign.store.read(personal.count_signers),
        due_at=due_at,
        due_on=due_at.astimezone(campaign.settings.campaign.zone).date(),
        is_due=campaign.now() >= due_at,
    )


def purge(campaign: Campaign, plan: PurgePlan, *, early: bool = False) -> int:
    """Delete the personal data of all signers, and the emails to them. What is listed stays listed.

    Returns the number of signers. Raises Refused and deletes nothing before the time unless `early`, or if the number
    has changed since the plan.
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
        raise Refused("nothing was erased: the data of this person has changed since you saw it", fix="check it again")
    personal.erase(db, plan.address_key, at)


def _begin_purge(db: Database, plan: PurgePlan, at: dt.datetime) -> int:
    number = personal.count_signers(db)
    if number != plan.number:
        raise Refused(
            f"nothing was deleted: the number of signers has changed from {plan.number} to {number}",
            fix="check again: campaign purge",
        )
    return personal.purge(db, at, _AT_A_TIME)


def _clear_files(campaign: Campaign) -> None:
    """Remove what was deleted from the database's files, and the files of replies that are no longer stored."""
    campaign.store.scrub()
    delete_files(campaign.store, campaign.folder.replies)


def _address_key(address: str) -> str:
    parsed = read_address(address)
    if not isinstance(parsed, SignerAddress):
        raise UsageError(f"{address}: this is not an email address")
    return parsed.key
