"""Prepares Word files for pandoc or mammoth, and turns their output into a letter's source.

The caller chooses the program and runs it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from campaign.core.intake.html import html
from campaign.core.intake.pieces import DraftSource, Remark
from campaign.core.intake.word.archive import Docx, open_docx, pack_docx
from campaign.core.intake.word.clean import WordFile, clean_docx
from campaign.core.intake.word.lists import mark_lists, unlist_unnumbered
from campaign.core.intake.word.marks import MARKS, mark_spaces
from campaign.core.intake.word.notes import IDENTIFIER, move_notes
from campaign.core.intake.word.pandoc_tree import read as read_tree
from campaign.core.intake.word.xml import w
from campaign.core.languages.in_english import count_of
from campaign.errors import LetterError


def open_word_file(data: bytes) -> WordFile:
    """Open and prepare a .docx file. Raises LetterError for any other file, a broken one, or one that is too large."""
    return clean_docx(open_docx(data))


def for_pandoc(file: WordFile) -> bytes:
    """Return the file for pandoc, with marks for what pandoc would lose. Changes `file`."""
    move_notes(file.docx)
    file.general += mark_lists(file.docx)
    mark_spaces(file.docx.parts["document"])
    return pack_docx(file.docx)


def from_pandoc(answer: bytes, file: WordFile) -> DraftSource:
    """Return the source from pandoc's JSON. Raises LetterError if it is nested too deep."""
    try:
        tree = json.loads(answer)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", fix="check for tables inside tables") from None
    return read_tree(tree, file)


def for_mammoth(file: WordFile) -> bytes:
    """Return the file for mammoth. Changes `file`."""
    unlist_unnumbered(file.docx)
    for kind, root in file.docx.parts.items():
        _drop_broken_references(root, file.docx, file.docx.links.get(kind, {}))
    return pack_docx(file.docx)


def _drop_broken_references(root: Element, docx: Docx, links: Mapping[str, str]) -> None:
    """Remove calls of notes and addresses of links that the file does not have: mammoth would fail."""
    for link in root.iter(w("hyperlink")):
        if link.get(IDENTIFIER) not in links:
            link.attrib.pop(IDENTIFIER, None)
    for kind in ("footnote", "endnote"):
        notes = docx.parts.get(f"{kind}s")
        ids = {note.get(w("id")) for note in notes.iter(w(kind))} if notes is not None else set()
        for call in list(root.iter(w(f"{kind}Reference"))):
            if call.get(w("id")) not in ids:
                call.tag = w("t")


def from_mammoth(page: str, file: WordFile, install: str) -> DraftSource:
    """Return the source from mammoth's HTML, with a remark on what mammoth cannot read. `install` installs pandoc."""
    source = html.read(MARKS.sub("", page))
    changes, comments = _counts(file)
    remark = Remark(
        "read without pandoc: tracked changes count as accepted, and comments are left out "
        f"({count_of(changes, 'change')}, {count_of(comments, 'comment')})",
        f"to keep them, install pandoc and import again: {install}" if changes + comments else "nothing to do",
    )
    return replace(source, remarks=(remark, *file.general, *file.remarks, *source.remarks))


def _counts(file: WordFile) -> tuple[int, int]:
    """Return the numbers of tracked changes and comments."""
    parts = file.docx.parts
    kinds = [w("ins"), w("del"), w("moveFrom"), w("moveTo")]
    texts = [parts[kind] for kind in ("document", "footnotes", "endnotes") if kind in parts]
    changes = sum(1 for root in texts for kind in kinds for _ in root.iter(kind))
    return changes, sum(1 for _ in parts["comments"].iter(w("comment"))) if "comments" in parts else 0
