"""Secret keys of the campaign, in its database, so that one file is enough to back up."""

import secrets

from campaign.adapters.store.database import Database

LINKS = "links"  # signs personal links
MESSAGE_IDS = "message ids"  # makes Message-IDs that nobody can guess
FORMS = "forms"  # signs the tokens of forms
DIGESTS = "digests"  # keys the digests of addresses
_BYTES = 32
_ADD = "INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"
_GET = "SELECT value FROM secret WHERE name = :name"


def secret(db: Database, name: str) -> bytes:
    """Return the secret key `name`, 32 random bytes; create it the first time. Call it through `Store.write`."""
    db.execute(_ADD, {"name": name, "value": secrets.token_bytes(_BYTES)})
    return stored(db, name)


def stored(db: Database, name: str) -> bytes:
    """Return the secret key `name`, b"" if it was not needed yet."""
    row = db.execute(_GET, {"name": name}).fetchone()
    return bytes(row[0]) if row else b""
