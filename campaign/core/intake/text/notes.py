"""Notes in plain words: the block of notes at the end, or below a page, is cut out and bound to its marks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from campaign.core.intake import phrases
from campaign.core.intake.pieces import NoteText, Piece, Remark
from campaign.core.intake.runs import each_run, lines, words_of
from campaign.core.intake.text import marks
from campaign.core.intake.text.lines import together
from campaign.core.letters.tree import Paragraph, Rule


@dataclass(frozen=True, slots=True)
class Parts:
    """The text above the signatories, what stands below (empty where nobody signs), and the notes."""

    body: tuple[Piece, ...]
    below: tuple[Piece, ...]
    notes: tuple[NoteText, ...]
    taken: tuple[str, ...] = ()


def cut(parts: Parts) -> Parts:
    """Find notes below the signatories, else at the end or amid the text, and bind them to their calls."""
    body, below = _parted(parts.body), _parted(parts.below)
    body, amid = _amid(body) if below else (body, [])
    before, end, dropped = _at_end(below, marks.called(piece.block for piece in body)) if below else _ending(body)
    body, below = (body, before) if below else (before, [])
    notes, numbers, taken = _notes([*amid, *end], parts.notes)
    binder = marks.Binder(numbers)
    return Parts(
        tuple(_bound(body, binder)),
        tuple(below),
        tuple(replace(note, pieces=tuple(_bound(note.pieces, binder))) for note in (*parts.notes, *notes)),
        (*parts.taken, *dropped, *taken, *binder.taken),
    )


def _parted(pieces: Iterable[Piece]) -> list[Piece]:
    """Notes that follow each other line by line, a piece each."""
    return [part for piece in pieces for part in _each_note(piece)]


def _each_note(piece: Piece) -> list[Piece]:
    rows = lines(piece.block.children) if isinstance(piece.block, Paragraph) else []
    heads = [marks.head_of(row) for row in rows]
    opening = heads[0].mark.style if heads and heads[0] else marks.RAISED
    starts = [at for at, head in enumerate(heads) if at and head and head.mark.style == opening]
    if not starts:
        return [piece]
    cuts = [0, *starts, len(rows)]
    groups = [rows[start:end] for start, end in pairwise(cuts)]
    return [Piece(Paragraph(together(group))) for group in groups]


def _amid(body: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Notes that a page left in the middle of the text: raised marks only, one paragraph each."""
    seen: set[marks.Mark] = set()
    kept: list[Piece] = []
    notes: list[Piece] = []
    for piece in body:
        head = marks.head(piece.block)
        if head and head.mark.style == marks.RAISED and head.mark in seen:
            look = Remark("a note stood in the middle of the text", "look whether its next paragraph belongs to it too")
            notes.append(Piece(piece.block, (*piece.remarks, look)))
        else:
            kept.append(piece)
        seen |= marks.called([piece.block])
    return kept, notes


def _at_end(pieces: list[Piece], called: set[marks.Mark]) -> tuple[list[Piece], list[Piece], list[str]]:
    """Split at the first paragraph that opens a note which is called; a rule or title above it is dropped."""
    heads = ((at, marks.head(piece.block)) for at, piece in enumerate(pieces))
    first = next((at for at, head in heads if head and head.mark in called), None)
    if first is None:
        return pieces, [], []
    before, dropped = list(pieces[:first]), []
    while before and (isinstance(before[-1].block, Rule) or phrases.is_notes_title(words_of(before[-1].block))):
        dropped.append(words_of(before.pop().block))
    return before, pieces[first:], dropped


def _ending(body: list[Piece]) -> tuple[list[Piece], list[Piece], list[str]]:
    """Where nobody signs: notes at the very end. `[1]` and `(1)` also number points of a text, so there each
    paragraph from the first on must open a note."""
    before, notes, dropped = _at_end(body, marks.called(piece.block for piece in body))
    heads = [marks.head(piece.block) for piece in notes]
    if not before or not heads or not heads[0]:
        return body, [], []
    style = heads[0].mark.style
    if style != marks.RAISED and not all(head and head.mark.style == style for head in heads):
        return body, [], []
    return before, notes, dropped


def _notes(pieces: list[Piece], known: tuple[NoteText, ...]) -> tuple[list[NoteText], dict[marks.Mark, int], list[str]]:
    """The notes, the number of each mark, and the marks as written. A paragraph without a mark goes on."""
    labels = {note.label for note in known}
    number = max((note.number for note in known), default=0)
    notes: list[NoteText] = []
    numbers: dict[marks.Mark, int] = {}
    taken: list[str] = []
    style = ""
    for piece in pieces:
        head = marks.head(piece.block)
        if not head or (style and head.mark.style != style):
            last = notes[-1]
            notes[-1] = replace(last, pieces=(*last.pieces, piece))
            continue
        style = head.mark.style
        number += 1
        label = _free(head.mark.label, labels)
        labels.add(label)
        numbers.setdefault(head.mark, number)
        taken.append(head.written)
        remarks = (*piece.remarks, *_remarks(head.mark, label))
        notes.append(NoteText(number, label, (Piece(Paragraph(head.rest), remarks),)))
    return notes, numbers, taken


def _free(label: str, labels: set[str]) -> str:
    name, count = label, 1
    while name in labels:
        count += 1
        name = f"{label}-{count}"
    return name


def _remarks(mark: marks.Mark, label: str) -> list[Remark]:
    if label == mark.label:
        return []
    return [
        Remark(f"the mark {mark.label} has two notes; this one became [^{label}]", f"set [^{label}] where it is called")
    ]


def _bound(pieces: Iterable[Piece], binder: marks.Binder) -> list[Piece]:
    return [replace(piece, block=each_run(piece.block, binder.bind)) for piece in pieces]
