"""Runs of inlines: tidied into the form that a letter read back would have, split at line breaks, and changed."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from campaign.core.letters.tree import (
    Amendment,
    Block,
    Blocks,
    Bullets,
    Code,
    Deleted,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Inserted,
    LineBreak,
    Link,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Strong,
    Table,
    Text,
    plain,
)

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_NESTING = Strong | Emphasis | Link | Inserted | Deleted
_CHANGES = (Inserted, Deleted)


def tidy(inlines: Iterable[Inline]) -> Inlines:
    """One text where several meet, single spaces, none at the ends; emphasis of nothing, or twice, is undone."""
    _, core, _ = _edges(_flow(inlines, frozenset()))
    return tuple(core)


def lines(inlines: Inlines) -> list[Inlines]:
    """The run split at its own line breaks (those inside emphasis stay), each line tidy, none empty."""
    found: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            found.append([])
        else:
            found[-1].append(inline)
    return [line for line in map(tidy, found) if line]


def unbroken(inlines: Inlines) -> Inlines:
    """The run with a space for each line break."""
    return tidy(each_leaf(inlines, lambda leaf: (Text(" "),) if isinstance(leaf, LineBreak) else (leaf,)))


def each_leaf(inlines: Inlines, change: Callable[[Inline], Sequence[Inline]]) -> Inlines:
    """The run with each text, mark, break or placeholder replaced by what `change` makes of it."""
    changed: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, _NESTING):
            changed.append(replace(inline, children=each_leaf(inline.children, change)))
        else:
            changed.extend(change(inline))
    return tuple(changed)


def each_run(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    """The block with each of its runs changed."""

    def blocks(inner: Blocks) -> Blocks:
        return tuple(each_run(each, change) for each in inner)

    match block:
        case Paragraph(children):
            return Paragraph(change(children))
        case Heading(level, children):
            return Heading(level, change(children))
        case Bullets(items):
            return Bullets(tuple(map(blocks, items)))
        case Numbered(start, items):
            return Numbered(start, tuple(map(blocks, items)))
        case Quote(inner):
            return Quote(blocks(inner))
        case Amendment(heading, paragraphs):
            return Amendment(heading, tuple(map(change, paragraphs)))
        case Table(head, body):
            return Table(tuple(map(change, head)), tuple(tuple(map(change, row)) for row in body))
        case _:
            return block


def words_of(block: Block) -> str:
    """The words of a paragraph or heading on one line, "" for any other block."""
    return plain(block.children).strip() if isinstance(block, Paragraph | Heading) else ""


def _flow(inlines: Iterable[Inline], inside: frozenset[type]) -> list[Inline]:
    flow: list[Inline] = []
    parts = (part for inline in inlines for part in _parts(inline, inside))
    for is_text, group in groupby(parts, lambda part: isinstance(part, Text)):
        if is_text:
            _add(flow, Text(_SPACE.sub(" ", "".join(part.text for part in group if isinstance(part, Text)))))
        else:
            for part in group:
                _add(flow, part)
    return flow


def _parts(inline: Inline, inside: frozenset[type]) -> list[Inline]:
    if isinstance(inline, Text):
        return [inline]
    if not isinstance(inline, _NESTING):
        return [inline]
    kind = type(inline)
    flow = _flow(inline.children, inside | {kind})
    if kind in _CHANGES and flow and kind not in inside:
        lead, core, tail = _split(flow, _is_break)  # a change keeps its spaces: they, too, come or go
    elif kind in inside or not _says_something(flow):
        return flow
    else:
        lead, core, tail = _edges(flow)
    return [*lead, *([replace(inline, children=tuple(core))] if core else []), *tail]


def _says_something(flow: list[Inline]) -> bool:
    """Whether there is a word to emphasise or to click on; a note's mark alone is none."""
    return any(
        (isinstance(inline, Text) and inline.text.strip(" ")) or isinstance(inline, Code | Placeholder | _NESTING)
        for inline in flow
    )


def _edges(flow: list[Inline]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """Space and line breaks before a run, the run, and those after it."""
    lead, core, tail = _split(flow, _blank)
    if core and isinstance(core[0], Text) and core[0].text.startswith(" "):
        lead = [*lead, Text(" ")]
        core[0] = Text(core[0].text[1:])
    if core and isinstance(core[-1], Text) and core[-1].text.endswith(" "):
        tail = [Text(" "), *tail]
        core[-1] = Text(core[-1].text[:-1])
    return lead, core, tail


def _split(flow: list[Inline], edge: Callable[[Inline], bool]) -> tuple[list[Inline], list[Inline], list[Inline]]:
    """The inlines at both ends that belong to the edge, and the run between them."""
    start, end = 0, len(flow)
    while start < end and edge(flow[start]):
        start += 1
    while end > start and edge(flow[end - 1]):
        end -= 1
    return flow[:start], flow[start:end], flow[end:]


def _is_break(inline: Inline) -> bool:
    return isinstance(inline, LineBreak)


def _blank(inline: Inline) -> bool:
    return _is_break(inline) or (isinstance(inline, Text) and not inline.text.strip(" "))


def _add(flow: list[Inline], inline: Inline) -> None:
    """Add to the run; what belongs to the inline before it is joined with it."""
    last = flow[-1] if flow else None
    if isinstance(inline, LineBreak) and isinstance(last, Text):
        flow.pop()
        _add(flow, Text(last.text.rstrip(" ")))
        flow.append(inline)
    elif isinstance(inline, LineBreak) and isinstance(last, LineBreak):
        return
    elif isinstance(inline, Text) and isinstance(last, LineBreak):
        if inline.text.lstrip(" "):
            flow.append(Text(inline.text.lstrip(" ")))
    elif isinstance(inline, Text) and isinstance(last, Text):
        flow[-1] = Text(_SPACE.sub(" ", last.text + inline.text))
    elif isinstance(inline, Code) and isinstance(last, Code):
        flow[-1] = Code(last.text + inline.text)
    elif isinstance(inline, Strong | Emphasis | Inserted | Deleted) and type(inline) is type(last):
        together = list(last.children)
        for child in inline.children:
            _add(together, child)
        flow[-1] = replace(last, children=tuple(together))
    elif inline != Text(""):
        flow.append(inline)
