"""`campaign verify`: versions, sign-ons and their record reckoned again."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Problem, ProblemsFound


@click.command()
@pass_campaign
def verify(campaign: Context) -> None:
    """Reckon digests, the record of sign-ons and where each stands again, and name what differs.

    Ends with exit code 4 when anything does: then somebody wrote into campaign.db, or the file is damaged. The digest
    that is printed is the record's last; kept elsewhere, it shows later that nothing was taken off the record's end.
    """
    from campaign.services.letters.verify import verify as reckoned

    found = reckoned(campaign.store)
    campaign.out.data(
        {
            "versions": found.versions,
            "signons": found.signons,
            "lines": found.lines,
            "head": found.head,
            "flaws": found.flaws,
        }
    )
    if found.flaws:
        shown = campaign.folder.shown(campaign.folder.database)
        problems = [Problem(shown, None, flaw, "compare it with a copy of the file") for flaw in found.flaws]
        raise ProblemsFound(f"{len(found.flaws)} things are not as they were kept", problems=problems)
    campaign.out.say(f"versions as frozen: {found.versions}")
    campaign.out.say(f"sign-ons as on record: {found.signons}, lines on record: {found.lines}")
    if found.head:
        campaign.out.say(f"the record's last digest: {found.head}")
