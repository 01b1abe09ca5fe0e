"""Reads Markdown in the letter's own dialect, so that notes, lists and tables stay as they are."""

import re

from campaign.core.intake import compare_words, phrases
from campaign.core.intake.pieces import MARKDOWN, DraftSource, NoteText, Piece, Remark
from campaign.core.intake.text import marks
from campaign.core.letters import dialect, front_matter, tree_builder

_COMMENT = re.compile(r"\{>>((?:(?!<<\}).){0,200})")
_ITEM = re.compile(r"\s*(?:[-*+]\s|[>|#]|\d+\.\s)|\s{4}|\t")


def read(text: str) -> DraftSource:
    """Read front matter, blocks and notes. Raises LetterError if the text is too large or nested too deep."""
    parts = front_matter.split(front_matter.LetterFile("", marks.raise_digits(text)))
    document = tree_builder.document(dialect.parse(_with_line_ends(parts.body)))
    return DraftSource(
        MARKDOWN,
        tuple(Piece(block) for block in document.blocks),
        tuple(NoteText(note.number, note.label, tuple(map(Piece, note.blocks))) for note in document.notes),
        fields={key: field.value for key, field in parts.fields.items()},
        words=compare_words.of_document(document, numbers=False),
        remarks=(
            *(Remark(f"in the front matter: {problem.message}", problem.fix) for problem in parts.problems),
            *(
                Remark(f"left out a comment: {comment.strip()}", "reply to its author")
                for comment in _COMMENT.findall(parts.body)
            ),
        ),
    )


def _with_line_ends(body: str) -> str:
    """Keep the ends of lines that stand alone, and of all lines below "Signed:"; Markdown would make them spaces."""
    lines = body.split("\n")
    below = False
    for at, line in enumerate(lines):
        alone = phrases.is_line_of_its_own(_bare(line))
        below = below or phrases.is_signed(_bare(line))
        following = lines[at + 1] if at + 1 < len(lines) else ""
        keeps_end = below or alone or phrases.is_line_of_its_own(_bare(following))
        if keeps_end and line.strip() and following.strip() and not _ITEM.match(line):
            lines[at] = line.rstrip() + "  "
    return "\n".join(lines)


def _bare(line: str) -> str:
    return line.strip().strip("*_# ")
