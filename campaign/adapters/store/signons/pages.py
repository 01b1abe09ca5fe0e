"""Listed sign-ons page by page, newest first: a page begins at a sign-on, never at a number of rows to be skipped."""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.rows import SIGNON
from campaign.core.signons import SignOn, SignOnKind

# The kind stands in the statement, as it does in the index that the statement takes.
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
LAST = 2**62  # behind every sign-on


@dataclass(frozen=True, slots=True)
class SignOnPage:
    """`older` and `newer` are the sign-ons at the page's ends behind which there are more, None for none."""

    signons: tuple[SignOn, ...]
    older: int | None
    newer: int | None


def before(db: Database, letter: str, version: int, kind: SignOnKind, edge: int = LAST, limit: int = 50) -> SignOnPage:
    """The `most` listed under a version that came before the sign-on `edge`."""
    signons = _rows(db, _OLDER[kind], letter, version, edge, limit + 1)
    return _page(db, letter, version, kind, signons[:limit], older=len(signons) > limit)


def after(db: Database, letter: str, version: int, kind: SignOnKind, edge: int, limit: int = 50) -> SignOnPage:
    """The `most` that came next after the sign-on `edge`, as before newest first."""
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
