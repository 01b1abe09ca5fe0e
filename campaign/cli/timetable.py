"""`campaign timetable`: the dates before the vote, and what is late."""

from pathlib import Path

import click

from campaign.adapters.files.atomic import replace_file
from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.core.languages.in_english import moment
from campaign.core.timetable import NAMES
from campaign.services.status.status import distance
from campaign.services.status.timetable import calendar, timetable_status


@click.command()
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the dates as a calendar."
)
@pass_campaign
def timetable(context: Context, ics: Path | None) -> None:
    """The dates before the vote, planned back from it: what is done, what is late, what is next."""
    found = timetable_status(context.campaign)
    zone = context.campaign.settings.campaign.zone
    rows = [(NAMES[each.date.step], each.date.at, each.progress.value, each.mend) for each in found.steps]
    for line in aligned(
        [
            (name, moment(at, zone), distance(at - found.now), progress, mend)
            for name, at, progress, mend in (*rows, ("vote", found.vote_at, "", ""))
        ]
    ):
        context.out.say(f"  {line}")
    for sentence in found.remarks:
        context.out.remark(f"  ! {sentence}; set it in [timetable] of campaign.toml")
    if ics is not None:
        written = replace_file(ics, calendar(found))
        context.out.say(f"{written}: {len(rows) + 1} dates")
    context.out.data(
        [
            {
                "step": each.date.step,
                "at": each.date.at,
                "written": each.date.written,
                "progress": each.progress,
                "next": each.mend,
            }
            for each in found.steps
        ]
    )
