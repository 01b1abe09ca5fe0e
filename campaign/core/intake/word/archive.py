"""Opens a Word file and takes out the parts that hold a letter, with limits on their size.

Readers get a new archive of these parts, and so never pictures, embedded files, macros, links to other files, or a part
that unpacks to gigabytes.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from campaign.core.intake.word.xml import RELATIONSHIPS, RESAVE, STRICT, parse_part, serialise
from campaign.errors import LetterError

MOST_BYTES = 30_000_000  # room for a letter with some photographs
_MOST_UNPACKED = 15_000_000
_MOST_OF_A_DIRECTORY = 1_000_000

_TYPES = {
    "document": "document.main",
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}
_MAIN = b"wordprocessingml.document.main+xml"
_WITH_LINKS = ("document", "footnotes", "endnotes")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class Docx:
    """The parts of a Word file that a letter needs."""

    parts: dict[str, Element]
    """By kind: document, styles, numbering, footnotes, endnotes, comments."""
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    """The addresses of hyperlinks in document, footnotes and endnotes, by their identifiers."""
    margins: list[Element] = field(default_factory=list)
    """The headers and footers."""


def open_docx(data: bytes) -> Docx:
    """Open a Word file. Raises LetterError for any other file, a broken one, or one that is too large."""
    archive = OfficeArchive(data)
    archive.check_kind()
    main = next(iter(archive.part_names(archive.relations(""), "officeDocument")), "")
    if not main:
        raise LetterError("the file does not say which of its parts is the text", fix=RESAVE)
    relations = archive.relations(main)
    docx = Docx({"document": archive.part(main)}, {"document": _links(relations)})
    if docx.parts["document"].tag.startswith(f"{{{STRICT}}}"):
        raise LetterError(
            "saved as “Strict Open XML”, which few programs read", fix="save it as a Word document (.docx)"
        )
    for kind in _TYPES:
        for part_name in archive.part_names(relations, kind)[:1]:
            docx.parts[kind] = archive.part(part_name)
            docx.links[kind] = _links(archive.relations(part_name)) if kind in _WITH_LINKS else {}
    margin_names = [part_name for kind in ("header", "footer") for part_name in archive.part_names(relations, kind)]
    docx.margins = [archive.part(part_name) for part_name in margin_names]
    return docx


def pack_docx(docx: Docx) -> bytes:
    """Write a Word file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(docx.parts))
        archive.writestr("_rels/.rels", _relations_part([Relation("officeDocument", "word/document.xml", "part")]))
        for kind, root in docx.parts.items():
            archive.writestr(f"word/{kind}.xml", serialise(root))
            relations = [Relation("hyperlink", to, name, outside=True) for name, to in docx.links.get(kind, {}).items()]
            if kind == "document":
                relations += [Relation(other, f"{other}.xml", f"part-{other}") for other in docx.parts if other != kind]
            archive.writestr(f"word/_rels/{kind}.xml.rels", _relations_part(relations))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Relation:
    """A part's use of another part, or its link out of the file."""

    kind: str
    target: str
    name: str
    outside: bool = False


class OfficeArchive:
    """Reads the parts of a file, with one limit on their total size."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise LetterError(f"larger than {MOST_BYTES // 1_000_000} MB", fix="remove the pictures from the file")
        end = data.rfind(b"PK\x05\x06")
        if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > _MOST_OF_A_DIRECTORY:
            raise LetterError("a zip file with too many files to be a letter", fix="import only the letter's file")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise LetterError(f"the file is damaged or cut off ({error})", fix=f"copy it again, or {RESAVE}") from None
        self.names = set(self.zip.namelist())
        self.bytes_left = _MOST_UNPACKED

    def check_kind(self) -> None:
        if "[Content_Types].xml" not in self.names:
            what = "an OpenDocument file" if "mimetype" in self.names else "a zip file, but not a Word file"
            raise LetterError(what, fix="save the letter as a Word document (.docx) and import that")
        types = self.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in self.names):
            raise LetterError(
                "a Word file with macros (.docm)",
                fix="save it as a Word document (.docx) without macros, and import that",
            )
        if _MAIN not in types:
            raise LetterError("an Office file, but not a Word document", fix=RESAVE)

    def read(self, name: str) -> bytes:
        """Return the bytes of a part that exists."""
        if self.zip.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise LetterError(f"its part {name} is compressed in a way that no word processor uses", fix=RESAVE)
        try:
            with self.zip.open(name) as part_file:
                data = part_file.read(self.bytes_left + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError) as error:
            raise LetterError(
                f"its part {name} cannot be unpacked ({error})", fix=f"copy it again, or {RESAVE}"
            ) from None
        self.bytes_left -= len(data)
        if self.bytes_left < 0:
            most = _MOST_UNPACKED // 1_000_000
            raise LetterError(f"it unpacks to more than {most} MB of text", fix="import only the letter's text")
        return data

    def part(self, name: str) -> Element:
        return parse_part(self.read(name), name)

    def relations(self, part: str) -> list[Relation]:
        """Return what a part uses; "" stands for the file itself."""
        folder, name = posixpath.split(part)
        relations_name = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations_name not in self.names:
            return []
        return [
            _relation(element, folder) for element in self.part(relations_name).iter(f"{{{RELATIONSHIPS}}}Relationship")
        ]

    def part_names(self, relations: Iterable[Relation], kind: str) -> list[str]:
        """Return the parts of a kind that are used and exist."""
        return [
            relation.target
            for relation in relations
            if relation.kind == kind and not relation.outside and relation.target in self.names
        ]


def _relation(element: Element, folder: str) -> Relation:
    kind = element.get("Type", "").rpartition("/")[2]
    target, name = element.get("Target", ""), element.get("Id", "")
    if element.get("TargetMode") == "External" or target.startswith(("http:", "https:", "mailto:")):
        return Relation(kind, target, name, outside=True)
    inside = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Relation(kind, inside, name)


def _links(relations: Iterable[Relation]) -> dict[str, str]:
    return {
        relation.name: relation.target for relation in relations if relation.kind == "hyperlink" and relation.outside
    }


def _content_types(kinds: Mapping[str, Element]) -> bytes:
    root = Element("Types", {"xmlns": _CONTENT_TYPES})
    endings = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for ending, kind in endings.items():
        root.append(Element("Default", {"Extension": ending, "ContentType": kind}))
    for kind in kinds:
        type_ = f"{_MEDIA}.{_TYPES[kind]}+xml"
        root.append(Element("Override", {"PartName": f"/word/{kind}.xml", "ContentType": type_}))
    return serialise(root)


def _relations_part(relations: Iterable[Relation]) -> bytes:
    root = Element("Relationships", {"xmlns": RELATIONSHIPS})
    for relation in relations:
        mode = {"TargetMode": "External"} if relation.outside else {}
        attributes = {"Id": relation.name, "Type": f"{_OFFICE}/{relation.kind}", "Target": relation.target}
        root.append(Element("Relationship", attributes | mode))
    return serialise(root)
