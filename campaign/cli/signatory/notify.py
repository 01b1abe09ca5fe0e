"""`campaign signatory notify`: the mails that are owed to signers."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, mail_count, need_number, sender_and_server, show_lines
from campaign.cli.send.outcome import carry_out
from campaign.errors import ProblemsFound
from campaign.services.notices.notifying import make_notices, plan_notices
from campaign.services.notices.queueing import WAVE, MakingResult
from campaign.services.sending.send_wave import mailer_lock
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
        result = make_notices(context.campaign, plan)
        context.out.say("no mail is owed to a signer")
        context.out.data({"sent": 0, "dropped": result.dropped})
        _refuse_unbuilt(result)
        return
    rows = [(owed.notice.kind.value, owed.signon.name, owed.planned.address) for owed in plan.owed]
    rows += [("made before", delivery.name, delivery.address) for delivery in plan.waiting]
    context.out.say(f"{mail_count(plan.number)} {sender_and_server(context)}")
    show_lines(context, [f"  {line}" for line in align(rows)])
    need_number(context, plan.number, confirm)
    with mailer_lock(context.campaign.folder.mailer_lock):
        result = make_notices(context.campaign, plan)
        carry_out(context, find_wave(context.campaign, WAVE))
    _refuse_unbuilt(result)


def _refuse_unbuilt(result: MakingResult) -> None:
    if result.failures:
        reasons = "\n".join(f"  - {reason}" for reason in result.failures)
        raise ProblemsFound(f"{len(result.failures)} mails cannot be written and stay owed:\n{reasons}")
