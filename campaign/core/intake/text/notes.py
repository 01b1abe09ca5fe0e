"""Cuts the notes out of a plain text, at the end or below a page, and binds them to their marks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from campaign.core.intake import phrases
from campaign.core.intake.pieces import NoteText, Piece, Remark
from campaign.core.intake.runs import lines, map_runs, words_of
from campaign.core.intake.text import marks
from campaign.core.intake.text.lines import join_lines
from campaign.core.letters.tree import Paragraph, Rule


@dataclass(frozen=True, slots=True)
class DraftParts:
    """The text above the signatories, the text below them (empty without signatories), and the notes."""

    body: tuple[Piece, ...]
    below: tuple[Piece, ...]
    notes: tuple[NoteText, ...]
    omitted_words: tuple[str, ...] = ()


def cut(parts: DraftParts) -> DraftParts:
    """Find notes below the signatories, at the end or in the middle of the text, and bind them to their calls."""
    body, below = _split_notes(parts.body), _split_notes(parts.below)
    body, amid = _cut_amid(body) if below else (body, [])
    before, end, dropped = (
        _cut_at_end(below, marks.find_calls(piece.block for piece in body)) if below else _cut_ending(body)
    )
    body, below = (body, before) if below else (before, [])
    notes, numbers, omitted_words = _notes([*amid, *end], parts.notes)
    binder = marks.MarkBinder(numbers)
    return DraftParts(
        tuple(_bind(body, binder)),
        tuple(below),
        tuple(replace(note, pieces=tuple(_bind(note.pieces, binder))) for note in (*parts.notes, *notes)),
        (*parts.omitted_words, *dropped, *omitted_words, *binder.omitted_words),
    )


def _split_notes(pieces: Iterable[Piece]) -> list[Piece]:
    """Split notes that follow each other line by line into one piece each."""
    return [part for piece in pieces for part in _notes_of_piece(piece)]


def _notes_of_piece(piece: Piece) -> list[Piece]:
    rows = lines(piece.block.children) if isinstance(piece.block, Paragraph) else []
    heads = [marks.head_of(row) for row in rows]
    opening = heads[0].mark.style if heads and heads[0] else marks.RAISED
    starts = [at for at, head in enumerate(heads) if at and head and head.mark.style == opening]
    if not starts:
        return [piece]
    cuts = [0, *starts, len(rows)]
    groups = [rows[start:end] for start, end in pairwise(cuts)]
    return [Piece(Paragraph(join_lines(group))) for group in groups]


def _cut_amid(body: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Cut out notes that a page left in the middle of the text: one paragraph each, with raised marks only."""
    seen: set[marks.PlainNoteMark] = set()
    other_pieces: list[Piece] = []
    notes: list[Piece] = []
    for piece in body:
        head = marks.head(piece.block)
        if head and head.mark.style == marks.RAISED and head.mark in seen:
            look = Remark("a note was in the middle of the text", "check whether its next paragraph belongs to it too")
            notes.append(Piece(piece.block, (*piece.remarks, look)))
        else:
            other_pieces.append(piece)
        seen |= marks.find_calls([piece.block])
    return other_pieces, notes


def _cut_at_end(pieces: list[Piece], calls: set[marks.PlainNoteMark]) -> tuple[list[Piece], list[Piece], list[str]]:
    """Split at the first paragraph that begins a called note, and drop a rule or title above it."""
    heads = ((at, marks.head(piece.block)) for at, piece in enumerate(pieces))
    first = next((at for at, head in heads if head and head.mark in calls), None)
    if first is None:
        return pieces, [], []
    before, dropped = list(pieces[:first]), []
    while before and (isinstance(before[-1].block, Rule) or phrases.is_notes_title(words_of(before[-1].block))):
        dropped.append(words_of(before.pop().block))
    return before, pieces[first:], dropped


def _cut_ending(body: list[Piece]) -> tuple[list[Piece], list[Piece], list[str]]:
    """Cut notes off the end of a text without signatories. `[1]` and `(1)` also number points, so with them every
    paragraph from the first one on must begin a note."""
    before, notes, dropped = _cut_at_end(body, marks.find_calls(piece.block for piece in body))
    heads = [marks.head(piece.block) for piece in notes]
    if not before or not heads or not heads[0]:
        return body, [], []
    style = heads[0].mark.style
    if style != marks.RAISED and not all(head and head.mark.style == style for head in heads):
        return body, [], []
    return before, notes, dropped


def _notes(
    pieces: list[Piece], known: tuple[NoteText, ...]
) -> tuple[list[NoteText], dict[marks.PlainNoteMark, int], list[str]]:
    """Return the notes, the number of each mark, and the marks as written. One without a mark continues a note."""
    labels = {note.label for note in known}
    number = max((note.number for note in known), default=0)
    notes: list[NoteText] = []
    numbers: dict[marks.PlainNoteMark, int] = {}
    omitted_words: list[str] = []
    style = ""
    for piece in pieces:
        head = marks.head(piece.block)
        if not head or (style and head.mark.style != style):
            last = notes[-1]
            notes[-1] = replace(last, pieces=(*last.pieces, piece))
            continue
        style = head.mark.style
        number += 1
        label = _unused_label(head.mark.label, labels)
        labels.add(label)
        numbers.setdefault(head.mark, number)
        omitted_words.append(head.text)
        remarks = (*piece.remarks, *_remarks(head.mark, label))
        notes.append(NoteText(number, label, (Piece(Paragraph(head.rest), remarks),)))
    return notes, numbers, omitted_words


def _unused_label(label: str, labels: set[str]) -> str:
    name, count = label, 1
    while name in labels:
        count += 1
        name = f"{label}-{count}"
    return name


def _remarks(mark: marks.PlainNoteMark, label: str) -> list[Remark]:
    if label == mark.label:
        return []
    return [
        Remark(
            f"the mark {mark.label} has two notes; this one became [^{label}]", f"write [^{label}] where it is called"
        )
    ]


def _bind(pieces: Iterable[Piece], binder: marks.MarkBinder) -> list[Piece]:
    return [replace(piece, block=map_runs(piece.block, binder.bind)) for piece in pieces]
