"""The canonical text of a letter, and its digest.

The canonical text is what a signatory agrees to: title, ask, body, footnotes, the sources of quoted law and the
annexes, with emphasis and link targets. It does not depend on how the file is written (line breaks, labels of
footnotes, encoding of accents). Two sources with the same canonical text are the same letter.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

from campaign.core.letters import tree
from campaign.core.letters.letter import Letter


def canonical_text(letter: Letter) -> str:
    """Return the canonical text: Unicode NFC, line feeds as line ends, one blank line between blocks."""
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
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def set_digest(digests: Mapping[str, str]) -> str:
    """Return one digest for all languages: SHA-256 over the lines `language digest`, sorted by language."""
    return digest("".join(f"{language} {value}\n" for language, value in sorted(digests.items())))


def _blocks(blocks: tree.Blocks) -> list[str]:
    return [_block(block) for block in blocks]


def _block(block: tree.Block) -> str:
    match block:
        case tree.Paragraph(children):
            return _inlines(children)
        case tree.Heading(level, children):
            return "#" * level + " " + _inlines(children)
        case tree.BulletList(items):
            return "\n".join("- " + _indent(item) for item in items)
        case tree.NumberedList(start, items):
            return "\n".join(f"{number}. " + _indent(item) for number, item in enumerate(items, start))
        case tree.BlockQuote(blocks):
            return "> " + "\n\n".join(_blocks(blocks)).replace("\n", "\n> ")
        case tree.CodeBlock(text):
            return "    " + text.replace("\n", "\n    ")
        case tree.TableBlock(head, body):
            return "\n".join(" | ".join(_inlines(cell) for cell in row) for row in (head, *body))
        case tree.Amendment(heading, paragraphs):
            return "\n\n".join(
                [f"/// amendment | {heading}", *(_inlines(paragraph) for paragraph in paragraphs), "///"]
            )
        case tree.Signatories(lines):
            return "\n".join(line.name for line in lines)
        case _:  # a rule
            return "---"


def _indent(blocks: tree.Blocks) -> str:
    return "\n\n".join(_blocks(blocks)).replace("\n", "\n  ")


def _inlines(inlines: tree.Inlines) -> str:
    return "".join(_inline_texts(inlines))


def _inline_texts(inlines: Iterable[tree.Inline]) -> Iterable[str]:
    for inline in inlines:
        match inline:
            case tree.Text(text):
                yield text
            case tree.Strong(children):
                yield f"**{_inlines(children)}**"
            case tree.Emphasis(children):
                yield f"*{_inlines(children)}*"
            case tree.Code(text):
                yield f"`{text}`"
            case tree.Link(href, children):
                yield f"{_inlines(children)} <{href}>"
            case tree.NoteMark(number):
                yield f"[{number}]"
            case tree.Placeholder(name):
                yield "{{ " + name + " }}"
            case tree.Insertion(children):
                yield "{++" + _inlines(children) + "++}"
            case tree.Deletion(children):
                yield "{--" + _inlines(children) + "--}"
            case tree.LineBreak():
                yield "\n"
            case _:  # an editor's comment is not part of the letter
                continue
