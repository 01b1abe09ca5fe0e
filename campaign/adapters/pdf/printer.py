"""Prints letters as PDF/UA-1 and PDF/A-2a, one after the other, with one compiler."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import segno
from typst import Compiler, Fonts, TypstError

from campaign.adapters.files.content import CONTENT
from campaign.adapters.pdf.causes import EARLY_NOTE, print_error, too_deep_error
from campaign.adapters.pdf.pictures import prepare_logos
from campaign.core.render.sheet import CODE_FILE, Sheet, typst_source
from campaign.core.signatories import Organisation
from campaign.errors import FolderError, PrintError, cause_of

if TYPE_CHECKING:
    from typst import PDFStandard

FONTS = CONTENT / "templates" / "fonts"
_TEMPLATE = CONTENT / "templates" / "print" / "letter.typ"
_STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]


class PdfPrinter:
    """Prints letters. Use it in a `with` statement, which deletes the work folder at the end.

    `templates` is the campaign's folder of templates, whose `print/` may replace ours. `signatories` is the folder that
    the paths of logos are relative to. `problems` lists the logos that cannot be printed. Raises FolderError if the
    work folder cannot be made.
    """

    def __init__(self, templates: Path, signatories: Path, organisations: Iterable[Organisation]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="pdf-")
        self.work_folder = Path(self._folder.name)
        try:
            _copy_templates(self.work_folder, templates / "print")
        except OSError as error:
            self._folder.cleanup()
            raise FolderError(f"{error.filename}: cannot be read ({cause_of(error)})") from error
        self._compiler = _compiler(self.work_folder)
        self._logos, self.problems = prepare_logos(self._compiler, self.work_folder, organisations, signatories)
        self._code = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def print_letter(self, sheet: Sheet, at: dt.datetime) -> bytes:
        """Print a letter as PDF, dated `at` (aware). The same sheet and time give the same bytes in every process.

        Raises PrintError for a letter that cannot be printed: a character that no font has, a footnote that would start
        before its mark, a template with an error.
        """
        self._draw_code(sheet.public_url)
        try:
            return self._typeset(sheet, at)
        except TypstError as error:
            raise print_error(error) from error
        except RecursionError:
            raise too_deep_error() from None

    def _typeset(self, sheet: Sheet, at: dt.datetime) -> bytes:
        """Typeset with widow control, or without if a footnote would start before its mark."""
        try:
            return self.compile_pdf(sheet, at, strict_notes=False)
        except TypstError as error:
            if EARLY_NOTE not in error.message:
                raise
        return self.compile_pdf(sheet, at, strict_notes=True)

    def compile_pdf(self, sheet: Sheet, at: dt.datetime, *, strict_notes: bool) -> bytes:
        """Compile once; raises TypstError. `strict_notes` gives up widow control."""
        code = typst_source(sheet, self._logos, strict_notes=strict_notes)
        second = at.astimezone(dt.UTC).replace(microsecond=0)
        pdf = self._compiler.compile(code.encode(), format="pdf", pdf_standards=_STANDARDS, timestamp=second)
        assert isinstance(pdf, bytes)
        return pdf

    def _draw_code(self, url: str) -> None:
        if url and url != self._code:
            drawing = BytesIO()
            try:
                segno.make(url, micro=False, error="m").save(drawing, kind="svg", border=0)
            except segno.DataOverflowError:
                raise PrintError(
                    "the address of the public page is too long for a QR code", fix="set a shorter public_url"
                ) from None
            (self.work_folder / CODE_FILE).write_bytes(drawing.getvalue())
            self._code = url


def _copy_templates(work_folder: Path, own_templates: Path) -> None:
    """Copy our template twice: as the one to use, and as `default.typ`, which a campaign's own may import."""
    shutil.copyfile(_TEMPLATE, work_folder / "default.typ")
    shutil.copyfile(_TEMPLATE, work_folder / "letter.typ")
    if own_templates.is_dir() and own_templates.resolve() != _TEMPLATE.parent.resolve():
        shutil.copytree(own_templates, work_folder, dirs_exist_ok=True)


def _compiler(work_folder: Path) -> Compiler:
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    nowhere = work_folder / "packages"  # no packages: nothing is downloaded
    return Compiler(root=str(work_folder), font_paths=fonts, package_path=str(nowhere), package_cache_path=str(nowhere))
