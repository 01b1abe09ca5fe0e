"""The changes in a redline: its changed runs, and the redline reduced to them."""

from collections.abc import Iterator
from itertools import groupby

from campaign.core.letters import tree

# Words of an unchanged neighbour that are shown, to find the place.
_CONTEXT = 8


def changed_runs(document: tree.Document) -> Iterator[tree.Inlines]:
    """Yield each paragraph, heading or cell with a change: body first, then footnotes."""
    notes = (block for note in document.notes for block in note.blocks)
    for block in (*document.blocks, *notes):
        yield from (run for run in tree.inlines_of(block) if _holds_change(run))


def is_changed(blocks: tree.Blocks) -> bool:
    """Whether blocks of a redline have a change."""
    return any(_holds_change(run) for block in blocks for run in tree.inlines_of(block))


def count_changed(document: tree.Document) -> int:
    """Count the changed paragraphs, headings, list items and tables of a redline, footnotes included."""
    notes = (block for note in document.notes for block in note.blocks)
    return sum(_count_changed(block) for block in (*document.blocks, *notes))


def _count_changed(block: tree.Block) -> int:
    match block:
        case tree.BulletList(items) | tree.NumberedList(_, items):
            return sum(is_changed(item) for item in items)
        case tree.BlockQuote(blocks):
            return sum(map(_count_changed, blocks))
        case _:
            return int(is_changed((block,)))


def words_before(run: tree.Inlines) -> str:
    """Return the words of a run before the change."""
    return tree.plain(tuple(_without(run, tree.Insertion)))


def words_after(run: tree.Inlines) -> str:
    """Return the words of a run after the change."""
    return tree.plain(tuple(_without(run, tree.Deletion)))


def marked_words(run: tree.Inlines, mark: type[tree.Insertion] | type[tree.Deletion]) -> Iterator[str]:
    """Yield the words of each Insertion, or of each Deletion, in a run."""
    for inline in tree.walk(run):
        if isinstance(inline, mark):
            yield tree.plain(inline.children)


def cut_to_changes(document: tree.Document) -> tree.Document:
    """Reduce a redline to the blocks and footnotes with changes, with a line of context around them.

    Unchanged blocks in between are replaced by their number. A redline without changes gives an empty document.
    """
    notes = tuple(tree.Footnote(note.number, note.label, _cut(note.blocks)) for note in changed_notes(document))
    return tree.Document(_cut(document.blocks) if is_changed(document.blocks) else (), notes)


def changed_notes(document: tree.Document) -> tuple[tree.Footnote, ...]:
    """Return the footnotes of a redline with a change."""
    return tuple(note for note in document.notes if is_changed(note.blocks))


def _holds_change(run: tree.Inlines) -> bool:
    return any(isinstance(inline, tree.Insertion | tree.Deletion) for inline in tree.walk(run))


def _without(inlines: tree.Inlines, drop: type[tree.Inline]) -> Iterator[tree.Inline]:
    for inline in inlines:
        if isinstance(inline, drop):
            continue
        children: tree.Inlines = getattr(inline, "children", ())
        if children:
            yield tree.Insertion(tuple(_without(children, drop)))  # only its words are used, so any container will do
        else:
            yield inline


def _cut(blocks: tree.Blocks) -> tree.Blocks:
    groups = [(changed, list(run)) for changed, run in groupby(blocks, lambda block: is_changed((block,)))]
    last = len(groups) - 1
    return tuple(
        block
        for at, (changed, run) in enumerate(groups)
        for block in (run if changed else _summarise_unchanged(run, first=at == 0, last=at == last))
    )


def _summarise_unchanged(run: list[tree.Block], *, first: bool, last: bool) -> list[tree.Block]:
    """Summarise unchanged blocks: the beginning of the first, the number of blocks left out, the end of the last."""
    opening = [] if first else [" ".join([*_words(run[0])[:_CONTEXT], "…"])]
    closing = [] if last or (opening and len(run) == 1) else [" ".join(["…", *_words(run[-1])[-_CONTEXT:]])]
    left = len(run) - len(opening) - len(closing)
    counted = [f"({left} unchanged)"] if left else []
    return [tree.Paragraph((tree.Text(line),)) for line in (*opening, *counted, *closing)]


def _words(block: tree.Block) -> list[str]:
    return tree.plain_blocks((block,)).split()
