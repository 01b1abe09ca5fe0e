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
from campaign.core.publish.site import documents, pages, pdf_files, pictures
from campaign.core.settings import Settings
from campaign.errors import Refused
from campaign.services.publishing import EditionReader
from campaign.services.publishing.letter_pdfs import letter_pdfs
from campaign.services.publishing.live.site_file import SiteFile, site_file

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
    slow_state: int
    files: Mapping[str, SiteFile]
    removed_paths: frozenset[str] = frozenset()
    pdf_languages: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()


class Builder:
    """One letter's files. `look` is called again and again."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._store = Store.open(source.database)
        self._editions = EditionReader(source.folder, source.settings, self._store, source.letter, FORM, is_live=True)
        self._last_seen: object = None
        self._edition: Edition | None = None  # whose pages were made last
        self._documents_edition: Edition | None = None  # whose documents were
        self._documents_at = _LONG_AGO
        self._digests: dict[str, str] = {}
        self._problems: tuple[str, ...] = ()

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def update(self, now: dt.datetime, pdfs: PdfLanguages) -> Update | None:
        """What is to be shown otherwise than before; None where nothing is, also while nothing is frozen."""
        state = (self._store.read(public.stamp), self._editions.signing(now).stage, pdfs)
        documents_due = self._documents_edition != self._edition and now - self._documents_at >= _DOCUMENTS_EVERY
        if state == self._last_seen and not documents_due:
            return None
        try:
            edition = self._editions.edition(now)
        except Refused:
            return None
        if pdfs.version == edition.newest.version.number:
            edition = replace(edition, pdf_languages=pdfs.languages)
        update = (
            None
            if edition == self._edition and not documents_due
            else self._build_update(edition, now, documents_due=documents_due)
        )
        self._edition, self._last_seen = edition, state
        return update

    def slow_update(self, now: dt.datetime) -> Update:
        """Pictures and prints."""
        edition = self._editions.edition(now)
        pdfs, problems = letter_pdfs(self._source.folder, self._source.settings.sender, edition)
        files = pictures(edition) | pdf_files(edition, pdfs)
        sentences = tuple(str(problem) for problem in problems)
        site_files = {path: site_file(path, body) for path, body in files.items()}
        number, languages = edition.newest.version.number, frozenset(pdfs)
        return Update(number, _slow_state(edition), site_files, pdf_languages=languages, problems=sentences)

    def _build_update(self, edition: Edition, now: dt.datetime, *, documents_due: bool) -> Update:
        contents, removed_paths = pages(edition), frozenset[str]()
        if (
            documents_due
            or self._documents_edition is None
            or _without_people(edition) != _without_people(self._documents_edition)
        ):
            contents = documents(edition) | contents
            removed_paths = frozenset(self._digests.keys() - contents.keys())
            self._digests = {
                path: file_digest for path, file_digest in self._digests.items() if path not in removed_paths
            }
            self._documents_edition, self._documents_at = edition, now
        return Update(
            edition.newest.version.number,
            _slow_state(edition),
            self._changed_files(contents),
            removed_paths,
            problems=self._new_problems(),
        )

    def _changed_files(self, contents: Mapping[str, bytes]) -> dict[str, SiteFile]:
        files = {path: site_file(path, body) for path, body in contents.items()}
        fresh = {path: entry for path, entry in files.items() if self._digests.get(path) != entry.digest}
        self._digests |= {path: entry.digest for path, entry in fresh.items()}
        return fresh

    def _new_problems(self) -> tuple[str, ...]:
        known, self._problems = self._problems, tuple(str(problem) for problem in self._editions.logos.problems)
        return tuple(problem for problem in self._problems if problem not in known)


def _without_people(edition: Edition) -> Edition:
    """What the documents say, but for numbers that move with each person who signs."""
    versions = tuple(replace(frozen, people=0) for frozen in edition.versions)
    return replace(edition, latest=replace(edition.latest, people=()), versions=versions)


def _slow_state(edition: Edition) -> int:
    """A number that differs when what picture and print show does."""
    newest = edition.newest
    return hash((newest.version.digest, newest.organisations, newest.people, edition.addressees))
