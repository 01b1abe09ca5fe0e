"""`campaign send test` and `campaign send rehearse`: send without reaching an addressee."""

import asyncio
from collections.abc import Sequence

import click

from campaign.adapters.files.content import templates
from campaign.adapters.http.server import serve_app
from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.wave_options import again_option, purpose_option, read_aim, remark_on_left_out
from campaign.core.delivery.rules import too_few_signatories
from campaign.core.delivery.states import DeliveryState
from campaign.core.languages.in_english import count_of
from campaign.core.message.message import Message
from campaign.desk.rehearsal.pages import create_app
from campaign.errors import CampaignError, PartlySent
from campaign.services.acts.wave_acts import TEST_WAVE
from campaign.services.waves import rehearse as rehearsing
from campaign.services.waves.emails_to_oneself import plan_trial
from campaign.services.waves.options import WaveOptions
from campaign.services.waves.plan_inputs import read_wave_inputs


@click.command()
@click.option("--to", required=True, help="Your own address.")
@click.option("--all", "every_email", is_flag=True, help="Send the email of every addressee, not only the first.")
@common.confirm_option
@pass_campaign
def test(context: Context, to: str, every_email: bool, confirm: int | None) -> None:
    """Send the emails to yourself through the real mail server, marked as a test.

    The addressees get nothing, and nothing is recorded as sent.
    """
    plan = plan_trial(context.campaign, to, only_first=not every_email)
    common.remark_on_pending_imports(context)
    for mail in plan.messages:
        context.out.say(f"  to {mail.recipient}: the email to {mail.name}, {len(mail.content) / 1000:.1f} kB")
    common.need_number(context, len(plan.messages), confirm)
    outcomes = context.perform(TEST_WAVE, plan)
    for mail, outcome in zip(plan.messages, outcomes, strict=True):
        context.out.say(f"  {mail.name}: {outcome.code or 'no answer'} {outcome.text}")
    accepted = sum(outcome.code == 250 for outcome in outcomes)
    context.out.data([{"name": mail.name, "code": out.code} for mail, out in zip(plan.messages, outcomes, strict=True)])
    if accepted < len(plan.messages):
        error_type = PartlySent if accepted else CampaignError
        raise error_type(f"{accepted} of {len(plan.messages)} test emails were accepted", fix="campaign doctor")
    context.out.say(f"{count_of(accepted, 'test email')} accepted. The addressees got nothing.")


@click.command()
@common.wave_option
@purpose_option
@again_option
@click.option("--once", is_flag=True, help="End when all emails are sent, without opening the page.")
@click.option("--port", type=int, default=0, help="Port of the page on this machine. Default: any free port.")
@pass_campaign
def rehearse(context: Context, wave: str, purpose: str | None, again: bool, once: bool, port: int) -> None:
    """Send the whole wave to a test server on this machine and show every email on a local page.

    It uses the real mailer and real SMTP. Nothing leaves this machine, and nothing is recorded as sent.
    """
    asyncio.run(_rehearse(context, read_aim(context, wave, purpose, None, again=again), once=once, port=port))


async def _rehearse(context: Context, aim: WaveOptions, *, once: bool, port: int) -> None:
    inputs = read_wave_inputs(context.campaign, aim)
    common.remark_on_pending_imports(context)
    remark_on_left_out(context, inputs)
    if inputs.state.is_draft:
        context.out.remark("the current text is not frozen: you can rehearse it, but send go will not send it")
    least = context.campaign.settings.campaign.minimum_signatories
    if reason := too_few_signatories(inputs.state.signatory_count, least):
        context.out.remark(f"send go will not send it as it is: {reason}")
    number = len(inputs.audience.people)
    with common.progress(context, "rehearsing", number) as advance:
        rehearsal = await rehearsing.rehearse(context.campaign, inputs, lambda _: advance())
    failed_first = sorted(rehearsal.deliveries, key=lambda mail: mail.state is DeliveryState.SENT)
    common.show_lines(context, align(list(common.log_rows(failed_first, context.campaign.settings.campaign.zone))))
    messages = rehearsal.messages
    context.out.say(f"rehearsed: {len(messages)} of {number} emails reached the test server on this machine")
    context.out.data([{"recipient": mail.recipient, "bytes": len(mail.content)} for mail in messages])
    if len(messages) < number:
        error_type = PartlySent if messages else CampaignError
        raise error_type("the rehearsal did not deliver all emails", fix=rehearsal.stop_reason)
    if not once:
        await _page(context, messages, port)


async def _page(context: Context, messages: Sequence[Message], port: int) -> None:
    app = create_app(messages, context.campaign.settings.campaign.name, templates(context.campaign.folder.templates))
    async with serve_app(app, port) as url:
        context.out.say(f"see the emails at {url} (press Ctrl-C to stop)")
        await asyncio.Event().wait()
