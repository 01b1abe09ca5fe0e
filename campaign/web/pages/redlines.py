"""What changed between two texts, as it stands on a page."""

from campaign.core.letters.tree import Document
from campaign.core.render.html import Fragments, Options, fragments

_OPTIONS = Options(anchors=False, top_heading=3)


def redline(document: Document, language: str) -> Fragments:
    """A comparison of two texts in a language."""
    return fragments(document, _OPTIONS, language)
