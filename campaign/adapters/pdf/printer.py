"""Prints letters as PDF/UA-1 and PDF/A-2a, one after the other, with one compiler."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

import segno
from typst import Compiler, Fonts, TypstError

from campaign.adapters.files.content import CONTENT
from campaign.adapters.files.trust import need_trusted_templates
from campaign.adapters.pdf.causes import EARLY_NOTE, missing_texts, print_error, too_deep_error
from campaign.adapters.pdf.coverage import FONTS, font_coverage
from campaign.adapters.pdf.pictures import prepare_logos
from campaign.core.render.glyphs import name_in_brackets, name_missing
from campaign.core.render.sheet import CODE_FILE, NotePlacing, Sheet, typst_source
from campaign.core.render.typst_code import string_literal
from campaign.core.signatories import Organisation
from campaign.errors import FolderError, PrintError, cause_of

if TYPE_CHECKING:
    from typst import PDFStandard

_TEMPLATE = CONTENT / "templates" / "print" / "letter.typ"
_STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
# Further fonts of the campaign, in its folder of print templates.
_OWN_FONTS = "fonts"
# Signs that only Typst finds to have no glyph, as when no one font has both a letter and its mark, are named one after
# the other; more rounds than this would mean that naming does not help.
_MOST_ROUNDS = 8
_SCREEN = 100.0  # dots per inch of pages drawn for a screen

_Make: TypeAlias = Callable[[str, dt.datetime], tuple[bytes, ...]]
"""Compiles a source, dated at a time, to files: one PDF, or a picture of each page."""


class PdfPrinter:
    """Prints letters. Use it in a `with` statement, which deletes the work folder at the end.

    `templates` is the campaign's folder of templates, whose `print/` may replace ours, and whose `print/fonts/` adds
    fonts. `signatories` is the folder that
    the paths of logos are relative to. `problems` lists the fonts that cannot be read and the logos that cannot be
    printed. Raises FolderError if the work folder cannot be made, Refused if the campaign's own templates are not
    trusted on this machine.
    """

    def __init__(self, templates: Path, signatories: Path, organisations: Iterable[Organisation]) -> None:
        need_trusted_templates(templates)
        self._folder = tempfile.TemporaryDirectory(prefix="pdf-")
        self.work_folder = Path(self._folder.name)
        try:
            _copy_templates(self.work_folder, templates / "print")
        except OSError as error:
            self._folder.cleanup()
            raise FolderError(f"{error.filename}: cannot be read ({cause_of(error)})") from error
        self._compiler = _compiler(self.work_folder)
        self._coverage, font_problems = font_coverage(self.work_folder / _OWN_FONTS)
        self._logos, logo_problems = prepare_logos(self._compiler, self.work_folder, organisations, signatories)
        self.problems = (*font_problems, *logo_problems)
        self._code = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def print_letter(self, sheet: Sheet, at: dt.datetime) -> bytes:
        """Print a letter as PDF, dated `at` (aware). The same sheet and time give the same bytes in every process.

        A character that no font has is printed as its name. Raises PrintError for a letter that cannot be printed, as
        when the template has an error.
        """
        (pdf,) = self._print(sheet, at, self._compile)
        return pdf

    def draw_pages(self, sheet: Sheet, at: dt.datetime) -> tuple[bytes, ...]:
        """Draw the pages of a letter as PNG pictures, for a screen. Raises PrintError as `print_letter` does."""
        return self._print(sheet, at, self._draw)

    def _print(self, sheet: Sheet, at: dt.datetime, make: _Make) -> tuple[bytes, ...]:
        self._draw_code(sheet.public_url)
        try:
            return self._typeset(sheet, at, make)
        except TypstError as error:
            raise print_error(error) from error
        except RecursionError:
            raise too_deep_error() from None

    def _typeset(self, sheet: Sheet, at: dt.datetime, make: _Make) -> tuple[bytes, ...]:
        """Typeset with footnotes where they belong, or in the next best place if one would start before its mark."""
        for placing in (NotePlacing.FOOT, NotePlacing.FOOT_FIRST):
            try:
                return self._compile_with(sheet, at, placing, make)
            except TypstError as error:
                if EARLY_NOTE not in error.message:
                    raise
        return self._compile_with(sheet, at, NotePlacing.END, make)

    def compile_pdf(self, sheet: Sheet, at: dt.datetime, placing: NotePlacing) -> bytes:
        """Compile with footnotes in one place; raises TypstError."""
        (pdf,) = self._compile_with(sheet, at, placing, self._compile)
        return pdf

    def _compile_with(self, sheet: Sheet, at: dt.datetime, placing: NotePlacing, make: _Make) -> tuple[bytes, ...]:
        # Only literals have characters beyond ASCII, so the whole source can be searched for them.
        code = name_missing(typst_source(sheet, self._logos, placing), self._coverage)
        for _ in range(_MOST_ROUNDS):
            try:
                return make(code, at)
            except TypstError as error:
                named = _name_texts(code, missing_texts(error))
                if named == code:
                    raise
                code = named
        return make(code, at)

    def _compile(self, code: str, at: dt.datetime) -> tuple[bytes, ...]:
        second = at.astimezone(dt.UTC).replace(microsecond=0)
        pdf = self._compiler.compile(code.encode(), format="pdf", pdf_standards=_STANDARDS, timestamp=second)
        assert isinstance(pdf, bytes)
        return (pdf,)

    def _draw(self, code: str, at: dt.datetime) -> tuple[bytes, ...]:
        second = at.astimezone(dt.UTC).replace(microsecond=0)
        pages = self._compiler.compile(code.encode(), format="png", ppi=_SCREEN, timestamp=second)
        return (pages,) if isinstance(pages, bytes) else tuple(pages or ())

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


def _name_texts(code: str, texts: Iterable[str]) -> str:
    """Write texts that have no glyph as the names of their characters."""
    for text in texts:
        code = code.replace(string_literal(text)[1:-1], string_literal(name_in_brackets(text))[1:-1])
    return code


def _copy_templates(work_folder: Path, own_templates: Path) -> None:
    """Copy our template twice: as the one to use, and as `default.typ`, which a campaign's own may import."""
    shutil.copyfile(_TEMPLATE, work_folder / "default.typ")
    shutil.copyfile(_TEMPLATE, work_folder / "letter.typ")
    if own_templates.is_dir() and own_templates.resolve() != _TEMPLATE.parent.resolve():
        shutil.copytree(own_templates, work_folder, dirs_exist_ok=True)


def _compiler(work_folder: Path) -> Compiler:
    folders = [str(FONTS), str(work_folder / _OWN_FONTS)]
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    nowhere = work_folder / "packages"  # no packages: nothing is downloaded
    return Compiler(root=str(work_folder), font_paths=fonts, package_path=str(nowhere), package_cache_path=str(nowhere))
