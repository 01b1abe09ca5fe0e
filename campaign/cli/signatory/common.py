"""Shared by the commands of `campaign signatory`: show an email, ask for a yes, report pending emails."""

from pathlib import Path

import click

from campaign.cli.columns import align
from campaign.cli.context import Context
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.languages.in_english import count_of
from campaign.core.message.preview import message_preview
from campaign.errors import Refused
from campaign.services.acts.signon_acts import MERGE
from campaign.services.notices.notifying import count_pending_notices
from campaign.services.signons.decision_mail import DecisionMail
from campaign.services.signons.merging import MergePlan

by_option = click.option(
    "--by", default="", metavar="NAME", help="Who decides, for the record. Default: the sender's name."
)
register_option = click.option(
    "--register", metavar="FILE", type=click.Path(path_type=Path), help="An export of the Transparency Register (XML)."
)


def show_mail(context: Context, mail: PlannedDelivery, what: str) -> None:
    """Print a whole email as its reader sees it."""
    preview = message_preview(mail.message)
    context.out.say(f"\n{what}:\n")
    for line in (f"To: {preview.to}", f"Subject: {preview.subject}", "", *preview.lines):
        context.out.say(f"    {line}".rstrip())
    context.out.say()


def show_decision_mail(context: Context, mail: DecisionMail, what: str) -> None:
    """Print the email that a decision causes, and why it cannot be sent yet, if so."""
    if mail.planned:
        show_mail(context, mail.planned, what)
    if why := mail.why_none or mail.waits:
        context.out.remark(why)


def need_yes(context: Context, question: str, confirm: int | None, done: str) -> None:
    """Ask a yes-or-no question, unless --confirm 1 answers it. Raises Refused without a yes."""
    if confirm == 1 or (confirm is None and context.out.interactive and click.confirm(question)):
        return
    raise Refused(f"not {done}", fix="to confirm, add --confirm 1")


def report_owed(context: Context) -> None:
    """Say how many emails to signers are pending, and how to send them."""
    number = count_pending_notices(context.campaign)
    if number:
        context.out.say(
            f"{count_of(number, 'email')} to signers pending; campaign serve sends them, or: campaign signatory notify"
        )


def show_merge(context: Context, plan: MergePlan) -> None:
    """Print both sign-ons side by side, what happens to them, and the email about it."""
    for line in align([row for row in plan.rows if any(row[1:])]):
        context.out.say(f"  {line}")
    for note in plan.notes:
        context.out.say(f"  {note}")
    if plan.notice:
        show_mail(context, plan.notice, f"the email to {plan.notice.address}")


def merge_now(context: Context, plan: MergePlan, by: str) -> None:
    """Merge two sign-ons and report it."""
    context.perform(MERGE, plan, by)
    remaining, removed = plan.target.signon, plan.duplicate.signon
    context.out.say(f"{removed.name} ({removed.key}): merged into {remaining.name} ({plan.key})")
    if plan.is_in_table:
        context.out.remark(
            f"remove {removed.key} from the CSV file too, then run: campaign signatory remove {removed.key}"
        )
