"""What changed in a redline: its changed runs, and the redline cut down to them."""

from collections.abc import Iterator
from itertools import groupby

from campaign.core.letters.tree import (
    Block,
    Blocks,
    Deleted,
    Document,
    Inline,
    Inlines,
    Inserted,
    Note,
    Paragraph,
    Text,
    inlines_of,
    plain,
    plain_blocks,
    walk,
)

# Enough words of a neighbour to find the place by.
_CONTEXT = 8


def changed_runs(document: Document) -> Iterator[Inlines]:
    """Each paragraph, heading or cell of a redline that holds a change: body first, then notes."""
    notes = (block for note in document.notes for block in note.blocks)
    for block in (*document.blocks, *notes):
        yield from (run for run in inlines_of(block) if _holds_change(run))


def is_changed(blocks: Blocks) -> bool:
    """Whether blocks of a redline hold a change."""
    return any(_holds_change(run) for block in blocks for run in inlines_of(block))


def before(run: Inlines) -> str:
    """The words of a run as they were."""
    return plain(tuple(_without(run, Inserted)))


def after(run: Inlines) -> str:
    """The words of a run as they are."""
    return plain(tuple(_without(run, Deleted)))


def changes(run: Inlines, mark: type[Inserted] | type[Deleted]) -> Iterator[str]:
    """The words of each change of one kind in a run."""
    for inline in walk(run):
        if isinstance(inline, mark):
            yield plain(inline.children)


def only_changed(document: Document) -> Document:
    """A redline cut down to the blocks and notes with changes, with a line of what stands around them.

    Unchanged blocks between are counted. A redline without changes gives an empty document.
    """
    notes = tuple(Note(note.number, note.label, _cut(note.blocks)) for note in changed_notes(document))
    return Document(_cut(document.blocks) if is_changed(document.blocks) else (), notes)


def changed_notes(document: Document) -> tuple[Note, ...]:
    """The notes of a redline that hold a change."""
    return tuple(note for note in document.notes if is_changed(note.blocks))


def _holds_change(run: Inlines) -> bool:
    return any(isinstance(inline, Inserted | Deleted) for inline in walk(run))


def _without(inlines: Inlines, drop: type[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, drop):
            continue
        children: Inlines = getattr(inline, "children", ())
        if children:
            yield Inserted(tuple(_without(children, drop)))  # only words are asked for, so any holder will do
        else:
            yield inline


def _cut(blocks: Blocks) -> Blocks:
    groups = [(changed, list(run)) for changed, run in groupby(blocks, lambda block: is_changed((block,)))]
    last = len(groups) - 1
    return tuple(
        block
        for at, (changed, run) in enumerate(groups)
        for block in (run if changed else _around(run, first=at == 0, last=at == last))
    )


def _around(run: list[Block], *, first: bool, last: bool) -> list[Block]:
    """What is shown of unchanged blocks: the beginning of the first one, how many follow, the end of the last one."""
    opening = [] if first else [" ".join([*_words(run[0])[:_CONTEXT], "…"])]
    closing = [] if last or (opening and len(run) == 1) else [" ".join(["…", *_words(run[-1])[-_CONTEXT:]])]
    left = len(run) - len(opening) - len(closing)
    counted = [f"({left} unchanged)"] if left else []
    return [Paragraph((Text(line),)) for line in (*opening, *counted, *closing)]


def _words(block: Block) -> list[str]:
    return plain_blocks((block,)).split()
