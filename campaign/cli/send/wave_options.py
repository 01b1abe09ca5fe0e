"""The options of a wave, shared by preview, rehearse and go, and the remarks on who is left out."""

import datetime as dt

import click

from campaign.cli.context import Context
from campaign.cli.send.common import MOST_ROWS
from campaign.core.addressees.joined_names import joined_names
from campaign.core.delivery.audience import WavePurpose
from campaign.core.languages.in_english import count_of
from campaign.core.settings.kinds import InvalidValue
from campaign.core.settings.times import instant, moment
from campaign.errors import UsageError
from campaign.services.waves.audience import NOT_SELECTED
from campaign.services.waves.options import WaveOptions, wave_options
from campaign.services.waves.plan_inputs import WaveInputs

purpose_option = click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in WavePurpose]),
    help="Purpose of the wave. Default: from its name, follow-up or last-call; any other name is a first wave.",
)
again_option = click.option(
    "--again", is_flag=True, help="Send a first wave also to addressees who got the letter in another wave."
)
not_before_option = click.option(
    "--not-before",
    metavar="WHEN",
    help='Earliest time to send: "2027-04-12 09:00" in the campaign\'s zone, or now. Default: by the timetable.',
)


only_option = click.option(
    "--only",
    multiple=True,
    metavar="WORD",
    help="Only to addressees whose country, group, id or email address is WORD, else whose name contains it. Several"
    " are possible. The wave keeps them; --only all is the whole list.",
)


def read_aim(
    context: Context,
    wave: str,
    purpose: str | None,
    not_before: str | None,
    *,
    again: bool,
    only: tuple[str, ...] = (),
) -> WaveOptions:
    """Read the options. Raises UsageError for an invalid time, and Refused if they would change a released wave."""
    not_before_at = _instant(context, not_before) if not_before else None
    selection = None if not only else () if only == ("all",) else tuple(" ".join(word.split()) for word in only)
    kind = WavePurpose(purpose) if purpose else None
    return wave_options(context.campaign, wave, kind, not_before_at, again=again, selection=selection)


def remark_on_left_out(context: Context, inputs: WaveInputs) -> None:
    """Say who gets no email in this wave, and why."""
    if selection := inputs.options.selection:
        number = sum(person.reason == NOT_SELECTED for person in inputs.audience.exclusions)
        words = ", ".join(selection)
        context.out.remark(f"this wave goes only to: {words}; {count_of(number, 'addressee')} of the list not in it")
    left_out = [person for person in inputs.audience.exclusions if person.reason != NOT_SELECTED]
    if left_out and not inputs.options.purpose.is_follow_up:
        names = joined_names([person.name for person in left_out])
        context.out.remark(
            f"left out, because they got the letter in another wave: {names} (to include them, use --again)"
        )
        return
    for person in left_out[:MOST_ROWS]:
        context.out.remark(f"left out: {person.name}: {person.reason}")
    if len(left_out) > MOST_ROWS:
        context.out.remark(f"... and {len(left_out) - MOST_ROWS} more left out (--json lists all)")


def _instant(context: Context, text: str) -> dt.datetime:
    if text.strip().lower() == "now":
        return context.campaign.now()
    try:
        return instant(moment(text), context.campaign.settings.campaign.zone)
    except InvalidValue as unfit:
        raise UsageError(
            f"--not-before: {text!r} is not a valid time", fix=unfit.fix or 'write "YYYY-MM-DD HH:MM", or now'
        ) from None
