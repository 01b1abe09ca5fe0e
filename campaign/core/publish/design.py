"""How pages look and speak: templates, words and fonts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.core.languages.catalogue import Catalogue, catalogue_for


@dataclass(frozen=True, slots=True)
class Fonts:
    """The files of the two fonts that the picture is set in."""

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Design:
    """What a campaign may change of how its pages look and speak."""

    templates: Environment
    """The campaign's own templates, and ours for those that it lacks."""
    fonts: Fonts
    """What the picture is set in."""
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    """Our words by language; what is missing is said in English."""

    def catalogue(self, language: str) -> Catalogue:
        """Our words for a page in `language`, English where there is no catalogue of it."""
        return catalogue_for(self.catalogues, language)
