"""The names listed under the letter: the search by name, and the list page by page."""

import base64
import binascii
from dataclasses import dataclass

from campaign.adapters.store import signons, versions
from campaign.adapters.store.signons import pages, search
from campaign.adapters.store.signons.pages import SignOnPage
from campaign.adapters.store.signons.search import ListedName, SearchCursor
from campaign.core.letters import Version
from campaign.core.signatories import listed_organisations
from campaign.core.signons import SignOnKind
from campaign.services.public.frozen_letters import FrozenLetter
from campaign.services.public.letter import PublicLetter

MOST_NUMBER = 2**53 - 1  # the largest integer that all JSON readers understand
LAST = pages.LAST  # after every sign-on
_MOST_BYTES = 100  # of a cursor's key


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A listed name that matches a search."""

    entry: ListedName
    """Its kind, name, website and country."""
    earlier_version: int
    """The number of the version that was signed, if the letter's page shows another; else 0."""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of search results."""

    results: tuple[SearchResult, ...]
    cursor: str
    """Where the next page begins; "" on the last page."""
    has_previous: bool
    """Whether there is a page before this one."""


@dataclass(frozen=True, slots=True)
class SignatoryPage:
    """A page of the names listed under a version, the newest first."""

    version: Version
    page: SignOnPage


@dataclass(frozen=True, slots=True)
class NoSuchVersion:
    """There is no version with the requested number."""

    newest: int
    """The number of the newest version; 0 if none is frozen."""


def find_names(letter: PublicLetter, text: FrozenLetter, typed: str, cursor: str = "") -> SearchResults:
    """Search the listed names for one that begins with the typed words. `text` is the version that the letter's page
    shows. `cursor` comes from the previous page; an invalid one gives the first page."""
    store, name = letter.campaign.store, letter.campaign.letter
    start = _read_cursor(cursor)
    page = store.read(search.names, name, typed, start)
    all_versions = store.read(versions.all_of, name) if page.names else ()
    earlier: dict[int | None, int] = {
        version.id: version.number for version in all_versions if version.id != text.version.id
    }
    names = tuple(SearchResult(entry, earlier.get(entry.version, 0)) for entry in page.names)
    return SearchResults(names, _cursor_text(page.after) if page.after else "", start is not None)


def signatory_names(letter: PublicLetter, text: FrozenLetter) -> list[str]:
    """The names of the organisations listed under a version, in the coalition's order."""
    signatories = letter.campaign.store.read(signons.signatories, letter.campaign.letter, text.version.id)
    return [signatory.name for signatory in listed_organisations(signatories)]


def list_signatories(
    letter: PublicLetter,
    number: int | None,
    kind: SignOnKind,
    before: int = LAST,
    after: int | None = None,
    most: int = 50,
) -> SignatoryPage | NoSuchVersion:
    """List up to `most` signatories of a kind under a version (by its number, None for the one that the letter's page
    shows): those that signed before the sign-on `before`, or next after the sign-on `after`."""
    store, name = letter.campaign.store, letter.campaign.letter
    all_versions = store.read(versions.all_of, name)
    version = (
        next((candidate for candidate in all_versions if candidate.number == number), None)
        if number
        else store.read(versions.public, name)
    )
    if version is None:
        return NoSuchVersion(all_versions[-1].number if all_versions else 0)
    if after is not None:
        return SignatoryPage(version, store.read(pages.after, name, version.id, kind, after, most))
    return SignatoryPage(version, store.read(pages.before, name, version.id, kind, before, most))


def whole_number(text: str | None) -> int | None:
    """Read a positive integer from a web address; None for anything else."""
    if not text or len(text) > 16 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 0 < int(text) <= MOST_NUMBER and text[0] != "0" else None


def _cursor_text(place: SearchCursor) -> str:
    return f"{place.signon}.{base64.urlsafe_b64encode(place.key).rstrip(b'=').decode()}"


def _read_cursor(cursor: str) -> SearchCursor | None:
    signon, _, key = cursor.partition(".")
    at = whole_number(signon)
    if at is None or not key or len(key) > _MOST_BYTES:
        return None
    try:
        return SearchCursor(base64.b64decode(key + "=" * (-len(key) % 4), altchars="-_", validate=True), at)
    except (binascii.Error, ValueError):
        return None
