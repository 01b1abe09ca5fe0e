"""Binds what a Word file has only as words: labels of notes, placeholders, bold code."""

import re
from collections.abc import Iterable
from dataclasses import replace

from campaign.core.intake.pieces import NoteText, Piece
from campaign.core.intake.runs import map_runs, tidy
from campaign.core.intake.word.marks import CODE, CODE_END
from campaign.core.letters import tree
from campaign.core.letters.fill import PLACEHOLDERS

_SPECIAL = re.compile(rf"\{{\{{\s*(?P<name>[A-Za-z_][\w.]*)\s*\}}\}}|{CODE}(?P<code>[^{CODE}{CODE_END}]*){CODE_END}")


class PandocBinder:
    """Gives notes their labels, and turns words into placeholders and code."""

    def __init__(self, notes: list[NoteText]) -> None:
        labels = {note.label for note in notes}
        self.labels = [note.label or _unused_label(note.number, labels) for note in notes]
        self.omitted_words: list[str] = []

    def note(self, note: NoteText) -> NoteText:
        pieces = tuple(Piece(self.bind(piece.block), piece.remarks) for piece in note.pieces)
        return NoteText(note.number, self.labels[note.number - 1], pieces)

    def bind(self, block: tree.Block) -> tree.Block:
        return map_runs(block, self.run)

    def run(self, inlines: tree.Inlines) -> tree.Inlines:
        return tidy(self.bind_inlines(inlines))

    def bind_inlines(self, inlines: tree.Inlines) -> tree.Inlines:
        return tuple(part for inline in inlines for part in self.inline(inline))

    def inline(self, inline: tree.Inline) -> tree.Inlines:
        match inline:
            case tree.Text(text):
                return tuple(self.with_specials(text))
            case (
                tree.Link(_, children)
                | tree.Strong(children)
                | tree.Emphasis(children)
                | tree.Insertion(children)
                | tree.Deletion(children)
            ):
                return (replace(inline, children=self.bind_inlines(children)),)
            case _:
                return (inline,)

    def with_specials(self, text: str) -> Iterable[tree.Inline]:
        at = 0
        for match in _SPECIAL.finditer(text):
            name = match["name"]
            if name and name not in PLACEHOLDERS:
                continue
            yield tree.Text(text[at : match.start()])
            yield tree.Placeholder(name) if name else tree.Code(match["code"])
            self.omitted_words.append(match[0] if name else "")
            at = match.end()
        yield tree.Text(text[at:])


def _unused_label(number: int, labels: set[str]) -> str:
    """Return the number as a label, or the next one that no note has."""
    while str(number) in labels:
        number += 1
    labels.add(str(number))
    return str(number)
