"""Plans a letter's site in a folder, and writes it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from campaign.adapters.files import atomic
from campaign.core.publish import build
from campaign.core.publish.site import SUMS
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.letter_pdfs import letter_pdfs
from campaign.services.publishing.output_plan import OutputPlan, write_output


@dataclass(frozen=True, slots=True)
class SitePlan(OutputPlan):
    """A site that is ready to be written."""

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
    """Write the site as planned. An earlier site in the folder is replaced as a whole. Raises what `write_output`
    raises."""
    write_output(campaign, plan, "the site was planned", fix="publish it again")
