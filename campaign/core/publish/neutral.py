"""The letter without personal words, as the public reads it."""

from collections.abc import Sequence

from campaign.core.compose.context import LetterContext
from campaign.core.compose.frame import frame_of
from campaign.core.compose.neutral import neutral_document
from campaign.core.letters.tree import Document
from campaign.core.publish.alphabet import sort_by_name
from campaign.core.publish.edition import Edition, FrozenVersion
from campaign.core.signatories import Organisation


def signed_document(edition: Edition, frozen: FrozenVersion, language: str) -> Document:
    """A version's text with the organisations that signed this version, in alphabetical order."""
    return neutral_document(context_of(edition, frozen, language, sort_by_name(frozen.organisations, language)))


def bare_document(edition: Edition, frozen: FrozenVersion, language: str) -> Document:
    """A version's text without names and count, for comparing versions."""
    return neutral_document(context_of(edition, frozen, language, ()))


def context_of(
    edition: Edition, frozen: FrozenVersion, language: str, organisations: Sequence[Organisation]
) -> LetterContext:
    """The context of a version's text in one language, with these organisations."""
    frame = frame_of(edition.campaign, frozen.version.frozen_at, frozen.version.digest)
    return LetterContext(frozen.letters[language], edition.addressees, organisations, frame)
