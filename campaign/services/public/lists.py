"""Who is listed under the letter, as pages and programs look it up: name by name, and page by page."""

import base64
import binascii
from dataclasses import dataclass

from campaign.adapters.store import signons, versions
from campaign.adapters.store.signons import pages, search
from campaign.adapters.store.signons.pages import Page
from campaign.adapters.store.signons.search import Listed, Place
from campaign.core.letters import Version
from campaign.core.signatories import listed
from campaign.core.signons import Kind
from campaign.services.public.letter import PublicLetter
from campaign.services.public.texts import Text

MOST_NUMBER = 2**53 - 1  # what JSON's readers agree on
LAST = pages.LAST  # behind every sign-on
_MOST_BYTES = 100  # of a cursor's key


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name that was looked for and is listed."""

    listed: Listed
    """Its kind, name, web address and country."""
    earlier: int
    """The number of the version that it stands under, where that is not the newest; else 0."""


@dataclass(frozen=True, slots=True)
class FoundNames:
    """A page of names that were looked for."""

    names: tuple[FoundName, ...]
    cursor: str
    """Where the next page begins, "" where there are no more."""
    is_later: bool
    """Whether there are pages before this one."""


@dataclass(frozen=True, slots=True)
class ListedUnder:
    """A page of those listed under a version, the newest first."""

    version: Version
    page: Page


@dataclass(frozen=True, slots=True)
class NoSuchVersion:
    """There is no version of the number that was asked for."""

    newest: int
    """The number of the newest one, 0 while nothing is frozen."""


def find_names(letter: PublicLetter, text: Text, typed: str, cursor: str = "") -> FoundNames:
    """The listed names of which the words that were typed are the beginning. `text` is the newest; `cursor` is that of
    the page before, and one that we did not write is that of the first page."""
    store, name = letter.campaign.store, letter.campaign.letter
    place = _place(cursor)
    found = store.read(search.names, name, typed, place)
    every = store.read(versions.all_of, name) if found.found else ()
    earlier: dict[int | None, int] = {each.id: each.number for each in every if each.id != text.version.id}
    names = tuple(FoundName(each, earlier.get(each.version, 0)) for each in found.found)
    return FoundNames(names, _cursor(found.after) if found.after else "", place is not None)


def signatory_names(letter: PublicLetter, text: Text) -> list[str]:
    """The names of the organisations that are listed under a text, in the coalition's order."""
    found = letter.campaign.store.read(signons.signatories, letter.campaign.letter, text.version.id)
    return [each.name for each in listed(found)]


def list_under(
    letter: PublicLetter, number: int | None, kind: Kind, before: int = LAST, after: int | None = None, most: int = 50
) -> ListedUnder | NoSuchVersion:
    """Up to `most` of a kind listed under a version, by its number, None for the newest: those who came before the
    sign-on `before`, or next after the sign-on `after`."""
    store, name = letter.campaign.store, letter.campaign.letter
    every = store.read(versions.all_of, name)
    version = next((each for each in every if each.number == number), None) if number else every[-1] if every else None
    if version is None:
        return NoSuchVersion(every[-1].number if every else 0)
    if after is not None:
        return ListedUnder(version, store.read(pages.after, name, version.id, kind, after, most))
    return ListedUnder(version, store.read(pages.before, name, version.id, kind, before, most))


def whole_number(text: str | None) -> int | None:
    """A whole number above nought, as an address names one; None for anything else."""
    if not text or len(text) > 16 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 0 < int(text) <= MOST_NUMBER and text[0] != "0" else None


def _cursor(place: Place) -> str:
    return f"{place.signon}.{base64.urlsafe_b64encode(place.key).rstrip(b'=').decode()}"


def _place(cursor: str) -> Place | None:
    signon, _, key = cursor.partition(".")
    at = whole_number(signon)
    if at is None or not key or len(key) > _MOST_BYTES:
        return None
    try:
        return Place(base64.b64decode(key + "=" * (-len(key) % 4), altchars="-_", validate=True), at)
    except (binascii.Error, ValueError):
        return None
