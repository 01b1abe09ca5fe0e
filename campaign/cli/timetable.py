"""`campaign timetable`: the dates before the vote, and what is late."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned


@click.command()
@click.option(
    "--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the dates as a calendar."
)
@pass_campaign
def timetable(campaign: Context, ics: Path | None) -> None:
    """The dates before the vote, planned back from it: what is done, what is late, what is next."""
    from campaign.adapters.files.atomic import replace_file
    from campaign.core.timetable import NAMES, disorder, moment
    from campaign.services.status.status import distance
    from campaign.services.status.timetable import calendar, standing
    from campaign.services.waves.situation import gather

    now, settings = campaign.now(), campaign.settings
    zone = settings.campaign.zone
    situation = gather(campaign.folder, settings, campaign.store, campaign.letter)
    found = standing(campaign.store, situation, now)
    vote_at = settings.campaign.vote_at
    rows = [(NAMES[each.date.step], each.date.at, each.progress.value, each.mend) for each in found]
    for line in aligned(
        [
            (name, moment(at, zone), distance(at - now), progress, mend)
            for name, at, progress, mend in (*rows, ("vote", vote_at, "", ""))
        ]
    ):
        campaign.out.say(f"  {line}")
    for sentence in disorder(settings.timetable, settings.campaign.deadline_at, zone):
        campaign.out.remark(f"  ! {sentence}; set it in [timetable] of campaign.toml")
    if ics is not None:
        written = replace_file(ics, calendar(situation, found, now))
        campaign.out.say(f"{written}: {len(found) + 1} dates")
    campaign.out.data(
        [
            {
                "step": each.date.step,
                "at": each.date.at,
                "written": each.date.written,
                "progress": each.progress,
                "next": each.mend,
            }
            for each in found
        ]
    )
