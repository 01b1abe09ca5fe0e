"""What organisations say of drafts. Positions are added, never changed; an organisation's newest counts."""

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.drafts.suggestions import NUMBERS
from campaign.core.drafting.signing_position import NewSigningPosition, SigningPosition

_POSITION = Columns(SigningPosition, threads=NUMBERS)
_NEW = Columns(NewSigningPosition, threads=NUMBERS)
_ADD = f"{insert('signing_position', _NEW.names)} RETURNING {_POSITION.select()}"
_NEWEST = f"""
    SELECT {_POSITION.select()} FROM signing_position
    WHERE id IN (SELECT max(id) FROM signing_position WHERE letter = :letter GROUP BY organisation)
    ORDER BY organisation"""


def add(db: Database, new: NewSigningPosition) -> SigningPosition:
    """Add a position."""
    return _POSITION.read(db.execute(_ADD, _NEW.values(new)).fetchone())


def newest(db: Database, letter: str) -> tuple[SigningPosition, ...]:
    """Return the newest position of each organisation on a letter, by the organisation's name."""
    return tuple(map(_POSITION.read, db.execute(_NEWEST, {"letter": letter}).fetchall()))
