"""`campaign verify`: versions, sign-ons and their record reckoned again."""

from collections.abc import Iterable

import click

from campaign.cli.context import Context, pass_campaign
from campaign.errors import Problem, ProblemsFound
from campaign.services.letters import verify as service


@click.command()
@pass_campaign
def verify(context: Context) -> None:
    """Reckon digests, the record of sign-ons and where each stands again, and name what differs.

    Ends with exit code 4 when anything does: then somebody wrote into campaign.db, or the file is damaged. The digest
    that is printed is the record's last; kept elsewhere, it shows later that nothing was taken off the record's end.
    """
    result = service.verify(context.campaign)
    context.out.data(
        {
            "versions": result.versions,
            "signons": result.signons,
            "lines": result.lines,
            "head": result.head,
            "flaws": result.flaws,
        }
    )
    if result.flaws:
        message = f"{len(result.flaws)} things are not as they were kept"
        raise ProblemsFound(message, problems=flaw_problems(context, result.flaws))
    context.out.say(f"versions as frozen: {result.versions}")
    context.out.say(f"sign-ons as on record: {result.signons}, lines on record: {result.lines}")
    if result.head:
        context.out.say(f"the record's last digest: {result.head}")


def flaw_problems(context: Context, flaws: Iterable[str]) -> list[Problem]:
    """What differs in the store, as problems of its file."""
    database = context.campaign.folder.display_path(context.campaign.folder.database)
    return [Problem(database, None, flaw, "compare it with a copy of the file") for flaw in flaws]
