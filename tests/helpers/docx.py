"""Word files for tests, written part by part, with what word processors really put into them."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{MEDIA}.document.main+xml"

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for key, name in (("Normal", "Normal"), ("Titel", "Title"), ("berschrift1", "heading 1"), ("Datum", "Date"))
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
)


def run(text, properties=""):
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}{''.join(part if part.startswith('<') else run(part) for part in runs)}</w:p>"


def list_item(number, text):
    properties = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=properties)


def call(number):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def note(number, *paragraphs):
    return f'<w:footnote w:id="{number}">{"".join(paragraphs)}</w:footnote>'


def docx(*paragraphs, parts=None, links=None, **others):
    """The bytes of a file. `others` are further parts by kind (footnotes, comments, header ...). `parts` adds or
    replaces any part by name (None removes it). `links` maps identifiers to web addresses."""
    others = {"styles": STYLES, "numbering": NUMBERING, **others}
    roots = {"header": "hdr", "footer": "ftr"}
    kinds = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{MEDIA}.{kind}+xml"/>' for kind in others)
    related = "".join(f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in others)
    related += "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>'
        for name, address in (links or {}).items()
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{''.join(paragraphs)}</w:body></w:document>",
        **{
            f"word/{kind}.xml": f"<w:{roots.get(kind, kind)} {NAMES}>{inside}</w:{roots.get(kind, kind)}>"
            for kind, inside in others.items()
        },
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()
