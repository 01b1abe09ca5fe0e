"""`campaign verify`: recompute every digest and report differences."""

from collections.abc import Iterable

import click

from campaign.cli.context import Context, pass_folder
from campaign.core.languages.in_english import count_of
from campaign.core.signons.record import RecordHead, read_head
from campaign.errors import Problem, ProblemsFound, UsageError
from campaign.services.letters import verify as service


@click.command()
@click.option(
    "--head",
    "written",
    multiple=True,
    metavar="N:DIGEST",
    help="A line of the record as an email, a feed or SHA256SUMS showed it. Can be repeated.",
)
@pass_folder
def verify(context: Context, written: tuple[str, ...]) -> None:
    """Recompute the digests of versions, the record of sign-ons and the state of every sign-on, and report differences.

    Ends with exit code 4 if there is a difference: the database was changed by hand, or is damaged. The command prints
    the last line of the record. Save it elsewhere and give it to --head later: it proves that no line up to it was
    changed, removed or rewritten. Emails to signatories, the feeds, SHA256SUMS and the API show such lines, too.
    """
    result = service.verify(context.campaign, [_head(text) for text in written])
    context.out.data(
        {
            "versions": result.versions,
            "signons": result.signons,
            "lines": result.lines,
            "last_digest": result.head,
            **({"stamps": result.stamps} if result.stamps else {}),
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
        context.out.say(f"to check it later: campaign verify --head {result.lines}:{result.head[:16]}")
    if result.stamps:
        context.out.say(f"time stamps checked: {result.stamps}")
    for head in written:
        context.out.say(f"{head} is in the record")


def _head(text: str) -> RecordHead:
    head = read_head(text)
    if head is None:
        raise UsageError(f"--head {text}: not a line of the record", fix="write it as shown, for example 143:5c70ab12")
    return head


def flaw_problems(context: Context, flaws: Iterable[str]) -> list[Problem]:
    """The differences as problems of the database."""
    database = context.campaign.folder.display_path(context.campaign.folder.database)
    return [Problem(database, None, flaw, "compare it with a backup") for flaw in flaws]
