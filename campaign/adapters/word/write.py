"""Writes a letter as a Word file."""

import datetime as dt
import json
import tempfile
from pathlib import Path

from campaign.adapters.files.content import CONTENT
from campaign.adapters.word import pandoc
from campaign.core.render.pandoc_elements import Element
from campaign.errors import CampaignError

REFERENCE = Path("print") / "letter.docx"

# Only the body: pandoc's own template would print the title, which is a property of the file, above the letterhead.
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_TEMPLATE = (
    "<w:document "
    + " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    + "><w:body>$body$$sectpr$</w:body></w:document>"
)


def write_docx(document: Element, at: dt.datetime, templates: Path | None = None) -> bytes:
    """Write a Word file. The same document and time (aware) give the same bytes.

    `templates` is the campaign's folder of templates: its print/letter.docx, if there is one, replaces our styles, page
    and footer. Raises CampaignError if pandoc is not installed or fails.
    """
    program = pandoc.program()
    if program is None:
        raise CampaignError(
            "a Word file needs pandoc, which is not installed",
            fix=f"{pandoc.INSTALL} (in a checkout: ./run setup word); all other formats work without it",
        )
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.xml"
        template.write_text(_TEMPLATE, encoding="utf-8")
        arguments = [
            "-f",
            "json",
            "-t",
            "docx+empty_paragraphs",
            "-o",
            "-",
            f"--template={template}",
            f"--reference-doc={_reference(templates)}",
        ]
        data = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
        return pandoc.run(program, arguments, data, {"SOURCE_DATE_EPOCH": str(int(at.timestamp()))})


def _reference(templates: Path | None) -> Path:
    own = templates / REFERENCE if templates else None
    return own if own and own.is_file() else CONTENT / "templates" / REFERENCE
