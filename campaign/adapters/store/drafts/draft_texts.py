"""Texts of drafts, as they were when somebody commented on them. Each is stored once, and never changed."""

import datetime as dt
import hashlib

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text

_ADD = """
    INSERT INTO draft_text (letter, language, digest, text, created_at)
    VALUES (:letter, :language, :digest, :text, :at)
    ON CONFLICT (letter, language, digest) DO UPDATE SET digest = excluded.digest
    RETURNING id"""
_ONE = "SELECT text FROM draft_text WHERE id = :id"


def put(db: Database, letter: str, language: str, text: str, at: dt.datetime) -> int:
    """Store a text, if it is not there yet. Returns its id."""
    digest = hashlib.sha256(text.encode()).digest()
    values = {"letter": letter, "language": language, "digest": digest, "text": text, "at": to_text(at)}
    return int(db.execute(_ADD, values).fetchone()[0])


def one(db: Database, text: int) -> str:
    """Return a text by its id, which must exist."""
    return str(db.execute(_ONE, {"id": text}).fetchone()[0])
