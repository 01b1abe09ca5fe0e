"""Listed names looked for, and the index that this takes: filled in batches behind the record, never in the
transaction of a sign-on; a name that leaves the list leaves it at once (the trigger `listed_name_leaves`).

The index is a sorted table of keys on both databases, in place of their full-text searches: those walk all names with
a common word, so with ten million they take a hundred times as long as with ten thousand.
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
# CROSS: the few keys first, then the sign-on of each.
_FIND = """
    SELECT n.key, s.id, s.kind, s.name, s.url, s.country, s.version FROM listed_name AS n CROSS JOIN signon AS s
    WHERE (n.key, n.signon) > (:key, :signon) AND n.key < :past
      AND s.id = n.signon AND s.letter = :letter AND s.state = 'listed'
    ORDER BY n.key, n.signon LIMIT :most"""
_LETTER_BYTES = 4
_AFTER_ALL_KEYS = b"\xff"  # after every letter in UTF-8


@dataclass(frozen=True, slots=True, order=True)
class SearchCursor:
    """Where a page of names ended: the last key on it, without its letter's mark, and its sign-on."""

    key: bytes
    signon: int


@dataclass(frozen=True, slots=True)
class ListedName:
    """What is public of a sign-on that is listed under a version; None for one from before there was any."""

    signon: int
    kind: SignOnKind
    name: str
    url: str
    country: str
    version: int | None


@dataclass(frozen=True, slots=True)
class NamePage:
    """Listed sign-ons by name; `after` is where the next ones begin, None where there are no more."""

    names: tuple[ListedName, ...]
    after: SearchCursor | None = None


def names(db: Database, letter: str, typed: str, after: SearchCursor | None = None, limit: int = 20) -> NamePage:
    """The letter's listed names of which the words that are typed are the beginning, or the last of them a word's:
    each once, in the order of the words from there on, up to `most` behind a place."""
    wanted = key_prefixes(typed)
    rows = _rows(db, letter, wanted, after or SearchCursor(b"", 0), limit + 1)
    matches = [(bytes(key)[_LETTER_BYTES:], _listed_name(*rest)) for key, *rest in rows[:limit]]
    names_once = tuple(entry for key, entry in matches if first_matching_key(entry.name, wanted) == key)
    return NamePage(names_once, SearchCursor(matches[-1][0], matches[-1][1].signon) if len(rows) > limit else None)


def is_behind(db: Database) -> bool:
    """Whether there are lines in the record that the index does not know yet."""
    return bool(_number(db, _LAST) > _number(db, _INDEXED))


def catch_up(db: Database, limit: int = 100) -> int:
    """Bring the index to what the next lines of the record changed. Returns how many lines there were, at most `most`.
    Writes: call it through `Store.write`, again and again until it returns 0."""
    db.wait_turn("listed names")
    rows = db.execute(_LINES, {"done": _number(db, _INDEXED), "most": limit}).fetchall()
    for signon in sorted({row[1] for row in rows if row[1] is not None}):
        _index(db, signon)
    if rows:
        db.execute(_SET_INDEXED, {"reader": _READER, "number": rows[-1][0]})
    return len(rows)


def letter_mark(letter: str) -> bytes:
    """What the keys of a letter's names begin with. Should two have the same, `names` tells them apart."""
    return hashlib.sha256(letter.encode("utf-8", "surrogatepass")).digest()[:_LETTER_BYTES]


def _rows(db: Database, letter: str, wanted: tuple[bytes, ...], after: SearchCursor, limit: int) -> list[Any]:
    """The keys that begin as wanted, each with its sign-on; those that are behind a place."""
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
