"""`campaign letter list`, `show` and `verify`: the frozen versions."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.verify import flaw_problems
from campaign.errors import ProblemsFound
from campaign.services.letters import verify
from campaign.services.letters import versions as service


@click.command("list")
@pass_campaign
def list_versions(context: Context) -> None:
    """The letter's frozen versions, each with what it is to the one before."""
    versions = service.list_versions(context.campaign)
    zone, letter = context.campaign.settings.campaign.zone, context.campaign.letter
    rows = [
        (
            f"v{version.number}",
            f"{version.frozen_at.astimezone(zone):%Y-%m-%d %H:%M}",
            version.digest[:16],
            version.kind_label,
            version.message,
        )
        for version in versions
    ]
    for line in align(rows) or [f"{letter}: nothing frozen yet; campaign letter freeze -m MESSAGE"]:
        context.out.say(line)
    context.out.data(
        [
            {
                "version": version.number,
                "digest": version.digest,
                "frozen_at": version.frozen_at,
                "kind": version.kind,
                "added_language": version.added_language,
                "message": version.message,
            }
            for version in versions
        ]
    )


@click.command("show")
@click.argument("number", type=int, required=False)
@click.option("--source", is_flag=True, help="The author's Markdown instead of the canonical text.")
@pass_campaign
def show_version(context: Context, number: int | None, source: bool) -> None:
    """Print a frozen version's canonical text (the newest, or the one of NUMBER)."""
    version, texts = service.read_version(context.campaign, number)
    context.out.remark(f"version {version.number}, {version.kind_label}: {version.message}")
    contents = {text.language: text.source if source else text.canonical for text in texts}
    if not context.out.as_json:  # asked for by name, so also with --quiet
        for text in texts:
            click.echo(f"[{text.language}] {text.digest}\n\n{contents[text.language]}")
    context.out.data({"version": version.number, "digest": version.digest, "texts": contents})


@click.command("verify")
@pass_campaign
def verify_versions(context: Context) -> None:
    """Make each version's canonical text and digests anew, for all letters, and name those that differ.

    Ends with exit code 4 when there are any: then somebody wrote into campaign.db, or the file is damaged.
    """
    number, flaws = verify.verify_versions(context.campaign)
    context.out.data({"versions": number, "flaws": flaws})
    if flaws:
        raise ProblemsFound(f"{len(flaws)} things are not as they were frozen", problems=flaw_problems(context, flaws))
    context.out.say(f"{number} " + ("version is" if number == 1 else "versions are") + " as frozen")
