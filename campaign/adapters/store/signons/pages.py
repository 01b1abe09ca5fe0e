"""Listed sign-ons page by page, newest first: a page begins at a sign-on, never at a number of rows to be skipped."""

from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.signons.rows import SIGNON
from campaign.core.signons import Kind, SignOn

# The kind stands in the statement, as it does in the index that the statement takes.
_UNDER = {
    kind: f"FROM signon AS s WHERE s.letter = :letter AND s.version = :version AND s.kind = '{kind}'"
    " AND s.state = 'listed'"
    for kind in Kind
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
class Page:
    """`older` and `newer` are the sign-ons at the page's ends behind which there are more, None for none."""

    found: tuple[SignOn, ...]
    older: int | None
    newer: int | None


def before(db: Database, letter: str, version: int, kind: Kind, edge: int = LAST, most: int = 50) -> Page:
    """The `most` listed under a version that came before the sign-on `edge`."""
    found = _rows(db, _OLDER[kind], letter, version, edge, most + 1)
    return _page(db, letter, version, kind, found[:most], older=len(found) > most)


def after(db: Database, letter: str, version: int, kind: Kind, edge: int, most: int = 50) -> Page:
    """The `most` that came next after the sign-on `edge`, as before newest first."""
    found = _rows(db, _NEWER[kind], letter, version, edge, most)[::-1]
    older = bool(found and _rows(db, _OLDER[kind], letter, version, found[-1].id, 1))
    return _page(db, letter, version, kind, found, older=older)


def _page(db: Database, letter: str, version: int, kind: Kind, found: tuple[SignOn, ...], *, older: bool) -> Page:
    newer = bool(found and _rows(db, _NEWER[kind], letter, version, found[0].id, 1))
    return Page(found, found[-1].id if older else None, found[0].id if newer else None)


def _rows(db: Database, sql: str, letter: str, version: int, edge: int, most: int) -> tuple[SignOn, ...]:
    values = {"letter": letter, "version": version, "edge": edge, "most": most}
    return tuple(SIGNON.read(row) for row in db.execute(sql, values).fetchall())
