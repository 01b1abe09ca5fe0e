"""What a wave is meant to be: the options that say so, and the remarks on whom it goes to."""

import datetime as dt

import click

from campaign.cli.context import Context
from campaign.cli.send.common import MOST_ROWS
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.audience import Purpose
from campaign.core.settings.kinds import Unfit
from campaign.core.settings.times import instant, moment
from campaign.errors import UsageError
from campaign.services.waves.aim import Aim, aim_of
from campaign.services.waves.outlook import Outlook

purpose_option = click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in Purpose]),
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


def read_aim(context: Context, wave: str, purpose: str | None, not_before: str | None, *, again: bool) -> Aim:
    """What the options ask for. Raises UsageError for a time that is none, Refused where a released wave changes."""
    not_before_at = _instant(context, not_before) if not_before else None
    return aim_of(context.campaign, wave, Purpose(purpose) if purpose else None, not_before_at, again=again)


def remark_left_out(context: Context, outlook: Outlook) -> None:
    """Name those who are not written to, and why."""
    left_out = outlook.audience.left_out
    if left_out and not outlook.aim.purpose.again:
        names = joined_names([person.name for person in left_out])
        context.out.remark(f"had this letter in another wave and left out: {names} (--again writes to them, too)")
        return
    for person in left_out[:MOST_ROWS]:
        context.out.remark(f"left out: {person.name}: {person.why}")
    if len(left_out) > MOST_ROWS:
        context.out.remark(f"... and {len(left_out) - MOST_ROWS} more left out (--json names all)")


def _instant(context: Context, text: str) -> dt.datetime:
    if text.strip().lower() == "now":
        return context.campaign.now()
    try:
        return instant(moment(text), context.campaign.settings.campaign.zone)
    except Unfit as unfit:
        raise UsageError(f"--not-before is {text!r}", hint=unfit.mend or 'write "YYYY-MM-DD HH:MM", or now') from None
