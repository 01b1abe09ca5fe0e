"""Replies for pages that people look at, found by indexes, and the positions of addressees over time."""

from typing import Any

from campaign.adapters.store.database import Database
from campaign.adapters.store.replies import reply_of
from campaign.adapters.store.text_search import pattern_of
from campaign.adapters.store.times import from_text
from campaign.core.delivery.replies import NumberedReply, Position

_SELECT = """
    SELECT r.id, r.delivery, v.dispatch, r.addressee, v.name, r.at, r.kind, r.subject, r.text, r.rule, r.away_until,
        r.attachments, r.message_id, r.proof
    FROM reply AS r JOIN delivery AS v ON v.id = r.delivery JOIN dispatch AS d ON d.id = v.dispatch
    WHERE d.letter = :letter AND d.kind = 'letter'"""
_NO_POSITION = """
    AND NOT EXISTS (
        SELECT 1 FROM position AS p WHERE p.letter = d.letter AND p.addressee = r.addressee AND p.at >= r.at)"""
_HISTORY = """
    SELECT addressee, at, stance, way, note FROM position WHERE letter = :letter AND addressee = :addressee
    ORDER BY id DESC"""
BOUNCES = ("permanent", "temporary", "delayed")
"""The kinds of reply that say that an email did not arrive, or not yet."""
_BOUNCES = ", ".join(f"'{kind}'" for kind in BOUNCES)
_KIND_SETS = {
    "person": "r.kind = 'person'",
    "bounce": f"r.kind IN ({_BOUNCES})",
    "other": f"r.kind NOT IN ('person', {_BOUNCES})",
}
KINDS = tuple(_KIND_SETS)
"""Replies of people, bounces, and all other answers of machines."""


def page(
    db: Database, letter: str, kind: str, before: int, limit: int, *, text: str = "", waiting: bool = False
) -> tuple[NumberedReply, ...]:
    """Return replies of a kind with an id below `before`, the newest first.

    `text` limits them to those with it in a name, a subject or the words; `waiting` to addressees for whom no position
    was recorded since.
    """
    sql = f"{_SELECT} AND {_KIND_SETS[kind]} AND r.id < :before"
    values: dict[str, Any] = {"letter": letter, "before": before, "number": limit}
    if text:
        sql += " AND (lower(v.name) LIKE :part ESCAPE '!' OR lower(r.subject) LIKE :part ESCAPE '!'"
        sql += " OR lower(r.text) LIKE :part ESCAPE '!')"
        values["part"] = pattern_of(text.lower())
    sql += _NO_POSITION if waiting else ""
    rows = db.execute(f"{sql} ORDER BY r.id DESC LIMIT :number", values).fetchall()
    return tuple(_numbered(row) for row in rows)


def one(db: Database, letter: str, number: int) -> NumberedReply | None:
    """Return a reply to a letter by its id."""
    row = db.execute(f"{_SELECT} AND r.id = :number", {"letter": letter, "number": number}).fetchone()
    return _numbered(row) if row else None


def positions_of(db: Database, letter: str, addressee: str) -> tuple[Position, ...]:
    """Return the positions that were recorded for an addressee, the newest first."""
    rows = db.execute(_HISTORY, {"letter": letter, "addressee": addressee}).fetchall()
    return tuple(Position(row[0], from_text(row[1]), *row[2:]) for row in rows)


def _numbered(row: tuple[Any, ...]) -> NumberedReply:
    return NumberedReply(row[0], row[1], row[2], reply_of(row[3:]))


def count_waiting(db: Database, letter: str) -> int:
    """Return how many replies of people have no position that was recorded since."""
    sql = f"SELECT count(*) FROM ({_SELECT} AND r.kind = 'person' {_NO_POSITION}) AS waiting"
    return int(db.execute(sql, {"letter": letter}).fetchone()[0])


def stances(db: Database, letter: str) -> tuple[tuple[str, str, str, int], ...]:
    """Return how many addressees have each position ("" for none), by political group and country."""
    sql = """
        SELECT a."group", a.country, coalesce(p.stance, ''), count(*) FROM addressee AS a
        LEFT JOIN (
            SELECT addressee, max(id) AS newest FROM position WHERE letter = :letter GROUP BY addressee
        ) AS n ON n.addressee = a.key
        LEFT JOIN position AS p ON p.id = n.newest
        WHERE a.letter = :letter GROUP BY a."group", a.country, coalesce(p.stance, '')
        ORDER BY a."group", a.country"""
    return tuple((row[0], row[1], row[2], int(row[3])) for row in db.execute(sql, {"letter": letter}).fetchall())
