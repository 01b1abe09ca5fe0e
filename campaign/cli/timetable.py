"""`campaign timetable`: list the dates before the vote and what is late."""

from pathlib import Path

import click

from campaign.adapters.files.atomic import replace_file
from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.core.languages.in_english import count_of, moment
from campaign.core.timetable import STEP_NAMES
from campaign.services.status.status import distance
from campaign.services.status.timetable import calendar, timetable_status


@click.command()
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the dates to a calendar file (iCalendar).",
)
@pass_campaign
def timetable(context: Context, ics: Path | None) -> None:
    """List the dates before the vote: what is done, what is late, what is next. They are counted back from the vote."""
    result = timetable_status(context.campaign)
    zone = context.campaign.settings.campaign.zone
    rows = [(STEP_NAMES[step.date.step], step.date.at, step.progress.value, step.fix) for step in result.steps]
    for line in align(
        [
            (name, moment(at, zone), distance(at - result.now), progress, fix)
            for name, at, progress, fix in (*rows, ("vote", result.vote_at, "", ""))
        ]
    ):
        context.out.say(f"  {line}")
    for sentence in result.remarks:
        context.out.remark(f"  ! {sentence}; set it in [timetable] of campaign.toml")
    if ics is not None:
        path = replace_file(ics, calendar(result))
        context.out.say(f"{path}: {count_of(len(rows) + 1, 'date')}")
    context.out.data(
        [
            {
                "step": step.date.step,
                "at": step.date.at,
                "written": step.date.is_set,
                "progress": step.progress,
                "next": step.fix,
            }
            for step in result.steps
        ]
    )
