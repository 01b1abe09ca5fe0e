"""`campaign verify`: recompute every digest and report differences."""

from collections.abc import Iterable

import click

from campaign.cli.context import Context, pass_folder
from campaign.core.languages.in_english import count_of
from campaign.errors import Problem, ProblemsFound
from campaign.services.letters import verify as service


@click.command()
@pass_folder
def verify(context: Context) -> None:
    """Recompute the digests of versions, the record of sign-ons and the state of every sign-on, and report differences.

    Ends with exit code 4 if there is a difference: the database was changed by hand, or is damaged. The command prints
    the last digest of the record. Save it elsewhere to prove later that nothing was removed from the end of the record.
    """
    result = service.verify(context.campaign)
    context.out.data(
        {
            "versions": result.versions,
            "signons": result.signons,
            "lines": result.lines,
            "last_digest": result.head,
            "flaws": result.flaws,
        }
    )
    if result.flaws:
        message = f"{count_of(len(result.flaws), 'difference')}: the database was changed by hand, or is damaged"
        raise ProblemsFound(message, problems=flaw_problems(context, result.flaws))
    context.out.say(f"versions checked: {result.versions}")
    context.out.say(f"sign-ons checked: {result.signons}, lines of the record checked: {result.lines}")
    if result.head:
        context.out.say(f"last digest of the record: {result.head}")


def flaw_problems(context: Context, flaws: Iterable[str]) -> list[Problem]:
    """The differences as problems of the database."""
    database = context.campaign.folder.display_path(context.campaign.folder.database)
    return [Problem(database, None, flaw, "compare it with a backup") for flaw in flaws]
