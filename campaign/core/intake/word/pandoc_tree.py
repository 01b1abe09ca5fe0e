"""Turns pandoc's document tree of a Word file into the letter's blocks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from campaign.core.intake import compare_words
from campaign.core.intake.pieces import WORD, DraftSource, NoteText, Piece, Remark
from campaign.core.intake.runs import map_leaves, tidy, without_breaks
from campaign.core.intake.text import bold
from campaign.core.intake.word.clean import BOX, WordFile
from campaign.core.intake.word.marks import PLACE, RULE
from campaign.core.intake.word.nesting import ListPlace, Nest
from campaign.core.intake.word.notes import HEADS
from campaign.core.intake.word.pandoc_bind import PandocBinder
from campaign.core.intake.word.pandoc_inlines import PandocReader, comments_of, words_in
from campaign.core.intake.word.pandoc_lines import group_lines, without_uncalled
from campaign.core.letters import tree
from campaign.errors import LetterError


def read(parsed: dict[str, Any], file: WordFile) -> DraftSource:
    """Read blocks, notes and comments of a file. Raises LetterError if it is nested too deep."""
    try:
        return _read(parsed, file)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", fix="check for tables inside tables") from None


def _read(parsed: dict[str, Any], file: WordFile) -> DraftSource:
    comments, ended_ids = comments_of(parsed)
    reader = PandocReader(file.remarks, comments, ended_ids)
    fields, elements = _front(parsed["blocks"])
    reader.is_own_letter = bool(fields)
    elements, note_elements = _split_notes(elements)
    pieces = _pieces(reader, elements)
    notes = _notes(reader, note_elements)
    binder = PandocBinder(notes)
    pieces = [replace(piece, block=binder.bind(piece.block)) for piece in pieces]
    pieces = without_uncalled(group_lines(pieces, binder.omitted_words), binder.omitted_words)
    notes = [
        replace(note, pieces=tuple(group_lines(note.pieces, binder.omitted_words))) for note in map(binder.note, notes)
    ]
    return DraftSource(
        WORD,
        tuple(pieces) if fields else bold.find_headings(pieces),
        tuple(notes),
        fields=fields,
        omitted_words=(*binder.omitted_words, *(word for pair in fields.items() for word in pair)),
        words=compare_words.split_words(file.words),
        remarks=(*file.general, *reader.general.values()),
        is_own_letter=reader.is_own_letter,
    )


def _front(elements: list[Any]) -> tuple[dict[str, str], list[Any]]:
    """Return the front matter of a letter that this program exported, from the table at the top, and the rest."""
    rows = _rows(elements[0]["c"]) if elements and elements[0]["t"] == "Table" else []
    pairs = [[_lines(cell) for cell in row] for row in rows]
    fields = {pair[0].strip().lower(): pair[1] for pair in pairs if len(pair) == 2}
    known = len(fields) == len(rows) and all(re.fullmatch(r"[a-z_]+", key) for key in fields)
    if "language" not in fields or not known:
        return {}, elements
    return {key: value for key, value in fields.items() if value}, elements[1:]


def _split_notes(elements: list[Any]) -> tuple[list[Any], dict[str, list[Any]]]:
    """Split the elements into those of the letter and, below them, those of each note by its name."""
    letter: list[Any] = []
    notes: dict[str, list[Any]] = {}
    section = letter
    for element in elements:
        head = HEADS.fullmatch(words_in(element["c"])) if element["t"] in ("Para", "Plain") else None
        if head:
            section = notes.setdefault(head[1], [])
        else:
            section.append(element)
    return letter, notes


def _notes(reader: PandocReader, elements: dict[str, list[Any]]) -> list[NoteText]:
    """Return the notes in the order of their calls. A note that is all indented is not a quotation."""
    notes: list[NoteText] = []
    while len(notes) < len(reader.notes):  # a note may call another one
        name, label = list(reader.notes.items())[len(notes)]
        pieces = _pieces(reader, elements.get(name, []))
        if not reader.is_own_letter and all(isinstance(piece.block, tree.BlockQuote) for piece in pieces):
            pieces = [Piece(block, piece.remarks) for piece in pieces for block in _inside(piece.block)]
        notes.append(NoteText(len(notes) + 1, label, tuple(pieces)))
    return notes


def _inside(block: tree.Block) -> tree.Blocks:
    return block.blocks if isinstance(block, tree.BlockQuote) else (block,)


def _lines(blocks: list[Any]) -> str:
    reader = PandocReader((), {}, set())
    runs = [run for block in _blocks(reader, blocks) for run in tree.inlines_of(block)]
    text = map_leaves(_join_runs(runs), lambda leaf: (tree.Text("\n") if isinstance(leaf, tree.LineBreak) else leaf,))
    return "\n".join(line.strip() for line in tree.plain(text).split("\n") if line.strip())


def _pieces(reader: PandocReader, elements: list[Any]) -> list[Piece]:
    """Return the blocks, each with its remarks."""
    remarks_at: dict[int, list[Remark]] = {}
    nest = Nest(empty_items=reader.is_own_letter)
    for element in elements:
        reader.block_remarks = []
        for place, block in _place_blocks(reader, element):
            nest.put(block, place)
        remarks_at.setdefault(len(nest.parts) - 1, []).extend(reader.block_remarks)
    blocks = nest.blocks()
    return [_piece(block, remarks_at.get(at, [])) for at, block in enumerate(blocks)]


def _piece(block: tree.Block, remarks: list[Remark]) -> Piece:
    return Piece(block, tuple(remarks), apart=any(remark.what.startswith(BOX) for remark in remarks))


def _blocks(reader: PandocReader, elements: list[Any]) -> tree.Blocks:
    """Return the blocks of a cell or a caption, with lists of their own."""
    nest = Nest(empty_items=reader.is_own_letter)
    for element in elements:
        for place, block in _place_blocks(reader, element):
            nest.put(block, place)
    return nest.blocks()


_PlacedBlocks: TypeAlias = Iterator[tuple[ListPlace | None, tree.Block | None]]


def _place_blocks(reader: PandocReader, element: dict[str, Any]) -> _PlacedBlocks:
    """Yield the blocks of an element, each with its place in lists. An empty one, which may begin an item, is None."""
    content: Any = element.get("c")
    match element["t"]:
        case "Para" | "Plain":
            yield _words(reader, content, tree.Paragraph, tidy)
        case "Header":
            yield _words(reader, content[2], partial(tree.Heading, min(content[0], 6)), without_breaks)
        case "BlockQuote":
            inside = (placed for inner in content for placed in _place_blocks(reader, inner))
            yield from ((place, tree.BlockQuote((block,)) if block else None) for place, block in inside)
        case "CodeBlock":
            yield from _code(reader, content[1])
        case "HorizontalRule":
            yield None, tree.Rule()
        case "Table":
            reader.table_place = None
            blocks = _table(reader, content)
            yield from ((reader.table_place, block) for block in blocks)
        case "Div":
            yield from (placed for inner in content[1] for placed in _place_blocks(reader, inner))
        case "Figure":
            yield from (placed for inner in (*content[2], *content[1][1]) for placed in _place_blocks(reader, inner))
        case _:  # raw code of another format; lists are marked paragraphs here
            return


def _words(
    reader: PandocReader,
    content: list[Any],
    make: Callable[[tree.Inlines], tree.Block],
    tidy_run: Callable[[tree.Inlines], tree.Inlines],
) -> tuple[ListPlace | None, tree.Block | None]:
    reader.place = None
    inlines = tidy_run(reader.run(content))
    block = tree.Rule() if RULE in words_in(content) else make(inlines) if inlines else None
    return reader.place, block


def _code(reader: PandocReader, text: str) -> _PlacedBlocks:
    """Yield paragraphs of code, which pandoc joins, each with its place."""
    for part in re.split(f"\n(?={PLACE})", text):
        reader.place = None
        lines = [tree.plain(tuple(reader.text(line))) for line in part.split("\n")]
        yield reader.place, tree.CodeBlock("\n".join(lines))


def _rows(table: list[Any]) -> list[list[list[Any]]]:
    """Return the elements of each cell of each row."""
    _, _, _, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [[cell[4] for cell in row[1]] for row in rows]


def _table(reader: PandocReader, table: list[Any]) -> tree.Blocks:
    """Read a table. One with lists is only layout, and so is, in a file of others, one with a single row or column:
    return its blocks."""
    caption = _blocks(reader, table[1][1])
    cells = [[_blocks(reader, cell) for cell in row] for row in _rows(table)]
    cells = [row for row in cells if reader.is_own_letter or any(row)]
    wide = max(map(len, cells), default=0)
    inside = [block for row in cells for cell in row for block in cell]
    small = not reader.is_own_letter and (wide < 2 or len(cells) < 2)
    if small or not all(isinstance(block, tree.Paragraph | tree.Heading) for block in inside):
        return (*caption, *inside)
    if any(len(row) < wide for row in cells):
        reader.add_remark(Remark("a table has joined cells", "check that each cell is in its column"))
    head, *body = (tuple(map(_cell, row)) + ((),) * (wide - len(row)) for row in cells)
    return (*caption, tree.TableBlock(head, tuple(body)))


def _cell(blocks: tree.Blocks) -> tree.Inlines:
    return without_breaks(_join_runs([run for block in blocks for run in tree.inlines_of(block)]))


def _join_runs(runs: Sequence[tree.Inlines]) -> tree.Inlines:
    """Join runs, with a line break between them."""
    return tuple(inline for run in runs for inline in (tree.LineBreak(), *run))[1:]
