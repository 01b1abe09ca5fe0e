"""What a wave is meant to be: for whom, from when on. The options that say so, and the wave planned by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from campaign.cli.context import Context
from campaign.cli.send.common import progress, situation
from campaign.errors import Refused, UsageError

if TYPE_CHECKING:
    from campaign.core.delivery.audience import Purpose
    from campaign.core.delivery.records import Dispatch
    from campaign.services.waves.plan import Plan
    from campaign.services.waves.situation import Situation

_PURPOSES = ("first", "follow-up", "last-call")
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Aim:
    """`not_before_at` is None where the timetable's time counts. `again` writes also to those who had the letter."""

    wave: str
    purpose: Purpose
    not_before_at: dt.datetime | None
    again: bool


purpose_option = click.option(
    "--purpose",
    type=click.Choice(_PURPOSES),
    help="What the wave is for; without it, what its name says: follow-up, last-call, and any other is a first one.",
)
again_option = click.option(
    "--again", is_flag=True, help="Write a first wave also to those who had the letter in another."
)
not_before_option = click.option(
    "--not-before",
    metavar="WHEN",
    help='From when on it goes: "2027-04-12 09:00" in the campaign\'s zone, or now; without it, by the timetable.',
)


def aim_of(campaign: Context, wave: str, purpose: str | None, not_before: str | None, *, again: bool) -> Aim:
    """What was asked for; what was not, is as the wave was planned before, or as its name says.

    Raises UsageError for a time that is none, Refused when a released wave would change.
    """
    from campaign.adapters.store.ledger import deliveries
    from campaign.core.delivery.audience import Purpose, purpose_of

    before = campaign.store.read(deliveries.dispatch, campaign.letter, wave)
    given_at = _moment(campaign, not_before) if not_before else None
    wanted = Purpose(purpose) if purpose else before.purpose if before else purpose_of(wave)
    if before and before.released_at and (given_at or wanted is not before.purpose):
        raise Refused(f"wave {wave} was released before", hint="campaign send cancel calls off what has not gone")
    return Aim(wave, wanted, given_at or (before.not_before_at if before else None), again)


def situation_of(campaign: Context, aim: Aim) -> Situation:
    """All that decides what would be sent in a wave; who is left out, and why, is remarked."""
    from campaign.services.waves.audience import for_wave

    found = for_wave(campaign.store, situation(campaign), aim.wave, aim.purpose, again=aim.again)
    if found.left_out:
        _tell_left_out(campaign, aim, found)
    return found


def planned(campaign: Context, now: Situation, aim: Aim) -> Plan:
    """The wave planned and kept, as shown to people."""
    from campaign.services.waves.plan import plan

    with progress(campaign, "making mails", len(now.writable)) as told:
        return plan(campaign.store, now, aim.wave, campaign.now(), told, aim.purpose, aim.not_before_at)


def left_out_data(now: Situation) -> list[dict[str, str]]:
    """Who is left out and why, for programs."""
    names = {person.key: person.name for person in now.addressees}
    return [{"addressee": key, "name": names[key], "why": why} for key, why in now.left_out.items()]


def goes(campaign: Context, dispatch: Dispatch) -> str:
    """When a wave goes, in words: "not before Monday 12 April 2027, 09:00 (Europe/Brussels)", or "" for at once."""
    from campaign.core.delivery.rules import not_before
    from campaign.core.timetable import moment

    at = not_before(dispatch, campaign.settings)
    return f"not before {moment(at, campaign.settings.campaign.zone)}" if at and at > campaign.now() else ""


def _tell_left_out(campaign: Context, aim: Aim, found: Situation) -> None:
    from campaign.core.addressees.joined_names import joined_names

    told = left_out_data(found)
    if not aim.purpose.again:
        names = joined_names([each["name"] for each in told])
        campaign.out.remark(f"had this letter in another wave and left out: {names} (--again writes to them, too)")
        return
    for each in told[:_MOST_TOLD]:
        campaign.out.remark(f"left out: {each['name']}: {each['why']}")
    if len(told) > _MOST_TOLD:
        campaign.out.remark(f"... and {len(told) - _MOST_TOLD} more left out (--json names all)")


def _moment(campaign: Context, text: str) -> dt.datetime:
    from campaign.core.settings.kinds import Unfit
    from campaign.core.settings.times import instant, moment

    if text.strip().lower() == "now":
        return campaign.now()
    try:
        return instant(moment(text), campaign.settings.campaign.zone)
    except Unfit as unfit:
        raise UsageError(f"--not-before is {text!r}", hint=unfit.mend or 'write "YYYY-MM-DD HH:MM", or now') from None
