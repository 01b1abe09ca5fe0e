"""What changed between two versions of the letter, for those who read the one and are asked about the other."""

from campaign.compose.frame import Frame
from campaign.compose.neutral import neutral
from campaign.letters.redline import redline
from campaign.letters.tree import Document
from campaign.render.html import Fragments, Options, fragments
from campaign.store import people
from campaign.web.site import Site
from campaign.web.texts import Text

_OPTIONS = Options(anchors=False, top_heading=3)


def of(site: Site, before: Text, after: Text, language: str) -> Fragments:
    """The comparison in a language; in the main language where one of the two lacks it."""
    shown = language if language in before.letters and language in after.letters else after.main
    old = before.letters.get(shown, before.letters[before.main])
    return fragments(redline(_document(site, before, old.language), _document(site, after, shown)), _OPTIONS, shown)


def _document(site: Site, text: Text, language: str) -> Document:
    """The text as it reads to nobody in particular, without names: they may stand under other words."""
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
