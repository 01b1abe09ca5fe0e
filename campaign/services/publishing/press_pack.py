"""The press pack of a letter, in a folder: plans it, and writes it."""

import re
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import atomic
from campaign.adapters.pdf import PdfPrinter
from campaign.core.publish import Edition
from campaign.core.publish.edition import path_of
from campaign.core.publish.press import LOGO_NUMBERS, PressFacts, press_document, press_files
from campaign.core.publish.site import SUMS, pictures, with_checksums
from campaign.core.render.sheet import Sheet
from campaign.errors import PrintError, Problem
from campaign.services.campaign import Campaign
from campaign.services.publishing.edition_reader import EditionReader
from campaign.services.publishing.output_plan import OutputPlan, write_output

_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


@dataclass(frozen=True, slots=True)
class PressPack(OutputPlan):
    """A press pack that is ready to be written."""

    is_under_embargo: bool
    """Whether nothing of it may be published yet."""


def plan_press_pack(campaign: Campaign, out: Path) -> PressPack:
    """Make the press pack of the letter's public version for the folder `out`. Writes nothing.

    Raises Refused if no version is frozen.
    """
    settings, now = campaign.settings, campaign.now()
    reader = EditionReader(campaign.folder, settings, campaign.store, campaign.letter)
    edition = reader.edition(now)
    embargo = settings.campaign.is_under_embargo(now)
    sender = settings.sender
    contact = ", ".join((*(sender.signature_lines or (sender.name,)), sender.reply_to or sender.address))
    press = PressFacts(contact, settings.campaign.embargo_at if embargo else None)
    pdfs, problems = _pdfs(campaign, edition, press)
    files = with_checksums(press_files(edition, press) | pictures(edition) | pdfs)
    return PressPack(out, edition, files, atomic.digests(out, SUMS), (*reader.logos.problems, *problems), embargo)


def write_press_pack(campaign: Campaign, pack: PressPack) -> None:
    """Write the pack as planned. An earlier pack in the folder is replaced as a whole. Raises what `write_output`
    raises."""
    write_output(campaign, pack, "the pack was made", fix="make it again")


def _one_page(printer: PdfPrinter, campaign: Campaign, edition: Edition, language: str, press: PressFacts) -> bytes:
    """The page with as many logos as fit on it. Raises PrintError if even the words need more than a page."""
    sender = campaign.settings.sender
    for logos in LOGO_NUMBERS:
        sheet = Sheet(
            language,
            edition.title(language),
            press_document(edition, language, press, logos),
            sender.name,
            sender.reply_to or sender.address,
            public_url=edition.campaign.public_url,
        )
        pdf = printer.print_letter(sheet, edition.newest.version.frozen_at)
        if len(_PAGE.findall(pdf)) == 1:
            return pdf
    raise PrintError("the facts need more than one page", fix="shorten `why` in the letter's front matter")


def _pdfs(campaign: Campaign, edition: Edition, press: PressFacts) -> tuple[dict[str, bytes], list[Problem]]:
    """The page of facts in each language, and a problem for each that cannot be printed."""
    pdfs: dict[str, bytes] = {}
    problems: list[Problem] = []
    with PdfPrinter(campaign.folder.templates, campaign.folder.signatories, edition.organisations) as printer:
        for language in edition.languages:
            path = path_of("press", "pdf", language, edition.languages)
            try:
                pdfs[path] = _one_page(printer, campaign, edition, language, press)
            except PrintError as error:
                problems.append(Problem(path, None, f"no PDF: {error.message}", error.fix))
    return pdfs, problems
