"""`campaign send resume`, `pause` and `cancel`: what a person does with a wave that was let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.common import CALL_OFF, confirm_option, confirmed, kept, mails, show_deliveries, wave_option
from campaign.cli.send.go import already, announce, carry_out, may_start
from campaign.core.delivery.records import Post
from campaign.core.delivery.states import WAITING, State
from campaign.errors import Refused

if TYPE_CHECKING:
    from campaign.services.waves.plan import Plan


@click.command()
@wave_option
@confirm_option
@pass_campaign
def resume(campaign: Context, wave: str, confirm: int | None) -> None:
    """Go on with a wave that was paused, stopped, interrupted or deferred. Nobody gets a mail twice."""
    from campaign.adapters.files.lock import try_lock

    plan = kept(campaign, wave)
    if plan.dispatch.released_at is None:
        raise Refused(f"wave {wave} was never released", hint=f"campaign send go --wave {wave}")
    with try_lock(campaign.folder.mailer_lock) as ours:
        if not ours and not plan.dispatch.paused_at:
            raise Refused("another mailer is at work on this campaign", hint="wait for it, or stop it first")
        if ours:
            _recover(campaign, plan)
        plan = kept(campaign, wave)
        waiting = plan.number(*WAITING)
        if not waiting:
            already(campaign, plan)
            return
        announce(campaign, plan, *WAITING)
        if ours:
            may_start(campaign, plan)
        confirmed(campaign, waiting, confirm)
        _unpause(campaign, plan)
        if ours:
            carry_out(campaign, plan)
        else:
            campaign.out.say(f"wave {wave}: paused no longer; the mailer at work goes on with it")


def _recover(campaign: Context, plan: Plan) -> None:
    """Take up what a mailer left that is gone, and close what is too late."""
    from campaign.adapters.store.ledger import leases
    from campaign.core.delivery.rules import wave_rules
    from campaign.services.sending.send_wave import expire

    doubtful = campaign.store.write(leases.recover, campaign.now())
    if doubtful:
        campaign.out.remark(f"{mails(doubtful)} on the way when a mailer ended: uncertain now, see campaign send log")
    expire(campaign.store, wave_rules(campaign.settings, plan.dispatch), plan.dispatch.id, campaign.now())


def _unpause(campaign: Context, plan: Plan) -> None:
    from campaign.adapters.store.ledger import waves

    if plan.dispatch.paused_at:
        campaign.store.write(waves.unpause, plan.dispatch.id)


@click.command()
@click.option(
    "--wave", default="", help="The wave's name; without it, every wave to addressees that has mails to send."
)
@click.option("--why", default="by a person", show_default=True, help="Why, for those who look at it later.")
@pass_campaign
def pause(campaign: Context, wave: str, why: str) -> None:
    """Hold a wave: within one message nothing more goes, whichever process sends it. `resume` lets it go on."""
    from campaign.adapters.store.ledger import deliveries, waves

    if wave:
        chosen = [kept(campaign, wave).dispatch]
    else:
        every = campaign.store.read(waves.waiting)
        chosen = [each for each in every if each.letter == campaign.letter and each.post is Post.LETTER]
    held = [each for each in chosen if campaign.store.write(waves.pause, each.id, why, campaign.now())]
    if not held:
        raise Refused("nothing was paused: no released wave has mails to send, or it is paused", hint="campaign status")
    rows = []
    for each in held:
        counts = campaign.store.read(deliveries.counts, each.id)
        left = sum(counts.get(state, 0) for state in WAITING)
        rows.append({"wave": each.wave, "left": left})
        campaign.out.say(f"wave {each.wave}: paused, {mails(left)} left; next: campaign send resume --wave {each.wave}")
    campaign.out.data(rows)


@click.command()
@wave_option
@confirm_option
@pass_campaign
def cancel(campaign: Context, wave: str, confirm: int | None) -> None:
    """Call a wave off: what has not gone will not go. Takes effect within one message, also while it is being sent."""
    from campaign.adapters.store.ledger import deliveries

    plan = kept(campaign, wave)
    waiting = plan.number(State.PLANNED, *WAITING)
    if not waiting:
        raise Refused(f"wave {wave}: no mail waits, there is nothing to call off", hint="campaign send log")
    show_deliveries(campaign, plan, State.PLANNED, *WAITING)
    confirmed(campaign, waiting, confirm, CALL_OFF)
    closed = campaign.store.write(
        deliveries.close, plan.dispatch.id, State.CANCELLED, "called off by a person", campaign.now()
    )
    campaign.out.say(f"wave {wave}: {mails(closed)} cancelled")
    campaign.out.data({"wave": wave, "cancelled": closed})
