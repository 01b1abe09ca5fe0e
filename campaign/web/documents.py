"""The letter's text as it reads to nobody in particular, without names: they may stand under other words."""

from campaign.adapters.store import people
from campaign.core.compose import LetterContext, frame_of, neutral
from campaign.core.letters.tree import Document
from campaign.web.site import Site
from campaign.web.texts import Text


def document(site: Site, text: Text, language: str) -> Document:
    """The text in one of its languages."""
    frame = frame_of(site.settings.campaign, text.version.frozen_at, text.version.digest)
    addressees = site.store.read(people.addressees, site.letter)
    return neutral(LetterContext(text.letters[language], addressees, (), frame))
