"""Random bytes that are made once and kept with the campaign, so that one file is enough to back up."""

import secrets

from campaign.adapters.store.database import Database

LINKS = "links"  # personal links are made of it
FORMS = "forms"  # so are the forms' tokens
_BYTES = 32
_KEEP = "INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING"
_GET = "SELECT value FROM secret WHERE name = :name"


def secret(db: Database, name: str) -> bytes:
    """The secret of a name, made when it is first asked for. Writes: call it through `Store.write`."""
    db.execute(_KEEP, {"name": name, "value": secrets.token_bytes(_BYTES)})
    return bytes(db.execute(_GET, {"name": name}).fetchone()[0])
