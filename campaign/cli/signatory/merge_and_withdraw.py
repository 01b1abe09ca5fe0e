"""`campaign signatory merge` and `withdraw`."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.signatory.common import by_option, merge_now, need_yes, report_owed, show_decision_mail, show_merge
from campaign.core.signons.notice import NoticeKind
from campaign.services.acts.signon_acts import WITHDRAW
from campaign.services.signons.deciding import decider, plan_withdrawal
from campaign.services.signons.decision_mail import decision_mail
from campaign.services.signons.lookup import SignOnView, find_signon
from campaign.services.signons.merging import plan_merge

_confirm_option = click.option("--confirm", type=int, metavar="1", help="Confirm without asking, for scripts.")


@click.command()
@click.argument("keep")
@click.argument("gone")
@by_option
@_confirm_option
@pass_campaign
def merge(context: Context, keep: str, gone: str, by: str, confirm: int | None) -> None:
    """Merge the sign-on GONE into KEEP, for the same organisation. GONE leaves all lists.

    Shows both side by side, what happens to them, and the email to the signer of GONE. A signer who is merged into a
    row without a contact becomes its contact. Both keep their history. If only GONE is in the directory, KEEP takes its
    place there.
    """
    campaign = context.campaign
    plan = plan_merge(campaign, find_signon(campaign, keep), find_signon(campaign, gone))
    show_merge(context, plan)
    target, duplicate = plan.target.signon.key, plan.duplicate.signon.key
    need_yes(context, f"Merge {duplicate} into {target}?", confirm, "merged")
    merge_now(context, plan, decider(campaign, by))
    report_owed(context)
    contact = plan.outcome.contact
    context.out.data({"merged": duplicate, "into": target, "contact": contact.address if contact else ""})


@click.command()
@click.argument("key")
@by_option
@_confirm_option
@pass_campaign
def withdraw(context: Context, key: str, by: str, confirm: int | None) -> None:
    """Withdraw the sign-on KEY, if its signer asked for it by email or phone.

    It leaves all lists, and the signer gets an email about it.
    """
    plan = plan_withdrawal(find_signon(context.campaign, key))
    signon = plan.view.signon
    _show(context, plan.view)
    show_decision_mail(context, decision_mail(context.campaign, plan.view, NoticeKind.WITHDRAWN), "the email")
    need_yes(context, f"Withdraw {signon.name}?", confirm, "withdrawn")
    context.perform(WITHDRAW, plan, decider(context.campaign, by))
    context.out.say(f"{signon.key}: withdrawn")
    if plan.is_in_table:
        context.out.remark(f"remove {signon.key} from the CSV file too, or the next import adds it again")
    report_owed(context)
    context.out.data({"withdrawn": signon.key})


def _show(context: Context, view: SignOnView) -> None:
    signon, signer = view.signon, view.signer_or_blank
    for line in align([("withdraw", signon.key, signon.name, signon.state, signer.person, signer.address)]):
        context.out.say(f"  {line}")
