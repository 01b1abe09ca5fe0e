"""Work of the second process: the letter's files, made anew when something changed.

It only reads. What it made last it remembers, so that only what differs goes back to the serving process.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store
from campaign.adapters.store.signons import public
from campaign.core.publish import Edition
from campaign.core.publish.site import documents, pages, pictures, printed
from campaign.core.settings import Settings
from campaign.errors import Refused
from campaign.services.publishing import Gathering
from campaign.services.publishing.live.files import File, file
from campaign.services.publishing.prints import prints

# The documents follow the number of people, which may move each second, no more often than this.
_DOCUMENTS_EVERY = dt.timedelta(seconds=10)
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FORM = "sign"  # where the form stands, beside the letter's page


@dataclass(frozen=True, slots=True)
class LiveSource:
    """Which letter, and where what is public of it is kept. `database` is what a store is opened with."""

    folder: Folder
    settings: Settings
    database: Path | str
    letter: str


@dataclass(frozen=True, slots=True)
class PdfLanguages:
    """The languages of a version in which there is a PDF."""

    version: int = 0
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Update:
    """What differs from the last time. `version` is the newest's number; `costly` changes when picture or print would.

    `files` are by their paths; `gone` are paths of files that are no more; `prints` are the languages of the PDF files
    among them. `problems` are sentences for the log.
    """

    version: int
    costly: int
    files: Mapping[str, File]
    gone: frozenset[str] = frozenset()
    prints: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


class Builder:
    """One letter's files. `look` is called again and again."""

    def __init__(self, place: LiveSource) -> None:
        self._place = place
        self._store = Store.open(place.database)
        self._gathering = Gathering(place.folder, place.settings, self._store, place.letter, FORM, is_live=True)
        self._seen: object = None
        self._edition: Edition | None = None  # whose pages were made last
        self._documented: Edition | None = None  # whose documents were
        self._documented_at = _LONG_AGO
        self._digests: dict[str, str] = {}
        self._problems: tuple[str, ...] = ()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def look(self, now: dt.datetime, held: PdfLanguages) -> Update | None:
        """What is to be shown otherwise than before; None where nothing is, also while nothing is frozen."""
        seen = (self._store.read(public.stamp), self._gathering.signing(now).stage, held)
        behind = self._documented != self._edition and now - self._documented_at >= _DOCUMENTS_EVERY
        if seen == self._seen and not behind:
            return None
        try:
            edition = self._gathering.edition(now)
        except Refused:
            return None
        if held.version == edition.newest.version.number:
            edition = replace(edition, prints=held.languages)
        changed = None if edition == self._edition and not behind else self._changed(edition, now, behind=behind)
        self._edition, self._seen = edition, seen
        return changed

    def costly(self, now: dt.datetime) -> Update:
        """Pictures and prints."""
        edition = self._gathering.edition(now)
        made, problems = prints(self._place.folder, self._place.settings.sender, edition)
        files = pictures(edition) | printed(edition, made)
        said = tuple(str(problem) for problem in problems)
        made_files = {path: file(path, body) for path, body in files.items()}
        number, languages = edition.newest.version.number, frozenset(made)
        return Update(number, _costly(edition), made_files, prints=languages, problems=said)

    def _changed(self, edition: Edition, now: dt.datetime, *, behind: bool) -> Update:
        made, gone = pages(edition), frozenset[str]()
        if behind or self._documented is None or _but_for_people(edition) != _but_for_people(self._documented):
            made = documents(edition) | made
            gone = frozenset(self._digests.keys() - made.keys())
            self._digests = {path: each for path, each in self._digests.items() if path not in gone}
            self._documented, self._documented_at = edition, now
        return Update(
            edition.newest.version.number, _costly(edition), self._differing(made), gone, problems=self._new_problems()
        )

    def _differing(self, made: Mapping[str, bytes]) -> dict[str, File]:
        files = {path: file(path, body) for path, body in made.items()}
        fresh = {path: each for path, each in files.items() if self._digests.get(path) != each.digest}
        self._digests |= {path: each.digest for path, each in fresh.items()}
        return fresh

    def _new_problems(self) -> tuple[str, ...]:
        known, self._problems = self._problems, tuple(str(problem) for problem in self._gathering.logos.problems)
        return tuple(each for each in self._problems if each not in known)


def _but_for_people(edition: Edition) -> Edition:
    """What the documents say, but for numbers that move with each person who signs."""
    versions = tuple(replace(frozen, people=0) for frozen in edition.versions)
    return replace(edition, latest=replace(edition.latest, people=()), versions=versions)


def _costly(edition: Edition) -> int:
    """A number that differs when what picture and print show does."""
    newest = edition.newest
    return hash((newest.version.digest, newest.organisations, newest.people, edition.addressees))
