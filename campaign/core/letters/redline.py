"""A redline: two texts merged into one document with Deletion and Insertion nodes.

Every serialiser knows these two nodes, so it shows a redline without further code. Paragraphs are aligned first, so
that a moved or rewritten one does not mark all others as changed; then the words inside each pair. Changes that the
letter itself proposes (CriticMarkup and amendments) are spelled out as typed, so that every mark in a redline is a
difference between the two texts.
"""

from collections.abc import Iterator

from campaign.core.letters import tree
from campaign.core.letters.changed_words import changed_words
from campaign.core.letters.pairing import Bag, Merger, bag, merge, pair_most_alike
from campaign.core.letters.rebuild import rebuild

_RULE = tree.Text("* * *")


def redline(old: tree.Document, new: tree.Document) -> tree.Document:
    """Compare two documents. The result without insertions has the words of `old`, without deletions those of `new`.

    Footnotes have their new numbers; deleted ones follow at the end. A changed block that cannot hold marks (code, a
    rule, signatories) becomes a paragraph.
    """
    pairs = _pair_notes(old.notes, new.notes)
    gone = [note for note in old.notes if note.number not in pairs]
    last = max((note.number for note in new.notes), default=0)
    numbers = {**pairs, **{note.number: number for number, note in enumerate(gone, last + 1)}}
    before = {note.number: note for note in _spell_out_notes(old.notes, numbers)}
    notes = [_merge_note(before.pop(note.number, None), note) for note in _spell_out_notes(new.notes, {})]
    went = [
        tree.Footnote(note.number, note.label, _mark_blocks(note.blocks, tree.Deletion)) for note in before.values()
    ]
    blocks = _merge_blocks(_spell_out(old.blocks, numbers), _spell_out(new.blocks, {}))
    return tree.Document(blocks, (*notes, *sorted(went, key=lambda note: note.number)))


def _merge_note(old: tree.Footnote | None, new: tree.Footnote) -> tree.Footnote:
    blocks = _merge_blocks(old.blocks, new.blocks) if old else _mark_blocks(new.blocks, tree.Insertion)
    return tree.Footnote(new.number, new.label, blocks)


def _pair_notes(old: tuple[tree.Footnote, ...], new: tuple[tree.Footnote, ...]) -> dict[int, int]:
    """Map old footnote numbers to new ones.

    Similar footnotes with the same label are paired first, then the most similar ones, then those with the same label.
    """
    bags = {id(note): bag(tree.plain_blocks(note.blocks)) for note in (*old, *new)}
    labels = {note.label: note for note in new}
    same = [(note, labels[note.label]) for note in old if note.label in labels]
    pairs = {a.number: b.number for a, b in same if bags[id(a)].is_like(bags[id(b)])}
    paired = set(pairs.values())
    left_old = {note.number: bags[id(note)] for note in old if note.number not in pairs}
    left_new = {note.number: bags[id(note)] for note in new if note.number not in paired}
    pairs |= pair_most_alike(left_old, left_new)
    for a, b in same:
        if a.number not in pairs and b.number not in pairs.values():
            pairs[a.number] = b.number
    return pairs


def _spell_out_notes(notes: tuple[tree.Footnote, ...], numbers: dict[int, int]) -> Iterator[tree.Footnote]:
    for note in notes:
        yield tree.Footnote(numbers.get(note.number, note.number), note.label, _spell_out(note.blocks, numbers))


def _spell_out(blocks: tree.Blocks, numbers: dict[int, int]) -> tree.Blocks:
    """Write the blocks' own marks as text, and give footnote marks their numbers in the redline."""
    return rebuild(blocks, lambda run: tuple(_spell_out_inlines(run, numbers)), _spell_out_amendment)


def _spell_out_amendment(block: tree.Block) -> tree.Block:
    match block:
        case tree.Amendment(heading, paragraphs):
            head = (tree.Paragraph((tree.Strong((tree.Text(heading),)),)),) if heading else ()
            return tree.BlockQuote((*head, *map(tree.Paragraph, paragraphs)))
        case _:
            return block


def _spell_out_inlines(inlines: tree.Inlines, numbers: dict[int, int]) -> Iterator[tree.Inline]:
    for inline in inlines:
        match inline:
            case tree.NoteMark(number):
                yield tree.NoteMark(numbers.get(number, number))
            case tree.Insertion(children):
                yield from (tree.Text("{++"), *_spell_out_inlines(children, numbers), tree.Text("++}"))
            case tree.Deletion(children):
                yield from (tree.Text("{--"), *_spell_out_inlines(children, numbers), tree.Text("--}"))
            case tree.Strong(children) | tree.Emphasis(children):
                yield type(inline)(tuple(_spell_out_inlines(children, numbers)))
            case tree.Link(href, children):
                yield tree.Link(href, tuple(_spell_out_inlines(children, numbers)))
            case _:
                yield inline


def _merge_blocks(old: tree.Blocks, new: tree.Blocks) -> tree.Blocks:
    return merge(old, new, _BLOCKS)


def _merge_block(old: tree.Block, new: tree.Block) -> tree.Block:
    """Merge two blocks of the same kind."""
    match old, new:
        case tree.Paragraph(before), tree.Paragraph(after):
            return tree.Paragraph(changed_words(before, after))
        case tree.Heading(_, before), tree.Heading(level, after):
            return tree.Heading(level, changed_words(before, after))
        case tree.BulletList(before_items), tree.BulletList(items):
            return tree.BulletList(merge(before_items, items, _ITEMS))
        case tree.NumberedList(_, before_items), tree.NumberedList(start, items):
            return tree.NumberedList(start, merge(before_items, items, _ITEMS))
        case tree.BlockQuote(before_blocks), tree.BlockQuote(blocks):
            return tree.BlockQuote(_merge_blocks(before_blocks, blocks))
        case tree.TableBlock(before_head, before_rows), tree.TableBlock(head, rows, aligns):
            return tree.TableBlock(_merge_row(before_head, head), merge(before_rows, rows, _ROWS), aligns)
        case _:
            return _merge_block(_as_paragraph(old), _as_paragraph(new))


def _merge_row(old: tuple[tree.Inlines, ...], new: tuple[tree.Inlines, ...]) -> tuple[tree.Inlines, ...]:
    return tuple(changed_words(before, after) for before, after in zip(old, new, strict=True))


def _mark_blocks(blocks: tree.Blocks, mark: type[tree.Insertion] | type[tree.Deletion]) -> tree.Blocks:
    return rebuild(blocks, lambda run: _mark_run(run, mark), _as_paragraph)


def _mark_run(run: tree.Inlines, mark: type[tree.Insertion] | type[tree.Deletion]) -> tree.Inlines:
    return (mark(run),) if run else ()


def _as_paragraph(block: tree.Block) -> tree.Block:
    """Turn a block that cannot hold marks into a paragraph."""
    match block:
        case tree.CodeBlock(text):
            return tree.Paragraph(_join_lines([tree.Code(line) for line in text.split("\n")]))
        case tree.Signatories(lines):
            return tree.Paragraph(_join_lines([tree.Link(line.href, (tree.Text(line.name),)) for line in lines]))
        case tree.Rule():
            return tree.Paragraph((_RULE,))
        case _:
            return block


def _join_lines(lines: list[tree.Inline]) -> tree.Inlines:
    return tuple(inline for line in lines for inline in (tree.LineBreak(), line))[1:]


def _kind(block: tree.Block) -> object:
    """Return what two blocks must have in common to be merged."""
    match block:
        case tree.Heading(level, _):
            return tree.Heading, level
        case tree.NumberedList(start, _):
            return tree.NumberedList, start
        case tree.TableBlock(head, _):
            return tree.TableBlock, len(head)
        case _:
            return type(block)


def _block_bag(block: tree.Block) -> Bag:
    return bag(tree.plain_blocks((block,)), _kind(block))


_BLOCKS: Merger[tree.Block] = Merger(_block_bag, _merge_block, lambda block, mark: _mark_blocks((block,), mark)[0])
_ITEMS: Merger[tree.Blocks] = Merger(lambda item: bag(tree.plain_blocks(item)), _merge_blocks, _mark_blocks)
_ROWS: Merger[tuple[tree.Inlines, ...]] = Merger(
    lambda row: bag(tree.plain_blocks((tree.TableBlock(row, ()),)), len(row)),
    _merge_row,
    lambda row, mark: tuple(_mark_run(cell, mark) for cell in row),
)
