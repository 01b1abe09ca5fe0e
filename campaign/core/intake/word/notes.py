"""Moves the notes of a Word file into its text, so that pandoc reads their lists and quotations as elsewhere."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from campaign.core.intake.word.archive import Docx
from campaign.core.intake.word.xml import PREFIXES, w

CALL, CALL_END = "\ue004", "\ue005"  # around the name of a note, where it is called
NOTE, NOTE_END = "\ue006", "\ue007"  # around its name on the line above its text, below the letter
CALLS = re.compile(f"{CALL}([^{CALL}{CALL_END}]*){CALL_END}")
HEADS = re.compile(f"{NOTE}([^{NOTE}{NOTE_END}]*){NOTE_END}")

_KINDS = {"footnotes": "footnote", "endnotes": "endnote"}
IDENTIFIER = f"{{{PREFIXES['r']}}}id"


def move_notes(docx: Docx) -> None:
    """Move each note below the text, and write its name where it is called. Changes `docx`."""
    body = docx.parts["document"].find(w("body"))
    if body is None:
        return
    for kind, tag in _KINDS.items():
        for root in [docx.parts[part] for part in ("document", *_KINDS) if part in docx.parts]:
            _name_calls(root, tag)
        if kind in docx.parts:
            body.extend(_lines(docx, kind, tag))
            del docx.parts[kind]


def _name_calls(root: Element, tag: str) -> None:
    for call in root.iter(w(f"{tag}Reference")):
        name = f"{tag}{call.get(w('id'), '')}"
        call.tag, call.text = w("t"), CALL + name + CALL_END
        call.attrib.clear()


def _lines(docx: Docx, kind: str, tag: str) -> Iterator[Element]:
    links = docx.links.pop(kind, {})
    docx.links["document"] |= {f"{kind}-{name}": address for name, address in links.items()}
    for note in docx.parts[kind].findall(w(tag)):
        yield _head(f"{tag}{note.get(w('id'), '')}")
        for style in note.iter(w("pStyle")):
            if style.get(w("val")) == "FootnoteBlockText":  # pandoc's for a quotation in a note
                style.set(w("val"), "BlockText")
        for link in note.iter(w("hyperlink")):
            if link.get(IDENTIFIER) in links:
                link.set(IDENTIFIER, f"{kind}-{link.get(IDENTIFIER)}")
        yield from note


def _head(name: str) -> Element:
    paragraph = Element(w("p"))
    run = SubElement(paragraph, w("r"))
    SubElement(run, w("t")).text = NOTE + name + NOTE_END
    return paragraph
