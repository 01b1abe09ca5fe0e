"""`campaign signatory notify`: the mails that are owed to signers."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, confirmed, mails, show_lines, way
from campaign.cli.send.outcome import carry_out
from campaign.cli.table import aligned
from campaign.errors import ProblemsFound
from campaign.services.notices.making import WAVE, Made
from campaign.services.notices.notifying import make_notices, plan_notices
from campaign.services.sending.send_wave import only_mailer
from campaign.services.waves.plan import find_wave


@click.command()
@confirm_option
@pass_campaign
def notify(context: Context, confirm: int | None) -> None:
    """Send the mails that are owed to signers: to confirm, the personal link, listed, a changed text.

    `campaign serve` sends them by itself. Shows to whom and what, and goes when the number of mails is typed back.
    """
    plan = plan_notices(context.campaign)
    if not plan.number:
        made = make_notices(context.campaign, plan)
        context.out.say("no mail is owed to a signer")
        context.out.data({"sent": 0, "dropped": made.dropped})
        _refuse_unbuilt(made)
        return
    rows = [(owed.notice.kind.value, owed.signon.name, owed.planned.mail) for owed in plan.owed]
    rows += [("made before", delivery.name, delivery.mail) for delivery in plan.waiting]
    context.out.say(f"{mails(plan.number)} {way(context)}")
    show_lines(context, [f"  {line}" for line in aligned(rows)])
    confirmed(context, plan.number, confirm)
    with only_mailer(context.campaign.folder.mailer_lock):
        made = make_notices(context.campaign, plan)
        carry_out(context, find_wave(context.campaign, WAVE))
    _refuse_unbuilt(made)


def _refuse_unbuilt(made: Made) -> None:
    if made.unbuilt:
        reasons = "\n".join(f"  - {reason}" for reason in made.unbuilt)
        raise ProblemsFound(f"{len(made.unbuilt)} mails cannot be written and stay owed:\n{reasons}")
