"""The coordinator's decisions on sign-ons that were shown: approve, refuse, merge, withdraw.

Each is one transaction, with its line in the record, which says who decided, and the mail that the signer is owed.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import decisions
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind, SignOnSource
from campaign.core.signons.states import SIGNED
from campaign.errors import Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, need_unchanged, refusal_of_change

_OFF_LISTS = (SignOnState.WITHDRAWN, SignOnState.REFUSED)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two sign-ons of one organisation that would become one."""

    target: SignOnView
    duplicate: SignOnView
    """It leaves all lists; both keep their history."""

    @property
    def key(self) -> str:
        """The key of what stays, afterwards: it takes the other's place in the directory where only that is in it."""
        return self.target.signon.organisation or self.duplicate.signon.organisation or self.target.signon.key

    @property
    def is_in_table(self) -> bool:
        """Whether the one that goes must be taken out of the table of organisations too, lest it comes back."""
        return bool(self.duplicate.signon.organisation and self.target.signon.organisation)


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """A sign-on that would be taken back for its signer."""

    view: SignOnView

    @property
    def is_in_table(self) -> bool:
        """Whether it must be taken out of the table of organisations too, lest it comes back."""
        return self.view.signon.source is SignOnSource.IMPORT


def decider(campaign: Campaign, by: str) -> str:
    """Who decides, as the record says it: the name given, or the sender's."""
    return " ".join(by.split()) or campaign.settings.sender.name


def approve(campaign: Campaign, view: SignOnView, by: str) -> None:
    """List a confirmed sign-on. `by` is who decided. Raises Refused where it has changed since it was shown."""
    campaign.store.write(_approve, view, by, campaign.now())


def refuse(campaign: Campaign, view: SignOnView, why: str, by: str) -> None:
    """Do not list a sign-on. `why` goes to the signer, and nowhere else. Raises as above."""
    campaign.store.write(_refuse, view, why.strip(), by, campaign.now())


def plan_merge(target: SignOnView, duplicate: SignOnView) -> MergePlan:
    """What merging two sign-ons would do. Raises UsageError or Refused where they cannot become one."""
    remaining, other = target.signon, duplicate.signon
    if remaining.id == other.id:
        raise UsageError(f"{remaining.key} is one and the same sign-on")
    for signon in (remaining, other):
        if signon.kind is SignOnKind.PERSON:
            raise UsageError(f"{signon.key} is a person's: only organisations are merged")
        if signon.state in _OFF_LISTS:
            raise Refused(f"{signon.name} ({signon.key}) is {signon.state}: it stands on no list")
    if other.state in SIGNED and remaining.state not in SIGNED:
        hint = f"campaign signatory merge {other.key} {remaining.key}"
        raise Refused(
            f"{remaining.name} ({remaining.key}) has not signed, {other.key} has: the one that signed stays", fix=hint
        )
    return MergePlan(target, duplicate)


def merge(campaign: Campaign, plan: MergePlan, by: str) -> None:
    """Let one sign-on stand for both. The signer of the one that goes is owed nothing: nobody withdrew anything.

    Raises Refused, and changes nothing, where one of the two has changed since it was shown.
    """
    campaign.store.write(_merge, plan, by, campaign.now())


def plan_withdrawal(view: SignOnView) -> WithdrawalPlan:
    """What taking a sign-on back would do. Raises Refused where nothing was signed."""
    signon = view.signon
    if signon.state not in SIGNED:
        raise Refused(f"{signon.name} is {signon.state}: there is nothing to withdraw", fix="campaign signatory list")
    return WithdrawalPlan(view)


def withdraw(campaign: Campaign, plan: WithdrawalPlan, by: str) -> None:
    """Take it off all lists; its signer is owed a mail that says so. Raises Refused where it has changed."""
    campaign.store.write(_withdraw, plan, by, campaign.now())


def _approve(db: Database, view: SignOnView, by: str, at: dt.datetime) -> None:
    need_unchanged(db, view)
    if not decisions.approve(db, view.signon.id, by, at):
        raise refusal_of_change(view.signon)


def _refuse(db: Database, view: SignOnView, why: str, by: str, at: dt.datetime) -> None:
    need_unchanged(db, view)
    if not decisions.refuse(db, view.signon.id, why, by, at):
        raise refusal_of_change(view.signon)


def _merge(db: Database, plan: MergePlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.target, plan.duplicate)
    if not decisions.merge(db, plan.target.signon, plan.duplicate.signon, by, at):
        raise refusal_of_change(plan.duplicate.signon)


def _withdraw(db: Database, plan: WithdrawalPlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.view)
    if not decisions.withdraw(db, plan.view.signon.id, by, at):
        raise refusal_of_change(plan.view.signon)
