"""`campaign letter list`, `show` and `verify`: the frozen versions."""

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.table import aligned
from campaign.errors import Problem, ProblemsFound, UsageError


@click.command("list")
@pass_campaign
def list_versions(campaign: Context) -> None:
    """The letter's frozen versions, each with what it is to the one before."""
    from campaign.adapters.store import versions

    found = campaign.store.read(versions.all_of, campaign.letter)
    zone = campaign.settings.campaign.zone
    rows = [
        (
            f"v{each.number}",
            f"{each.frozen_at.astimezone(zone):%Y-%m-%d %H:%M}",
            each.digest[:16],
            each.kind_shown,
            each.message,
        )
        for each in found
    ]
    for line in aligned(rows) or [f"{campaign.letter}: nothing frozen yet; campaign letter freeze -m MESSAGE"]:
        campaign.out.say(line)
    campaign.out.data(
        [
            {
                "version": each.number,
                "digest": each.digest,
                "frozen_at": each.frozen_at,
                "kind": each.kind,
                "added_language": each.added_language,
                "message": each.message,
            }
            for each in found
        ]
    )


@click.command("show")
@click.argument("number", type=int, required=False)
@click.option("--source", is_flag=True, help="The author's Markdown instead of the canonical text.")
@pass_campaign
def show_version(campaign: Context, number: int | None, source: bool) -> None:
    """Print a frozen version's canonical text (the newest, or the one of NUMBER)."""
    from campaign.adapters.store import versions

    found = campaign.store.read(versions.all_of, campaign.letter)
    chosen = [each for each in found if number in (None, each.number)]
    if not chosen:
        raise UsageError(f"{campaign.letter}: there is no version {number or ''}".rstrip(), hint="campaign letter list")
    version = chosen[-1]
    campaign.out.remark(f"version {version.number}, {version.kind_shown}: {version.message}")
    texts = campaign.store.read(versions.texts, version.id)
    printed = {text.language: text.source if source else text.canonical for text in texts}
    if not campaign.out.as_json:  # asked for by name, so also with --quiet
        for text in texts:
            click.echo(f"[{text.language}] {text.digest}\n\n{printed[text.language]}")
    campaign.out.data({"version": version.number, "digest": version.digest, "texts": printed})


@click.command("verify")
@pass_campaign
def verify_versions(campaign: Context) -> None:
    """Make each version's canonical text and digests anew, for all letters, and name those that differ.

    Ends with exit code 4 when there are any: then somebody wrote into campaign.db, or the file is damaged.
    """
    from campaign.services.letters.freeze import verify

    found, flaws = verify(campaign.store)
    campaign.out.data({"versions": len(found), "flaws": flaws})
    if flaws:
        shown = campaign.folder.shown(campaign.folder.database)
        problems = [Problem(shown, None, flaw, "compare it with a copy of the file") for flaw in flaws]
        raise ProblemsFound(f"{len(flaws)} things are not as they were frozen", problems=problems)
    campaign.out.say(f"{len(found)} " + ("version is" if len(found) == 1 else "versions are") + " as frozen")
