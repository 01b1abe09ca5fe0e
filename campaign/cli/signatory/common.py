"""What the commands of `campaign signatory` share: a mail as it is shown, who decides, and a yes before it is done."""

import click

from campaign.cli.context import Context
from campaign.core.delivery.records import Planned
from campaign.core.message.preview import mail_preview
from campaign.errors import Refused

by_option = click.option(
    "--by", default="", metavar="NAME", help="Who decides, for the record; without it the sender's name."
)


def show_mail(context: Context, mail: Planned, what: str) -> None:
    """One whole mail as its reader sees it."""
    preview = mail_preview(mail.message)
    context.out.say(f"\n{what}:\n")
    for line in (f"To: {preview.to}", f"Subject: {preview.subject}", "", *preview.lines):
        context.out.say(f"    {line}".rstrip())
    context.out.say()


def need_yes(context: Context, question: str, confirm: int | None, done: str) -> None:
    """Go on with one sign-on only when that is said: y at a terminal, or --confirm 1. Raises Refused otherwise."""
    if confirm == 1 or (confirm is None and context.out.interactive and click.confirm(question)):
        return
    raise Refused(f"nothing was {done}", hint="add --confirm 1 if that is what is to be done")
