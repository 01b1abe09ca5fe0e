"""`campaign send test` and `campaign send rehearse`: tries that never reach an addressee."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.aim import again_option, aim_of, purpose_option, situation_of
from campaign.cli.send.common import confirm_option, confirmed, log_rows, progress, show_lines, situation, wave_option
from campaign.cli.table import aligned
from campaign.core.delivery.states import State
from campaign.errors import CampaignError, PartlySent, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaign.cli.send.aim import Aim
    from campaign.core.message.mail import Mail


@click.command()
@click.option("--to", required=True, help="Your own address.")
@click.option("--all", "each", is_flag=True, help="Each addressee's mail, not only the first one's.")
@confirm_option
@pass_campaign
def test(campaign: Context, to: str, each: bool, confirm: int | None) -> None:
    """Send the mails to yourself, through the real mail server, marked as a test.

    The ledger is not touched; the addressees get nothing.
    """
    from campaign.services.waves.trial import send_trials, trials

    server = campaign.settings.smtp
    if server is None:
        raise Refused(
            "no mail server is set, nothing was sent", hint="fill in [smtp] in campaign.toml, or try rehearse"
        )
    mails = trials(situation(campaign), to, campaign.now(), only_first=not each)
    for mail in mails:
        campaign.out.say(f"  to {mail.recipient}: the mail of {mail.name}, {len(mail.message) / 1000:.1f} kB")
    confirmed(campaign, len(mails), confirm)
    outcomes = asyncio.run(send_trials(mails, campaign.settings, server))
    for mail, outcome in zip(mails, outcomes, strict=True):
        campaign.out.say(f"  {mail.name}: {outcome.code or 'no answer'} {outcome.text}")
    accepted = sum(outcome.code == 250 for outcome in outcomes)
    campaign.out.data([{"name": mail.name, "code": out.code} for mail, out in zip(mails, outcomes, strict=True)])
    if accepted < len(mails):
        short = PartlySent if accepted else CampaignError
        raise short(f"{accepted} of {len(mails)} test mails were taken", hint="campaign doctor")
    campaign.out.say(f"test mails taken: {accepted}. The addressees got nothing.")


@click.command()
@wave_option
@purpose_option
@again_option
@click.option("--once", is_flag=True, help="End when all mails are sent, without the page.")
@click.option("--port", type=int, default=0, help="The page's port on this machine; without it, a free one.")
@pass_campaign
def rehearse(campaign: Context, wave: str, purpose: str | None, again: bool, once: bool, port: int) -> None:
    """Send the whole wave to a catcher on this machine and show each mail on a local page.

    The mails go through the real mailer and real SMTP; nothing leaves this machine and the ledger is not touched.
    """
    asyncio.run(_rehearse(campaign, aim_of(campaign, wave, purpose, None, again=again), once=once, port=port))


async def _rehearse(campaign: Context, aim: Aim, *, once: bool, port: int) -> None:
    from campaign.services.waves.rehearse import rehearse as play

    now = situation_of(campaign, aim)
    if now.version is None or now.stale:
        campaign.out.remark("the text is not frozen as it stands: a rehearsal shows it, send go will not send it")

    with progress(campaign, "rehearsing", len(now.writable)) as told:
        played = await play(now, aim.wave, campaign.now(), lambda _: told())
    amiss_first = sorted(played.deliveries, key=lambda each: each.state is State.SENT)
    show_lines(campaign, aligned(list(log_rows(amiss_first, campaign.settings.campaign.zone))))
    campaign.out.say(
        f"rehearsed: {len(played.caught)} of {len(now.writable)} mails reached the catcher on this machine"
    )
    campaign.out.data([{"recipient": mail.recipient, "bytes": len(mail.message)} for mail in played.caught])
    if len(played.caught) < len(now.writable):
        short = PartlySent if played.caught else CampaignError
        raise short("the rehearsal did not deliver all mails", hint=played.stopped)
    if not once:
        await _page(campaign, played.caught, port)


async def _page(campaign: Context, caught: Sequence[Mail], port: int) -> None:
    from campaign.adapters.http.server import serving
    from campaign.desk.rehearsal.pages import create_app

    async with serving(create_app(caught, campaign.settings.campaign.name, campaign.folder.templates), port) as url:
        campaign.out.say(f"look at them: {url}   (Ctrl-C ends)")
        await asyncio.Event().wait()
