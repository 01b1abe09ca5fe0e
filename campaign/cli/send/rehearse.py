"""`campaign send test` and `campaign send rehearse`: tries that never reach an addressee."""

import asyncio
from collections.abc import Sequence

import click

from campaign.adapters.files.content import templates
from campaign.adapters.http.server import serving
from campaign.cli.context import Context, pass_campaign
from campaign.cli.send import common
from campaign.cli.send.aim import again_option, purpose_option, read_aim, remark_left_out
from campaign.cli.table import aligned
from campaign.core.delivery.states import State
from campaign.core.message.mail import Mail
from campaign.desk.rehearsal.pages import create_app
from campaign.errors import CampaignError, PartlySent
from campaign.services.waves import rehearse as rehearsing
from campaign.services.waves.aim import Aim
from campaign.services.waves.outlook import read_outlook
from campaign.services.waves.trial import plan_trial, send_trial


@click.command()
@click.option("--to", required=True, help="Your own address.")
@click.option("--all", "each", is_flag=True, help="Each addressee's mail, not only the first one's.")
@common.confirm_option
@pass_campaign
def test(context: Context, to: str, each: bool, confirm: int | None) -> None:
    """Send the mails to yourself, through the real mail server, marked as a test.

    The ledger is not touched; the addressees get nothing.
    """
    plan = plan_trial(context.campaign, to, only_first=not each)
    common.remark_pending_imports(context)
    for mail in plan.mails:
        context.out.say(f"  to {mail.recipient}: the mail of {mail.name}, {len(mail.message) / 1000:.1f} kB")
    common.confirmed(context, len(plan.mails), confirm)
    outcomes = send_trial(context.campaign, plan)
    for mail, outcome in zip(plan.mails, outcomes, strict=True):
        context.out.say(f"  {mail.name}: {outcome.code or 'no answer'} {outcome.text}")
    accepted = sum(outcome.code == 250 for outcome in outcomes)
    context.out.data([{"name": mail.name, "code": out.code} for mail, out in zip(plan.mails, outcomes, strict=True)])
    if accepted < len(plan.mails):
        short = PartlySent if accepted else CampaignError
        raise short(f"{accepted} of {len(plan.mails)} test mails were taken", hint="campaign doctor")
    context.out.say(f"test mails taken: {accepted}. The addressees got nothing.")


@click.command()
@common.wave_option
@purpose_option
@again_option
@click.option("--once", is_flag=True, help="End when all mails are sent, without the page.")
@click.option("--port", type=int, default=0, help="The page's port on this machine; without it, a free one.")
@pass_campaign
def rehearse(context: Context, wave: str, purpose: str | None, again: bool, once: bool, port: int) -> None:
    """Send the whole wave to a catcher on this machine and show each mail on a local page.

    The mails go through the real mailer and real SMTP; nothing leaves this machine and the ledger is not touched.
    """
    asyncio.run(_rehearse(context, read_aim(context, wave, purpose, None, again=again), once=once, port=port))


async def _rehearse(context: Context, aim: Aim, *, once: bool, port: int) -> None:
    outlook = read_outlook(context.campaign, aim)
    common.remark_pending_imports(context)
    remark_left_out(context, outlook)
    if outlook.state.is_draft:
        context.out.remark("the text is not frozen as it stands: a rehearsal shows it, send go will not send it")
    number = len(outlook.audience.people)
    with common.progress(context, "rehearsing", number) as advance:
        rehearsal = await rehearsing.rehearse(context.campaign, outlook, lambda _: advance())
    amiss_first = sorted(rehearsal.deliveries, key=lambda mail: mail.state is State.SENT)
    common.show_lines(context, aligned(list(common.log_rows(amiss_first, context.campaign.settings.campaign.zone))))
    caught = rehearsal.caught
    context.out.say(f"rehearsed: {len(caught)} of {number} mails reached the catcher on this machine")
    context.out.data([{"recipient": mail.recipient, "bytes": len(mail.message)} for mail in caught])
    if len(caught) < number:
        short = PartlySent if caught else CampaignError
        raise short("the rehearsal did not deliver all mails", hint=rehearsal.stopped)
    if not once:
        await _page(context, caught, port)


async def _page(context: Context, caught: Sequence[Mail], port: int) -> None:
    app = create_app(caught, context.campaign.settings.campaign.name, templates(context.campaign.folder.templates))
    async with serving(app, port) as url:
        context.out.say(f"look at them: {url}   (Ctrl-C ends)")
        await asyncio.Event().wait()
