"""The text in the folder as its readers would see it: page, email, print, Word. Changes nothing."""

from dataclasses import dataclass

from campaign.core.addressees import Addressee
from campaign.core.compose import neutral_document
from campaign.core.compose.mail_content import MailContent
from campaign.core.letters import Letter
from campaign.core.render.html import Fragments, fragments
from campaign.core.render.sheet import Sheet
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.letters.formats import FORMATS, Export

# The files of a draft that can be downloaded.
FILE_FORMATS = ("docx", "edit.docx", "pdf", "txt", "md", "html")


@dataclass(frozen=True, slots=True)
class PagePreview:
    """The letter as on its page."""

    letter: Letter
    written: Fragments


@dataclass(frozen=True, slots=True)
class MailPreview:
    """The letter as an email to one addressee; to nobody if there is no addressee yet."""

    addressee: Addressee | None
    following: Addressee | None
    """The next addressee in the list."""
    number: int
    """The number of addressees."""
    content: MailContent


def preview_page(campaign: Campaign, language: str) -> PagePreview:
    """The letter as on its page. Raises UsageError if there is no readable text in this language."""
    with Export(campaign, as_draft=True) as export:
        letter = _letter(export, language)
        document = neutral_document(export.texts[language])
        return PagePreview(letter, fragments(document, language=language))


def preview_mail(campaign: Campaign, language: str, key: str = "") -> MailPreview:
    """The letter as an email to the addressee with a key, by default the first. Raises UsageError as `preview_page`
    does, ComposeError if the email cannot be made."""
    with Export(campaign, as_draft=True) as export:
        letter, people = _letter(export, language), export.state.addressees
        at = next((at for at, person in enumerate(people) if person.key == key), 0)
        person = people[at] if people else None
        following = people[(at + 1) % len(people)] if len(people) > 1 else None
        return MailPreview(person, following, len(people), export.outputs(letter, person))


def preview_pages(campaign: Campaign, language: str) -> tuple[bytes, ...]:
    """The printed letter, a PNG picture of each page. Raises UsageError as `preview_page` does, PrintError if it cannot
    be printed."""
    with Export(campaign, as_draft=True) as export:
        sheet: Sheet = export.page(_letter(export, language), None)
        return export.printer.draw_pages(sheet, export.at)


def draft_file(campaign: Campaign, language: str, ending: str) -> tuple[str, bytes]:
    """A file of the text: its name and its content. Raises UsageError for another format, and as `preview_page` does;
    what the format raises if the file cannot be made."""
    if ending not in FILE_FORMATS:
        raise UsageError(f"there is no format {ending[:20]!r}", fix=f"formats: {', '.join(FILE_FORMATS)}")
    with Export(campaign, as_draft=True) as export:
        letter = _letter(export, language)
        return f"{export.state.name}.{language}.{ending}", FORMATS[ending].make(export, letter, None)


def _letter(export: Export, language: str) -> Letter:
    if language not in export.texts:
        raise UsageError(f"there is no text in {language[:20]!r} that can be read", fix="correct its first lines")
    return export.texts[language].letter
