"""`campaign signatory approve`: list many sign-ons that nothing speaks against."""

from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import ConfirmText, need_number
from campaign.cli.signatory.common import by_option, register_option, report_owed
from campaign.core.languages.in_english import count_of
from campaign.core.signons import SignOnKind
from campaign.services.acts.signon_acts import APPROVE_ALL
from campaign.services.signons.approving import ApprovalPlan, plan_approval
from campaign.services.signons.deciding import decider
from campaign.services.signons.review import Case

_KINDS = {"organisations": SignOnKind.ORGANISATION, "people": SignOnKind.PERSON}


@click.command()
@click.argument("keys", nargs=-1)
@click.option("--only", type=click.Choice(list(_KINDS)), help="Only organisations, or only people.")
@by_option
@register_option
@click.option(
    "--confirm", type=int, metavar="N", help="The number of sign-ons to list, for scripts that cannot type it."
)
@pass_campaign
def approve(
    context: Context, keys: tuple[str, ...], only: str | None, by: str, register: Path | None, confirm: int | None
) -> None:
    """List all sign-ons that wait for approval and have no reason against them, or only those with these KEYS.

    Names every one of them first, and lists them once you type their number. The others still wait: decide about each
    with campaign signatory review. Every signer gets an email.
    """
    plan = plan_approval(context.campaign, keys, _KINDS.get(only or ""), register)
    _show(context, plan)
    need_number(context, len(plan.cases), confirm, ConfirmText("to list", "listed", "sign-on"))
    number = context.perform(APPROVE_ALL, plan, decider(context.campaign, by))
    context.out.say(f"{count_of(number, 'sign-on')} listed")
    report_owed(context)
    context.out.data({"listed": list(plan.keys), "waiting": [case.signon.key for case in plan.refused]})


def _show(context: Context, plan: ApprovalPlan) -> None:
    """Print every sign-on to list, and those that wait on, with the reasons."""
    for line in align([_cells(case) for case in plan.cases]):
        context.out.say(f"  {line}")
    for case in plan.refused:
        reasons = "; ".join(reason.text for reason in case.judgement.against)
        context.out.remark(f"waits for you: {case.signon.name} ({case.signon.key}): {reasons}")
    context.out.say(f"{count_of(len(plan.cases), 'sign-on')} to list, {count_of(plan.mails, 'email')} to signers")


def _cells(case: Case) -> tuple[str, ...]:
    signon, signer = case.signon, case.signer
    reason = next(iter(case.judgement.reasons), None)
    who = ", ".join(filter(None, (signer.person if signer.person != signon.name else "", signer.role)))
    return signon.key, signon.name, signon.country, who, signer.address, reason.kind if reason else ""
