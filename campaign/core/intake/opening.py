"""Reads the lines above the text: the delivery line, the subject or title, and the greeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from campaign.core.intake import phrases
from campaign.core.intake.pieces import Piece, Remark
from campaign.core.intake.runs import words_of
from campaign.core.letters.tree import Block, Heading

_BODY_WORDS = 25  # without a greeting, the text begins with the first paragraph of this many words
_HEAD_PIECES = 8


@dataclass(slots=True)
class DraftOpening:
    """The opening of a letter. A part that the text does not have is ""."""

    title: str = ""
    heading: str = ""
    """The title, if a heading gave it."""
    subject: str = ""
    delivery: str = ""
    greeting: str = ""
    """The greeting, word for word."""
    above: list[Piece] = field(default_factory=list)
    """What stays above the greeting."""
    rest: list[Piece] = field(default_factory=list)
    """The text below the greeting."""
    omitted_words: list[str] = field(default_factory=list)
    """The lines that became title, subject, delivery line or greeting."""


def read(pieces: Sequence[Piece], fields: Mapping[str, str]) -> DraftOpening:
    """Read the opening. `fields` is the front matter: a line that contradicts it stays in the text."""
    start = next((at for at, piece in enumerate(pieces) if phrases.is_greeting(words_of(piece.block))), None)
    end = start if start is not None else _text_start(pieces)
    opening = DraftOpening()
    for piece in pieces[:end]:
        if not _take(opening, piece, fields):
            opening.above.append(piece)
    while start is not None and end < len(pieces) and phrases.is_greeting(words_of(pieces[end].block)):
        opening.greeting = f"{opening.greeting} {words_of(pieces[end].block)}".strip()
        end += 1
    opening.omitted_words.append(opening.greeting)
    opening.rest = list(pieces[end:])
    if opening.greeting:
        opening.above = [_with_remark(piece) for piece in opening.above]
    return opening


def _text_start(pieces: Sequence[Piece]) -> int:
    long = (at for at, piece in enumerate(pieces) if len(words_of(piece.block).split()) >= _BODY_WORDS)
    return min(next(long, len(pieces)), _HEAD_PIECES)


def _take(opening: DraftOpening, piece: Piece, fields: Mapping[str, str]) -> bool:
    """Move a line above the greeting into the opening; False if it has no place in the front matter."""
    words = words_of(piece.block)
    subject = phrases.subject(words)
    if subject and fields.get("subject", subject.subject) == subject.subject and not opening.subject:
        opening.subject = subject.subject
        opening.title = opening.title or subject.title
    elif _is_title(piece.block) and fields.get("title", words) == words and not opening.heading:
        opening.title = opening.heading = words
    elif phrases.is_delivery(words) and fields.get("delivery", words) == words and not opening.delivery:
        opening.delivery = words
    else:
        return False
    opening.omitted_words.append(words)
    return True


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _with_remark(piece: Piece) -> Piece:
    remark = Remark(
        "this line is above the greeting", "keep it, or set date: and delivery: in the front matter instead"
    )
    return replace(piece, remarks=(*piece.remarks, remark))
