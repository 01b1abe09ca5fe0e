"""Functions on runs of inlines: tidy them to the form that a letter read back has, split and map them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from campaign.core.letters import tree

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_NESTING = tree.Strong | tree.Emphasis | tree.Link | tree.Insertion | tree.Deletion
_CHANGES = (tree.Insertion, tree.Deletion)


def tidy(inlines: Iterable[tree.Inline]) -> tree.Inlines:
    """Join adjacent texts, reduce spaces, and drop spaces at the ends and emphasis that is empty or doubled."""
    _, core, _ = _edges(_flow(inlines, frozenset()))
    return tuple(core)


def lines(inlines: tree.Inlines) -> list[tree.Inlines]:
    """Split a run at its line breaks, not those inside emphasis. Each line is tidy, and none is empty."""
    split_lines: list[list[tree.Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, tree.LineBreak):
            split_lines.append([])
        else:
            split_lines[-1].append(inline)
    return [line for line in map(tidy, split_lines) if line]


def without_breaks(inlines: tree.Inlines) -> tree.Inlines:
    """Return the run with a space in place of each line break."""
    return tidy(map_leaves(inlines, lambda leaf: (tree.Text(" "),) if isinstance(leaf, tree.LineBreak) else (leaf,)))


def map_leaves(inlines: tree.Inlines, change: Callable[[tree.Inline], Sequence[tree.Inline]]) -> tree.Inlines:
    """Replace each text, mark, break or placeholder of a run by the inlines that `change` returns for it."""
    changed: list[tree.Inline] = []
    for inline in inlines:
        if isinstance(inline, _NESTING):
            changed.append(replace(inline, children=map_leaves(inline.children, change)))
        else:
            changed.extend(change(inline))
    return tuple(changed)


def map_runs(block: tree.Block, change: Callable[[tree.Inlines], tree.Inlines]) -> tree.Block:
    """Return the block with each of its runs replaced by what `change` returns for it."""

    def blocks(inner: tree.Blocks) -> tree.Blocks:
        return tuple(map_runs(inner_block, change) for inner_block in inner)

    match block:
        case tree.Paragraph(children):
            return tree.Paragraph(change(children))
        case tree.Heading(level, children):
            return tree.Heading(level, change(children))
        case tree.BulletList(items):
            return tree.BulletList(tuple(map(blocks, items)))
        case tree.NumberedList(start, items):
            return tree.NumberedList(start, tuple(map(blocks, items)))
        case tree.BlockQuote(inner):
            return tree.BlockQuote(blocks(inner))
        case tree.Amendment(heading, paragraphs):
            return tree.Amendment(heading, tuple(map(change, paragraphs)))
        case tree.TableBlock(head, body, aligns):
            return tree.TableBlock(tuple(map(change, head)), tuple(tuple(map(change, row)) for row in body), aligns)
        case _:
            return block


def words_of(block: tree.Block) -> str:
    """Return the words of a paragraph or heading on one line; "" for any other block."""
    return tree.plain(block.children).strip() if isinstance(block, tree.Paragraph | tree.Heading) else ""


def _flow(inlines: Iterable[tree.Inline], inside: frozenset[type]) -> list[tree.Inline]:
    flow: list[tree.Inline] = []
    parts = (part for inline in inlines for part in _parts(inline, inside))
    for is_text, group in groupby(parts, lambda part: isinstance(part, tree.Text)):
        if is_text:
            _add(flow, tree.Text(_SPACE.sub(" ", "".join(part.text for part in group if isinstance(part, tree.Text)))))
        else:
            for part in group:
                _add(flow, part)
    return flow


def _parts(inline: tree.Inline, inside: frozenset[type]) -> list[tree.Inline]:
    if isinstance(inline, tree.Text):
        return [inline]
    if not isinstance(inline, _NESTING):
        return [inline]
    kind = type(inline)
    flow = _flow(inline.children, inside | {kind})
    if kind in _CHANGES and flow and kind not in inside:
        lead, core, tail = _split(flow, _is_break)  # a change keeps its spaces: they, too, come or go
    elif kind in inside or not _has_words(flow):
        return flow
    else:
        lead, core, tail = _edges(flow)
    return [*lead, *([replace(inline, children=tuple(core))] if core else []), *tail]


def _has_words(flow: list[tree.Inline]) -> bool:
    """Whether there is a word to emphasise or to link. A note's mark alone is not a word."""
    return any(
        (isinstance(inline, tree.Text) and inline.text.strip(" "))
        or isinstance(inline, tree.Code | tree.Placeholder | _NESTING)
        for inline in flow
    )


def _edges(flow: list[tree.Inline]) -> tuple[list[tree.Inline], list[tree.Inline], list[tree.Inline]]:
    """Split a run into the spaces and breaks before it, its core, and the spaces and breaks after it."""
    lead, core, tail = _split(flow, _blank)
    if core and isinstance(core[0], tree.Text) and core[0].text.startswith(" "):
        lead = [*lead, tree.Text(" ")]
        core[0] = tree.Text(core[0].text[1:])
    if core and isinstance(core[-1], tree.Text) and core[-1].text.endswith(" "):
        tail = [tree.Text(" "), *tail]
        core[-1] = tree.Text(core[-1].text[:-1])
    return lead, core, tail


def _split(
    flow: list[tree.Inline], edge: Callable[[tree.Inline], bool]
) -> tuple[list[tree.Inline], list[tree.Inline], list[tree.Inline]]:
    """Split off the inlines at both ends for which `edge` is true."""
    start, end = 0, len(flow)
    while start < end and edge(flow[start]):
        start += 1
    while end > start and edge(flow[end - 1]):
        end -= 1
    return flow[:start], flow[start:end], flow[end:]


def _is_break(inline: tree.Inline) -> bool:
    return isinstance(inline, tree.LineBreak)


def _blank(inline: tree.Inline) -> bool:
    return _is_break(inline) or (isinstance(inline, tree.Text) and not inline.text.strip(" "))


def _add(flow: list[tree.Inline], inline: tree.Inline) -> None:
    """Append an inline, joined with the one before it where the two belong together."""
    last = flow[-1] if flow else None
    if isinstance(inline, tree.LineBreak) and isinstance(last, tree.Text):
        flow.pop()
        _add(flow, tree.Text(last.text.rstrip(" ")))
        flow.append(inline)
    elif isinstance(inline, tree.LineBreak) and isinstance(last, tree.LineBreak):
        return
    elif isinstance(inline, tree.Text) and isinstance(last, tree.LineBreak):
        if inline.text.lstrip(" "):
            flow.append(tree.Text(inline.text.lstrip(" ")))
    elif isinstance(inline, tree.Text) and isinstance(last, tree.Text):
        flow[-1] = tree.Text(_SPACE.sub(" ", last.text + inline.text))
    elif isinstance(inline, tree.Code) and isinstance(last, tree.Code):
        flow[-1] = tree.Code(last.text + inline.text)
    elif isinstance(inline, tree.Strong | tree.Emphasis | tree.Insertion | tree.Deletion) and type(inline) is type(
        last
    ):
        together = list(last.children)
        for child in inline.children:
            _add(together, child)
        flow[-1] = replace(last, children=tuple(together))
    elif inline != tree.Text(""):
        flow.append(inline)
