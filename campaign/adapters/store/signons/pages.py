"""Listed sign-ons page by page, newest first. A page starts at a sign-on, not at a number of skipped rows."""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.rows import SIGNON
from campaign.core.signons import SignOn, SignOnKind

# The kind is a literal in the statement, so that the database can use its partial indexes.
_UNDER = {
    kind: f"FROM signon AS s WHERE s.letter = :letter AND s.version = :version AND s.kind = '{kind}'"
    " AND s.state = 'listed'"
    for kind in SignOnKind
}
_OLDER = {
    kind: f"SELECT {SIGNON.select('s')} {under} AND s.id < :edge ORDER BY s.id DESC LIMIT :most"
    for kind, under in _UNDER.items()
}
_NEWER = {
    kind: f"SELECT {SIGNON.select('s')} {under} AND s.id > :edge ORDER BY s.id LIMIT :most"
    for kind, under in _UNDER.items()
}
LAST = 2**62  # greater than every id


@dataclass(frozen=True, slots=True)
class SignOnPage:
    """A page of sign-ons, newest first."""

    signons: tuple[SignOn, ...]
    older: int | None
    """The `edge` for `before`: the last sign-on of this page; None on the last page."""
    newer: int | None
    """The `edge` for `after`: the first sign-on of this page; None on the first page."""


def before(db: Database, letter: str, version: int, kind: SignOnKind, edge: int = LAST, limit: int = 50) -> SignOnPage:
    """Return up to `limit` sign-ons listed under a version, older than the sign-on `edge`."""
    signons = _rows(db, _OLDER[kind], letter, version, edge, limit + 1)
    return _page(db, letter, version, kind, signons[:limit], older=len(signons) > limit)


def after(db: Database, letter: str, version: int, kind: SignOnKind, edge: int, limit: int = 50) -> SignOnPage:
    """Return up to `limit` sign-ons listed under a version, next newer than the sign-on `edge`."""
    signons = _rows(db, _NEWER[kind], letter, version, edge, limit)[::-1]
    older = bool(signons and _rows(db, _OLDER[kind], letter, version, signons[-1].id, 1))
    return _page(db, letter, version, kind, signons, older=older)


def _page(
    db: Database, letter: str, version: int, kind: SignOnKind, signons: tuple[SignOn, ...], *, older: bool
) -> SignOnPage:
    newer = bool(signons and _rows(db, _NEWER[kind], letter, version, signons[0].id, 1))
    return SignOnPage(signons, signons[-1].id if older else None, signons[0].id if newer else None)


def _rows(db: Database, sql: str, letter: str, version: int, edge: int, limit: int) -> tuple[SignOn, ...]:
    values = {"letter": letter, "version": version, "edge": edge, "most": limit}
    return tuple(SIGNON.read(row) for row in db.execute(sql, values).fetchall())
