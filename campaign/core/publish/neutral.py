"""The letter as the public reads it: nobody in particular is addressed."""

from campaign.core.compose.frame import Frame
from campaign.core.compose.neutral import neutral
from campaign.core.letters.tree import Document
from campaign.core.publish.alphabet import by_name
from campaign.core.publish.edition import Edition, Frozen


def signed_document(edition: Edition, frozen: Frozen, language: str) -> Document:
    """A version's text, signed in alphabetical order by the organisations that stand under it, and by no other."""
    signed = by_name(frozen.organisations, language)
    return neutral(frozen.letters[language], edition.addressees, signed, frame(edition, frozen))


def bare_document(edition: Edition, frozen: Frozen, language: str) -> Document:
    """A version's text by itself, with no names and no count: what two versions are compared by."""
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
