"""Frozen versions of letters. Rows are added, never changed."""

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.core.letters.version import AnnexText, NewVersion, Version, VersionText

_VERSION = Columns(Version)
_NEW = Columns(NewVersion)
_TEXT = Columns(VersionText)
_ANNEX = Columns(AnnexText)
_VERSIONS = f"SELECT {_VERSION.select()} FROM version"
_ADD = f"""
    INSERT INTO version ({", ".join(_VERSION.without("id"))})
    SELECT :letter, coalesce(max(number), 0) + 1, :digest, :message, :frozen_at, :kind, :added_language
    FROM version WHERE letter = :letter
    RETURNING {_VERSION.select()}"""
_ADD_TEXT = insert("version_text", ("version", *_TEXT.without("annexes")))
_ADD_ANNEX = insert("version_annex", ("version", "language", "position", *_ANNEX.names))
_ALL = f"{_VERSIONS} WHERE letter = :letter ORDER BY number"
_EVERY = f"{_VERSIONS} ORDER BY letter, number"
_ONE = f"{_VERSIONS} WHERE id = :id"
_TEXTS = """
    SELECT language, path, digest, source, canonical FROM version_text WHERE version = :version ORDER BY language"""
_ANNEXES = """
    SELECT path, source FROM version_annex WHERE version = :version AND language = :language ORDER BY position"""

_PUBLIC = f"""
    {_VERSIONS} WHERE letter = :letter AND NOT EXISTS (
        SELECT 1 FROM change AS c WHERE c.letter = :letter AND c.adopted_at IS NULL AND c.version <= version.id)
    ORDER BY number DESC LIMIT 1"""


def add(db: Database, new: NewVersion) -> Version:
    """Add a version with the letter's next number, and return it."""
    version = _VERSION.read(db.execute(_ADD, _NEW.values(new)).fetchone())
    for text in new.texts:
        _add_text(db, version.id, text)
    return version


def all_of(db: Database, letter: str) -> tuple[Version, ...]:
    """Return a letter's versions, oldest first."""
    return tuple(_VERSION.read(row) for row in db.execute(_ALL, {"letter": letter}).fetchall())


def numbers(db: Database, letter: str) -> dict[int, int]:
    """Return the number of each version of a letter, by its id."""
    return {version.id: version.number for version in all_of(db, letter)}


def every(db: Database) -> tuple[Version, ...]:
    """Return the versions of all letters, by letter and number."""
    return tuple(_VERSION.read(row) for row in db.execute(_EVERY).fetchall())


def latest(db: Database, letter: str) -> Version | None:
    """Return a letter's newest version, None if nothing is frozen."""
    versions = all_of(db, letter)
    return versions[-1] if versions else None


def public(db: Database, letter: str) -> Version | None:
    """Return the version that the public page shows: the newest, or while a change is open, the one before it."""
    row = db.execute(_PUBLIC, {"letter": letter}).fetchone()
    return _VERSION.read(row) if row else None


def one(db: Database, version: int) -> Version:
    """Return a version by its id, which must exist."""
    return _VERSION.read(db.execute(_ONE, {"id": version}).fetchone())


def texts(db: Database, version: int) -> tuple[VersionText, ...]:
    """Return the texts of a version with their annexes, by language."""
    rows = db.execute(_TEXTS, {"version": version}).fetchall()
    return tuple(
        VersionText(language, path, digest, source, canonical, _annexes(db, version, language))
        for language, path, digest, source, canonical in rows
    )


def _annexes(db: Database, version: int, language: str) -> tuple[AnnexText, ...]:
    rows = db.execute(_ANNEXES, {"version": version, "language": language}).fetchall()
    return tuple(AnnexText(*row) for row in rows)


def _add_text(db: Database, version: int, text: VersionText) -> None:
    text_key = {"version": version, "language": text.language}
    db.execute(_ADD_TEXT, _TEXT.values(text) | text_key)
    for position, annex in enumerate(text.annexes):
        db.execute(_ADD_ANNEX, _ANNEX.values(annex) | text_key | {"position": position})
