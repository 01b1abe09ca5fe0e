"""A file of Word as a letter's source: by pandoc where it is installed, else by mammoth, which reads less."""

import io
import json

from campaign.adapters.word import pandoc
from campaign.core.intake.html import html
from campaign.core.intake.pieces import Remark, Source
from campaign.core.intake.word.archive import opened, packed
from campaign.core.intake.word.clean import Cleaned, cleaned
from campaign.core.intake.word.lists import drop_signless, mark_lists
from campaign.core.intake.word.marks import MARKS, mark_spaces
from campaign.core.intake.word.notes import move_notes
from campaign.core.intake.word.pandoc_tree import read as read_tree
from campaign.core.intake.word.xml import w
from campaign.errors import LetterError


def source(data: bytes) -> Source:
    """The text of a .docx file. Raises LetterError for what is none, is broken, or is beyond a letter's bounds."""
    found = cleaned(opened(data))
    program = pandoc.program()
    if program is None:
        return _by_mammoth(found)
    move_notes(found.docx)
    found.general += mark_lists(found.docx)
    mark_spaces(found.docx.parts["document"])
    out = pandoc.run(program, ["-f", "docx", "-t", "json", "--track-changes=all"], packed(found.docx))
    try:
        tree = json.loads(out)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", hint="look for tables within tables") from None
    return read_tree(tree, found)


def _by_mammoth(found: Cleaned) -> Source:
    import mammoth  # only here: most runs read no Word file

    changes, comments = _counts(found)
    drop_signless(found.docx)
    no_image = mammoth.images.img_element(_no_image)
    given = io.BytesIO(packed(found.docx))
    made = mammoth.convert_to_html(given, convert_image=no_image, style_map="u => em")
    read = html.read(MARKS.sub("", made.value))
    missed = Remark(
        "read without pandoc: tracked changes are taken as accepted and comments are left out "
        f"(changes here: {changes}, comments: {comments})",
        f"install it and import again to keep them: {pandoc.INSTALL}" if changes + comments else "nothing to do",
    )
    return Source(
        read.kind,
        read.pieces,
        read.notes,
        title=read.title,
        language=read.language,
        taken=read.taken,
        words=read.words,
        remarks=(missed, *found.general, *found.remarks, *read.remarks),
    )


def _no_image(image: object) -> dict[str, str]:
    return {}


def _counts(found: Cleaned) -> tuple[int, int]:
    parts = found.docx.parts
    kinds = [w("ins"), w("del"), w("moveFrom"), w("moveTo")]
    texts = [parts[kind] for kind in ("document", "footnotes", "endnotes") if kind in parts]
    changes = sum(1 for root in texts for kind in kinds for _ in root.iter(kind))
    return changes, sum(1 for _ in parts["comments"].iter(w("comment"))) if "comments" in parts else 0
