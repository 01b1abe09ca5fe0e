"""The canonical text of a letter, and its digest.

Canonical is what a signatory agrees to: title, ask, body, notes, the sources of quoted law and the annexes, with
emphasis and link targets, and nothing of how the file happens to be written (line breaks, labels of notes, encoding of
accents). Two sources with the same canonical text are the same letter.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

from campaign.core.letters.letter import Letter
from campaign.core.letters.tree import (
    Amendment,
    Block,
    Blocks,
    Bullets,
    Code,
    CodeBlock,
    Deleted,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Inserted,
    LineBreak,
    Link,
    NoteMark,
    Numbered,
    Paragraph,
    Placeholder,
    Quote,
    Signatories,
    Strong,
    Table,
    Text,
)


def canonical_text(letter: Letter) -> str:
    """The letter's canonical text: NFC, lines ended by a line feed, one blank line between blocks."""
    sources = {note.number: letter.law[note.label] for note in letter.document.notes if note.label in letter.law}
    parts = [
        f"# {letter.title}",
        *([f"Ask: {letter.ask}"] if letter.ask else []),
        *_blocks(letter.document.blocks),
        *(f"[{note.number}] " + "\n\n".join(_blocks(note.blocks)) for note in letter.document.notes),
        *(f"[{number}] source: {source}" for number, source in sorted(sources.items())),
        *(part for annex in letter.annexes for part in (f"Annex {annex.label}: {annex.title}", *annex.paragraphs)),
    ]
    return unicodedata.normalize("NFC", "\n\n".join(parts)) + "\n"


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def set_digest(digests: Mapping[str, str]) -> str:
    """One digest for a letter in all its languages: SHA-256 over `language digest` lines in the order of languages."""
    return digest("".join(f"{language} {value}\n" for language, value in sorted(digests.items())))


def _blocks(blocks: Blocks) -> list[str]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> str:
    match block:
        case Paragraph(children):
            return _inlines(children)
        case Heading(level, children):
            return "#" * level + " " + _inlines(children)
        case Bullets(items):
            return "\n".join("- " + _indented(item) for item in items)
        case Numbered(start, items):
            return "\n".join(f"{number}. " + _indented(item) for number, item in enumerate(items, start))
        case Quote(blocks):
            return "> " + "\n\n".join(_blocks(blocks)).replace("\n", "\n> ")
        case CodeBlock(text):
            return "    " + text.replace("\n", "\n    ")
        case Table(head, body):
            return "\n".join(" | ".join(_inlines(cell) for cell in row) for row in (head, *body))
        case Amendment(heading, paragraphs):
            return "\n\n".join([f"/// amendment | {heading}", *(_inlines(each) for each in paragraphs), "///"])
        case Signatories(lines):
            return "\n".join(line.name for line in lines)
        case _:  # a rule
            return "---"


def _indented(blocks: Blocks) -> str:
    return "\n\n".join(_blocks(blocks)).replace("\n", "\n  ")


def _inlines(inlines: Inlines) -> str:
    return "".join(_each(inlines))


def _each(inlines: Iterable[Inline]) -> Iterable[str]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield text
            case Strong(children):
                yield f"**{_inlines(children)}**"
            case Emphasis(children):
                yield f"*{_inlines(children)}*"
            case Code(text):
                yield f"`{text}`"
            case Link(href, children):
                yield f"{_inlines(children)} <{href}>"
            case NoteMark(number):
                yield f"[{number}]"
            case Placeholder(name):
                yield "{{ " + name + " }}"
            case Inserted(children):
                yield "{++" + _inlines(children) + "++}"
            case Deleted(children):
                yield "{--" + _inlines(children) + "--}"
            case LineBreak():
                yield "\n"
            case _:  # an editor's comment is no part of the letter
                continue
