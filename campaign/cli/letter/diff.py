"""`campaign letter diff`: two versions, or a version and the folder's text, word by word."""

from pathlib import Path

import click

from campaign.cli.context import Context, pass_campaign
from campaign.cli.letter.comparison import payload, show_redlines, summary
from campaign.services.letters.comparison import NOW, compare_versions, print_comparison, state_name


@click.command("diff")
@click.argument("old", metavar="[A]", default="")
@click.argument("new", metavar="[B]", default=NOW)
@click.option("--all", "everything", is_flag=True, help="Show the whole text, not only what changed.")
@click.option(
    "--pdf",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path),
    help="Also write PDFs to this folder, one per language.",
)
@pass_campaign
def diff_versions(context: Context, old: str, new: str, everything: bool, pdf: Path | None) -> None:
    """Show what changed from A to B as [-removed-]{+added+}, paragraph by paragraph.

    A and B are version numbers, or `now` for the text in the folder. Default: from the newest version to `now`.
    """
    versions = compare_versions(context.campaign, old, new)
    comparison, letter = versions.comparison, context.campaign.letter
    context.out.say(f"{letter}: from {state_name(versions.old)} to {state_name(versions.new)}")
    for line in summary(comparison) if comparison else ["nothing changed"]:
        context.out.say(f"  {line}")
    show_redlines(context, comparison, everything=everything)
    files = []
    for path in print_comparison(context.campaign, versions, pdf) if pdf else ():
        files.append(str(path))
        context.out.say(f"written to {path}")
    context.out.data(
        {"letter": letter, "old": versions.old, "new": versions.new, **payload(comparison), "files": files}
    )
