"""What the commands of `campaign signatory` share: a mail as it is shown, a yes before, and what is owed after."""

import click

from campaign.cli.context import Context
from campaign.cli.send.common import mail_count
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.message.preview import message_preview
from campaign.errors import Refused
from campaign.services.notices.notifying import count_owed_notices
from campaign.services.signons import deciding
from campaign.services.signons.deciding import MergePlan

by_option = click.option(
    "--by", default="", metavar="NAME", help="Who decides, for the record; without it the sender's name."
)


def show_mail(context: Context, mail: PlannedDelivery, what: str) -> None:
    """One whole mail as its reader sees it."""
    preview = message_preview(mail.message)
    context.out.say(f"\n{what}:\n")
    for line in (f"To: {preview.to}", f"Subject: {preview.subject}", "", *preview.lines):
        context.out.say(f"    {line}".rstrip())
    context.out.say()


def need_yes(context: Context, question: str, confirm: int | None, done: str) -> None:
    """Go on with one sign-on only when that is said: y at a terminal, or --confirm 1. Raises Refused otherwise."""
    if confirm == 1 or (confirm is None and context.out.interactive and click.confirm(question)):
        return
    raise Refused(f"nothing was {done}", fix="add --confirm 1 if that is what is to be done")


def report_owed(context: Context) -> None:
    """Say that mails are owed, and how they go: a command that owes them does not send them unseen."""
    number = count_owed_notices(context.campaign)
    if number:
        context.out.say(
            f"{mail_count(number)} owed to signers: campaign signatory notify (campaign serve sends by itself)"
        )


def merge_now(context: Context, plan: MergePlan, by: str) -> None:
    """Merge, and say how it stands then."""
    deciding.merge(context.campaign, plan, by)
    remaining, removed = plan.target.signon, plan.duplicate.signon
    context.out.say(f"{removed.name} ({removed.key}): merged into {remaining.name} ({plan.key})")
    if plan.is_in_table:
        context.out.remark(f"take {removed.key} out of the CSV too, then: campaign signatory remove {removed.key}")
