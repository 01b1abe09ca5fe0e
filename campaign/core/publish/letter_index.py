"""The first page of a site with several letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaign.core.publish.edition import Edition
from campaign.core.publish.rendering import page
from campaign.core.publish.site import style_sheet
from campaign.core.render.characters import clean


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter that can be read."""

    name: str
    """The name of its folder, which is its path below the site."""
    language: str
    """The language of its title here."""
    title: str
    ask: str
    organisations: int
    """How many are listed under it."""
    individuals: int
    is_open: bool
    """Whether it can be signed now, with a form of this site."""


def index_files(editions: Sequence[Edition]) -> dict[str, bytes]:
    """The first page of a site in a folder, in the main language of the first letter, and its style sheet. Each letter
    is in a folder with its name."""
    first = editions[0]
    language = first.languages[0]
    letters = [(f"{edition.name}/", _listed(edition, language)) for edition in editions]
    contact = first.campaign.contact
    return {
        "index.html": page(first, "web/letters.html", language, letters=letters, contact=contact),
        "style.css": style_sheet(first).encode(),
    }


def _listed(edition: Edition, language: str) -> ListedLetter:
    own = language if language in edition.languages else edition.languages[0]
    return ListedLetter(
        edition.name,
        own,
        edition.title(own),
        clean(edition.newest.letters[own].ask),
        len(edition.organisations),
        edition.newest.people,
        is_open=False,
    )
