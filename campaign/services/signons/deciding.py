"""The coordinator's decisions on sign-ons: approve, refuse, merge, withdraw.

Each is one transaction: the state, a line in the record that says who decided, and the notice to the signer. A decision
holds for the sign-on as it was shown: if it has changed since, Refused is raised and nothing changes.
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
    """Two sign-ons of one organisation to merge."""

    target: SignOnView
    """The one that stays."""
    duplicate: SignOnView
    """The one that leaves all lists. Both keep their history."""

    @property
    def key(self) -> str:
        """The key of the target after the merge. It takes the duplicate's place in the directory if it has none."""
        return self.target.signon.organisation or self.duplicate.signon.organisation or self.target.signon.key

    @property
    def is_in_table(self) -> bool:
        """Whether the duplicate must also be removed from the table of organisations, or the next import restores
        it."""
        return bool(self.duplicate.signon.organisation and self.target.signon.organisation)


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """A sign-on to withdraw for its signer."""

    view: SignOnView

    @property
    def is_in_table(self) -> bool:
        """Whether it must also be removed from the table of organisations, or the next import restores it."""
        return self.view.signon.source is SignOnSource.IMPORT


def decider(campaign: Campaign, by: str) -> str:
    """The name of the person who decides, for the record: `by`, or else the sender's name."""
    return " ".join(by.split()) or campaign.settings.sender.name


def approve(campaign: Campaign, view: SignOnView, by: str) -> None:
    """List a confirmed sign-on. `by` is the name of the person who decided."""
    campaign.store.write(_approve, view, by, campaign.now())


def refuse(campaign: Campaign, view: SignOnView, why: str, by: str) -> None:
    """Refuse a sign-on. `why` is sent to the signer and stored nowhere else."""
    campaign.store.write(_refuse, view, why.strip(), by, campaign.now())


def plan_merge(target: SignOnView, duplicate: SignOnView) -> MergePlan:
    """Plan a merge. Raises UsageError or Refused if the two sign-ons cannot be merged."""
    remaining, other = target.signon, duplicate.signon
    if remaining.id == other.id:
        raise UsageError(f"{remaining.key} cannot be merged with itself")
    for signon in (remaining, other):
        if signon.kind is SignOnKind.PERSON:
            raise UsageError(f"{signon.key} is an individual's sign-on: only organisations can be merged")
        if signon.state in _OFF_LISTS:
            raise Refused(f"{signon.name} ({signon.key}) is {signon.state}: it is not on a list and cannot be merged")
    if other.state in SIGNED and remaining.state not in SIGNED:
        hint = f"campaign signatory merge {other.key} {remaining.key}"
        raise Refused(
            f"{remaining.name} ({remaining.key}) has not signed, but {other.key} has: the one that signed must stay",
            fix=hint,
        )
    return MergePlan(target, duplicate)


def merge(campaign: Campaign, plan: MergePlan, by: str) -> None:
    """Merge the duplicate into the target. The duplicate's signer gets no notice, because nobody withdrew."""
    campaign.store.write(_merge, plan, by, campaign.now())


def plan_withdrawal(view: SignOnView) -> WithdrawalPlan:
    """Plan to withdraw a sign-on. Raises Refused if it was not signed."""
    signon = view.signon
    if signon.state not in SIGNED:
        raise Refused(f"{signon.name} is {signon.state}: there is nothing to withdraw", fix="campaign signatory list")
    return WithdrawalPlan(view)


def withdraw(campaign: Campaign, plan: WithdrawalPlan, by: str) -> None:
    """Withdraw the sign-on from all lists, with a notice to its signer."""
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
