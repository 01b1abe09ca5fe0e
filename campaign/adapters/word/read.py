"""Reads a Word file as a letter's source: with pandoc if it is installed, otherwise with mammoth, which reads less.

OpenDocument and RTF files are read with pandoc only: it makes a Word file of them, which is then read like any other.
"""

import io
from dataclasses import replace
from pathlib import Path

from campaign.adapters.word import pandoc
from campaign.core.intake.pieces import DraftSource
from campaign.core.intake.word.exchange import for_mammoth, for_pandoc, from_mammoth, from_pandoc, open_word_file
from campaign.core.intake.word.odt import clean_odt
from campaign.core.intake.word.rtf import clean_rtf
from campaign.errors import LetterError


def read_docx(data: bytes) -> DraftSource:
    """Read a .docx file. Raises LetterError for a file that is not one, is damaged, or is too large for a letter."""
    file = open_word_file(data)
    program = pandoc.program()
    if program is None:
        return from_mammoth(_by_mammoth(for_mammoth(file)), file, pandoc.INSTALL)
    answer = pandoc.run(program, ["-f", "docx", "-t", "json", "--track-changes=all"], for_pandoc(file))
    return from_pandoc(answer, file)


def read_odt(data: bytes) -> DraftSource:
    """Read an OpenDocument text. Raises LetterError without pandoc, or for a file that is damaged or too large."""
    program = _needed("an OpenDocument file (.odt)")
    cleaned, remarks = clean_odt(data)
    source = read_docx(pandoc.run(program, ["-f", "odt", "-t", "docx", "-o", "-"], cleaned))
    return replace(source, remarks=(*remarks, *source.remarks))


def read_rtf(data: bytes) -> DraftSource:
    """Read an RTF file. Raises LetterError without pandoc, or for a file that is damaged or too large."""
    program = _needed("an RTF file")
    cleaned, remarks = clean_rtf(data)
    source = read_docx(pandoc.run(program, ["-f", "rtf", "-t", "docx", "-o", "-"], cleaned))
    return replace(source, remarks=(*remarks, *source.remarks))


def _needed(kind: str) -> Path:
    """Return pandoc's path. Raises LetterError if the extra `word` is not installed."""
    program = pandoc.program()
    if program is None:
        fix = f"install it and import again: {pandoc.INSTALL}; or save the letter as a Word document (.docx)"
        raise LetterError(f"{kind}, which is read only with the extra `word`", fix=fix)
    return program


def _by_mammoth(data: bytes) -> str:
    """Convert a Word file to HTML with mammoth."""
    import mammoth  # only here: most runs read no Word file

    no_image = mammoth.images.img_element(_no_image)
    page: str = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_image, style_map="u => em").value
    return page


def _no_image(image: object) -> dict[str, str]:
    return {}
