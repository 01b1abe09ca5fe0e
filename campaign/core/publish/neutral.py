"""The letter as the public reads it: nobody in particular is addressed."""

from collections.abc import Sequence

from campaign.core.compose.context import LetterContext
from campaign.core.compose.frame import frame_of
from campaign.core.compose.neutral import neutral_document
from campaign.core.letters.tree import Document
from campaign.core.publish.alphabet import sort_by_name
from campaign.core.publish.edition import Edition, FrozenVersion
from campaign.core.signatories import Organisation


def signed_document(edition: Edition, frozen: FrozenVersion, language: str) -> Document:
    """A version's text, signed in alphabetical order by the organisations that stand under it, and by no other."""
    return neutral_document(context_of(edition, frozen, language, sort_by_name(frozen.organisations, language)))


def bare_document(edition: Edition, frozen: FrozenVersion, language: str) -> Document:
    """A version's text by itself, with no names and no count: what two versions are compared by."""
    return neutral_document(context_of(edition, frozen, language, ()))


def context_of(
    edition: Edition, frozen: FrozenVersion, language: str, organisations: Sequence[Organisation]
) -> LetterContext:
    """A version's text in one language, signed by these organisations."""
    frame = frame_of(edition.campaign, frozen.version.frozen_at, frozen.version.digest)
    return LetterContext(frozen.letters[language], edition.addressees, organisations, frame)
