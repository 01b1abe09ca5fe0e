"""What a campaign can change about its pages: templates, translations and fonts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.core.languages.catalogue import Catalogue, catalogue_for


@dataclass(frozen=True, slots=True)
class Fonts:
    """The font files for the share picture."""

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Design:
    """The templates, translations and fonts of a site."""

    templates: Environment
    """The campaign's templates; for those that it lacks, the program's."""
    fonts: Fonts
    """The fonts of the share picture."""
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    """The program's own texts by language. Missing ones are shown in English."""

    def catalogue(self, language: str) -> Catalogue:
        """The catalogue of a language, or English if there is none."""
        return catalogue_for(self.catalogues, language)
