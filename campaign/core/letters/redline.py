"""A redline: two texts as one document in which what went is Deleted and what came is Inserted.

Every output that knows these two nodes shows a redline without further code. Paragraphs are laid side by side first, so
that a moved or rewritten one does not turn all the others red; then the words inside. Changes that a letter proposes
itself (its own CriticMarkup and amendments) are spelled out as they are typed, so that the only marks in a redline are
those of the comparison.
"""

from collections.abc import Iterator

from campaign.core.letters import tree
from campaign.core.letters.changed_words import changed_words
from campaign.core.letters.likeness import Bag, Merger, bag, merged, most_alike
from campaign.core.letters.rebuild import rebuilt

_RULE = tree.Text("* * *")


def redline(old: tree.Document, new: tree.Document) -> tree.Document:
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
    went = [tree.Note(note.number, note.label, _marked(note.blocks, tree.Deleted)) for note in before.values()]
    blocks = _blocks_merged(_spelled(old.blocks, numbers), _spelled(new.blocks, {}))
    return tree.Document(blocks, (*notes, *sorted(went, key=lambda note: note.number)))


def _note(old: tree.Note | None, new: tree.Note) -> tree.Note:
    blocks = _blocks_merged(old.blocks, new.blocks) if old else _marked(new.blocks, tree.Inserted)
    return tree.Note(new.number, new.label, blocks)


def _note_pairs(old: tuple[tree.Note, ...], new: tuple[tree.Note, ...]) -> dict[int, int]:
    """Which old number is which new one: notes of one label that are alike, then the most alike, then of one label."""
    bags = {id(note): bag(tree.plain_blocks(note.blocks)) for note in (*old, *new)}
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


def _notes_spelled(notes: tuple[tree.Note, ...], numbers: dict[int, int]) -> Iterator[tree.Note]:
    for note in notes:
        yield tree.Note(numbers.get(note.number, note.number), note.label, _spelled(note.blocks, numbers))


def _spelled(blocks: tree.Blocks, numbers: dict[int, int]) -> tree.Blocks:
    """The blocks with their own marks as text, and their notes under the numbers that they have in the redline."""
    return rebuilt(blocks, lambda run: tuple(_spelled_inlines(run, numbers)), _amendment_spelled)


def _amendment_spelled(block: tree.Block) -> tree.Block:
    match block:
        case tree.Amendment(heading, paragraphs):
            head = (tree.Paragraph((tree.Strong((tree.Text(heading),)),)),) if heading else ()
            return tree.Quote((*head, *map(tree.Paragraph, paragraphs)))
        case _:
            return block


def _spelled_inlines(inlines: tree.Inlines, numbers: dict[int, int]) -> Iterator[tree.Inline]:
    for inline in inlines:
        match inline:
            case tree.NoteMark(number):
                yield tree.NoteMark(numbers.get(number, number))
            case tree.Inserted(children):
                yield from (tree.Text("{++"), *_spelled_inlines(children, numbers), tree.Text("++}"))
            case tree.Deleted(children):
                yield from (tree.Text("{--"), *_spelled_inlines(children, numbers), tree.Text("--}"))
            case tree.Strong(children) | tree.Emphasis(children):
                yield type(inline)(tuple(_spelled_inlines(children, numbers)))
            case tree.Link(href, children):
                yield tree.Link(href, tuple(_spelled_inlines(children, numbers)))
            case _:
                yield inline


def _blocks_merged(old: tree.Blocks, new: tree.Blocks) -> tree.Blocks:
    return merged(old, new, _BLOCKS)


def _block_merged(old: tree.Block, new: tree.Block) -> tree.Block:
    """Two blocks of one kind as one."""
    match old, new:
        case tree.Paragraph(before), tree.Paragraph(after):
            return tree.Paragraph(changed_words(before, after))
        case tree.Heading(_, before), tree.Heading(level, after):
            return tree.Heading(level, changed_words(before, after))
        case tree.Bullets(before_items), tree.Bullets(items):
            return tree.Bullets(merged(before_items, items, _ITEMS))
        case tree.Numbered(_, before_items), tree.Numbered(start, items):
            return tree.Numbered(start, merged(before_items, items, _ITEMS))
        case tree.Quote(before_blocks), tree.Quote(blocks):
            return tree.Quote(_blocks_merged(before_blocks, blocks))
        case tree.Table(before_head, before_rows), tree.Table(head, rows):
            return tree.Table(_row_merged(before_head, head), merged(before_rows, rows, _ROWS))
        case _:
            return _block_merged(_worded(old), _worded(new))


def _row_merged(old: tuple[tree.Inlines, ...], new: tuple[tree.Inlines, ...]) -> tuple[tree.Inlines, ...]:
    return tuple(changed_words(before, after) for before, after in zip(old, new, strict=True))


def _marked(blocks: tree.Blocks, mark: type[tree.Inserted] | type[tree.Deleted]) -> tree.Blocks:
    return rebuilt(blocks, lambda run: _run_marked(run, mark), _worded)


def _run_marked(run: tree.Inlines, mark: type[tree.Inserted] | type[tree.Deleted]) -> tree.Inlines:
    return (mark(run),) if run else ()


def _worded(block: tree.Block) -> tree.Block:
    """A block that cannot hold marks as a paragraph that can."""
    match block:
        case tree.CodeBlock(text):
            return tree.Paragraph(_lines([tree.Code(line) for line in text.split("\n")]))
        case tree.Signatories(lines):
            return tree.Paragraph(_lines([tree.Link(line.href, (tree.Text(line.name),)) for line in lines]))
        case tree.Rule():
            return tree.Paragraph((_RULE,))
        case _:
            return block


def _lines(lines: list[tree.Inline]) -> tree.Inlines:
    return tuple(inline for each in lines for inline in (tree.LineBreak(), each))[1:]


def _kind(block: tree.Block) -> object:
    """What two blocks must share to be shown as one."""
    match block:
        case tree.Heading(level, _):
            return tree.Heading, level
        case tree.Numbered(start, _):
            return tree.Numbered, start
        case tree.Table(head, _):
            return tree.Table, len(head)
        case _:
            return type(block)


def _block_bag(block: tree.Block) -> Bag:
    return bag(tree.plain_blocks((block,)), _kind(block))


_BLOCKS: Merger[tree.Block] = Merger(_block_bag, _block_merged, lambda block, mark: _marked((block,), mark)[0])
_ITEMS: Merger[tree.Blocks] = Merger(lambda item: bag(tree.plain_blocks(item)), _blocks_merged, _marked)
_ROWS: Merger[tuple[tree.Inlines, ...]] = Merger(
    lambda row: bag(tree.plain_blocks((tree.Table(row, ()),)), len(row)),
    _row_merged,
    lambda row, mark: tuple(_run_marked(cell, mark) for cell in row),
)
