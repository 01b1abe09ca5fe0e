"""`campaign send go`, `resume` and `cancel`."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.send_common import (
    CALL_OFF,
    again_option,
    confirm_option,
    confirmed,
    kept,
    mails,
    planned,
    progress,
    show_deliveries,
    show_languages,
    show_lines,
    situation_of,
    tell_fallbacks,
    wave_option,
    way,
)
from campaign.delivery.records import Post
from campaign.delivery.states import State
from campaign.errors import CampaignError, PartlySent, Refused

if TYPE_CHECKING:
    from campaign.delivery.records import Delivery
    from campaign.dispatch.plan import Plan
    from campaign.mailer.run import Step

_WAITING = (State.QUEUED, State.DEFERRED)


@click.command()
@wave_option
@confirm_option
@again_option
@pass_campaign
def go(campaign: Context, wave: str, confirm: int | None, again: bool) -> None:
    """Send a wave: shows whom and what, and goes when the number of mails is typed back."""
    from campaign.dispatch.carry import only_mailer
    from campaign.dispatch.guard import obstacles
    from campaign.store import deliveries

    now = situation_of(campaign, wave, again=again)
    plan = planned(campaign, now, wave)
    if plan.dispatch.released_at:
        _already(campaign, plan)
        return
    if plan.renewed:
        raise Refused("the mails changed since you looked at them", hint=f"campaign send preview --wave {wave}")
    reached = frozenset() if again else campaign.store.read(deliveries.reached, campaign.letter, wave)
    against = obstacles(now, plan, reached, campaign.now())
    if against:
        raise Refused("not sent:\n" + "\n".join(f"  - {each}" for each in against), hint="campaign status")
    waiting = plan.in_state(State.PLANNED)
    tell_fallbacks(campaign, now)
    _announce(campaign, plan, waiting)
    may_start(campaign)
    confirmed(campaign, len(waiting), confirm)
    with only_mailer(campaign.folder.mailer_lock):
        if not campaign.store.write(deliveries.release, plan.dispatch.id, plan.dispatch.planned_at, campaign.now()):
            raise Refused(f"wave {wave} was changed or released by another program just now", hint="campaign send log")
        carry_out(campaign, kept(campaign, wave))


@click.command()
@wave_option
@confirm_option
@pass_campaign
def resume(campaign: Context, wave: str, confirm: int | None) -> None:
    """Go on with a wave that was stopped, interrupted or deferred. Nobody gets a mail twice."""
    from campaign.dispatch.carry import expire, only_mailer
    from campaign.notifying.rules import under
    from campaign.store import deliveries

    plan = kept(campaign, wave)
    if plan.dispatch.released_at is None:
        raise Refused(f"wave {wave} was never released", hint=f"campaign send go --wave {wave}")
    with only_mailer(campaign.folder.mailer_lock):
        doubtful = campaign.store.write(deliveries.recover, campaign.now())
        if doubtful:
            campaign.out.remark(
                f"{mails(doubtful)} on the way when a mailer ended: uncertain now, see campaign send log"
            )
        expire(campaign.store, under(campaign.settings, plan.dispatch.post), plan.dispatch.id, campaign.now())
        plan = kept(campaign, wave)
        waiting = plan.in_state(*_WAITING)
        if not waiting:
            _already(campaign, plan)
            return
        _announce(campaign, plan, waiting)
        may_start(campaign, plan.dispatch.post)
        confirmed(campaign, len(waiting), confirm)
        carry_out(campaign, plan)


@click.command()
@wave_option
@confirm_option
@pass_campaign
def cancel(campaign: Context, wave: str, confirm: int | None) -> None:
    """Call a wave off: what has not gone will not go. Takes effect within one message, also while it is being sent."""
    from campaign.store import deliveries

    plan = kept(campaign, wave)
    waiting = plan.in_state(State.PLANNED, *_WAITING)
    if not waiting:
        raise Refused(f"wave {wave}: no mail waits, there is nothing to call off", hint="campaign send log")
    show_deliveries(campaign, waiting)
    confirmed(campaign, len(waiting), confirm, CALL_OFF)
    closed = campaign.store.write(
        deliveries.close, plan.dispatch.id, State.CANCELLED, "called off by a person", campaign.now()
    )
    campaign.out.say(f"wave {wave}: {mails(closed)} cancelled")
    campaign.out.data({"wave": wave, "cancelled": closed})


def _announce(campaign: Context, plan: Plan, waiting: tuple[Delivery, ...]) -> None:
    from campaign.notifying.rules import under

    settings = under(campaign.settings, plan.dispatch.post)
    zone = settings.campaign.zone
    campaign.out.say(f"wave {plan.dispatch.wave}: {mails(len(waiting))} {way(campaign)}")
    show_deliveries(campaign, waiting)
    show_languages(campaign, (each.language for each in waiting))
    deadline = settings.campaign.deadline_at.astimezone(zone)
    campaign.out.say(f"deadline: {deadline:%A %-d %B %Y, %H:%M} ({zone.key})")


def may_start(campaign: Context, post: Post = Post.LETTER) -> None:
    """Refuse before anybody is asked for a number when nothing may go now."""
    from campaign.delivery.permission import permission
    from campaign.notifying.rules import under

    settings = under(campaign.settings, post)
    allowed = permission(campaign.now(), settings.sending, settings.campaign.zone, settings.campaign.deadline_at)
    if not allowed.now:
        table = "[sending]" if post is Post.LETTER else "the deadlines"
        raise Refused(f"nothing may go now: {allowed.why}", hint=f"come back then, or change {table} in campaign.toml")


def carry_out(campaign: Context, plan: Plan) -> None:
    """Send what waits in a released wave, and say how it stands then. Call it inside `only_mailer`.

    Raises PartlySent or CampaignError unless all of it was sent.
    """
    if campaign.settings.smtp is None:
        _to_outbox(campaign, plan)
        return
    from campaign.dispatch.carry import carry_out as send
    from campaign.mailer.smtp import SmtpTransport
    from campaign.notifying.rules import under
    from campaign.store import deliveries, mailings

    campaign.store.write(deliveries.recover, campaign.now())
    waiting = len(plan.in_state(*_WAITING))
    with progress(campaign, "sending", waiting) as told:

        def tell(step: Step) -> None:
            told()
            if waiting <= 100:
                said = f"{step.outcome.code or 'no answer'} {step.outcome.text}"
                campaign.out.say(f"  {step.verdict.state}  {step.delivery.name} <{step.delivery.mail}>  {said}")

        settings = under(campaign.settings, plan.dispatch.post)
        transport = SmtpTransport(campaign.settings.smtp, settings.sending.timeout_seconds)
        summary = asyncio.run(
            send(campaign.store, settings, plan.dispatch.id, transport, campaign.now, tell, trouble=campaign.out.remark)
        )
        campaign.store.write(mailings.forget_sent)
    _conclude(campaign, plan, summary.stopped)


def _to_outbox(campaign: Context, plan: Plan) -> None:
    """Without a mail server: the very messages as files. The ledger keeps them queued, for nothing was sent."""
    from campaign.mailer import outbox
    from campaign.store import deliveries, messages

    waiting = plan.in_state(*_WAITING)
    folder = campaign.folder.outbox / plan.dispatch.wave
    paths = outbox.write(folder, [(each, campaign.store.read(messages.message, each.id)) for each in waiting])
    shown = [campaign.folder.shown(path) for path in paths]
    for each, path in zip(waiting, shown, strict=True):
        campaign.store.write(deliveries.note, each.id, each.state, f"written to {path}", campaign.now())
    show_lines(campaign, [f"  {each.name} <{each.mail}>  {path}" for each, path in zip(waiting, shown, strict=True)])
    campaign.out.say(
        f"No mail server is set: {mails(len(paths))} written to {campaign.folder.shown(folder)}/, none sent."
    )
    campaign.out.say(
        "next: fill in [smtp] and run campaign send resume; or send the files by hand and say so with\n"
        "      campaign send settle WHO --sent --evidence TEXT"
    )
    campaign.out.data({"wave": plan.dispatch.wave, "sent": 0, "written": [str(path) for path in paths]})


def _already(campaign: Context, plan: Plan) -> None:
    """A wave that has nothing left to send, or that `resume` goes on with."""
    waiting = plan.in_state(*_WAITING, State.SENDING)
    if waiting:
        raise Refused(
            f"wave {plan.dispatch.wave} was released before; {mails(len(waiting))} left",
            hint=f"campaign send resume --wave {plan.dispatch.wave}",
        )
    campaign.out.say(f"wave {plan.dispatch.wave}: nothing is left to send; campaign send log shows each mail")
    _conclude(campaign, plan, "")


def _conclude(campaign: Context, plan: Plan, stopped: str) -> None:
    """Say how the wave stands, and raise unless all of it was sent."""
    from campaign.dispatch.plan import FIRST_WAVE
    from campaign.store import deliveries

    counts = _counts(campaign, plan)
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


def _counts(campaign: Context, plan: Plan) -> dict[State, int]:
    """How many mails stand in each state; of the answers to signers, which never end, only those of this run."""
    from campaign.store import deliveries

    if plan.dispatch.post is not Post.NOTICE:
        return campaign.store.read(deliveries.counts, plan.dispatch.id)
    ours = {each.id for each in plan.in_state(*_WAITING)}
    now = campaign.store.read(deliveries.deliveries, plan.dispatch.id)
    return dict(Counter(each.state for each in now if each.id in ours))
