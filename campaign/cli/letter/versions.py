"""`campaign letter list`, `show` and `verify`: the frozen versions of a letter."""

import click

from campaign.cli.columns import align
from campaign.cli.context import Context, pass_campaign
from campaign.cli.verify import flaw_problems
from campaign.core.languages.in_english import count_of
from campaign.errors import ProblemsFound
from campaign.services.letters import verify
from campaign.services.letters import versions as service


@click.command("list")
@pass_campaign
def list_versions(context: Context) -> None:
    """List the letter's frozen versions and what kind of change each one is."""
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
    for line in align(rows) or [f"{letter}: nothing is frozen yet; next: campaign letter freeze -m MESSAGE"]:
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
@click.option("--source", is_flag=True, help="Print the Markdown source instead of the canonical text.")
@pass_campaign
def show_version(context: Context, number: int | None, source: bool) -> None:
    """Print the canonical text of version NUMBER. Default: the newest version."""
    version, texts = service.read_version(context.campaign, number)
    context.out.remark(f"version {version.number}, {version.kind_label}: {version.message}")
    contents = {text.language: text.source if source else text.canonical for text in texts}
    if not context.out.as_json:  # the text is the result: printed even with --quiet
        for text in texts:
            click.echo(f"[{text.language}] {text.digest}\n\n{contents[text.language]}")
    context.out.data({"version": version.number, "digest": version.digest, "texts": contents})


@click.command("verify")
@pass_campaign
def verify_versions(context: Context) -> None:
    """Recompute the canonical text and digests of every version of every letter, and report any difference.

    Ends with exit code 4 if there is a difference: the database was changed by hand, or is damaged.
    """
    number, flaws = verify.verify_versions(context.campaign)
    context.out.data({"versions": number, "flaws": flaws})
    if flaws:
        raise ProblemsFound(
            f"{count_of(len(flaws), 'difference')}: the database was changed by hand, or is damaged",
            problems=flaw_problems(context, flaws),
        )
    context.out.say(f"{count_of(number, 'version')} checked, no difference")
