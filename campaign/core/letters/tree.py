"""The letter as a tree: what every output is written from.

Python-markdown reads the text once, `harvest` turns its elements into these nodes, and each serialiser in
`campaign.core.render` walks them. A node holds plain text only: nothing in it was or will be parsed as markup,
HTML or a template, so a name such as `*Eve* <b>` stays just that everywhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are read. White space is single spaces; a line end in the source is a space."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """`href` is http, https or mailto; "" for a link that leads nowhere (`#`, `javascript:`, ...)."""

    href: str
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The call of a footnote. `number` is the note's number in every output."""

    number: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{{ name }}`, before it is filled for an addressee."""

    name: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words that a change puts in."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    """Words that a change takes out."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What an editor says about the words before it. In the tree only where a draft goes to a word processor and back;
    nothing is published of it."""

    text: str


Inline: TypeAlias = (
    Text | Strong | Emphasis | Code | Link | NoteMark | Placeholder | LineBreak | Insertion | Deletion | Comment
)
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    children: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    start: int
    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    pass


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A head of one row and a body of rows; each cell holds inlines."""

    head: tuple[Inlines, ...]
    body: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """One organisation as it appears under the letter. `href` may be ""."""

    name: str
    href: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Signatories:
    """The organisations that sign, in their order, where the letter says `{{ signatories }}`."""

    lines: tuple[SignatoryLine, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A provision as it is and as it should be: paragraphs with what goes and what comes marked in them.

    `heading` names the provision, "" for none. `amendment.rows` makes the two columns of it.
    """

    heading: str
    paragraphs: tuple[Inlines, ...]


Block: TypeAlias = (
    Paragraph
    | Heading
    | BulletList
    | NumberedList
    | BlockQuote
    | CodeBlock
    | Rule
    | TableBlock
    | Signatories
    | Amendment
)
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote. `label` is the author's name for it, `number` the reader's."""

    number: int
    label: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Document:
    """Body and notes. Notes stand in the order of their first call; notes never called come last."""

    blocks: Blocks
    notes: tuple[Footnote, ...] = field(default=())


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Each run of inlines in a block, nested blocks included, in reading order."""
    match block:
        case Paragraph(children) | Heading(_, children):
            yield children
        case BulletList(items) | NumberedList(_, items):
            for item in items:
                for inner in item:
                    yield from inlines_of(inner)
        case BlockQuote(blocks):
            for inner in blocks:
                yield from inlines_of(inner)
        case TableBlock(head, body):
            for row in (head, *body):
                yield from row
        case Amendment(_, paragraphs):
            yield from paragraphs
        case _:  # code, a rule, signatories: none
            return


def walk(inlines: Inlines) -> Iterator[Inline]:
    """Each inline, parents before children, in reading order."""
    for inline in inlines:
        yield inline
        match inline:
            case Strong(children) | Emphasis(children) | Link(_, children) | Insertion(children) | Deletion(children):
                yield from walk(children)
            case _:
                pass


def split_run(inlines: Inlines, stands_alone: Callable[[Inline], bool]) -> list[tuple[Inlines, bool]]:
    """The run in parts: each leaf that `stands_alone` (True), and what is between them (False). What formats a part is
    around each; a run without such a leaf is one part."""
    parts: list[tuple[Inlines, bool]] = [((), False)]
    for inline in inlines:
        inside: list[tuple[Inlines, bool]]
        match inline:
            case Strong(children) | Emphasis(children) | Link(_, children) | Insertion(children) | Deletion(children):
                inside = [((replace(inline, children=run),), alone) for run, alone in split_run(children, stands_alone)]
            case _:
                inside = [((inline,), stands_alone(inline))]
        for run, alone in inside:
            if alone or parts[-1][1]:
                parts.append((run, alone))
            else:
                parts[-1] = ((*parts[-1][0], *run), False)
    return parts if len(parts) == 1 or parts[0][0] else parts[1:]


def every_inline(blocks: Blocks) -> Iterator[Inline]:
    """Each inline of the blocks in reading order."""
    for block in blocks:
        for run in inlines_of(block):
            yield from walk(run)


def plain(inlines: Inlines) -> str:
    """The words alone: no emphasis, no link target, no note mark; a placeholder as `{{ name }}`."""
    parts: list[str] = []
    for inline in walk(inlines):
        match inline:
            case Text(text) | Code(text):
                parts.append(text)
            case Placeholder(name):
                parts.append("{{ " + name + " }}")
            case LineBreak():
                parts.append(" ")
            case _:
                pass
    return "".join(parts)


def plain_blocks(blocks: Blocks) -> str:
    """The words of blocks, a line a paragraph; names of signatories and code included."""
    lines: list[str] = []
    for block in blocks:
        match block:
            case Signatories(signed):
                lines.extend(line.name for line in signed)
            case CodeBlock(text):
                lines.append(text)
            case BulletList(items) | NumberedList(_, items):
                lines.extend(plain_blocks(item) for item in items)
            case BlockQuote(inner):
                lines.append(plain_blocks(inner))
            case Amendment(heading, paragraphs):
                lines.extend([*([heading] if heading else []), *(plain(paragraph) for paragraph in paragraphs)])
            case _:
                lines.extend(plain(run) for run in inlines_of(block))
    return "\n".join(lines)
