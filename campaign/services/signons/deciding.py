"""The coordinator's decisions on sign-ons that were shown: approve, refuse, merge, withdraw.

Each is one transaction, with its line in the record, which says who decided, and the mail that the signer is owed.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import deciding
from campaign.core.signatories import SignOnState
from campaign.core.signons import Kind, Source
from campaign.core.signons.states import SIGNED
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.finding import SignOnView, changed_since, need_unchanged

_OFF_ALL_LISTS = (SignOnState.WITHDRAWN, SignOnState.REFUSED)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two sign-ons of one organisation that would become one."""

    stays: SignOnView
    goes: SignOnView
    """It leaves all lists; both keep their history."""

    @property
    def key(self) -> str:
        """The key of what stays, afterwards: it takes the other's place in the directory where only that is in it."""
        return self.stays.signon.organisation or self.goes.signon.organisation or self.stays.signon.key

    @property
    def left_in_table(self) -> bool:
        """Whether the one that goes must be taken out of the table of organisations too, lest it comes back."""
        return bool(self.goes.signon.organisation and self.stays.signon.organisation)


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """A sign-on that would be taken back for its signer."""

    view: SignOnView

    @property
    def left_in_table(self) -> bool:
        """Whether it must be taken out of the table of organisations too, lest it comes back."""
        return self.view.signon.source is Source.IMPORT


def decider(campaign: Campaign, by: str) -> str:
    """Who decides, as the record says it: the name given, or the sender's."""
    return " ".join(by.split()) or campaign.settings.sender.name


def approve(campaign: Campaign, shown: SignOnView, by: str) -> None:
    """List a confirmed sign-on. `by` is who decided. Raises Refused where it has changed since it was shown."""
    campaign.store.write(_approve, shown, by, campaign.now())


def refuse(campaign: Campaign, shown: SignOnView, why: str, by: str) -> None:
    """Do not list a sign-on. `why` goes to the signer, and nowhere else. Raises as above."""
    campaign.store.write(_refuse, shown, why.strip(), by, campaign.now())


def plan_merge(stays: SignOnView, goes: SignOnView) -> MergePlan:
    """What merging two sign-ons would do. Raises UsageError or Refused where they cannot become one."""
    kept, gone = stays.signon, goes.signon
    if kept.id == gone.id:
        raise UsageError(f"{kept.key} is one and the same sign-on")
    for signon in (kept, gone):
        if signon.kind is Kind.PERSON:
            raise UsageError(f"{signon.key} is a person's: only organisations are merged")
        if signon.state in _OFF_ALL_LISTS:
            raise Refused(f"{signon.name} ({signon.key}) is {signon.state}: it stands on no list")
    if gone.state in SIGNED and kept.state not in SIGNED:
        hint = f"campaign signatory merge {gone.key} {kept.key}"
        raise Refused(f"{kept.name} ({kept.key}) has not signed, {gone.key} has: the one that signed stays", hint=hint)
    return MergePlan(stays, goes)


def merge(campaign: Campaign, plan: MergePlan, by: str) -> None:
    """Let one sign-on stand for both. The signer of the one that goes is owed nothing: nobody withdrew anything.

    Raises Refused, and changes nothing, where one of the two has changed since it was shown.
    """
    campaign.store.write(_merge, plan, by, campaign.now())


def plan_withdrawal(shown: SignOnView) -> WithdrawalPlan:
    """What taking a sign-on back would do. Raises Refused where nothing was signed."""
    signon = shown.signon
    if signon.state not in SIGNED:
        raise Refused(f"{signon.name} is {signon.state}: there is nothing to withdraw", hint="campaign signatory list")
    return WithdrawalPlan(shown)


def withdraw(campaign: Campaign, plan: WithdrawalPlan, by: str) -> None:
    """Take it off all lists; its signer is owed a mail that says so. Raises Refused where it has changed."""
    campaign.store.write(_withdraw, plan, by, campaign.now())


def _approve(db: Database, shown: SignOnView, by: str, at: dt.datetime) -> None:
    need_unchanged(db, shown)
    if not deciding.approve(db, shown.signon.id, by, at):
        raise changed_since(shown.signon)


def _refuse(db: Database, shown: SignOnView, why: str, by: str, at: dt.datetime) -> None:
    need_unchanged(db, shown)
    if not deciding.refuse(db, shown.signon.id, why, by, at):
        raise changed_since(shown.signon)


def _merge(db: Database, plan: MergePlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.stays, plan.goes)
    if not deciding.merge(db, plan.stays.signon, plan.goes.signon, by, at):
        raise changed_since(plan.goes.signon)


def _withdraw(db: Database, plan: WithdrawalPlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.view)
    if not deciding.withdraw(db, plan.view.signon.id, by, at):
        raise changed_since(plan.view.signon)
