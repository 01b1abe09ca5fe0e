"""The directory of people: who is in it, what each source says, and where they sit.

Functions for `Store.read` and `Store.write`. An import adds and changes; nothing removes a person.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.adapters.store.database import Database
from campaign.adapters.store.times import to_text
from campaign.core.parliament.body_codes import KNOWN_CODES
from campaign.core.parliament.choice import Candidate
from campaign.core.parliament.entries import AgendaItem, BodyName, Seat, SourceFile
from campaign.core.parliament.person_record import OWN, FieldValue, KnownPerson, Statement, effective

_ADD_SOURCE = """
    INSERT INTO directory_source (path, digest, day, licence, scheme, read_at)
    VALUES (:path, :digest, :day, :licence, :scheme, :read_at) RETURNING id"""
_PUT_PERSON = """
    INSERT INTO directory_person (id, name, fields, listed) VALUES (:id, :name, :fields, :listed)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, fields = excluded.fields, listed = excluded.listed"""
_ADD_ID = "INSERT INTO directory_id (id, person) VALUES (:id, :person) ON CONFLICT (id) DO NOTHING"
_PUT_ENTRY = """
    INSERT INTO directory_entry (person, kind, source, day, fields) VALUES (:person, :kind, :source, :day, :fields)
    ON CONFLICT (person, kind) DO UPDATE
    SET source = excluded.source, day = excluded.day, fields = excluded.fields"""
_DROP_SEATS = "DELETE FROM directory_seat WHERE person = :person AND source_kind = :source_kind"
_ADD_SEAT = """
    INSERT INTO directory_seat (person, source_kind, kind, body, role, start_day, end_day, within)
    VALUES (:person, :source_kind, :kind, :body, :role, :start_day, :end_day, :within)"""
_PUT_BODY = """
    INSERT INTO directory_body (id, code) VALUES (:id, :code)
    ON CONFLICT (id) DO UPDATE SET code = excluded.code"""
_PUT_AGENDA = """
    INSERT INTO agenda_day (id, procedure, kind, day, former_day, source)
    VALUES (:id, :procedure, :kind, :day, '', :source)
    ON CONFLICT (id) DO UPDATE SET
        former_day = CASE WHEN agenda_day.day = excluded.day THEN agenda_day.former_day ELSE agenda_day.day END,
        day = excluded.day, source = excluded.source"""
_PEOPLE = "SELECT id, name, fields, listed FROM directory_person ORDER BY name, id"
_IDS = "SELECT id, person FROM directory_id"
_ENTRIES = """
    SELECT e.person, e.kind, e.day, e.fields, s.path, s.licence FROM directory_entry e
    JOIN directory_source s ON s.id = e.source"""
_SEATS = """
    SELECT person, source_kind, kind, body, role, start_day, end_day, within FROM directory_seat
    ORDER BY person, start_day"""
_MARK = "SELECT coalesce(max(id), 0) FROM directory_source"
_BODIES = "SELECT id, code FROM directory_body"
_NEWEST_LISTS = "SELECT scheme, max(day) FROM directory_source WHERE scheme <> '' GROUP BY scheme"
_NEWEST_DAY = "SELECT coalesce(max(day), '') FROM directory_source WHERE digest <> ''"
_AGENDA = "SELECT id, procedure, kind, day, former_day FROM agenda_day ORDER BY day, id"


@dataclass(frozen=True, slots=True)
class DirectoryWrite:
    """What an import writes about one person."""

    person: str
    kind: str
    source: int
    """Which of the import's sources, from 0."""
    day: str
    fields: Mapping[str, str]
    seats: tuple[Seat, ...]
    ids: tuple[str, ...]
    is_listed: bool
    """Whether the source lists all who sit."""


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person of the directory, with the value of each field that counts and where it is from."""

    id: str
    name: str
    fields: Mapping[str, FieldValue]
    is_absent: bool
    """Whether the newest list of all who sit does not have the person."""
    seats: tuple[Seat, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaDay:
    """A day in the course of a procedure."""

    id: str
    procedure: str
    kind: str
    day: str
    former_day: str
    """The day that an earlier file named; "" if it has not moved."""


def mark(db: Database) -> int:
    """Return the number of the newest source; another one means that the directory may have changed."""
    return int(db.execute(_MARK).fetchone()[0])


def add_sources(db: Database, sources: Iterable[tuple[SourceFile, str]], at: dt.datetime) -> list[int]:
    """Add files that were read, each with the scheme of which it lists all who sit. Return their numbers."""
    return [
        int(
            db.execute(
                _ADD_SOURCE,
                {
                    "path": source.path,
                    "digest": source.digest,
                    "day": source.day,
                    "licence": source.licence,
                    "scheme": scheme,
                    "read_at": to_text(at),
                },
            ).fetchone()[0]
        )
        for source, scheme in sources
    ]


def put(db: Database, writes: Sequence[DirectoryWrite], numbers: Sequence[int]) -> None:
    """Write what the sources say, and compute the values that count of everybody concerned."""
    listed: dict[str, str] = {}
    for write in writes:
        names = {"person": write.person, "source_kind": write.kind}
        db.execute(
            _PUT_ENTRY,
            {
                "person": write.person,
                "kind": write.kind,
                "source": numbers[write.source],
                "day": write.day,
                "fields": json.dumps(dict(write.fields), ensure_ascii=False),
            },
        )
        db.execute(_DROP_SEATS, names)
        for seat in write.seats:
            db.execute(_ADD_SEAT, names | _seat_values(seat))
        for number in write.ids:
            db.execute(_ADD_ID, {"id": number, "person": write.person})
        if write.is_listed:
            listed[write.person] = max(write.day, listed.get(write.person, ""))
        else:
            listed.setdefault(write.person, "")
    _refresh(db, listed)


def put_bodies(db: Database, bodies: Iterable[BodyName]) -> None:
    """Write the codes of bodies."""
    for body in bodies:
        db.execute(_PUT_BODY, {"id": body.id, "code": body.code})


def put_agenda(db: Database, items: Iterable[AgendaItem], source: int) -> None:
    """Write days of procedures. One that moves keeps its former day."""
    for item in items:
        db.execute(
            _PUT_AGENDA,
            {"id": item.id, "procedure": item.procedure, "kind": item.kind, "day": item.day, "source": source},
        )


def agenda(db: Database) -> tuple[AgendaDay, ...]:
    """Return the days of procedures, in order."""
    return tuple(AgendaDay(*row) for row in db.execute(_AGENDA).fetchall())


def _seat_values(seat: Seat) -> dict[str, str]:
    return {
        "kind": seat.kind,
        "body": seat.body,
        "role": seat.role,
        "start_day": seat.start,
        "end_day": seat.end,
        "within": seat.within,
    }


def _refresh(db: Database, listed: Mapping[str, str]) -> None:
    by_person: dict[str, list[Statement]] = {}
    for person, statement in _statements(db):
        if person in listed:
            by_person.setdefault(person, []).append(statement)
    before = {row[0]: row[3] for row in db.execute(_PEOPLE).fetchall()}
    for person, statements in by_person.items():
        values = effective(statements)
        name = values["name"].value if "name" in values else person
        packed = {field: [one.value, one.kind, one.day, dict(one.others)] for field, one in values.items()}
        day = max(listed[person], before.get(person, ""))
        db.execute(
            _PUT_PERSON,
            {"id": person, "name": name, "fields": json.dumps(packed, ensure_ascii=False), "listed": day},
        )


def _statements(db: Database) -> Iterable[tuple[str, Statement]]:
    for person, kind, day, fields, path, licence in db.execute(_ENTRIES).fetchall():
        yield person, Statement(kind, day, json.loads(fields), (), path, licence)


def statements(db: Database) -> dict[tuple[str, str], Statement]:
    """Return what each kind of source says about each person, by person and kind."""
    seats: dict[tuple[str, str], list[Seat]] = {}
    for row in db.execute(_SEATS).fetchall():
        seats.setdefault((row[0], row[1]), []).append(Seat(*row[2:]))
    return {
        (person, one.kind): Statement(
            one.kind, one.day, one.fields, tuple(seats.get((person, one.kind), ())), one.path, one.licence
        )
        for person, one in _statements(db)
    }


def known_people(db: Database) -> tuple[list[KnownPerson], dict[str, str]]:
    """Return everybody as matching needs them, and whose each id is."""
    people = []
    for number, name, packed, _ in db.execute(_PEOPLE).fetchall():
        fields = json.loads(packed)
        birth, country, group = (fields.get(field, [""])[0] for field in ("birth_date", "country", "group"))
        people.append(KnownPerson(number, name, birth, country, group))
    return people, dict(tuple(row) for row in db.execute(_IDS).fetchall())


def candidates(db: Database) -> list[Candidate]:
    """Return everybody as a query sees them, in the order of their names."""
    codes = body_codes(db)
    seats: dict[str, list[Seat]] = {}
    for person, _, kind, body, role, start, end, within in db.execute(_SEATS).fetchall():
        seats.setdefault(person, []).append(Seat(kind, codes.get(body, body), role, start, end, within))
    newest = _newest_lists(db)
    return [
        Candidate(
            number,
            {field: value[0] for field, value in json.loads(packed).items()},
            tuple(seats.get(number, ())),
            _is_absent(number, listed, newest),
        )
        for number, _, packed, listed in db.execute(_PEOPLE).fetchall()
    ]


def every_person(db: Database) -> list[DirectoryPerson]:
    """Return everybody with where each value is from."""
    ids: dict[str, list[str]] = {}
    for number, person in db.execute(_IDS).fetchall():
        ids.setdefault(person, []).append(number)
    rows = {row[0]: row for row in db.execute(_PEOPLE).fetchall()}
    return [
        DirectoryPerson(
            one.id,
            rows[one.id][1],
            {field: FieldValue(*value) for field, value in json.loads(rows[one.id][2]).items()},
            one.is_absent,
            one.seats,
            tuple(sorted(ids.get(one.id, ()))),
        )
        for one in candidates(db)
    ]


def body_codes(db: Database) -> dict[str, str]:
    """Return the code of each body; those of a file before those that are known anyway."""
    return {**KNOWN_CODES, **dict(tuple(row) for row in db.execute(_BODIES).fetchall())}


def newest_day(db: Database) -> str:
    """Return the day of the newest data; "" if there is none."""
    return str(db.execute(_NEWEST_DAY).fetchone()[0])


def _newest_lists(db: Database) -> dict[str, str]:
    return dict(tuple(row) for row in db.execute(_NEWEST_LISTS).fetchall())


def _is_absent(number: str, listed: str, newest: Mapping[str, str]) -> bool:
    return bool(listed) and listed < newest.get(number.partition(":")[0], "")


def own_fields(db: Database, person: str) -> dict[str, str]:
    """Return a person's own corrections."""
    return next((dict(one.fields) for id_, one in _statements(db) if id_ == person and one.kind == OWN), {})
