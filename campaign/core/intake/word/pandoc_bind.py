"""What stands in a Word file by its words alone: calls of notes, placeholders, amendments."""

import re
from collections.abc import Iterable
from dataclasses import replace

from campaign.core.intake.pieces import NoteText, Piece
from campaign.core.intake.runs import each_run, tidy
from campaign.core.intake.word.marks import CODE, CODE_END
from campaign.core.letters import tree
from campaign.core.letters.fill import PLACEHOLDERS

_SPECIAL = re.compile(rf"\{{\{{\s*(?P<name>[A-Za-z_][\w.]*)\s*\}}\}}|{CODE}(?P<code>[^{CODE_END}]*){CODE_END}")


class Binder:
    """Labels of notes, and placeholders, which come as words."""

    def __init__(self, notes: list[NoteText]) -> None:
        labels = {note.label for note in notes}
        self.labels = [note.label or _free(note.number, labels) for note in notes]
        self.taken: list[str] = []

    def note(self, note: NoteText) -> NoteText:
        pieces = tuple(Piece(self.bind(piece.block), piece.remarks) for piece in note.pieces)
        return NoteText(note.number, self.labels[note.number - 1], pieces)

    def bind(self, block: tree.Block) -> tree.Block:
        return each_run(block, self.run)

    def run(self, inlines: tree.Inlines) -> tree.Inlines:
        return tidy(self.bound(inlines))

    def bound(self, inlines: tree.Inlines) -> tree.Inlines:
        return tuple(part for inline in inlines for part in self.inline(inline))

    def inline(self, inline: tree.Inline) -> tree.Inlines:
        match inline:
            case tree.Text(text):
                return tuple(self.with_specials(text))
            case (
                tree.Link(_, children)
                | tree.Strong(children)
                | tree.Emphasis(children)
                | tree.Inserted(children)
                | tree.Deleted(children)
            ):
                return (replace(inline, children=self.bound(children)),)
            case _:
                return (inline,)

    def with_specials(self, text: str) -> Iterable[tree.Inline]:
        at = 0
        for found in _SPECIAL.finditer(text):
            name = found["name"]
            if name and name not in PLACEHOLDERS:
                continue
            yield tree.Text(text[at : found.start()])
            yield tree.Placeholder(name) if name else tree.Code(found["code"])
            self.taken.append(found[0] if name else "")
            at = found.end()
        yield tree.Text(text[at:])


def _free(number: int, labels: set[str]) -> str:
    """The number as a label, or the next that no note has."""
    while str(number) in labels:
        number += 1
    labels.add(str(number))
    return str(number)
