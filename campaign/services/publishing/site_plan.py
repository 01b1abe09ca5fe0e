"""A letter's site written into a folder: first what would be written, then the writing."""

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
    """The site that would be written."""

    out: Path
    """The folder that it would be written into."""
    edition: Edition
    """What it shows."""
    files: Mapping[str, bytes] = field(repr=False)
    """Every file, by its path below the folder."""
    earlier_digests: Mapping[str, str] = field(repr=False)
    """The files of an earlier site that is there, by their paths: each one's SHA-256. Empty where there is none."""
    problems: tuple[Problem, ...]
    """The logos and prints that have to be left out."""

    @property
    def changed_paths(self) -> tuple[str, ...]:
        """The files that are new or would change, but for the one that lists them all."""
        digests = {path: sha256(body).hexdigest() for path, body in self.files.items() if path != SUMS}
        return tuple(sorted(path for path, digest in digests.items() if self.earlier_digests.get(path) != digest))

    @property
    def removed_paths(self) -> tuple[str, ...]:
        """The files of the earlier site that would be taken away."""
        return tuple(sorted(self.earlier_digests.keys() - self.files.keys()))


def plan_site(campaign: Campaign, out: Path, form: str = "") -> SitePlan:
    """The site of the letter's newest version, as it would be written into `out`. `form` is the address of the form, ""
    for a site that leads to none.

    Raises Refused when nothing is frozen, CampaignError for a template that cannot be used.
    """
    reader = EditionReader(campaign.folder, campaign.settings, campaign.store, campaign.letter, form)
    edition = reader.edition(campaign.now())
    pdfs, pdf_problems = letter_pdfs(campaign.folder, campaign.settings.sender, edition)
    problems = (*reader.logos.problems, *pdf_problems)
    return SitePlan(out, edition, build(edition, pdfs), atomic.digests(out, SUMS), problems)


def publish(campaign: Campaign, plan: SitePlan) -> None:
    """Write the site as it was planned: an earlier one in the folder is replaced as a whole.

    Raises Refused when a newer version was frozen or the folder was changed since the plan was made, or when it holds
    anything but an earlier site; FolderError when it cannot be written.
    """
    newest = campaign.store.read(versions.latest, campaign.letter)
    if newest != plan.edition.newest.version or atomic.digests(plan.out, SUMS) != plan.earlier_digests:
        raise Refused(
            f"{plan.out}: the letter or the folder has changed since the site was made; nothing was written",
            fix="publish it again",
        )
    atomic.replace_folder(plan.out, plan.files, SUMS)
