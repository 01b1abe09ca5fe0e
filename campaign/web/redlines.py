"""What changed between two versions of the letter, for those who read the one and are asked about the other."""

from campaign.core.letters.redline import redline
from campaign.core.render.html import Fragments, Options, fragments
from campaign.web.documents import document
from campaign.web.site import Site
from campaign.web.texts import Text

_OPTIONS = Options(anchors=False, top_heading=3)


def of(site: Site, before: Text, after: Text, language: str) -> Fragments:
    """The comparison in a language; in the main language where one of the two lacks it."""
    shown = language if language in before.letters and language in after.letters else after.main
    old = before.letters.get(shown, before.letters[before.main])
    return fragments(redline(document(site, before, old.language), document(site, after, shown)), _OPTIONS, shown)
