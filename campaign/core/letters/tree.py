"""The letter as a tree of nodes, from which every output is written.

Python-markdown parses the text once, `tree_builder` turns its elements into these nodes, and each serialiser in
`campaign.core.render` walks them. A node holds plain text that is never parsed again as markup, HTML or a template,
so a name such as `*Eve* <b>` appears unchanged in every output.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text. White space is collapsed to single spaces; a line end in the source counts as a space."""

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
    """A link. `href` is an http, https or mailto address, or "" for any other target (`#`, `javascript:`, ...)."""

    href: str
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of a footnote in the text. `number` is the footnote's number in every output."""

    number: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{{ name }}`, before it is filled in for an addressee."""

    name: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words that a change adds."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Deletion:
    """Words that a change removes."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """An editor's comment on the words before it. It is in the tree only while a draft is edited in a word processor,
    and is never published."""

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
    """A table with one head row; each cell is a run of inlines.

    `aligns` says for each column "left", "right", "center" or "" (as the language reads); empty if no column says it.
    """

    head: tuple[Inlines, ...]
    body: tuple[tuple[Inlines, ...], ...]
    aligns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatoryLine:
    """One signatory as it appears under the letter. `href` and `country` may be ""."""

    name: str
    href: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Signatories:
    """The list of signatories, in order, in the place of `{{ signatories }}`."""

    lines: tuple[SignatoryLine, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A proposed change of a provision: its paragraphs, with deletions and insertions marked in them.

    `heading` names the provision and may be ""; after a `|` it may name the text on the left. `amendment_heads` reads
    it, `amendment_rows` turns the paragraphs into two columns.
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
    """A footnote. `label` is its name in the source (`[^label]`), `number` its number in every output."""

    number: int
    label: str
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Document:
    """Body and footnotes. Footnotes are in the order of their first mark; those without a mark come last."""

    blocks: Blocks
    notes: tuple[Footnote, ...] = field(default=())


def inlines_of(block: Block) -> Iterator[Inlines]:
    """Yield each run of inlines in a block and its nested blocks, in reading order."""
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
    """Yield each inline, parents before children, in reading order."""
    for inline in inlines:
        yield inline
        match inline:
            case Strong(children) | Emphasis(children) | Link(_, children) | Insertion(children) | Deletion(children):
                yield from walk(children)
            case _:
                pass


def split_run(inlines: Inlines, stands_alone: Callable[[Inline], bool]) -> list[tuple[Inlines, bool]]:
    """Split a run at each leaf that `stands_alone` accepts.

    Returns the parts in order, each with True for such a leaf and False for the run between two of them. Formatting
    around a split is repeated around each part. A run without such a leaf is returned as one part.
    """
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
    """Yield each inline of the blocks, in reading order."""
    for block in blocks:
        for run in inlines_of(block):
            yield from walk(run)


def plain(inlines: Inlines) -> str:
    """Return the words without emphasis, link targets and footnote marks; a placeholder stays `{{ name }}`."""
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
    """Return the words of blocks, one line per paragraph, including code and the names of signatories."""
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
