"""`campaign letter diff`: two versions, or a version and the folder's text, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaign import folder as folders
from campaign.cli.context import Context, pass_campaign
from campaign.errors import UsageError

if TYPE_CHECKING:
    from campaign.letters import Letter

_NOW = "now"


@click.command("diff")
@click.argument("old", metavar="[A]", default="")
@click.argument("new", metavar="[B]", default=_NOW)
@click.option("--all", "everything", is_flag=True, help="The whole text, not only what changed.")
@pass_campaign
def diff_versions(campaign: Context, old: str, new: str, everything: bool) -> None:
    """Show what changed from A to B, [-gone-]{+new+}, paragraph by paragraph.

    A and B are numbers of versions, or `now` for the text in the folder. Without them: what changed since the newest
    version.
    """
    from campaign.check.changes import compare
    from campaign.cli.letter_compared import payload, show_redlines, summary

    old = old or _newest(campaign)
    comparison = compare(_letters(campaign, old), _letters(campaign, new))
    campaign.out.say(f"{campaign.letter}: from {_shown(old)} to {_shown(new)}")
    for line in summary(comparison) if comparison else ["nothing changed"]:
        campaign.out.say(f"  {line}")
    show_redlines(campaign, comparison, everything=everything)
    campaign.out.data({"letter": campaign.letter, "old": old, "new": new, **payload(comparison)})


def _newest(campaign: Context) -> str:
    from campaign.store import versions

    newest = campaign.store.read(versions.latest, campaign.letter)
    if newest is None:
        raise UsageError(f"{campaign.letter}: nothing is frozen yet", hint="campaign letter freeze -m MESSAGE")
    return str(newest.number)


def _letters(campaign: Context, which: str) -> dict[str, Letter]:
    from campaign.freezing import letters_of
    from campaign.store import versions

    if which == _NOW:
        return folders.read_letters(campaign.folder, campaign.letter)[0]
    found = campaign.store.read(versions.all_of, campaign.letter)
    chosen = [each for each in found if str(each.number) == which.removeprefix("v")]
    if not chosen:
        raise UsageError(f"{campaign.letter}: there is no version {which}", hint="campaign letter list; or write now")
    return letters_of(campaign.store, chosen[0])


def _shown(which: str) -> str:
    return "the text in the folder" if which == _NOW else f"version {which.removeprefix('v')}"
