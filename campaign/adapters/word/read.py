"""A file of Word as a letter's source: by pandoc where it is installed, else by mammoth, which reads less."""

import io

from campaign.adapters.word import pandoc
from campaign.core.intake.pieces import DraftSource
from campaign.core.intake.word.exchange import for_mammoth, for_pandoc, from_mammoth, from_pandoc, open_word_file


def read_docx(data: bytes) -> DraftSource:
    """The text of a .docx file. Raises LetterError for what is none, is broken, or is beyond a letter's bounds."""
    file = open_word_file(data)
    program = pandoc.program()
    if program is None:
        return from_mammoth(_by_mammoth(for_mammoth(file)), file, pandoc.INSTALL)
    answer = pandoc.run(program, ["-f", "docx", "-t", "json", "--track-changes=all"], for_pandoc(file))
    return from_pandoc(answer, file)


def _by_mammoth(data: bytes) -> str:
    """The HTML that mammoth makes of a file."""
    import mammoth  # only here: most runs read no Word file

    no_image = mammoth.images.img_element(_no_image)
    page: str = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_image, style_map="u => em").value
    return page


def _no_image(image: object) -> dict[str, str]:
    return {}
