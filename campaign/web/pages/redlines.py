"""Render a comparison of two texts for a page."""

from campaign.core.letters.tree import Document
from campaign.core.render.html import Fragments, Options, fragments

_OPTIONS = Options(anchors=False, top_heading=3)


def redline(document: Document, language: str) -> Fragments:
    """A comparison as HTML fragments."""
    return fragments(document, _OPTIONS, language)
