"""`campaign signatory notify`: send the pending emails to signers."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, need_number, sender_and_server, show_lines
from campaign.cli.send.outcome import carry_out
from campaign.core.languages.in_english import count_of
from campaign.errors import ProblemsFound
from campaign.services.notices.notifying import make_notices, plan_notices
from campaign.services.notices.queueing import WAVE, MakingResult
from campaign.services.sending.send_wave import mailer_lock
from campaign.services.waves.plan import find_wave


@click.command()
@confirm_option
@pass_campaign
def notify(context: Context, confirm: int | None) -> None:
    """Send the pending emails to signers: confirmation links, personal links, listings, changes of the text.

    Shows the emails first, and sends once you type the number of emails. `campaign serve` sends them automatically.
    """
    plan = plan_notices(context.campaign)
    if not plan.number:
        result = make_notices(context.campaign, plan)
        context.out.say("no email to a signer is pending")
        context.out.data({"sent": 0, "dropped": result.dropped})
        _refuse_unbuilt(result)
        return
    rows = [(owed.notice.kind.value, owed.signon.name, owed.planned.address) for owed in plan.pending]
    rows += [("waiting", delivery.name, delivery.address) for delivery in plan.waiting]
    context.out.say(f"{count_of(plan.number, 'email')} {sender_and_server(context)}")
    show_lines(context, [f"  {line}" for line in align(rows)])
    need_number(context, plan.number, confirm)
    with mailer_lock(context.campaign.folder.mailer_lock):
        result = make_notices(context.campaign, plan)
        carry_out(context, find_wave(context.campaign, WAVE))
    _refuse_unbuilt(result)


def _refuse_unbuilt(result: MakingResult) -> None:
    if result.failures:
        reasons = "\n".join(f"  - {reason}" for reason in result.failures)
        raise ProblemsFound(
            f"{count_of(len(result.failures), 'email')} could not be written and stay pending:\n{reasons}"
        )
