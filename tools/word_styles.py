"""Writes templates/print/letter.docx: the styles, page and footer of every Word file that the program writes.

    python -m tools.word_styles

The file holds no text. Pandoc finds a style by its name, so a campaign's own letter.docx needs the same names.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "templates" / "print" / "letter.docx"

SERIF, SANS, MONO = "Georgia", "Arial", "Consolas"
INK, QUIET, LINE, BLUE = "1D232B", "57606B", "B9C2CD", "0B4A87"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs (or, with `kind`, of characters). Lengths are in points, `line` in lines."""

    name: str
    based_on: str = ""
    kind: str = "paragraph"
    font: str = ""
    size: float = 0
    colour: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: bool = False
    before: float = 0
    after: float = 0
    line: float = 0
    left: float = 0
    right: float = 0
    align: str = ""
    keep: bool = False
    border: str = ""
    shade: str = ""
    following: str = ""

    @property
    def key(self) -> str:
        return self.name.title().replace(" ", "")


def _headings() -> list[Style]:
    sizes = (15, 13, 11.5, 11, 10.5, 10.5)
    return [
        Style(f"heading {level}", "Normal", font=SANS, size=size, bold=True, italic=level > 4, before=14)
        for level, size in enumerate(sizes, 1)
    ]


STYLES = (
    Style("Normal", font=SERIF, size=10.5, colour=INK, line=1.2),
    Style("Body Text", "Normal", after=8),
    Style("First Paragraph", "BodyText", before=6, following="BodyText"),
    Style("Compact", "Normal", before=1, after=1),
    Style("Table Head", "Compact", bold=True),
    Style("Title", "Normal", font=SANS, size=17, bold=True, before=18, after=6, keep=True, following="BodyText"),
    *_headings(),
    Style("Block Text", "BodyText", left=18, right=18, border="left"),
    Style("Horizontal Line", "Normal", after=8, border="bottom"),
    Style("Source Code", "Normal", font=MONO, size=9, left=12, after=8),
    Style("footnote text", "Normal", size=8.5, after=2, line=1.1),
    Style("Footnote Block Text", "FootnoteText", left=18),
    Style("annotation text", "Normal", size=9),
    Style("footer", "Normal", font=SANS, size=8, colour=QUIET, align="center"),
    Style("Letterhead", "Normal", font=SANS, size=11, bold=True, colour=BLUE, after=26, border="bottom"),
    Style("Address", "Normal"),
    Style("Subject", "Normal", bold=True, before=12),
    Style("Delivery", "Normal", italic=True, before=12),
    Style("Date", "Normal", align="right", before=12, after=6),
    Style("Provision", "BodyText", bold=True, before=10, keep=True),
    Style("Mark", "Normal", font=MONO, size=9, colour=QUIET, before=6, after=6),
    Style("Signatory", "Normal", left=12, after=3),
    Style("Small Print", "Normal", font=SANS, size=7.5, colour=QUIET, before=3),
    Style("footnote reference", kind="character", raised=True),
    Style("annotation reference", kind="character", size=8),
    Style("Hyperlink", kind="character", colour=BLUE, underline=True),
    Style("Verbatim Char", kind="character", font=MONO, size=9.5),
    Style("Placeholder", kind="character", font=MONO, size=9.5, shade="E8EEF5"),
)


def xml(style: Style) -> str:
    default = ' w:default="1"' if style.name == "Normal" else ""
    based = f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else ""
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    paragraph = f"<w:pPr>{_paragraph(style)}</w:pPr>" if style.kind == "paragraph" else ""
    return (
        f'<w:style w:type="{style.kind}"{default} w:styleId="{style.key}"><w:name w:val="{style.name}"/>{based}'
        f"{following}<w:qFormat/>{paragraph}<w:rPr>{_characters(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    level = style.name.removeprefix("heading ")
    space = f' w:before="{_twips(style.before)}"' if style.before else ""
    space += f' w:after="{_twips(style.after)}"' if style.after else ""
    space += f' w:line="{round(style.line * 240)}" w:lineRule="auto"' if style.line else ""
    sides = f'<w:{style.border} w:val="single" w:sz="6" w:space="6" w:color="{LINE}"/>' if style.border else ""
    return "".join(
        (
            "<w:keepNext/>" if style.keep or level.isdecimal() else "",
            f"<w:pBdr>{sides}</w:pBdr>" if sides else "",
            f"<w:spacing{space}/>" if space else "",
            f'<w:ind w:left="{_twips(style.left)}" w:right="{_twips(style.right)}"/>' if style.left else "",
            f'<w:jc w:val="{style.align}"/>' if style.align else "",
            f'<w:outlineLvl w:val="{int(level) - 1}"/>' if level.isdecimal() else "",
        )
    )


def _characters(style: Style) -> str:
    fonts = "".join(f' w:{script}="{style.font}"' for script in ("ascii", "hAnsi", "cs"))
    return "".join(
        (
            f"<w:rFonts{fonts}/>" if style.font else "",
            "<w:b/>" if style.bold else "",
            "<w:i/>" if style.italic else "",
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            f'<w:sz w:val="{round(style.size * 2)}"/>' if style.size else "",
            '<w:u w:val="single"/>' if style.underline else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if style.shade else "",
            '<w:vertAlign w:val="superscript"/>' if style.raised else "",
        )
    )


def _twips(points: float) -> int:
    return round(points * 20)


def _table_style() -> str:
    """The style of tables: thin lines between rows, space between columns, a stronger line below the head."""
    sides = {"top": 6, "bottom": 6, "insideH": 4, "insideV": 4}
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="{LINE}"/>' for side, size in sides.items())
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("left", 100), ("right", 100)))
    return (
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:color="{QUIET}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def parts() -> dict[str, str]:
    """The parts of the file, by name."""
    styles = "".join(map(xml, STYLES)) + _table_style()
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1417" w:bottom="1304" w:left="1417" w:header="624" w:footer="624" '
        'w:gutter="0"/></w:sectPr>'
    )
    between = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    footer = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_field("PAGE")}{between}{_field("NUMPAGES")}</w:p>'
    kinds = {"document": "document.main", "styles": "styles", "footer": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MEDIA}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in ("styles", "footer")
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="document" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": f"<w:document {_W} {_R}><w:body><w:p/>{section}</w:body></w:document>",
        "word/footer.xml": f"<w:ftr {_W}>{footer}</w:ftr>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
    }


def docx_bytes() -> bytes:
    """The bytes of the file, which are always the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return out.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(docx_bytes())
