"""Makes the PDF files of a published letter."""

from campaign.adapters.files.folder import Folder
from campaign.adapters.pdf import PdfPrinter
from campaign.core.compose.sheet import neutral_sheet
from campaign.core.publish import Edition
from campaign.core.publish.alphabet import in_print
from campaign.core.publish.neutral import context_of
from campaign.core.settings import Sender
from campaign.errors import PrintError, Problem


def letter_pdfs(folder: Folder, sender: Sender, edition: Edition) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The PDF by language, dated by the day of the freeze, and a problem for each language that failed."""
    pdfs: dict[str, bytes] = {}
    problems: list[Problem] = []
    with PdfPrinter(folder.templates, folder.signatories, edition.organisations) as press:
        for language in edition.languages:
            letter = edition.newest.letters[language]
            organisations = in_print(edition.organisations, language, edition.campaign.name_order)
            page = neutral_sheet(context_of(edition, edition.newest, language, organisations), sender)
            try:
                pdfs[language] = press.print_letter(page, edition.newest.version.frozen_at)
            except PrintError as error:
                problems.append(Problem(letter.path, None, f"no PDF: {error.message}", error.fix))
    return pdfs, tuple(problems)
