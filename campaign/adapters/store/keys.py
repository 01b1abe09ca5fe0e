"""Secret keys of the campaign, in its database, so that one file is enough to back up."""

import secrets

from campaign.adapters.store.database import Database

LINKS = "links"  # signs personal links
MESSAGE_IDS = "message ids"  # makes Message-IDs that nobody can guess
FORMS = "forms"  # signs the tokens of forms
_BYTES = 32
_ADD = "INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"
_GET = "SELECT value FROM secret WHERE name = :name"


def secret(db: Database, name: str) -> bytes:
    """Return the secret key `name`, 32 random bytes; create it the first time. Call it through `Store.write`."""
    db.execute(_ADD, {"name": name, "value": secrets.token_bytes(_BYTES)})
    return bytes(db.execute(_GET, {"name": name}).fetchone()[0])
