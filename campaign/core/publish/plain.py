"""The letter as plain text, and as Markdown that common renderers display."""

from campaign.core.letters import Letter, tree
from campaign.core.letters.tree_builder import safe_href
from campaign.core.publish.edition import Edition
from campaign.core.render import text
from campaign.core.render.characters import clean
from campaign.core.render.letter_words import terms
from campaign.core.render.markdown import MarkdownWriter


def plain_text(edition: Edition, letter: Letter, document: tree.Document) -> bytes:
    """The letter as UTF-8 text, 72 columns wide: title, ask, letter, notes, links and version."""
    written, words = text.plain_text(document, letter.language), terms(letter.language)
    address = edition.campaign.public_url
    parts = [
        text.heading(edition.title(letter.language)),
        text.paragraph(letter.ask),
        text.paragraph(letter.delivery),
        written.body,
        *_section(words.notes, written.notes),
        *_section(words.links, written.links),
        *([text.paragraph(f"{words.on_the_web}: {address}")] if address else []),
        _version_line(edition, letter),
    ]
    return ("\n\n".join(part for part in parts if part.strip()) + "\n").encode("utf-8", "replace")


def markdown(edition: Edition, letter: Letter, document: tree.Document) -> bytes:
    """The letter as Markdown with footnotes, without the front matter and comments of the source."""
    writer = MarkdownWriter({note.number: str(note.number) for note in document.notes})
    blocks: list[tree.Block] = [tree.Heading(1, (tree.Text(edition.title(letter.language)),))]
    if letter.ask:
        blocks.append(tree.Paragraph((tree.Strong((tree.Text(clean(letter.ask)),)),)))
    blocks.extend(_as_list(block) for block in document.blocks)
    notes = [writer.note(str(note.number), note.blocks) for note in document.notes]
    parts = [writer.blocks(tuple(blocks)), *notes, _version_line(edition, letter)]
    lines = "\n\n".join(parts).split("\n")
    return ("\n".join(map(clean, lines)) + "\n").encode("utf-8", "replace")


def _version_line(edition: Edition, letter: Letter) -> str:
    version = edition.newest.version
    return f"{terms(letter.language).version}: {version.number}, SHA-256 {version.digest}"


def _as_list(block: tree.Block) -> tree.Block:
    if not isinstance(block, tree.Signatories):
        return block
    return tree.BulletList(tuple((tree.Paragraph(_name(line)),) for line in block.lines))


def _name(line: tree.SignatoryLine) -> tree.Inlines:
    name = tree.Text(clean(line.name))
    href = safe_href(line.href)
    return (tree.Link(href, (name,)),) if href else (name,)


def _section(heading: str, part: str) -> tuple[str, ...]:
    return (text.heading(heading), part) if part else ()
