"""The prints of a letter: one for each addressee, and a neutral one in each language."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from campaign.adapters.files.folder import Folder
from campaign.adapters.pdf import Press
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, LetterContext, sheet
from campaign.core.compose.attachment import file_name
from campaign.core.compose.personal import called
from campaign.core.render.sheet import Sheet
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation, listed
from campaign.errors import PrintError

PDF = "application/pdf"


def open_press(folder: Folder, organisations: Iterable[Organisation]) -> Press:
    """A press with the campaign's template and the logos of those who sign. Use it in a `with`."""
    return Press(folder.templates, folder.signatories, listed(organisations))


def printed(press: Press, page: Sheet, who: str, at: dt.datetime) -> bytes:
    """A page's PDF, dated `at` (aware). Raises PrintError with the cause and `who` it is for."""
    with _named(who):
        return press.print_letter(page, at)


def attached(press: Press, context: LetterContext, addressee: Addressee, sender: Sender, at: dt.datetime) -> Attachment:
    """The addressee's print as it goes with the mail dated `at`.

    Raises ComposeError or PrintError, both with the addressee's name and the cause.
    """
    page = sheet(context, addressee, sender)
    with _named(called(addressee)):
        return Attachment(file_name(page.title, addressee.name, ending=".pdf"), PDF, press.print_letter(page, at))


@contextmanager
def _named(who: str) -> Iterator[None]:
    """Around a print: a PrintError from within says for whom it is."""
    try:
        yield
    except PrintError as error:
        raise PrintError(f"{who}: {error.message}", hint=error.hint) from error
