"""Builds the letter's files in a second process when something changed.

It only reads. It remembers the digests of its last files and returns only the files that differ.
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

# The number of individuals can change every second; the documents that show it are built no more often than this.
_DOCUMENTS_EVERY = dt.timedelta(seconds=10)
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FORM = "sign"  # the address of the form, next to the letter's page


@dataclass(frozen=True, slots=True)
class LiveSource:
    """Which letter to build, and from where."""

    folder: Folder
    settings: Settings
    database: Path | str
    """The file, or the address of a PostgreSQL database."""
    letter: str
    """The name of its folder."""


@dataclass(frozen=True, slots=True)
class PdfLanguages:
    """The languages of a version that have a PDF."""

    version: int = 0
    """The number of the version; 0 for none."""
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Update:
    """The difference from the last build."""

    version: int
    """The number of the newest version."""
    slow_state: int
    """A number that changes when pictures and PDF files would."""
    files: Mapping[str, SiteFile]
    """The new and changed files, by path."""
    removed_paths: frozenset[str] = frozenset()
    """The paths of files that no longer exist."""
    pdf_languages: frozenset[str] = frozenset()
    """The languages of the PDF files among `files`."""
    problems: tuple[str, ...] = ()
    """New problems, as sentences for the log."""


class Builder:
    """Builds the files of one letter. `update` is called repeatedly."""

    def __init__(self, source: LiveSource) -> None:
        self._source = source
        self._store = Store.open(source.database)
        self._editions = EditionReader(source.folder, source.settings, self._store, source.letter, FORM, is_live=True)
        self._last_seen: object = None
        self._edition: Edition | None = None  # the pages were last built from it
        self._documents_edition: Edition | None = None  # the documents were last built from it
        self._documents_at = _LONG_AGO
        self._digests: dict[str, str] = {}
        self._problems: tuple[str, ...] = ()

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def update(self, now: dt.datetime, pdfs: PdfLanguages) -> Update | None:
        """The quick files that changed since the last call; None if nothing changed or no version is frozen.

        `pdfs` are the PDF files on the site now.
        """
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
        """The slow files: share pictures and PDF files."""
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
    """The edition without the individuals, whose number often changes."""
    versions = tuple(replace(signed_version, people=0) for signed_version in edition.versions)
    return replace(edition, latest=replace(edition.latest, people=()), versions=versions)


def _slow_state(edition: Edition) -> int:
    """A number that changes when pictures and PDF files would."""
    newest = edition.newest
    return hash((newest.version.digest, newest.organisations, newest.people, edition.addressees))
