"""The letter without personal words, as the public reads it."""

from collections.abc import Sequence

from campaign.core.compose.context import LetterContext
from campaign.core.compose.message_frame import frame_of
from campaign.core.compose.neutral import neutral_document
from campaign.core.letters.tree import Document
from campaign.core.publish.alphabet import on_page
from campaign.core.publish.edition import Edition, SignedVersion
from campaign.core.signatories import Organisation


def signed_document(edition: Edition, signed_version: SignedVersion, language: str) -> Document:
    """A version's text with the organisations that signed this version, in the order of pages."""
    return neutral_document(
        context_of(
            edition,
            signed_version,
            language,
            on_page(signed_version.organisations, language, edition.campaign.name_order),
        )
    )


def bare_document(edition: Edition, signed_version: SignedVersion, language: str) -> Document:
    """A version's text without names and count, for comparing versions."""
    return neutral_document(context_of(edition, signed_version, language, ()))


def context_of(
    edition: Edition, signed_version: SignedVersion, language: str, organisations: Sequence[Organisation]
) -> LetterContext:
    """The context of a version's text in one language, with these organisations."""
    frame = frame_of(edition.campaign, signed_version.version.frozen_at, signed_version.version.digest)
    return LetterContext(signed_version.letters[language], edition.addressees, organisations, frame)
