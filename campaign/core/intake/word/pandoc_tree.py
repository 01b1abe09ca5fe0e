"""A Word file, as pandoc's document tree, into the letter's blocks."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from campaign.core.intake import words
from campaign.core.intake.pieces import WORD, NoteText, Piece, Remark, Source
from campaign.core.intake.runs import each_leaf, tidy, unbroken
from campaign.core.intake.text import bold
from campaign.core.intake.word.clean import BOX, Cleaned
from campaign.core.intake.word.marks import PLACE, RULE
from campaign.core.intake.word.nesting import Nest, Place
from campaign.core.intake.word.notes import HEADS
from campaign.core.intake.word.pandoc_bind import Binder
from campaign.core.intake.word.pandoc_inlines import Reader, comments_of, words_in
from campaign.core.intake.word.pandoc_lines import grouped, without_uncalled
from campaign.core.letters import tree
from campaign.errors import LetterError


def read(parsed: dict[str, Any], cleaned: Cleaned) -> Source:
    """Blocks, notes and comments of a file. `cleaned` is what was found before pandoc read it."""
    try:
        return _read(parsed, cleaned)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", hint="look for tables within tables") from None


def _read(parsed: dict[str, Any], cleaned: Cleaned) -> Source:
    comments, ended = comments_of(parsed)
    reader = Reader(cleaned.remarks, comments, ended)
    fields, elements = _front(parsed["blocks"])
    reader.ours = bool(fields)
    elements, written = _notes_apart(elements)
    pieces = _pieces(reader, elements)
    notes = _notes(reader, written)
    binder = Binder(notes)
    pieces = [replace(each, block=binder.bind(each.block)) for each in pieces]
    pieces = without_uncalled(grouped(pieces, binder.taken), binder.taken)
    notes = [replace(note, pieces=tuple(grouped(note.pieces, binder.taken))) for note in map(binder.note, notes)]
    return Source(
        WORD,
        tuple(pieces) if fields else bold.headings(pieces),
        tuple(notes),
        fields=fields,
        taken=(*binder.taken, *(word for pair in fields.items() for word in pair)),
        words=words.words(cleaned.words),
        remarks=(*cleaned.general, *reader.general.values()),
        ours=reader.ours,
    )


def _front(elements: list[Any]) -> tuple[dict[str, str], list[Any]]:
    """The front matter of a letter that went out from here, from the table on top, and what stands below it."""
    rows = _rows(elements[0]["c"]) if elements and elements[0]["t"] == "Table" else []
    pairs = [[_lines(cell) for cell in row] for row in rows]
    fields = {pair[0].strip().lower(): pair[1] for pair in pairs if len(pair) == 2}
    known = len(fields) == len(rows) and all(re.fullmatch(r"[a-z_]+", key) for key in fields)
    if "language" not in fields or not known:
        return {}, elements
    return {key: value for key, value in fields.items() if value}, elements[1:]


def _notes_apart(elements: list[Any]) -> tuple[list[Any], dict[str, list[Any]]]:
    """The letter's own elements, and those of each note by its name, which stand below them."""
    letter: list[Any] = []
    notes: dict[str, list[Any]] = {}
    here = letter
    for element in elements:
        head = HEADS.fullmatch(words_in(element["c"])) if element["t"] in ("Para", "Plain") else None
        if head:
            here = notes.setdefault(head[1], [])
        else:
            here.append(element)
    return letter, notes


def _notes(reader: Reader, written: dict[str, list[Any]]) -> list[NoteText]:
    """The notes in the order of their calls. A note all of which is indented is no quotation."""
    notes = []
    for number, (name, label) in enumerate(reader.notes.items(), 1):
        pieces = _pieces(reader, written.get(name, []))
        if not reader.ours and all(isinstance(piece.block, tree.Quote) for piece in pieces):
            pieces = [Piece(block, piece.remarks) for piece in pieces for block in _inside(piece.block)]
        notes.append(NoteText(number, label, tuple(pieces)))
    return notes


def _inside(block: tree.Block) -> tree.Blocks:
    return block.blocks if isinstance(block, tree.Quote) else (block,)


def _lines(blocks: list[Any]) -> str:
    reader = Reader((), {}, set())
    runs = [run for block in _blocks(reader, blocks) for run in tree.inlines_of(block)]
    text = each_leaf(_parted(runs), lambda leaf: (tree.Text("\n") if isinstance(leaf, tree.LineBreak) else leaf,))
    return "\n".join(line.strip() for line in tree.plain(text).split("\n") if line.strip())


def _pieces(reader: Reader, elements: list[Any]) -> list[Piece]:
    """The body, each block with the remarks that stood in it."""
    looks: dict[int, list[Remark]] = {}
    nest = Nest(empty_items=reader.ours)
    for element in elements:
        reader.looks = []
        for place, block in _placed(reader, element):
            nest.put(block, place)
        looks.setdefault(len(nest.parts) - 1, []).extend(reader.looks)
    blocks = nest.blocks()
    return [_piece(block, looks.get(at, [])) for at, block in enumerate(blocks)]


def _piece(block: tree.Block, looks: list[Remark]) -> Piece:
    return Piece(block, tuple(looks), apart=any(remark.what.startswith(BOX) for remark in looks))


def _blocks(reader: Reader, elements: list[Any]) -> tree.Blocks:
    """The blocks of a cell or of the like, with lists of their own."""
    nest = Nest(empty_items=reader.ours)
    for element in elements:
        for place, block in _placed(reader, element):
            nest.put(block, place)
    return nest.blocks()


_Placed: TypeAlias = Iterator[tuple[Place | None, tree.Block | None]]


def _placed(reader: Reader, element: dict[str, Any]) -> _Placed:
    """The blocks of an element, each with its place in lists; None for one that says nothing but may begin an item."""
    content: Any = element.get("c")
    match element["t"]:
        case "Para" | "Plain":
            yield _words(reader, content, tree.Paragraph, tidy)
        case "Header":
            yield _words(reader, content[2], partial(tree.Heading, min(content[0], 6)), unbroken)
        case "BlockQuote":
            inside = (each for inner in content for each in _placed(reader, inner))
            yield from ((place, tree.Quote((block,)) if block else None) for place, block in inside)
        case "CodeBlock":
            yield from _code(reader, content[1])
        case "HorizontalRule":
            yield None, tree.Rule()
        case "Table":
            reader.table_place = None
            blocks = _table(reader, content)
            yield from ((reader.table_place, block) for block in blocks)
        case "Div":
            yield from (each for inner in content[1] for each in _placed(reader, inner))
        case "Figure":
            yield from (each for inner in (*content[2], *content[1][1]) for each in _placed(reader, inner))
        case _:  # raw code of another format; lists were marked, and are none to pandoc
            return


def _words(
    reader: Reader,
    content: list[Any],
    make: Callable[[tree.Inlines], tree.Block],
    tidied: Callable[[tree.Inlines], tree.Inlines],
) -> tuple[Place | None, tree.Block | None]:
    reader.place = None
    inlines = tidied(reader.run(content))
    block = tree.Rule() if RULE in words_in(content) else make(inlines) if inlines else None
    return reader.place, block


def _code(reader: Reader, text: str) -> _Placed:
    """Paragraphs of code, which come as one; each has its place."""
    for part in re.split(f"\n(?={PLACE})", text):
        reader.place = None
        lines = [tree.plain(tuple(reader.text(line))) for line in part.split("\n")]
        yield reader.place, tree.CodeBlock("\n".join(lines))


def _rows(table: list[Any]) -> list[list[list[Any]]]:
    """The blocks of each cell of each row."""
    _, _, _, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [[cell[4] for cell in row[1]] for row in rows]


def _table(reader: Reader, table: list[Any]) -> tree.Blocks:
    """Rows of cells. One with lists in it only sets a page out, and so does, in a file not of ours, one of a single row
    or column: its blocks are taken."""
    caption = _blocks(reader, table[1][1])
    cells = [[_blocks(reader, cell) for cell in row] for row in _rows(table)]
    cells = [row for row in cells if reader.ours or any(row)]
    wide = max(map(len, cells), default=0)
    inside = [block for row in cells for cell in row for block in cell]
    small = not reader.ours and (wide < 2 or len(cells) < 2)
    if small or not all(isinstance(block, tree.Paragraph | tree.Heading) for block in inside):
        return (*caption, *inside)
    if any(len(row) < wide for row in cells):
        reader.say(Remark("a table has joined cells", "look whether each cell is in its column"))
    head, *body = (tuple(map(_cell, row)) + ((),) * (wide - len(row)) for row in cells)
    return (*caption, tree.Table(head, tuple(body)))


def _cell(blocks: tree.Blocks) -> tree.Inlines:
    return unbroken(_parted([run for block in blocks for run in tree.inlines_of(block)]))


def _parted(runs: Sequence[tree.Inlines]) -> tree.Inlines:
    """Runs as one, with a line break between each two."""
    return tuple(inline for run in runs for inline in (tree.LineBreak(), *run))[1:]
