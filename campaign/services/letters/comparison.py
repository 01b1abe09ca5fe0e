"""Compares two states of a letter, frozen or in the folder, and prints the comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import folder as folders
from campaign.adapters.files.atomic import replace_file
from campaign.adapters.pdf import PdfPrinter
from campaign.adapters.store import versions
from campaign.core.check.changes import Comparison, compare
from campaign.core.letters import Letter, letters_of
from campaign.core.render.sheet import Sheet
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.letters.versions import list_versions

NOW = "now"
"""Instead of a version's number: the text in the folder."""


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two states of a letter, and their differences."""

    old: str
    """A version's number, or NOW."""
    new: str
    comparison: Comparison


def compare_versions(campaign: Campaign, old: str, new: str) -> VersionComparison:
    """Compare two states: each a version's number, with or without a leading v, or NOW.

    "" for `old` is the newest version. Raises UsageError if there is no such version.
    """
    old = old or _newest(campaign)
    return VersionComparison(old, new, compare(_letters(campaign, old), _letters(campaign, new)))


def print_comparison(campaign: Campaign, versions: VersionComparison, folder: Path) -> Iterator[Path]:
    """Print each changed language as a PDF in `folder`: the whole text, with the changes marked.

    Yields the path of each file. Raises FolderError if it cannot be written, PrintError if the text cannot be printed.
    """
    states, sender = f"{state_name(versions.old)} → {state_name(versions.new)}", campaign.settings.sender.name
    state = "draft" if versions.new == NOW else state_name(versions.new)
    with PdfPrinter(campaign.folder.templates, campaign.folder.signatories, ()) as printer:
        for change in versions.comparison.changed:
            title = change.title or campaign.letter
            sheet = Sheet(change.language, title, change.redline, sender, subject=states, digest=state)
            path = folder / f"{campaign.letter}-changes.{change.language}.pdf"
            yield replace_file(path, printer.print_letter(sheet, campaign.now()))


def state_name(which: str) -> str:
    """Name a state of the letter: "version 3", "the text in the folder"."""
    return "the text in the folder" if which == NOW else f"version {which.removeprefix('v')}"


def _newest(campaign: Campaign) -> str:
    newest = campaign.store.read(versions.latest, campaign.letter)
    if newest is None:
        raise UsageError(f"{campaign.letter}: no version is frozen yet", fix="run campaign letter freeze -m MESSAGE")
    return str(newest.number)


def _letters(campaign: Campaign, which: str) -> dict[str, Letter]:
    if which == NOW:
        return folders.read_letters(campaign.folder, campaign.letter)[0]
    for version in list_versions(campaign):
        if str(version.number) == which.removeprefix("v"):
            return letters_of(campaign.store.read(versions.texts, version.id))
    raise UsageError(
        f"{campaign.letter}: there is no version {which}",
        fix="see campaign letter list, or write now for the text in the folder",
    )
