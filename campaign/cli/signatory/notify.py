"""`campaign signatory notify`: send the pending emails to signers."""

from collections.abc import Iterator

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import confirm_option, need_number, sender_and_server, show_lines
from campaign.cli.send.outcome import conclude_all, send_now
from campaign.cli.signatory.common import show_mail
from campaign.core.delivery.records import MailQueue
from campaign.core.delivery.states import WAITING
from campaign.core.languages.in_english import count_of
from campaign.errors import ProblemsFound
from campaign.services.acts.signon_acts import QUEUE_NOTICES
from campaign.services.notices.notifying import over_budget, plan_notices, waiting_notices
from campaign.services.notices.queueing import MakingResult
from campaign.services.sending.handing_over import hold_queue
from campaign.services.waves.carry_out import HandedOverWave, WaveResult, WrittenWave
from campaign.services.waves.plan import find_wave


@click.command()
@confirm_option
@pass_campaign
def notify(context: Context, confirm: int | None) -> None:
    """Send the pending emails to signers: confirmation links, personal links, listings, changes of the text.

    Shows the emails first, and sends once you type the number of emails. `campaign serve` sends them automatically.
    """
    plan = plan_notices(context.campaign)
    if plan.over_budget:
        context.out.remark(over_budget(context.campaign.settings, plan.over_budget))
    if not plan.number:
        result = context.perform(QUEUE_NOTICES, plan)
        context.out.say("no email to a signer is pending")
        context.out.data({"sent": 0, "dropped": result.dropped})
        _refuse_unbuilt(result)
        return
    rows = [(owed.notice.kind.value, owed.signon.name, owed.planned.address) for owed in plan.pending]
    rows += [("waiting", delivery.name, delivery.address) for delivery in plan.waiting]
    context.out.say(f"{count_of(plan.number, 'email')} {sender_and_server(context)}")
    show_lines(context, [f"  {line}" for line in align(rows)])
    if plan.number == 1 and plan.pending:
        show_mail(context, plan.pending[0].planned, "the email")
    need_number(context, plan.number, confirm)
    with hold_queue(context.campaign.folder, MailQueue.SIGNERS) as is_ours:
        result = context.perform(QUEUE_NOTICES, plan)
        results = list(_send_all(context, is_ours=is_ours))
    conclude_all(context, results, dropped=result.dropped)
    _refuse_unbuilt(result)


def _send_all(context: Context, *, is_ours: bool) -> Iterator[WaveResult | WrittenWave | HandedOverWave]:
    """Send the waiting notices, or leave them to the mailer that is running. A stop ends the others as well."""
    for name in waiting_notices(context.campaign):
        wave = find_wave(context.campaign, name)
        if not is_ours:
            yield HandedOverWave(wave.mailing, wave.number(*WAITING))
            continue
        result = send_now(context, wave)
        yield result
        if isinstance(result, WaveResult) and result.stop_reason:
            return


def _refuse_unbuilt(result: MakingResult) -> None:
    if result.failures:
        reasons = "\n".join(f"  - {reason}" for reason in result.failures)
        raise ProblemsFound(
            f"{count_of(len(result.failures), 'email')} could not be written and stay pending:\n{reasons}"
        )
