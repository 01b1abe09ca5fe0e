"""The letter as the public reads it: nobody in particular is addressed."""

from campaign.compose.frame import Frame
from campaign.compose.neutral import neutral
from campaign.letters.tree import Document
from campaign.publish.alphabet import alphabetical
from campaign.publish.edition import Edition, Frozen


def newest_document(edition: Edition, language: str) -> Document:
    """The newest text, signed by all organisations in alphabetical order."""
    signed = alphabetical(edition.organisations, language, lambda each: each.name)
    frozen = edition.newest
    return neutral(frozen.letters[language], edition.addressees, signed, frame(edition, frozen))


def frozen_document(edition: Edition, frozen: Frozen, language: str) -> Document:
    """A version's text by itself: no name may stand under words that it may not have signed, and no count."""
    return neutral(frozen.letters[language], edition.addressees, (), frame(edition, frozen))


def frame(edition: Edition, frozen: Frozen) -> Frame:
    """What the campaign says to a version's text."""
    return Frame(
        zone=edition.zone,
        honorific_style=edition.honorific_style,
        vote_at=edition.vote_at,
        letter_date=edition.day(frozen),
        digest=frozen.version.digest,
        public_url=edition.public_url,
    )
