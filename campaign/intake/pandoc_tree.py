"""A Word file, as pandoc's document tree, into the letter's blocks."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.errors import LetterError
from campaign.intake import bold, words
from campaign.intake.docx_clean import BOX, Cleaned
from campaign.intake.docx_notes import HEADS
from campaign.intake.pandoc_bind import Binder, with_amendments, without_uncalled
from campaign.intake.pandoc_inlines import Reader, comments_of, words_in
from campaign.intake.pieces import WORD, NoteText, Piece, Remark, Source
from campaign.intake.runs import each_leaf, tidy, unbroken
from campaign.letters.tree import (
    Block,
    Blocks,
    Bullets,
    CodeBlock,
    Heading,
    Inlines,
    LineBreak,
    Numbered,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    inlines_of,
    plain,
)

_HIGHEST = 99_999
_NUMBERS = {"DefaultStyle", "Decimal"}


def read(tree: dict[str, Any], cleaned: Cleaned) -> Source:
    """Blocks, notes and comments of a file. `cleaned` is what was found before pandoc read it."""
    try:
        return _read(tree, cleaned)
    except RecursionError:
        raise LetterError("the file is nested too deep to read", hint="look for tables within tables") from None


def _read(tree: dict[str, Any], cleaned: Cleaned) -> Source:
    comments, ended = comments_of(tree)
    reader = Reader(cleaned.remarks, comments, ended)
    fields, elements = _front(tree["blocks"])
    reader.ours = bool(fields)
    elements, written = _notes_apart(elements)
    pieces = _pieces(reader, elements)
    notes = _notes(reader, written)
    binder = Binder(notes)
    pieces = [replace(each, block=binder.bind(each.block)) for each in pieces]
    pieces = without_uncalled(with_amendments(pieces, binder.taken), binder.taken)
    return Source(
        WORD,
        tuple(pieces) if fields else bold.headings(pieces),
        tuple(map(binder.note, notes)),
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
        if not reader.ours and all(isinstance(piece.block, Quote) for piece in pieces):
            pieces = [Piece(block, piece.remarks) for piece in pieces for block in _inside(piece.block)]
        notes.append(NoteText(number, label, tuple(pieces)))
    return notes


def _inside(block: Block) -> Blocks:
    return block.blocks if isinstance(block, Quote) else (block,)


def _lines(blocks: list[Any]) -> str:
    reader = Reader((), {}, set())
    runs = [run for block in _blocks(reader, blocks) for run in inlines_of(block)]
    text = each_leaf(_parted(runs), lambda leaf: (Text("\n") if isinstance(leaf, LineBreak) else leaf,))
    return "\n".join(line.strip() for line in plain(text).split("\n") if line.strip())


def _pieces(reader: Reader, elements: list[Any]) -> list[Piece]:
    """The body, each block with the remarks that stood in it."""
    looks: dict[int, list[Remark]] = {}
    blocks: list[Block] = []
    for element in elements:
        reader.looks = []
        reader.depth = 0
        for block in _block(reader, element):
            _add(reader, blocks, block)
        looks.setdefault(len(blocks) - 1, []).extend(reader.looks)
    return [_piece(block, looks.get(at, [])) for at, block in enumerate(blocks)]


def _piece(block: Block, looks: list[Remark]) -> Piece:
    return Piece(block, tuple(looks), apart=any(remark.what.startswith(BOX) for remark in looks))


def _blocks(reader: Reader, elements: list[Any]) -> Blocks:
    """Blocks within a block. How deep the outer one goes on in a list is told by its own beginning."""
    blocks: list[Block] = []
    first = 0
    for element in elements:
        reader.depth = 0
        for block in _block(reader, element):
            first = first or (reader.depth if not blocks else 0)
            _add(reader, blocks, block)
    reader.depth = first
    return tuple(blocks)


def _add(reader: Reader, blocks: list[Block], block: Block) -> None:
    """Add a block, or let the list before it go on with it."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Bullets | Numbered) and reader.depth:
        blocks[-1] = _continued(last, block, reader.depth)
    elif isinstance(last, Bullets) and isinstance(block, Bullets) and _goes_on(last):
        blocks[-1] = Bullets((*last.items, *block.items))
    elif isinstance(last, Numbered) and isinstance(block, Numbered) and block.start == last.start + len(last.items):
        blocks[-1] = Numbered(last.start, (*last.items, *block.items))
    else:
        blocks.append(block)


def _goes_on(bullets: Bullets) -> bool:
    """Whether the last item has several blocks: what follows was parted from it by them, not by its author."""
    return len(bullets.items[-1]) > 1


def _continued(last: Bullets | Numbered, block: Block, depth: int) -> Block:
    *before, item = last.items
    inner = item[-1] if item else None
    if depth > 1 and isinstance(inner, Bullets | Numbered):
        item = (*item[:-1], _continued(inner, block, depth - 1))
    else:
        item = (*item, block)
    items = (*before, item)
    return Bullets(items) if isinstance(last, Bullets) else Numbered(last.start, items)


def _block(reader: Reader, element: dict[str, Any]) -> Blocks:
    content: Any = element.get("c")
    match element["t"]:
        case "Para" | "Plain":
            return _filled(Paragraph(tidy(reader.run(content))))
        case "Header":
            return _filled(Heading(min(content[0], 6), unbroken(reader.run(content[2]))))
        case "BulletList":
            return (Bullets(_items(reader, content)),)
        case "OrderedList":
            if content[0][1]["t"] not in _NUMBERS:
                reader.say(Remark("a list with letters or Roman numbers became 1., 2., 3.", "look where it is cited"))
            return (Numbered(_start(content[0][0]), _items(reader, content[1])),)
        case "BlockQuote":
            inner = _blocks(reader, content)
            return (Quote(inner),) if inner else ()
        case "CodeBlock":
            lines = [plain(tuple(reader.text(line))) for line in content[1].split("\n")]
            return (CodeBlock("\n".join(lines)),)
        case "HorizontalRule":
            return (Rule(),)
        case "Table":
            return _table(reader, content)
        case "Div":
            return _blocks(reader, content[1])
        case "Figure":
            return (*_blocks(reader, content[2]), *_blocks(reader, content[1][1]))
        case _:  # raw code of another format
            return ()


def _start(number: int) -> int:
    return number if 0 <= number <= _HIGHEST else 1


def _filled(block: Paragraph | Heading) -> Blocks:
    return (block,) if block.children else ()


def _items(reader: Reader, items: list[Any]) -> tuple[Blocks, ...]:
    found = []
    depth = 0
    for at, item in enumerate(items):
        found.append(_blocks(reader, item))
        depth = depth if at else reader.depth
    reader.depth = depth
    return tuple(found)


def _rows(table: list[Any]) -> list[list[list[Any]]]:
    """The blocks of each cell of each row."""
    _, _, _, head, bodies, foot = table
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [[cell[4] for cell in row[1]] for row in rows]


def _table(reader: Reader, table: list[Any]) -> Blocks:
    """Rows of cells. One with lists in it only sets a page out, and so does, in a file not of ours, one of a single row
    or column: its blocks are taken."""
    caption = _blocks(reader, table[1][1])
    cells = [[_blocks(reader, cell) for cell in row] for row in _rows(table)]
    cells = [row for row in cells if any(row)]
    wide = max(map(len, cells), default=0)
    inside = [block for row in cells for cell in row for block in cell]
    small = not reader.ours and (wide < 2 or len(cells) < 2)
    if small or not inside or not all(isinstance(block, Paragraph | Heading) for block in inside):
        return (*caption, *inside)
    if any(len(row) < wide for row in cells):
        reader.say(Remark("a table has joined cells", "look whether each cell is in its column"))
    head, *body = (tuple(map(_cell, row)) + ((),) * (wide - len(row)) for row in cells)
    return (*caption, Table(head, tuple(body)))


def _cell(blocks: Blocks) -> Inlines:
    return unbroken(_parted([run for block in blocks for run in inlines_of(block)]))


def _parted(runs: Sequence[Inlines]) -> Inlines:
    """Runs as one, with a line break between each two."""
    return tuple(inline for run in runs for inline in (LineBreak(), *run))[1:]
