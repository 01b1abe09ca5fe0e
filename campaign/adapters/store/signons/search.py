"""Search for listed names, and its index. The index is filled from the record in batches, not in the transaction of a
sign-on. A name that is no longer listed leaves the index at once (the trigger `listed_name_leaves`).

The index is a sorted table of keys, on both databases. Their full-text searches read all names with a common word, so
with ten million names they take a hundred times as long as with ten thousand.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from campaign.adapters.store.database import Database
from campaign.core.signatories.search_keys import first_matching_key, key_prefixes, search_keys
from campaign.core.signons import SignOnKind

_READER = "names"
_INDEXED = "SELECT number FROM record_read WHERE reader = :reader"
_LAST = "SELECT max(number) FROM record"
_LINES = "SELECT number, signon FROM record WHERE number > :done ORDER BY number LIMIT :most"
_SET_INDEXED = """
    INSERT INTO record_read (reader, number) VALUES (:reader, :number)
    ON CONFLICT (reader) DO UPDATE SET number = excluded.number"""
_LISTED = "SELECT letter, name FROM signon WHERE id = :signon AND state = 'listed'"
_FORGET = "DELETE FROM listed_name WHERE signon = :signon"
_ADD = "INSERT INTO listed_name (key, signon) VALUES (:key, :signon)"
# CROSS JOIN fixes the order: first the few keys, then the sign-on of each.
_FIND = """
    SELECT n.key, s.id, s.kind, s.name, s.url, s.country, s.version FROM listed_name AS n CROSS JOIN signon AS s
    WHERE (n.key, n.signon) > (:key, :signon) AND n.key < :past
      AND s.id = n.signon AND s.letter = :letter AND s.state = 'listed'
    ORDER BY n.key, n.signon LIMIT :most"""
_LETTER_BYTES = 4
_AFTER_ALL_KEYS = b"\xff"  # greater than every byte of UTF-8


@dataclass(frozen=True, slots=True, order=True)
class SearchCursor:
    """Where a page of names ended: its last key, without the letter's mark, and its last sign-on."""

    key: bytes
    signon: int


@dataclass(frozen=True, slots=True)
class ListedName:
    """The public data of a listed sign-on."""

    signon: int
    kind: SignOnKind
    name: str
    url: str
    country: str
    version: int | None  # None: listed before anything was frozen


@dataclass(frozen=True, slots=True)
class NamePage:
    """A page of search results. `after` is where the next page starts, None on the last page."""

    names: tuple[ListedName, ...]
    after: SearchCursor | None = None


def names(db: Database, letter: str, typed: str, after: SearchCursor | None = None, limit: int = 20) -> NamePage:
    """Search a letter's listed names for words that start as typed.

    Returns up to `limit` results after `after`, each name once, in the order of the matching words.
    """
    wanted = key_prefixes(typed)
    rows = _rows(db, letter, wanted, after or SearchCursor(b"", 0), limit + 1)
    matches = [(bytes(key)[_LETTER_BYTES:], _listed_name(*rest)) for key, *rest in rows[:limit]]
    names_once = tuple(entry for key, entry in matches if first_matching_key(entry.name, wanted) == key)
    return NamePage(names_once, SearchCursor(matches[-1][0], matches[-1][1].signon) if len(rows) > limit else None)


def is_behind(db: Database) -> bool:
    """Return whether the record has entries that are not in the index yet."""
    return bool(_number(db, _LAST) > _number(db, _INDEXED))


def catch_up(db: Database, limit: int = 100) -> int:
    """Update the index from up to `limit` further entries of the record, and return their number.

    Call it through `Store.write` until it returns 0.
    """
    db.wait_turn("listed names")
    rows = db.execute(_LINES, {"done": _number(db, _INDEXED), "most": limit}).fetchall()
    for signon in sorted({row[1] for row in rows if row[1] is not None}):
        _index(db, signon)
    if rows:
        db.execute(_SET_INDEXED, {"reader": _READER, "number": rows[-1][0]})
    return len(rows)


def letter_mark(letter: str) -> bytes:
    """Return the prefix of the keys of a letter's names. If two letters share one, `names` still separates them."""
    return hashlib.sha256(letter.encode("utf-8", "surrogatepass")).digest()[:_LETTER_BYTES]


def _rows(db: Database, letter: str, wanted: tuple[bytes, ...], after: SearchCursor, limit: int) -> list[Any]:
    """Return the keys with one of these beginnings after a cursor, each with its sign-on."""
    mark, rows = letter_mark(letter), list[Any]()
    for beginning in wanted:
        start = max(SearchCursor(beginning, 0), after)
        values = {
            "key": mark + start.key,
            "signon": start.signon,
            "past": mark + beginning + _AFTER_ALL_KEYS,
            "letter": letter,
        }
        rows += db.execute(_FIND, values | {"most": limit - len(rows)}).fetchall()
    return rows


def _listed_name(signon: int, kind: str, name: str, url: str, country: str, version: int | None) -> ListedName:
    return ListedName(signon, SignOnKind(kind), name, url, country, version)


def _index(db: Database, signon: int) -> None:
    db.execute(_FORGET, {"signon": signon})
    row = db.execute(_LISTED, {"signon": signon}).fetchone()
    if row:
        mark = letter_mark(row[0])
        for key in sorted(search_keys(row[1])):
            db.execute(_ADD, {"key": mark + key, "signon": signon})


def _number(db: Database, sql: str) -> int:
    row = db.execute(sql, {"reader": _READER}).fetchone()
    return row[0] or 0 if row else 0
