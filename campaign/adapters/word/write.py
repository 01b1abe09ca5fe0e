"""Writes a letter as a Word file."""

import datetime as dt
import io
import json
import re
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

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

_STYLES, _TEXT = "word/styles.xml", "word/document.xml"
_ANY_LANGUAGE = re.compile(r"<w:lang\b[^>]*/>")
_DEFAULT_RUN = re.compile(r"<w:rPrDefault>\s*<w:rPr>(?:(?!</w:rPr>).)*", re.DOTALL)
_FIRST_TAG = re.compile(r"<w:styles\b[^>]*>")
_FURTHER_MARK = re.compile(
    r'<w:hyperlink w:anchor="(note-[^"]*)">\s*<w:r>\s*<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>'
    r"\s*<w:t[^>]*>(\d+)</w:t>\s*</w:r>\s*</w:hyperlink>",
    re.DOTALL,
)
_NOTE_FIELD = (
    r'<w:hyperlink w:anchor="\1"><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    r'<w:r><w:instrText xml:space="preserve"> NOTEREF "\1" \\f \\h </w:instrText></w:r>'
    r'<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    r'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr><w:t>\2</w:t></w:r>'
    r'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
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
        docx = pandoc.run(program, arguments, data, {"SOURCE_DATE_EPOCH": str(int(at.timestamp()))})
    return _finish(docx, _language(document))


def _language(document: Element) -> str:
    """The language code that the document's properties name."""
    return "".join(inline["c"] for inline in document["meta"]["lang"]["c"])


def _finish(docx: bytes, language: str) -> bytes:
    """Do what pandoc does not: say in the styles which language the text is in, so that Word checks its spelling and
    reads it aloud in that one; and make further marks of a footnote fields that follow its number."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part).decode() if part.filename in (_STYLES, _TEXT) else before.read(part)
            if part.filename == _STYLES:
                data = _with_language(str(data), language)
            elif part.filename == _TEXT:
                data = _FURTHER_MARK.sub(_NOTE_FIELD, str(data))
            after.writestr(part, data)
    return written.getvalue()


def _with_language(styles: str, language: str) -> str:
    mark = f"<w:lang w:val={quoteattr(language)}/>"
    if _DEFAULT_RUN.search(styles):
        return _DEFAULT_RUN.sub(lambda match: match[0] + mark, _ANY_LANGUAGE.sub("", styles), count=1)
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{mark}</w:rPr></w:rPrDefault></w:docDefaults>"
    return _FIRST_TAG.sub(lambda match: match[0] + defaults, styles, count=1)


def _reference(templates: Path | None) -> Path:
    own = templates / REFERENCE if templates else None
    return own if own and own.is_file() else CONTENT / "templates" / REFERENCE
