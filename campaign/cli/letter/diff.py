"""`campaign letter diff`: two versions, or a version and the folder's text, word by word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaign.adapters.files import folder as folders
from campaign.cli.context import Context, pass_campaign
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.core.check.changes import Comparison
    from campaign.core.letters import Letter

_NOW = "now"


@click.command("diff")
@click.argument("old", metavar="[A]", default="")
@click.argument("new", metavar="[B]", default=_NOW)
@click.option("--all", "everything", is_flag=True, help="The whole text, not only what changed.")
@click.option(
    "--pdf", metavar="DIRECTORY", type=click.Path(path_type=Path), help="Also print it: a PDF a language, in a folder."
)
@pass_campaign
def diff_versions(campaign: Context, old: str, new: str, everything: bool, pdf: Path | None) -> None:
    """Show what changed from A to B, [-gone-]{+new+}, paragraph by paragraph.

    A and B are numbers of versions, or `now` for the text in the folder. Without them: what changed since the newest
    version.
    """
    from campaign.cli.letter.compared import payload, show_redlines, summary
    from campaign.core.check.changes import compare

    old = old or _newest(campaign)
    comparison = compare(_letters(campaign, old), _letters(campaign, new))
    campaign.out.say(f"{campaign.letter}: from {_shown(old)} to {_shown(new)}")
    for line in summary(comparison) if comparison else ["nothing changed"]:
        campaign.out.say(f"  {line}")
    show_redlines(campaign, comparison, everything=everything)
    files = _prints(campaign, comparison, old, new, pdf) if pdf else []
    campaign.out.data({"letter": campaign.letter, "old": old, "new": new, **payload(comparison), "files": files})


def _prints(campaign: Context, comparison: Comparison, old: str, new: str, place: Path) -> list[str]:
    """The whole text of each language that changed, with its changes marked, as a PDF."""
    from campaign.adapters.files.wholefile import write_file
    from campaign.adapters.pdf import Press
    from campaign.core.render.sheet import Sheet

    title, sender = f"{_shown(old)} → {_shown(new)}", campaign.settings.sender.name
    state = "draft" if new == _NOW else _shown(new)
    files = []
    with Press(campaign.folder.templates, campaign.folder.signatories, ()) as press:
        for each in comparison.changed:
            sheet = Sheet(each.language, title, each.redline, sender, subject=campaign.letter, digest=state)
            path = place / f"{campaign.letter}-changes.{each.language}.pdf"
            write_file(path, press.print_letter(sheet, campaign.now()))
            files.append(str(path))
            campaign.out.say(f"  {path}")
    return files


def _newest(campaign: Context) -> str:
    from campaign.adapters.store import versions

    newest = campaign.store.read(versions.latest, campaign.letter)
    if newest is None:
        raise UsageError(f"{campaign.letter}: nothing is frozen yet", hint="campaign letter freeze -m MESSAGE")
    return str(newest.number)


def _letters(campaign: Context, which: str) -> dict[str, Letter]:
    from campaign.adapters.store import versions
    from campaign.core.letters import letters_of

    if which == _NOW:
        return folders.read_letters(campaign.folder, campaign.letter)[0]
    found = campaign.store.read(versions.all_of, campaign.letter)
    chosen = [each for each in found if str(each.number) == which.removeprefix("v")]
    if not chosen:
        raise UsageError(f"{campaign.letter}: there is no version {which}", hint="campaign letter list; or write now")
    return letters_of(campaign.store.read(versions.texts, chosen[0].id))


def _shown(which: str) -> str:
    return "the text in the folder" if which == _NOW else f"version {which.removeprefix('v')}"
