"""What a program that reads Word files is given, and a letter's source from what it answers.

Which program there is, and running it, is the matter of whoever calls this.
"""

import json
from dataclasses import replace

from campaign.core.intake.html import html
from campaign.core.intake.pieces import DraftSource, Remark
from campaign.core.intake.word.archive import open_docx, pack_docx
from campaign.core.intake.word.clean import WordFile, clean_docx
from campaign.core.intake.word.lists import mark_lists, unlist_unnumbered
from campaign.core.intake.word.marks import MARKS, mark_spaces
from campaign.core.intake.word.notes import move_notes
from campaign.core.intake.word.pandoc_tree import read as read_tree
from campaign.core.intake.word.xml import w
from campaign.errors import LetterError


def open_word_file(data: bytes) -> WordFile:
    """A .docx file made ready. Raises LetterError for what is none, is broken, or is beyond a letter's bounds."""
    return clean_docx(open_docx(data))


def for_pandoc(file: WordFile) -> bytes:
    """The file as pandoc is to read it, with marks for what it would forget. Changes `file`."""
    move_notes(file.docx)
    file.general += mark_lists(file.docx)
    mark_spaces(file.docx.parts["document"])
    return pack_docx(file.docx)


def from_pandoc(answer: bytes, file: WordFile) -> DraftSource:
    """The source from pandoc's JSON. Raises LetterError when it is nested too deep."""
    try:
        tree = json.loads(answer)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", fix="look for tables within tables") from None
    return read_tree(tree, file)


def for_mammoth(file: WordFile) -> bytes:
    """The file as mammoth is to read it. Changes `file`."""
    unlist_unnumbered(file.docx)
    return pack_docx(file.docx)


def from_mammoth(page: str, file: WordFile, install: str) -> DraftSource:
    """The source from mammoth's HTML, with a remark on what it cannot read. `install` is the command for pandoc."""
    source = html.read(MARKS.sub("", page))
    changes, comments = _counts(file)
    remark = Remark(
        "read without pandoc: tracked changes are taken as accepted and comments are left out "
        f"(changes here: {changes}, comments: {comments})",
        f"install it and import again to keep them: {install}" if changes + comments else "nothing to do",
    )
    return replace(source, remarks=(remark, *file.general, *file.remarks, *source.remarks))


def _counts(file: WordFile) -> tuple[int, int]:
    """How many tracked changes and comments it has."""
    parts = file.docx.parts
    kinds = [w("ins"), w("del"), w("moveFrom"), w("moveTo")]
    texts = [parts[kind] for kind in ("document", "footnotes", "endnotes") if kind in parts]
    changes = sum(1 for root in texts for kind in kinds for _ in root.iter(kind))
    return changes, sum(1 for _ in parts["comments"].iter(w("comment"))) if "comments" in parts else 0
