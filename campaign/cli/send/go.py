"""`campaign send go`, and what it shares with `resume`: what is shown before, the sending, and what is said after."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send.aim import again_option, aim_of, goes, not_before_option, planned, purpose_option, situation_of
from campaign.cli.send.common import (
    confirm_option,
    confirmed,
    kept,
    mails,
    progress,
    show_deliveries,
    show_languages,
    show_lines,
    tell_fallbacks,
    wave_option,
    way,
)
from campaign.core.delivery.records import Post
from campaign.core.delivery.states import WAITING, State
from campaign.errors import CampaignError, PartlySent, Refused

if TYPE_CHECKING:
    from campaign.services.sending.order import Attempt
    from campaign.services.waves.plan import Plan


@click.command()
@wave_option
@confirm_option
@purpose_option
@not_before_option
@again_option
@click.option("--schedule", is_flag=True, help="Release it only; `send run` or `campaign serve` sends it then.")
@pass_campaign
def go(
    campaign: Context,
    wave: str,
    confirm: int | None,
    purpose: str | None,
    not_before: str | None,
    again: bool,
    schedule: bool,
) -> None:
    """Send a wave: shows whom and what, and goes when the number of mails is typed back."""
    from campaign.adapters.store.ledger import deliveries
    from campaign.services.sending.send_wave import only_mailer
    from campaign.services.waves.guard import obstacles

    aim = aim_of(campaign, wave, purpose, not_before, again=again)
    now = situation_of(campaign, aim)
    plan = planned(campaign, now, aim)
    if plan.dispatch.released_at:
        already(campaign, plan)
        return
    if plan.renewed:
        raise Refused("the mails changed since you looked at them", hint=f"campaign send preview --wave {wave}")
    checked = not (again or aim.purpose.again)
    reached = campaign.store.read(deliveries.reached, campaign.letter, wave) if checked else frozenset()
    against = obstacles(now, plan, reached, campaign.now())
    if against:
        raise Refused("not sent:\n" + "\n".join(f"  - {each}" for each in against), hint="campaign status")
    tell_fallbacks(campaign, now)
    announce(campaign, plan, State.PLANNED)
    if schedule:
        _schedule(campaign, plan, confirm)
        return
    may_start(campaign, plan)
    confirmed(campaign, plan.number(State.PLANNED), confirm)
    with only_mailer(campaign.folder.mailer_lock):
        _release(campaign, plan)
        carry_out(campaign, kept(campaign, wave))


def _schedule(campaign: Context, plan: Plan, confirm: int | None) -> None:
    """Release it, and leave the sending to the mailer that runs, or will."""
    if campaign.settings.smtp is None:
        raise Refused("no mail server is set, so nothing would go", hint="fill in [smtp] in campaign.toml")
    waiting = plan.number(State.PLANNED)
    confirmed(campaign, waiting, confirm)
    _release(campaign, plan)
    when = goes(campaign, plan.dispatch) or "as soon as its window opens"
    campaign.out.say(
        f"wave {plan.dispatch.wave}: {mails(waiting)} released, {when}, by `campaign send run` or `campaign serve`"
    )
    campaign.out.data({"wave": plan.dispatch.wave, "released": waiting, "sent": 0})


def _release(campaign: Context, plan: Plan) -> None:
    from campaign.adapters.store.ledger import deliveries

    wave, planned_at = plan.dispatch.wave, plan.dispatch.planned_at
    if not campaign.store.write(deliveries.release, plan.dispatch.id, planned_at, campaign.now()):
        raise Refused(f"wave {wave} was changed or released by another program just now", hint="campaign send log")


def announce(campaign: Context, plan: Plan, *states: State) -> None:
    """What would go, to whom, how and when: the mails in these states."""
    from campaign.core.delivery.rules import wave_rules
    from campaign.core.timetable import moment

    rules = wave_rules(campaign.settings, plan.dispatch)
    campaign.out.say(f"wave {plan.dispatch.wave}: {mails(plan.number(*states))} {way(campaign)}")
    show_deliveries(campaign, plan, *states)
    show_languages(campaign, plan.languages(*states))
    if when := goes(campaign, plan.dispatch):
        campaign.out.say(f"it goes {when}")
    campaign.out.say(f"deadline: {moment(rules.deadline_at, rules.zone)}")


def may_start(campaign: Context, plan: Plan) -> None:
    """Refuse before anybody is asked for a number when nothing may go now."""
    from campaign.core.delivery.rules import wave_rules
    from campaign.services.sending.send_policy import SendPolicy

    now, rules = campaign.now(), wave_rules(campaign.settings, plan.dispatch)
    allowed = SendPolicy(campaign.store, rules, plan.dispatch, now).wave(now)
    if allowed.over:
        raise Refused(f"nothing may go: {allowed.why}", hint="campaign status; campaign timetable")
    if not allowed.now:
        hint = (
            f"campaign send go --wave {plan.dispatch.wave} --schedule releases it, and campaign send run sends it then"
        )
        if plan.dispatch.released_at:
            hint = "campaign send run sends it then"
        raise Refused(f"nothing may go now: {allowed.why}", hint=hint)


def carry_out(campaign: Context, plan: Plan) -> None:
    """Send what waits in a released wave, and say how it stands then. Call it inside `only_mailer`.

    Raises PartlySent or CampaignError unless all of it was sent.
    """
    if campaign.settings.smtp is None:
        _to_outbox(campaign, plan)
        return
    from campaign.adapters.store.ledger import leases
    from campaign.services.sending.order import Callbacks
    from campaign.services.sending.send_wave import order_for, run_wave

    campaign.store.write(leases.recover, campaign.now())
    waiting = plan.number(*WAITING)
    ours = _asked_for_now(plan)
    with progress(campaign, "sending", waiting) as told:

        def show(attempt: Attempt) -> None:
            told()
            if waiting <= 100:
                delivery, outcome, verdict = attempt
                answer = f"{outcome.code or 'no answer'} {outcome.text}"
                campaign.out.say(f"  {verdict.state}  {delivery.name} <{delivery.mail}>  {answer}")

        order = order_for(campaign.campaign, plan.dispatch, Callbacks(show, campaign.out.remark))
        summary = asyncio.run(run_wave(order))
    for each, why in summary.called_off:
        campaign.out.remark(f"called off: {each.name}: {why}")
    _conclude(campaign, plan, summary.stopped, ours)


def _to_outbox(campaign: Context, plan: Plan) -> None:
    """Without a mail server: the very messages as files. The ledger keeps them queued, for nothing was sent."""
    from campaign.adapters.files import outbox
    from campaign.adapters.store.ledger import deliveries, messages

    folder = campaign.folder.outbox / plan.dispatch.wave
    paths, lines = [], []
    for each in plan.mails(*WAITING):
        written = outbox.write(folder, each, campaign.store.read(messages.message, each.id))
        path = campaign.folder.shown(written)
        campaign.store.write(deliveries.note, each.id, each.state, f"written to {path}", campaign.now())
        paths.append(str(written))
        lines.append(f"  {each.name} <{each.mail}>  {path}")
    show_lines(campaign, lines)
    campaign.out.say(
        f"No mail server is set: {mails(len(paths))} written to {campaign.folder.shown(folder)}/, none sent."
    )
    campaign.out.say(
        "next: fill in [smtp] and run campaign send resume; or send the files by hand and say so with\n"
        "      campaign send settle WHO --sent --evidence TEXT"
    )
    campaign.out.data({"wave": plan.dispatch.wave, "sent": 0, "written": paths})


def already(campaign: Context, plan: Plan) -> None:
    """A wave that has nothing left to send, or that `resume` goes on with."""
    waiting = plan.number(*WAITING, State.SENDING)
    if waiting:
        raise Refused(
            f"wave {plan.dispatch.wave} was released before; {mails(waiting)} left",
            hint=f"campaign send resume --wave {plan.dispatch.wave}",
        )
    campaign.out.say(f"wave {plan.dispatch.wave}: nothing is left to send; campaign send log shows each mail")
    _conclude(campaign, plan, "", _asked_for_now(plan))


def _conclude(campaign: Context, plan: Plan, stopped: str, ours: frozenset[int] | None) -> None:
    """Say how the wave stands, and raise unless all of it was sent: of all mails, or of `ours` only."""
    from campaign.adapters.store.ledger import deliveries
    from campaign.services.waves.plan import FIRST_WAVE

    counts = campaign.store.read(deliveries.counts, plan.dispatch.id) if ours is None else _counts(plan, ours)
    total = sum(counts.values())
    sent = counts.get(State.SENT, 0)
    campaign.out.say(", ".join(f"{number} {state}" for state, number in counts.items()))
    campaign.out.data(
        {"wave": plan.dispatch.wave, "stopped": stopped, **{str(key): value for key, value in counts.items()}}
    )
    if sent == total:
        return
    wave = "" if plan.dispatch.wave == FIRST_WAVE else f" --wave {plan.dispatch.wave}"
    hint = f"campaign send log{wave}"
    if counts.get(State.CANCELLED) == total:
        hint = "a wave that was called off stays so; a new one goes with --wave NAME"
    due = campaign.store.read(deliveries.next_due, plan.dispatch.id)
    if due:
        hint += f"; campaign send resume{wave} after {due.astimezone(campaign.settings.campaign.zone):%H:%M}"
    elif counts.get(State.QUEUED):
        hint += f"; campaign send resume{wave}"
    if stopped and not sent:
        hint += "; campaign doctor"
    if counts.get(State.UNCERTAIN):
        hint += "; campaign send settle WHO closes an uncertain one"
    what = f"{sent} of {total} sent" + (f"; stopped: {stopped}" if stopped else "")
    raise (PartlySent if sent else CampaignError)(what, hint=hint)


def _asked_for_now(plan: Plan) -> frozenset[int] | None:
    """Of the answers to signers, which never end, those of this run; None for a wave, of which all count."""
    return frozenset(each.id for each in plan.mails(*WAITING)) if plan.dispatch.post is Post.NOTICE else None


def _counts(plan: Plan, ours: frozenset[int]) -> dict[State, int]:
    return dict(Counter(each.state for each in plan.mails() if each.id in ours))
