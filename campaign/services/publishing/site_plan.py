"""Plans a letter's site in a folder, and writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from campaign.adapters.files import atomic
from campaign.adapters.store import versions
from campaign.core.publish import Edition, build
from campaign.core.publish.site import SUMS
from campaign.errors import Problem, Refused
from campaign.services.campaign import Campaign
from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.letter_pdfs import letter_pdfs


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site that is ready to be written."""

    out: Path
    """The folder to write into."""
    edition: Edition
    """The edition that it shows."""
    files: Mapping[str, bytes] = field(repr=False)
    """Every file by its path below the folder."""
    earlier_digests: Mapping[str, str] = field(repr=False)
    """The SHA-256 of each file of an earlier site in the folder, by path. Empty if there is no earlier site."""
    problems: tuple[Problem, ...]
    """The logos and PDF files that have to be left out."""

    @property
    def changed_paths(self) -> tuple[str, ...]:
        """The paths of files that are new or would change, without the list of checksums."""
        digests = {path: sha256(body).hexdigest() for path, body in self.files.items() if path != SUMS}
        return tuple(sorted(path for path, digest in digests.items() if self.earlier_digests.get(path) != digest))

    @property
    def removed_paths(self) -> tuple[str, ...]:
        """The paths of files of the earlier site that would be deleted."""
        return tuple(sorted(self.earlier_digests.keys() - self.files.keys()))


def plan_site(campaign: Campaign, out: Path, form: str = "") -> SitePlan:
    """Plan the site of the letter's newest version in the folder `out`. `form` is the address of the form; "" for none.

    Raises Refused if no version is frozen or the embargo has not ended, CampaignError for a broken template.
    """
    if campaign.settings.campaign.is_under_embargo(campaign.now()):
        raise Refused(
            f"{campaign.letter}: is under embargo; nothing was written",
            fix="publish it after the time in embargo, or remove embargo from [campaign] in campaign.toml",
        )
    reader = EditionReader(campaign.folder, campaign.settings, campaign.store, campaign.letter, form)
    edition = reader.edition(campaign.now())
    pdfs, pdf_problems = letter_pdfs(campaign.folder, campaign.settings.sender, edition)
    problems = (*reader.logos.problems, *pdf_problems)
    return SitePlan(out, edition, build(edition, pdfs), atomic.digests(out, SUMS), problems)


def publish(campaign: Campaign, plan: SitePlan) -> None:
    """Write the site as planned. An earlier site in the folder is replaced as a whole.

    Raises Refused if a newer version was frozen or the folder has changed since the plan was made, or if the folder
    contains anything but an earlier site; FolderError if it cannot be written.
    """
    newest = campaign.store.read(versions.public, campaign.letter)
    if newest != plan.edition.newest.version or atomic.digests(plan.out, SUMS) != plan.earlier_digests:
        raise Refused(
            f"{plan.out}: the letter or the folder has changed since the site was planned; nothing was written",
            fix="publish it again",
        )
    atomic.replace_folder(plan.out, plan.files, SUMS)
