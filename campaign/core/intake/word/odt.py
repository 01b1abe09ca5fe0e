"""Prepares an OpenDocument text for pandoc: takes out what nobody reads, and says what that was."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from campaign.core.intake.pieces import Remark, refuse_long
from campaign.core.intake.word.archive import OfficeArchive
from campaign.core.intake.word.xml import serialise
from campaign.core.languages.in_english import count_of
from campaign.errors import LetterError

MIME_TYPE = b"application/vnd.oasis.opendocument.text"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_NO_STYLES = (
    f'<office:document-styles xmlns:office="{_NAMES}office:1.0"><office:font-face-decls/><office:styles/>'
    "<office:automatic-styles/></office:document-styles>"
)
_MOST_QUOTED = 100
_MOST_QUOTATIONS = 5
_PROPERTIES = f"{{{_NAMES}style:1.0}}text-properties"


def _name(space: str, name: str) -> str:
    return f"{{{_NAMES}{space}:1.0}}{name}"


_HIDDEN = {_name("text", "hidden-text"), _name("text", "hidden-paragraph")}
_LOST = {
    _name("draw", "image"): "picture",
    _name("draw", "object"): "embedded object",
    _name("draw", "custom-shape"): "drawing",
}


def is_odt(data: bytes) -> bool:
    """Whether a zip file is an OpenDocument text: its first part says so."""
    return MIME_TYPE in data[:200]


def clean_odt(data: bytes) -> tuple[bytes, tuple[Remark, ...]]:
    """Return the file with its text and styles only, and remarks on what was left out.

    Raises LetterError for a broken file or one that is too large.
    """
    archive = OfficeArchive(data)
    if "content.xml" not in archive.names:
        raise LetterError("an OpenDocument file without text", fix="save it again as .odt, or as .docx")
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.names else b""
    if b"encryption-data" in manifest:
        raise LetterError("an OpenDocument file with a password", fix="save it without a password")
    parts = {"content.xml": archive.part("content.xml")}
    if "styles.xml" in archive.names:
        parts["styles.xml"] = archive.part("styles.xml")
    remarks = [*_decide_changes(parts["content.xml"]), *_remove_comments(parts["content.xml"])]
    remarks += [*_remove_hidden(parts), *_remove_drawings(parts["content.xml"])]
    refuse_long(sum(map(len, parts["content.xml"].itertext())))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", MIME_TYPE, zipfile.ZIP_STORED)
        packed.writestr("META-INF/manifest.xml", manifest or b"<manifest/>")
        for part, root in parts.items():
            packed.writestr(part, serialise(root))
        if "styles.xml" not in parts:
            packed.writestr("styles.xml", _NO_STYLES)
    return out.getvalue(), tuple(remarks)


def _decide_changes(root: Element) -> Iterator[Remark]:
    """Take tracked changes as accepted: deleted words go out, inserted ones stay. Yield a remark that says which."""
    deleted: list[str] = []
    inserted = 0
    for region in root.iter(_name("text", "changed-region")):
        for kind in region:
            if kind.tag == _name("text", "deletion"):
                deleted.append(_words(kind, but=_name("office", "change-info")))
            else:
                inserted += 1
    _remove(root, {_name("text", "tracked-changes")})
    if deleted or inserted:
        words = f": left out {_quoted(deleted)}" if deleted else ""
        total = count_of(len(deleted) + inserted, "tracked change")
        yield Remark(f"{total} taken as accepted{words}", "check that the words are what was agreed")


def _remove_comments(root: Element) -> Iterator[Remark]:
    tag = _name("office", "annotation")
    for comment in root.iter(tag):
        words = _words(comment)
        yield Remark(f"a comment is left out: “{words[:_MOST_QUOTED]}”", "answer it, or write it as {>> <<}")
    _remove(root, {tag, _name("office", "annotation-end")})


def _remove_hidden(parts: dict[str, Element]) -> Iterator[Remark]:
    """Remove hidden text, whether a style, a style's parent, a field or a section hides it."""
    hidden_styles = _hidden_styles(parts)
    style = _name("text", "style-name")
    display = _name("text", "display")
    root = parts["content.xml"]

    def is_hidden(element: Element) -> bool:
        return (
            element.tag in _HIDDEN
            or element.get(style) in hidden_styles
            or element.get(display) in ("none", "condition")
        )

    words = [_words(element) for element in _outermost(root, is_hidden)]
    _remove_where(root, is_hidden)
    if any(words):
        yield Remark(f"left out hidden text: {_quoted([text for text in words if text])}", "add it if it belongs here")


def _hidden_styles(parts: dict[str, Element]) -> set[str | None]:
    """Return the names of the styles that hide text, also those whose parent does."""
    parents: dict[str, str] = {}
    hidden: set[str | None] = set()
    visible: set[str] = set()
    for root in parts.values():
        for style in root.iter(_name("style", "style")):
            name = style.get(_name("style", "name"), "")
            parents[name] = style.get(_name("style", "parent-style-name"), "")
            displays = [own.get(_name("text", "display")) for own in style.iter(_PROPERTIES)]
            if "none" in displays:
                hidden.add(name)
            elif "true" in displays:
                visible.add(name)
    for name in parents:
        seen, at = {name}, name
        while at not in hidden and at not in visible and parents.get(at) and parents[at] not in seen:
            at = parents[at]
            seen.add(at)
        if at in hidden:
            hidden.add(name)
    return hidden


def _remove_drawings(root: Element) -> Iterator[Remark]:
    for tag, words in _LOST.items():
        count = sum(1 for _ in root.iter(tag))
        if count:
            yield Remark(f"left out {count_of(count, words)}", "write what readers need to know from it")
    _remove(root, {_name("draw", "image"), _name("draw", "object"), _name("draw", "object-ole")})


def _outermost(root: Element, wanted: Callable[[Element], bool]) -> Iterator[Element]:
    stack = [root]
    while stack:
        element = stack.pop()
        if wanted(element):
            yield element
        else:
            stack.extend(reversed(element))


def _remove(root: Element, tags: set[str]) -> None:
    _remove_where(root, lambda element: element.tag in tags)


def _remove_where(root: Element, unwanted: Callable[[Element], bool]) -> None:
    """Remove elements, and keep the text that follows them."""
    for parent in list(root.iter()):
        for child in [child for child in parent if unwanted(child)]:
            at = list(parent).index(child)
            if child.tail and at:
                parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
            elif child.tail:
                parent.text = (parent.text or "") + child.tail
            parent.remove(child)


def _words(element: Element, but: str = "") -> str:
    return re.sub(r"\s+", " ", " ".join(_texts(element, but))).strip()


def _texts(element: Element, but: str) -> Iterator[str]:
    skipped = {but, "{http://purl.org/dc/elements/1.1/}creator", "{http://purl.org/dc/elements/1.1/}date"}
    skipped.add(_name("meta", "creator-initials"))
    stack: list[Element | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        for child in reversed(item):
            if child.tail:
                stack.append(child.tail)
            if child.tag not in skipped:
                stack.append(child)
        if item.text:
            stack.append(item.text)


def _quoted(words: list[str]) -> str:
    listed_words = ", ".join(f"“{text[:_MOST_QUOTED]}”" for text in words[:_MOST_QUOTATIONS])
    return f"{listed_words} and {len(words) - _MOST_QUOTATIONS} more" if len(words) > _MOST_QUOTATIONS else listed_words
