"""The letter's text as it reads to nobody in particular, without names: they may stand under other words."""

from campaign.adapters.store import people
from campaign.core.compose.frame import Frame
from campaign.core.compose.neutral import neutral
from campaign.core.letters.tree import Document
from campaign.web.site import Site
from campaign.web.texts import Text


def document(site: Site, text: Text, language: str) -> Document:
    """The text in one of its languages."""
    campaign = site.settings.campaign
    frame = Frame(
        zone=campaign.zone,
        honorific_style=campaign.honorific_style,
        vote_at=campaign.vote_at,
        letter_date=text.version.frozen_at.astimezone(campaign.zone).date(),
        digest=text.version.digest,
        public_url=campaign.public_url,
    )
    return neutral(text.letters[language], site.store.read(people.addressees, site.letter), (), frame)
