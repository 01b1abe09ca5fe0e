"""Exports a letter as files. Each format is an entry of `FORMATS`.

Files are made from the newest frozen version and dated when it was frozen, so the same version gives the same files.
Without a frozen version, they are a draft of the folder's text, dated now.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.pdf import PdfPrinter
from campaign.adapters.word import write_docx
from campaign.core.addressees import Addressee
from campaign.core.compose import neutral_document, sheet
from campaign.core.compose.mail_content import MailContent, mail_content
from campaign.core.compose.personal import fill_for, label
from campaign.core.compose.sheet import neutral_sheet
from campaign.core.letters import Letter
from campaign.core.letters.editable import document_with_comments, front_values
from campaign.core.render import pandoc
from campaign.core.render.sheet import Sheet
from campaign.core.tables.text import slug
from campaign.errors import CampaignError, Problem, UsageError
from campaign.services.campaign import Campaign
from campaign.services.waves.languages import language_for
from campaign.services.waves.letter_state import read_letter_state
from campaign.services.waves.pdfs import open_printer, print_sheet
from campaign.services.waves.planned_deliveries import deliveries_to, wave_content
from campaign.services.waves.texts import draft_texts, frozen_texts_or_draft

_WAVE = "export"


class Export:
    """One run over a letter: its text, its time, and a press that opens when first needed. Use it in a `with`."""

    def __init__(self, campaign: Campaign, *, as_draft: bool = False) -> None:
        state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
        version, now, table = None if as_draft else state.version, campaign.now(), campaign.settings.campaign
        self.campaign = campaign
        self.state = state
        self.texts = frozen_texts_or_draft(state, table, now) if version else draft_texts(state, table, now)
        self.is_draft = version is None
        self.at = version.frozen_at if version else now
        self.mailing = wave_content(campaign, state.name, self.texts, _WAVE, self.at)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def printer(self) -> PdfPrinter:
        return self._stack.enter_context(open_printer(self.campaign.folder, self.state.organisations))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The logos that cannot be printed."""
        return tuple(self.printer.problems)

    def outputs(self, letter: Letter, addressee: Addressee | None) -> MailContent:
        """Write the letter as text and as HTML."""
        context = self.texts[letter.language]
        document = fill_for(context, addressee) if addressee else neutral_document(context)
        return mail_content(letter, document, context.frame, self.mailing.templates)

    def page(self, letter: Letter, addressee: Addressee | None) -> Sheet:
        """Lay the letter out for a PDF."""
        context, sender = self.texts[letter.language], self.mailing.sender
        return sheet(context, addressee, sender) if addressee else neutral_sheet(context, sender)


Make = Callable[[Export, Letter, Addressee | None], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `personal`: it can be made for one addressee; `neutral`: it can be made for all together."""

    make: Make
    meaning: str
    personal: bool = True
    neutral: bool = True


def _pdf(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    who = label(addressee) if addressee else "the neutral letter"
    return print_sheet(export.printer, export.page(letter, addressee), who, export.at)


def _html(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return export.outputs(letter, addressee).html.encode()


def _txt(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return export.outputs(letter, addressee).text.encode()


def _md(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return letter.source.encode()


def _eml(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    assert addressee is not None  # FORMATS has no neutral eml
    printer = export.printer if export.campaign.settings.sending.attach_pdf else None
    (mail,) = deliveries_to(export.mailing, (addressee,), printer)
    return mail.message


def _docx(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    page = export.page(letter, addressee)
    return write_docx(pandoc.letter(page), export.at, export.campaign.folder.templates)


def _edit(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    """Write the folder's text, whatever is frozen: that is the one to edit."""
    newest_text = export.state.letters.get(letter.language, letter)
    document = pandoc.draft(document_with_comments(newest_text), front_values(newest_text), letter.language)
    return write_docx(document, export.at, export.campaign.folder.templates)


FORMATS: Mapping[str, Format] = {
    "pdf": Format(_pdf, "a PDF"),
    "docx": Format(_docx, "a Word file"),
    "edit.docx": Format(_edit, "a Word file to edit, which `campaign letter import` reads again", personal=False),
    "html": Format(_html, "a web page in one file, like the email"),
    "txt": Format(_txt, "plain text"),
    "md": Format(_md, "the author's Markdown", personal=False),
    "eml": Format(_eml, "the email", neutral=False),
}


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file to make."""

    name: str
    """File name with its ending."""
    format: Format
    letter: Letter
    """The text to export."""
    addressee: Addressee | None
    """The addressee; None for all together."""


def plan_export(
    export: Export, ending: str, *, who: str = "", everybody: bool = False, neutral: bool = False
) -> tuple[ExportFile, ...]:
    """List the files of a format: for one addressee, for everybody, or one for all together in each language.

    `who` is an addressee's key, email address or part of the name. `neutral` means that one file for all together was
    asked for explicitly. Each addressee gets the text in his or her language. Raises UsageError if there is no text, if
    the format does not allow the choice, or if `who` matches nobody or several.
    """
    state, texts, made_as = export.state, export.texts, FORMATS[ending]
    if not state.letters:
        raise UsageError(f"letters/{state.name}: there is no text yet", fix="write letter.en.md")
    if not (who or everybody):
        if not made_as.neutral:
            what = f"{ending} files are for one addressee" + (", never neutral" if neutral else "")
            raise UsageError(what, fix="add --all, or --addressee WHO")
        return tuple(
            ExportFile(f"{state.name}.{code}.{ending}", made_as, texts[code].letter, None) for code in sorted(texts)
        )
    if not made_as.personal:
        raise UsageError(f"{ending} is the same for everybody", fix="leave out --addressee and --all")
    addressees = state.addressees if everybody else (_find_addressee(state.addressees, who),)
    stems = {person.key: slug(person.name) or "addressee" for person in state.addressees}
    often = Counter(stems.values())
    return tuple(
        ExportFile(
            f"{state.name}-{stem}{f'-{slug(person.key)}' if often[stem] > 1 else ''}.{ending}",
            made_as,
            texts[language_for(person, texts)].letter,
            person,
        )
        for person in addressees
        for stem in (stems[person.key],)
    )


def write_export(export: Export, files: tuple[ExportFile, ...], out: Path) -> Iterator[Path | CampaignError]:
    """Write the files into the folder `out`. Yields the path of each file, or the error for one that cannot be made.

    Raises FolderError if the folder cannot be written.
    """
    for file in files:
        try:
            data = file.format.make(export, file.letter, file.addressee)
        except CampaignError as error:
            yield error
            continue
        yield replace_file(out / file.name, data)


def _find_addressee(addressees: tuple[Addressee, ...], who: str) -> Addressee:
    exact = [person for person in addressees if who in (person.key, person.address)]
    matches = exact or [person for person in addressees if who.casefold() in person.name.casefold()]
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(person.name for person in (matches or addressees)[:8]) or "there are none yet"
    what = f"{who!r} matches {len(matches)} addressees" if matches else f"no addressee matches {who!r}"
    raise UsageError(what, fix=f"name one of: {names}")
