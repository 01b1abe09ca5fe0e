"""A redline: two texts as one document in which what went is Deleted and what came is Inserted.

Every output that knows these two nodes shows a redline without further code. Paragraphs are laid side by side first, so
that a moved or rewritten one does not turn all the others red; then the words inside. Changes that a letter proposes
itself (its own CriticMarkup and amendments) are spelled out as they are typed, so that the only marks in a redline are
those of the comparison.
"""

from collections.abc import Iterator

from campaign.core.letters.changed_words import changed_words
from campaign.core.letters.likeness import Bag, Merger, bag, merged, most_alike
from campaign.core.letters.rebuild import rebuilt
from campaign.core.letters.tree import (
    Amendment,
    Block,
    Blocks,
    Bullets,
    Code,
    CodeBlock,
    Deleted,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Inserted,
    LineBreak,
    Link,
    Note,
    NoteMark,
    Numbered,
    Paragraph,
    Quote,
    Rule,
    Signatories,
    Strong,
    Table,
    Text,
    plain_blocks,
)

_RULE = Text("* * *")


def redline(old: Document, new: Document) -> Document:
    """The comparison of two documents. Without Inserted it has the words of `old`, without Deleted those of `new`.

    Notes stand under their new numbers; those that went follow at the end. What has no words (a block of code that
    changed, a rule) is shown by a paragraph that says it.
    """
    pairs = _note_pairs(old.notes, new.notes)
    gone = [note for note in old.notes if note.number not in pairs]
    last = max((note.number for note in new.notes), default=0)
    numbers = {**pairs, **{note.number: number for number, note in enumerate(gone, last + 1)}}
    before = {note.number: note for note in _notes_spelled(old.notes, numbers)}
    notes = [_note(before.pop(note.number, None), note) for note in _notes_spelled(new.notes, {})]
    went = [Note(note.number, note.label, _marked(note.blocks, Deleted)) for note in before.values()]
    blocks = _blocks_merged(_spelled(old.blocks, numbers), _spelled(new.blocks, {}))
    return Document(blocks, (*notes, *sorted(went, key=lambda note: note.number)))


def _note(old: Note | None, new: Note) -> Note:
    blocks = _blocks_merged(old.blocks, new.blocks) if old else _marked(new.blocks, Inserted)
    return Note(new.number, new.label, blocks)


def _note_pairs(old: tuple[Note, ...], new: tuple[Note, ...]) -> dict[int, int]:
    """Which old number is which new one: notes of one label that are alike, then the most alike, then of one label."""
    bags = {id(note): bag(plain_blocks(note.blocks)) for note in (*old, *new)}
    labels = {note.label: note for note in new}
    same = [(note, labels[note.label]) for note in old if note.label in labels]
    pairs = {a.number: b.number for a, b in same if bags[id(a)].is_like(bags[id(b)])}
    found = set(pairs.values())
    left_old = {note.number: bags[id(note)] for note in old if note.number not in pairs}
    left_new = {note.number: bags[id(note)] for note in new if note.number not in found}
    pairs |= most_alike(left_old, left_new)
    for a, b in same:
        if a.number not in pairs and b.number not in pairs.values():
            pairs[a.number] = b.number
    return pairs


def _notes_spelled(notes: tuple[Note, ...], numbers: dict[int, int]) -> Iterator[Note]:
    for note in notes:
        yield Note(numbers.get(note.number, note.number), note.label, _spelled(note.blocks, numbers))


def _spelled(blocks: Blocks, numbers: dict[int, int]) -> Blocks:
    """The blocks with their own marks as text, and their notes under the numbers that they have in the redline."""
    return rebuilt(blocks, lambda run: tuple(_spelled_inlines(run, numbers)), _amendment_spelled)


def _amendment_spelled(block: Block) -> Block:
    match block:
        case Amendment(heading, paragraphs):
            head = (Paragraph((Strong((Text(heading),)),)),) if heading else ()
            return Quote((*head, *map(Paragraph, paragraphs)))
        case _:
            return block


def _spelled_inlines(inlines: Inlines, numbers: dict[int, int]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case NoteMark(number):
                yield NoteMark(numbers.get(number, number))
            case Inserted(children):
                yield from (Text("{++"), *_spelled_inlines(children, numbers), Text("++}"))
            case Deleted(children):
                yield from (Text("{--"), *_spelled_inlines(children, numbers), Text("--}"))
            case Strong(children) | Emphasis(children):
                yield type(inline)(tuple(_spelled_inlines(children, numbers)))
            case Link(href, children):
                yield Link(href, tuple(_spelled_inlines(children, numbers)))
            case _:
                yield inline


def _blocks_merged(old: Blocks, new: Blocks) -> Blocks:
    return merged(old, new, _BLOCKS)


def _block_merged(old: Block, new: Block) -> Block:
    """Two blocks of one kind as one."""
    match old, new:
        case Paragraph(before), Paragraph(after):
            return Paragraph(changed_words(before, after))
        case Heading(_, before), Heading(level, after):
            return Heading(level, changed_words(before, after))
        case Bullets(before_items), Bullets(items):
            return Bullets(merged(before_items, items, _ITEMS))
        case Numbered(_, before_items), Numbered(start, items):
            return Numbered(start, merged(before_items, items, _ITEMS))
        case Quote(before_blocks), Quote(blocks):
            return Quote(_blocks_merged(before_blocks, blocks))
        case Table(before_head, before_rows), Table(head, rows):
            return Table(_row_merged(before_head, head), merged(before_rows, rows, _ROWS))
        case _:
            return _block_merged(_worded(old), _worded(new))


def _row_merged(old: tuple[Inlines, ...], new: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
    return tuple(changed_words(before, after) for before, after in zip(old, new, strict=True))


def _marked(blocks: Blocks, mark: type[Inserted] | type[Deleted]) -> Blocks:
    return rebuilt(blocks, lambda run: _run_marked(run, mark), _worded)


def _run_marked(run: Inlines, mark: type[Inserted] | type[Deleted]) -> Inlines:
    return (mark(run),) if run else ()


def _worded(block: Block) -> Block:
    """A block that cannot hold marks as a paragraph that can."""
    match block:
        case CodeBlock(text):
            return Paragraph(_lines([Code(line) for line in text.split("\n")]))
        case Signatories(lines):
            return Paragraph(_lines([Link(line.href, (Text(line.name),)) for line in lines]))
        case Rule():
            return Paragraph((_RULE,))
        case _:
            return block


def _lines(lines: list[Inline]) -> Inlines:
    return tuple(inline for each in lines for inline in (LineBreak(), each))[1:]


def _kind(block: Block) -> object:
    """What two blocks must share to be shown as one."""
    match block:
        case Heading(level, _):
            return Heading, level
        case Numbered(start, _):
            return Numbered, start
        case Table(head, _):
            return Table, len(head)
        case _:
            return type(block)


def _block_bag(block: Block) -> Bag:
    return bag(plain_blocks((block,)), _kind(block))


_BLOCKS: Merger[Block] = Merger(_block_bag, _block_merged, lambda block, mark: _marked((block,), mark)[0])
_ITEMS: Merger[Blocks] = Merger(lambda item: bag(plain_blocks(item)), _blocks_merged, _marked)
_ROWS: Merger[tuple[Inlines, ...]] = Merger(
    lambda row: bag(plain_blocks((Table(row, ()),)), len(row)),
    _row_merged,
    lambda row, mark: tuple(_run_marked(cell, mark) for cell in row),
)
