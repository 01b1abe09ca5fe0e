"""Plans a letter's site in a folder, and writes it."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from campaign.adapters.files import atomic
from campaign.core.publish import Edition, build
from campaign.core.publish.letter_index import index_files
from campaign.core.publish.site import SUMS, with_checksums
from campaign.errors import Problem, Refused
from campaign.services.campaign import Campaign
from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.letter_pdfs import letter_pdfs
from campaign.services.publishing.output_plan import OutputPlan, write_output
from campaign.services.served_letters import served_letters


@dataclass(frozen=True, slots=True)
class SitePlan(OutputPlan):
    """A site that is ready to be written."""

    others: tuple[Edition, ...] = ()
    """The editions of the other letters, of a site with several: each is in a folder with its name, and the first page
    lists them."""

    @property
    def editions(self) -> tuple[Edition, ...]:
        return (self.edition, *self.others)

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
    """Plan the site in the folder `out`: of the letter that was named, else of all letters with a frozen version.
    `form` is the address of the form; "" for none.

    Raises Refused if no version is frozen or the embargo has not ended, CampaignError for a broken template.
    """
    if campaign.settings.campaign.is_under_embargo(campaign.now()):
        raise Refused(
            f"{campaign.letter}: is under embargo; nothing was written",
            fix="publish it after the time in embargo, or remove embargo from [campaign] in campaign.toml",
        )
    letters = (campaign,) if campaign.letter_name else served_letters(campaign)
    sites = [_letter_site(letter, form) for letter in letters]
    problems = tuple(problem for _, _, letter_problems in sites for problem in letter_problems)
    edition, files, _ = sites[0]
    if len(sites) > 1:
        below = {f"{edition.name}/{path}": data for edition, files, _ in sites for path, data in files.items()}
        files = with_checksums(index_files([edition for edition, _, _ in sites]) | below)
    others = tuple(edition for edition, _, _ in sites[1:])
    return SitePlan(out, edition, files, atomic.digests(out, SUMS), problems, others)


def _letter_site(campaign: Campaign, form: str) -> tuple[Edition, dict[str, bytes], tuple[Problem, ...]]:
    """A letter's edition, the files of its site, and what has to be left out."""
    reader = EditionReader(campaign.folder, campaign.settings, campaign.store, campaign.letter, form)
    edition = reader.edition(campaign.now())
    pdfs, pdf_problems = letter_pdfs(campaign.folder, campaign.settings.sender, edition)
    return edition, build(edition, pdfs), (*reader.logos.problems, *pdf_problems)


def publish(campaign: Campaign, plan: SitePlan) -> None:
    """Write the site as planned. An earlier site in the folder is replaced as a whole. Raises what `write_output`
    raises."""
    write_output(campaign, plan, "the site was planned", fix="publish it again")
