"""Votes by source, what the campaign asked for, saved lists, and what people of the directory stand for."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from campaign.adapters.store.columns import Columns, insert
from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.parliament.entries import RollCall
from campaign.core.parliament.scores import AskedVote, Stance

_NAMES = ("at", "title", "subject", "reference", "procedure", "result", "published", "positions", "intended")
_SELECT = f"SELECT vote, kind, {', '.join(_NAMES)} FROM roll_call"
_PUT = f"""
    {insert("roll_call", ("vote", "kind", *_NAMES, "source"))}
    ON CONFLICT (vote, kind) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in (*_NAMES, "source"))}"""
_ONE = f"{_SELECT} WHERE vote = :vote ORDER BY kind"
_ALL = f"{_SELECT} ORDER BY at, vote, kind"
_SAME_KIND = f"{_SELECT} WHERE vote = :vote AND kind = :kind"
_NUMBER = "SELECT count(DISTINCT vote) FROM roll_call"
_ASKED = Columns(AskedVote)
_PUT_ASKED = """
    INSERT INTO asked_vote (letter, vote, position, weight, ask) VALUES (:letter, :vote, :position, :weight, :ask)
    ON CONFLICT (letter, vote) DO UPDATE
    SET position = excluded.position, weight = excluded.weight, ask = excluded.ask"""
_ASKED_VOTES = f"SELECT {_ASKED.select()} FROM asked_vote WHERE letter = :letter ORDER BY vote"
_PUT_LIST = """
    INSERT INTO people_list (name, query, day, data_day, saved_at, people)
    VALUES (:name, :query, :day, :data_day, :saved_at, :people)
    ON CONFLICT (name) DO UPDATE SET query = excluded.query, day = excluded.day, data_day = excluded.data_day,
        saved_at = excluded.saved_at, people = excluded.people"""
_LISTS = "SELECT name, query, day, data_day, people FROM people_list ORDER BY name"
_STANCE = Columns(Stance)
_ADD_STANCE = insert("stance", ("letter", *_STANCE.names, "recorded_at"))
_STANCES = f"SELECT {_STANCE.select()} FROM stance WHERE letter = :letter ORDER BY day, id"


@dataclass(frozen=True, slots=True)
class PeopleList:
    """A saved list: the query, and who fitted when it was saved."""

    name: str
    query: str
    day: str
    """The day that the query asked about."""
    data_day: str
    """The day of the newest data then."""
    people: Mapping[str, Mapping[str, str]]
    """By id, the fields that are compared."""


def put_votes(db: Database, votes: Iterable[RollCall], source: int) -> None:
    """Write votes. What an entry does not have stays: an export has votes and positions in two files."""
    for vote in votes:
        before = db.execute(_SAME_KIND, {"vote": vote.id, "kind": vote.kind}).fetchone()
        merged = merge_votes(_vote(before), vote) if before else vote
        db.execute(_PUT, _values(merged) | {"source": source})


def merge_votes(old: RollCall, new: RollCall) -> RollCall:
    """Return the new entry, with what only the old one of the same kind has."""
    merged = {name: getattr(new, name) or getattr(old, name) for name in _NAMES}
    return replace(new, **merged)


def _values(vote: RollCall) -> dict[str, Any]:
    values = {name: getattr(vote, name) for name in _NAMES}
    packed = {name: json.dumps(value) if not isinstance(value, str) else value for name, value in values.items()}
    return packed | {"vote": vote.id, "kind": vote.kind}


def _vote(row: Any) -> RollCall:
    vote, kind, at, title, subject, reference, procedure, result, *packed = row
    published, positions, intended = map(json.loads, packed)
    return RollCall(
        vote,
        kind,
        "",
        at,
        title,
        subject,
        reference,
        procedure,
        result,
        published,
        {name: {group: tuple(people) for group, people in groups.items()} for name, groups in positions.items()},
        {name: tuple(people) for name, people in intended.items()},
    )


def votes_of(db: Database, vote: str) -> tuple[RollCall, ...]:
    """Return a vote as each source has it."""
    return tuple(_vote(row) for row in db.execute(_ONE, {"vote": vote}).fetchall())


def every_vote(db: Database) -> tuple[RollCall, ...]:
    """Return all votes, by time; one for each source."""
    return tuple(_vote(row) for row in db.execute(_ALL).fetchall())


def count_votes(db: Database) -> int:
    """Return how many votes there are."""
    return int(db.execute(_NUMBER).fetchone()[0])


def put_asked(db: Database, letter: str, asked: AskedVote) -> None:
    """Write what the campaign asks for in a vote."""
    db.execute(_PUT_ASKED, _ASKED.values(asked) | {"letter": letter})


def asked_votes(db: Database, letter: str) -> tuple[AskedVote, ...]:
    """Return what the campaign asks for."""
    return tuple(_ASKED.read(row) for row in db.execute(_ASKED_VOTES, {"letter": letter}).fetchall())


def put_list(db: Database, saved: PeopleList, at: dt.datetime) -> None:
    """Save a list, in place of one with the same name."""
    db.execute(
        _PUT_LIST,
        {
            "name": saved.name,
            "query": saved.query,
            "day": saved.day,
            "data_day": saved.data_day,
            "saved_at": to_text(at),
            "people": json.dumps(saved.people, ensure_ascii=False),
        },
    )


def lists(db: Database) -> tuple[PeopleList, ...]:
    """Return the saved lists, by name."""
    return tuple(
        PeopleList(row[0], row[1], row[2], row[3], json.loads(row[4])) for row in db.execute(_LISTS).fetchall()
    )


def add_stance(db: Database, letter: str, stance: Stance, at: dt.datetime) -> None:
    """Add what somebody stands for."""
    db.execute(_ADD_STANCE, _STANCE.values(stance) | {"letter": letter, "recorded_at": to_text(at)})


def stances(db: Database, letter: str) -> tuple[Stance, ...]:
    """Return what people stand for, by day."""
    return tuple(_STANCE.read(row) for row in db.execute(_STANCES, {"letter": letter}).fetchall())
