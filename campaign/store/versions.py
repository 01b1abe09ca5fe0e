"""Frozen letters. Rows are added, never changed."""

import datetime as dt
from typing import Any

from sqlite_utils import Database

from campaign.letters.version import Version, VersionText
from campaign.store.times import from_text, to_text

_ADD = """
    INSERT INTO version (letter, number, digest, message, frozen_at)
    SELECT :letter, coalesce(max(number), 0) + 1, :digest, :message, :frozen_at FROM version WHERE letter = :letter
    RETURNING id, letter, number, digest, message, frozen_at"""
_ADD_TEXT = """
    INSERT INTO version_text (version, language, path, digest, source, canonical)
    VALUES (:version, :language, :path, :digest, :source, :canonical)"""
_ALL = """
    SELECT id, letter, number, digest, message, frozen_at FROM version WHERE letter = :letter ORDER BY number"""
_ONE = "SELECT id, letter, number, digest, message, frozen_at FROM version WHERE id = :id"
_TEXTS = """
    SELECT language, path, digest, source, canonical FROM version_text WHERE version = :version ORDER BY language"""


def add(
    db: Database, letter: str, digest: str, texts: tuple[VersionText, ...], message: str, at: dt.datetime
) -> Version:
    """Keep a version under the letter's next number."""
    values = {"letter": letter, "digest": digest, "message": message, "frozen_at": to_text(at)}
    version = _version(db.execute(_ADD, values).fetchone())
    for text in texts:
        db.execute(
            _ADD_TEXT,
            {
                "version": version.id,
                "language": text.language,
                "path": text.path,
                "digest": text.digest,
                "source": text.source,
                "canonical": text.canonical,
            },
        )
    return version


def all_of(db: Database, letter: str) -> tuple[Version, ...]:
    """A letter's versions, oldest first."""
    return tuple(_version(row) for row in db.execute(_ALL, {"letter": letter}).fetchall())


def latest(db: Database, letter: str) -> Version | None:
    """A letter's newest version."""
    versions = all_of(db, letter)
    return versions[-1] if versions else None


def one(db: Database, version: int) -> Version:
    """The version of an id."""
    return _version(db.execute(_ONE, {"id": version}).fetchone())


def texts(db: Database, version: int) -> tuple[VersionText, ...]:
    """What a version holds, by language."""
    return tuple(VersionText(*row) for row in db.execute(_TEXTS, {"version": version}).fetchall())


def _version(row: tuple[Any, ...]) -> Version:
    number, letter, count, digest, message, frozen_at = row
    return Version(number, letter, count, digest, message, from_text(frozen_at))
