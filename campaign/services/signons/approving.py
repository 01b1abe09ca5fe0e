"""Approving many sign-ons at once: those that nothing speaks against. The plan lists every one of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons import decisions, opt_outs
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOnKind
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import need_unchanged, refusal_of_change
from campaign.services.signons.review import Case, Review, review, waiting_signon


@dataclass(frozen=True, slots=True)
class ApprovalPlan:
    """Sign-ons to list."""

    cases: tuple[Case, ...]
    """Those that would be listed, organisations first, oldest first."""
    refused: tuple[Case, ...]
    """Those that wait on, because a reason speaks against them: each is for `review`."""
    mails: int
    """How many signers get an email about it: those with an address who did not ask for no more emails."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those that would be listed."""
        return tuple(case.signon.key for case in self.cases)


def plan_approval(
    campaign: Campaign, keys: Sequence[str] = (), kind: SignOnKind | None = None, register: Path | None = None
) -> ApprovalPlan:
    """Plan to list all sign-ons that wait and have no reason against them.

    `keys` and `kind` narrow it; empty and None for all. `register` is that of `review`. Raises UsageError for a key
    that no sign-on has, Refused for one that does not wait, or if nothing is left to list.
    """
    wanted = {waiting_signon(campaign, key).signon.id for key in keys}
    result = review(campaign, register)
    cases = [
        case for case in result.cases if (not wanted or case.signon.id in wanted) and kind in (None, case.signon.kind)
    ]
    plan = _divided(campaign, cases)
    if not plan.cases:
        raise Refused(_why_nobody(result, plan), fix="campaign signatory review")
    return plan


def approve_all(campaign: Campaign, plan: ApprovalPlan, by: str) -> int:
    """List the planned sign-ons, each with its line in the record and the notice to its signer. Returns how many.

    Raises Refused and lists nobody if one of them has changed since the plan.
    """
    campaign.store.write(_approve_all, plan, by, campaign.now())
    return len(plan.cases)


def _divided(campaign: Campaign, cases: Sequence[Case]) -> ApprovalPlan:
    fit = tuple(case for case in cases if not case.judgement.against)
    return ApprovalPlan(
        cases=fit,
        refused=tuple(case for case in cases if case.judgement.against),
        mails=campaign.store.read(_count_mails, fit),
    )


def _why_nobody(result: Review, plan: ApprovalPlan) -> str:
    if not result.cases:
        return "no sign-on waits for approval"
    if not plan.refused:
        return "no such sign-on waits for approval"
    return "a reason speaks against each of the sign-ons that wait"


def _count_mails(db: Database, cases: Sequence[Case]) -> int:
    addresses = [case.signer.address for case in cases]
    return sum(bool(address) and opt_outs.since(db, address) is None for address in addresses)


def _approve_all(db: Database, plan: ApprovalPlan, by: str, at: dt.datetime) -> None:
    for case in plan.cases:
        need_unchanged(db, case.view)
        if case.signon.state is not SignOnState.CONFIRMED or not decisions.approve(db, case.signon.id, by, at):
            raise refusal_of_change(case.signon)
