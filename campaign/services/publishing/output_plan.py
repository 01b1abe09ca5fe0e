"""Files about an edition that are ready to be written to a folder, and writing them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from campaign.adapters.files import atomic
from campaign.adapters.store import versions
from campaign.core.publish import Edition
from campaign.core.publish.site import SUMS
from campaign.errors import Problem, Refused
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class OutputPlan:
    """Files that are ready to be written."""

    out: Path
    """The folder to write into."""
    edition: Edition
    """The edition that they are about; only what the public page may show."""
    files: Mapping[str, bytes] = field(repr=False)
    """Every file by its path below the folder."""
    earlier_digests: Mapping[str, str] = field(repr=False)
    """The SHA-256 of each file that an earlier plan wrote to the folder, by path. Empty if there is none."""
    problems: tuple[Problem, ...]
    """The logos and PDF files that have to be left out."""

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All editions that the files are about."""
        return (self.edition,)


def write_output(campaign: Campaign, plan: OutputPlan, since: str, fix: str) -> None:
    """Write the files as planned. What an earlier plan wrote to the folder is replaced as a whole.

    Raises Refused if another version is public by now or the folder has changed `since`, or if the folder contains
    anything else; FolderError if it cannot be written.
    """
    planned = [(edition.name, edition.newest.version) for edition in plan.editions]
    is_stale = any(campaign.store.read(versions.public, name) != version for name, version in planned)
    if is_stale or atomic.digests(plan.out, SUMS) != plan.earlier_digests:
        raise Refused(f"{plan.out}: the letter or the folder has changed since {since}; nothing was written", fix=fix)
    atomic.replace_folder(plan.out, plan.files, SUMS)
