"""Reads a Word file as a letter's source: with pandoc if it is installed, otherwise with mammoth, which reads less."""

import io

from campaign.adapters.word import pandoc
from campaign.core.intake.pieces import DraftSource
from campaign.core.intake.word.exchange import for_mammoth, for_pandoc, from_mammoth, from_pandoc, open_word_file


def read_docx(data: bytes) -> DraftSource:
    """Read a .docx file. Raises LetterError for a file that is not one, is damaged, or is too large for a letter."""
    file = open_word_file(data)
    program = pandoc.program()
    if program is None:
        return from_mammoth(_by_mammoth(for_mammoth(file)), file, pandoc.INSTALL)
    answer = pandoc.run(program, ["-f", "docx", "-t", "json", "--track-changes=all"], for_pandoc(file))
    return from_pandoc(answer, file)


def _by_mammoth(data: bytes) -> str:
    """Convert a Word file to HTML with mammoth."""
    import mammoth  # only here: most runs read no Word file

    no_image = mammoth.images.img_element(_no_image)
    page: str = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_image, style_map="u => em").value
    return page


def _no_image(image: object) -> dict[str, str]:
    return {}
