"""A letter as files: each format is one entry of `FORMATS`.

Made from the newest frozen version, dated when it was frozen, so the same version gives the same files; while nothing
is frozen, from the folder's text as a draft of now.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from campaign.adapters.files.atomic import replace_file
from campaign.adapters.pdf import Press
from campaign.adapters.word import docx
from campaign.core.addressees import Addressee
from campaign.core.compose import filled, neutral, sheet
from campaign.core.compose.parts import Parts, parts
from campaign.core.letters import Letter
from campaign.core.letters.commented import commented, front_values
from campaign.core.render import pandoc
from campaign.core.tables.text import slug
from campaign.errors import CampaignError
from campaign.services.waves.basis import draft, newest
from campaign.services.waves.mails import mails_to
from campaign.services.waves.pdfs import open_press, printed
from campaign.services.waves.situation import Situation, language_for

_WAVE = "export"


class Export:
    """One run over a letter: its text, its time, and a press that opens when first needed. Use it in a `with`."""

    def __init__(self, situation: Situation, now: dt.datetime, *, as_draft: bool = False) -> None:
        version = None if as_draft else situation.version
        self.situation = situation
        self.texts = newest(situation, now) if version else draft(situation, now)
        self.is_draft = version is None
        self.at = version.frozen_at if version else now
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def press(self) -> Press:
        return self._stack.enter_context(open_press(self.situation))

    def said(self, letter: Letter, addressee: Addressee | None) -> Parts:
        """The letter as text and as a page."""
        context = self.texts[letter.language]
        document = filled(context, addressee) if addressee else neutral(context)
        return parts(letter, document, context.frame, self.situation.templates)


Make = Callable[[Export, Letter, Addressee | None], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """`personal` says whether a file is made for one addressee, `neutral` whether one is made for all together."""

    make: Make
    meaning: str
    personal: bool = True
    neutral: bool = True


def _pdf(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    sender = export.situation.settings.sender
    return printed(export.press, export.texts[letter.language], addressee, sender, export.at)


def _html(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return export.said(letter, addressee).html.encode()


def _txt(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return export.said(letter, addressee).text.encode()


def _md(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    return letter.source.encode()


def _eml(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    assert addressee is not None  # the table says that there is no neutral mail
    press = export.press if export.situation.settings.attach_pdf else None
    (mail,) = mails_to(export.situation, export.texts, (addressee,), _WAVE, export.at, press)
    return mail.message


def _docx(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    here = export.situation
    page = sheet(export.texts[letter.language], addressee, here.settings.sender)
    return docx(pandoc.letter(page), export.at, here.folder.templates)


def _edit(export: Export, letter: Letter, addressee: Addressee | None) -> bytes:
    """The folder's text of now, whatever is frozen: what is edited is what comes next."""
    here = export.situation
    newest_text = here.letters.get(letter.language, letter)
    document = pandoc.draft(commented(newest_text), front_values(newest_text), letter.language)
    return docx(document, export.at, here.folder.templates)


FORMATS: Mapping[str, Format] = {
    "pdf": Format(_pdf, "the print"),
    "docx": Format(_docx, "a Word file"),
    "edit.docx": Format(_edit, "a Word file to edit, which `campaign letter import` reads again", personal=False),
    "html": Format(_html, "a page in one file, as the mail shows it"),
    "txt": Format(_txt, "plain text"),
    "md": Format(_md, "the author's Markdown", personal=False),
    "eml": Format(_eml, "the mail", neutral=False),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to make: its name, its text, and whom it is for (None for all together)."""

    name: str
    letter: Letter
    addressee: Addressee | None


def pieces(export: Export, ending: str, people: tuple[Addressee, ...] | None) -> tuple[Piece, ...]:
    """A piece for each of the `people`, in the language he or she is written to in; None makes the neutral ones, one a
    language."""
    texts, name = export.texts, export.situation.name
    if people is None:
        return tuple(Piece(f"{name}.{code}.{ending}", texts[code].letter, None) for code in sorted(texts))
    stems = {person.key: slug(person.name) or "addressee" for person in export.situation.addressees}
    often = Counter(stems.values())
    return tuple(
        Piece(
            f"{name}-{stems[person.key]}{f'-{slug(person.key)}' if often[stems[person.key]] > 1 else ''}.{ending}",
            texts[language_for(person, texts)].letter,
            person,
        )
        for person in people
    )


def written(export: Export, ending: str, todo: tuple[Piece, ...], out: Path) -> Iterator[Path | CampaignError]:
    """Write each piece into the folder `out`; one that cannot be made gives its error, and the next one follows.

    Raises FolderError when the folder cannot be written.
    """
    for piece in todo:
        try:
            data = FORMATS[ending].make(export, piece.letter, piece.addressee)
        except CampaignError as error:
            yield error
            continue
        yield replace_file(out / piece.name, data)
