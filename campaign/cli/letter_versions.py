"""`campaign letter freeze`, `list` and `show`."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.errors import Refused, UsageError


@click.command("freeze")
@click.option("-m", "--message", required=True, help="What was agreed, and by whom.")
@click.option("--despite-problems", is_flag=True, help="Freeze although the checks found problems.")
@pass_campaign
def freeze_letter(campaign: Context, message: str, despite_problems: bool) -> None:
    """Keep the letter's text of now as a version that never changes.

    Every mail carries the version's digest; mails are only made from a frozen version.
    """
    from campaign.cli.letter_check import findings
    from campaign.freezing import freeze

    problems = findings(campaign).problems
    if problems and not despite_problems:
        campaign.out.problems(problems)
        raise Refused(
            f"letters/{campaign.letter}: not frozen, {len(problems)} problems above",
            hint="mend them, or freeze with --despite-problems",
        )
    frozen = freeze(campaign.folder, campaign.store, campaign.letter, message, campaign.now())
    version = frozen.version
    languages = ", ".join(text.language for text in frozen.texts)
    state = "frozen as" if frozen.new else "unchanged since"
    campaign.out.say(f"{campaign.letter}: {state} version {version.number} ({languages}), digest {version.digest[:16]}")
    if frozen.new:
        campaign.out.say("next: campaign send preview")
    campaign.out.data(
        {"letter": campaign.letter, "version": version.number, "digest": version.digest, "new": frozen.new}
    )


@click.command("list")
@pass_campaign
def list_versions(campaign: Context) -> None:
    """The letter's frozen versions."""
    from campaign.store import versions

    found = campaign.store.read(versions.all_of, campaign.letter)
    zone = campaign.settings.campaign.zone
    rows = [
        (f"v{each.number}", f"{each.frozen_at.astimezone(zone):%Y-%m-%d %H:%M}", each.digest[:16], each.message)
        for each in found
    ]
    for line in aligned(rows) or [f"{campaign.letter}: nothing frozen yet; campaign letter freeze -m MESSAGE"]:
        campaign.out.say(line)
    campaign.out.data(
        [
            {"version": each.number, "digest": each.digest, "frozen_at": each.frozen_at, "message": each.message}
            for each in found
        ]
    )


@click.command("show")
@click.argument("number", type=int, required=False)
@click.option("--source", is_flag=True, help="The author's Markdown instead of the canonical text.")
@pass_campaign
def show_version(campaign: Context, number: int | None, source: bool) -> None:
    """Print a frozen version's canonical text (the newest, or the one of NUMBER)."""
    from campaign.store import versions

    found = campaign.store.read(versions.all_of, campaign.letter)
    chosen = [each for each in found if number in (None, each.number)]
    if not chosen:
        raise UsageError(f"{campaign.letter}: there is no version {number or ''}".rstrip(), hint="campaign letter list")
    for text in campaign.store.read(versions.texts, chosen[-1].id):
        click.echo(f"[{text.language}] {text.digest}\n\n{text.source if source else text.canonical}")
