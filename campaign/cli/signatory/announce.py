"""`campaign signatory announce`: tell the signatories that the letter was sent, or its result."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, need_number, show_lines
from campaign.cli.signatory.common import report_owed, show_mail
from campaign.core.languages.in_english import count_of
from campaign.core.signons.notice import NoticeKind
from campaign.services.acts.signon_acts import ANNOUNCE
from campaign.services.notices.announcing import plan_announcement


@click.command()
@click.argument("what", type=click.Choice((NoticeKind.SENT.value, NoticeKind.RESULT.value)))
@confirm_option
@pass_campaign
def announce(context: Context, what: str, confirm: int | None) -> None:
    """Tell all listed signatories that the letter was sent, or its result.

    Each gets it once. Nobody who withdrew or asked for no more emails gets it. The result is in your own words, in
    letters/NAME/note.result.en.md, one file for each language of the letter; note.sent.en.md is optional. Shows the
    email first, and queues it once you type the number of emails.
    """
    plan = plan_announcement(context.campaign, NoticeKind(what))
    for mail in plan.examples:
        show_mail(context, mail, f"the first email in {mail.language}")
    rows = [f"  {view.signon.name}, {view.signer.address}" for view in plan.recipients if view.signer]
    context.out.say(f"{count_of(plan.number, 'email')}:")
    show_lines(context, rows)
    show_lines(context, [f"  {skipped.name}: no email, {skipped.why}" for skipped in plan.skipped])
    need_number(context, plan.number, confirm)
    number = context.perform(ANNOUNCE, plan)
    context.out.say(f"{count_of(number, 'email')} queued")
    report_owed(context)
    context.out.data({"queued": number, "skipped": {skipped.name: skipped.why for skipped in plan.skipped}})
