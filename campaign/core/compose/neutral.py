"""The letter as it reads to nobody in particular: printed for all addressees together."""

from collections.abc import Sequence

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import joint
from campaign.core.compose.frame import Frame
from campaign.core.compose.values import closing, day_in_words
from campaign.core.letters import JOINT, PLACEHOLDERS, Letter, fill, with_frame
from campaign.core.letters.tree import Document, Paragraph, Placeholder
from campaign.core.signatories import Organisation, lines

# What stands where a personal letter would say something of its addressee.
BLANK = "…"


def neutral(
    letter: Letter, addressees: Sequence[Addressee], organisations: Sequence[Organisation], frame: Frame
) -> Document:
    """The letter filled for all its addressees. One that greets each singly greets nobody here."""
    signed = lines(organisations)
    greeting = joint(addressees, letter.language, frame.honorific_style) if _greets_all(letter, addressees) else ""
    said = {
        "salutation": greeting,
        "closing": closing(letter),
        "signatories.count": str(len(signed)) if signed else BLANK,
        "date": day_in_words(letter.date or frame.letter_date, letter.language),
        "vote": day_in_words(frame.vote_at.astimezone(frame.zone).date(), letter.language),
    }
    document = fill(letter.document, dict.fromkeys(PLACEHOLDERS, BLANK) | said, signed)
    return document if greeting else _without_greeting(document, letter)


def _greets_all(letter: Letter, addressees: Sequence[Addressee]) -> bool:
    return letter.salutation == JOINT and len(addressees) > 0


def _without_greeting(document: Document, letter: Letter) -> Document:
    """Without the paragraphs that hold nothing but the greeting."""
    greeting = Paragraph((Placeholder("salutation"),))
    before = with_frame(letter.document).blocks
    kept = (block for block, framed in zip(document.blocks, before, strict=True) if framed != greeting)
    return Document(tuple(kept), document.notes)
