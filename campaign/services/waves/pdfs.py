"""PDFs of a letter: one for each addressee, and a neutral one in each language."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from campaign.adapters.files.folder import Folder
from campaign.adapters.pdf import PdfPrinter
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, sheet
from campaign.core.compose.attachment import file_name
from campaign.core.compose.personal import label
from campaign.core.render.sheet import Sheet
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation, listed_organisations
from campaign.errors import PrintError

PDF_TYPE = "application/pdf"


def open_printer(folder: Folder, organisations: Iterable[Organisation]) -> PdfPrinter:
    """A printer with the campaign's template and the logos of the listed organisations. Use it in a `with`
    statement."""
    return PdfPrinter(folder.templates, folder.signatories, listed_organisations(organisations))


def print_sheet(printer: PdfPrinter, page_sheet: Sheet, who: str, at: dt.datetime) -> bytes:
    """A sheet's PDF, dated `at` (aware). Raises PrintError with the cause and `who` it is for."""
    with _name_in_errors(who):
        return printer.print_letter(page_sheet, at)


def pdf_attachment(
    printer: PdfPrinter, context: LetterContext, addressee: Addressee, sender: Sender, at: dt.datetime
) -> Attachment:
    """The addressee's PDF, attached to the email dated `at`.

    Raises ComposeError or PrintError, with the addressee's name and the cause.
    """
    page_sheet = sheet(context, addressee, sender)
    with _name_in_errors(label(addressee)):
        return Attachment(
            file_name(page_sheet.title, addressee.name, ending=".pdf"), PDF_TYPE, printer.print_letter(page_sheet, at)
        )


@contextmanager
def _name_in_errors(who: str) -> Iterator[None]:
    """Adds the recipient's name to a PrintError."""
    try:
        yield
    except PrintError as error:
        raise PrintError(f"{who}: {error.message}", fix=error.fix) from error
