"""A redline in words, for readers who do not see colours: what is replaced, added and removed."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.core.letters.redline_changes import changed_runs
from campaign.core.letters.tree import Deletion, Document, Inlines, Insertion, plain


@dataclass(frozen=True, slots=True)
class WordChange:
    """One change: words that were replaced by others. One side is empty for what was only added or removed."""

    before: str
    after: str


def word_changes(document: Document) -> tuple[WordChange, ...]:
    """The changes of a redline, in the order of the text, footnotes last."""
    return tuple(change for run in changed_runs(document) for change in _changes(run))


def _changes(run: Inlines) -> Iterator[WordChange]:
    before, after = "", ""
    for kind, words in _pieces(run):
        if kind is None or (kind is Deletion and after):
            if before.strip() or after.strip():
                yield WordChange(before.strip(), after.strip())
            before, after = "", ""
        if kind is Deletion:
            before += words
        elif kind is Insertion:
            after += words
    if before.strip() or after.strip():
        yield WordChange(before.strip(), after.strip())


def _pieces(run: Inlines) -> Iterator[tuple[type[Deletion] | type[Insertion] | None, str]]:
    """The run in pieces, each with its mark."""
    for inline in run:
        children: Inlines = getattr(inline, "children", ())
        if isinstance(inline, Deletion | Insertion):
            yield type(inline), plain(inline.children)
        elif children:
            yield from _pieces(children)
        else:
            yield None, ""
