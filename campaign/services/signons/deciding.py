"""The coordinator's decisions on sign-ons: approve, refuse, withdraw. Merging is in `merging`.

Each is one transaction: the state, a line in the record that says who decided, and the notice to the signer. A decision
holds for the sign-on as it was shown: if it has changed since, Refused is raised and nothing changes.
"""

import datetime as dt
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import decisions
from campaign.core.signons import SignOnSource
from campaign.core.signons.states import SIGNED
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, need_unchanged, refusal_of_change


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


def _withdraw(db: Database, plan: WithdrawalPlan, by: str, at: dt.datetime) -> None:
    need_unchanged(db, plan.view)
    if not decisions.withdraw(db, plan.view.signon.id, by, at):
        raise refusal_of_change(plan.view.signon)
