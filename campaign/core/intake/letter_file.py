"""Writes the letter's file: front matter, body and notes, and finds the line of each remark."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from campaign.core.intake.pieces import NoteText, Piece, Remark
from campaign.core.intake.runs import map_runs
from campaign.core.letters import tree
from campaign.core.letters.tree_builder import safe_href
from campaign.core.render.markdown import APART, MarkdownWriter, indent, would_join

_MOST_CHANGES = 5
_Write: TypeAlias = Callable[[tree.Block], str]


@dataclass(slots=True)
class DraftPage:
    """The lines written so far, and the remarks, each with its line (from 1)."""

    lines: list[str] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip("\n") + "\n"


def write_page(
    fields: Mapping[str, str], pieces: Sequence[Piece], notes: Sequence[NoteText], remarks: Iterable[Remark]
) -> DraftPage:
    """Write the file. Unsafe link addresses become `#`, and a remark names each link that leads nowhere."""
    page = DraftPage()
    _write_front_matter(page, fields)
    page.remarks.extend((1, remark) for remark in remarks)
    writer = MarkdownWriter({note.number: note.label for note in notes})
    before: tree.Block | None = None
    for piece in pieces:
        _keep_apart(page, before, piece.block)
        _add(page, writer, piece, writer.block)
        before = piece.block
    for note in notes:
        _write_note(page, writer, note)
    page.remarks.sort(key=lambda entry: entry[0])
    return page


def front_value(value: str) -> str:
    """Return a value as one line. A quoted value gets a second pair of quotes, because reading drops one pair."""
    value = " ".join(value.split())
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    other = "'" if value[:1] == '"' else '"'
    return f"{other}{value}{other}" if quoted and other not in value else value


def _write_front_matter(page: DraftPage, fields: Mapping[str, str]) -> None:
    page.lines.append("---")
    for key, value in fields.items():
        rows = value.split("\n")
        if len(rows) > 1 or key == "law":
            page.lines += [f"{key}:", *(f"    {row.strip()}" for row in rows if row.strip())]
        else:
            page.lines.append(f"{key}: {front_value(value)}")
    page.lines += ["---", ""]


def _write_note(page: DraftPage, writer: MarkdownWriter, note: NoteText) -> None:
    if not note.pieces:
        page.lines += [f"[^{note.label}]:", ""]
    for at, piece in enumerate(note.pieces):
        if at:
            _keep_apart(page, note.pieces[at - 1].block, piece.block, "    ")
            _add(page, writer, piece, lambda block: "    " + indent(writer.block(block)))
        else:
            _add(page, writer, piece, lambda block: writer.note(note.label, (block,)))


def _keep_apart(page: DraftPage, block: tree.Block | None, following: tree.Block, indent: str = "") -> None:
    if block and would_join(block, following):
        page.lines += [indent + APART, ""]


def _add(page: DraftPage, writer: MarkdownWriter, piece: Piece, write: _Write) -> None:
    text = write(map_runs(piece.block, _safe_links))
    first = len(page.lines) + 1
    page.remarks.extend((first, remark) for remark in piece.remarks)
    page.remarks.extend((first, remark) for remark in _changes(piece.block))
    page.remarks.extend((first + line, remark) for line, remark in _dead_links(piece.block, text, writer))
    page.lines += [*text.split("\n"), ""]


def _changes(block: tree.Block) -> Iterable[Remark]:
    """Yield a remark on the undecided changes of a block, and one on its comments."""
    inlines = list(tree.every_inline((block,)))
    changes = [inline for inline in inlines if isinstance(inline, tree.Insertion | tree.Deletion)]
    if changes and not isinstance(block, tree.Amendment):
        words = ", ".join(
            f"{'added' if isinstance(change, tree.Insertion) else 'deleted'} “{tree.plain(change.children)[:60]}”"
            for change in changes[:_MOST_CHANGES]
        )
        more = f" and {len(changes) - _MOST_CHANGES} more" if len(changes) > _MOST_CHANGES else ""
        yield Remark(f"undecided changes: {words}{more}", "accept or reject them, or put them into an amendment")
    for inline in inlines:
        if isinstance(inline, tree.Comment):
            yield Remark(f"a comment: “{inline.text[:100]}”", "answer it and remove it; it is never published")


def _dead_links(block: tree.Block, text: str, writer: MarkdownWriter) -> Iterable[tuple[int, Remark]]:
    """Yield a remark for each link that leads nowhere, with its line in the block's text."""
    at = 0
    for inline in tree.every_inline((block,)):
        if isinstance(inline, tree.Link) and not safe_href(inline.href):
            found_at = text.find(writer.inline(tree.Link("", inline.children), ""), at)
            at = max(found_at, at)
            yield text.count("\n", 0, at), _dead_link_remark(inline)
            at += found_at >= 0


def _dead_link_remark(link: tree.Link) -> Remark:
    words = " ".join(tree.plain(link.children).split())
    destination = "nowhere" if link.href in ("", "#") else f"to {link.href[:100]}, where no reader can follow"
    return Remark(f"the link “{words}” leads {destination}", "replace # with its web address, or remove the link")


def _safe_links(inlines: tree.Inlines) -> tree.Inlines:
    return tuple(map(_safe_link, inlines))


def _safe_link(inline: tree.Inline) -> tree.Inline:
    match inline:
        case tree.Link(href, children):
            return tree.Link(safe_href(href), _safe_links(children))
        case tree.Strong(children) | tree.Emphasis(children) | tree.Insertion(children) | tree.Deletion(children):
            return replace(inline, children=_safe_links(children))
        case _:
            return inline
