"""The letter's text without an addressee and without names, which may have signed another version."""

from campaign.adapters.store import people
from campaign.core.compose import LetterContext, frame_of, neutral_document
from campaign.core.letters.redline import redline
from campaign.core.letters.tree import Document
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter


def document(letter: PublicLetter, text: FrozenLetter, language: str) -> Document:
    """The text in one of its languages."""
    frame = frame_of(letter.campaign.settings.campaign, text.version.frozen_at, text.version.digest)
    addressees = letter.campaign.store.read(people.addressees, letter.campaign.letter)
    return neutral_document(LetterContext(text.letters[language], addressees, (), frame))


def changes(letter: PublicLetter, before: FrozenLetter, after: FrozenLetter, language: str) -> tuple[Document, str]:
    """The changes between two texts as one document, and its language: `language`, or the main one if a text lacks
    it. Anybody can ask for it, so it is compared once a minute at most."""
    shared = language if language in before.letters and language in after.letters else after.main_language
    old = before.letters.get(shared, before.letters[before.main_language])

    def compare() -> Document:
        return redline(document(letter, before, old.language), document(letter, after, shared))

    key = (before.version.id, after.version.id, shared)
    return letter.texts.remember_comparison(key, letter.campaign.now(), compare), shared
