"""One record of a person from what several sources say: whom an entry is about, and which value counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from campaign.core.parliament.entries import PersonEntry, Seat
from campaign.core.tables.text import fold_words

OWN = "own"
"""The kind of a person's own correction."""
# The first is believed first, where two sources are of the same day.
_RANKS = (
    "europarl-api",
    "europarl-api-list",
    "howtheyvote",
    "europarl-full-list",
    "europarl-table",
    "europarl-directory",
)


class PersonFate(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    UNCLEAR = "unclear"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one kind of source says about a person of the directory: its newest entry."""

    kind: str
    day: str
    fields: Mapping[str, str]
    seats: tuple[Seat, ...] = ()
    path: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value that counts, and where it is from."""

    value: str
    kind: str
    day: str
    others: Mapping[str, str] = field(default_factory=dict)
    """What other kinds of source say otherwise."""


def effective(statements: Iterable[Statement]) -> dict[str, FieldValue]:
    """Each field with the value that counts: a person's own correction, else that of the newest source."""
    by_field: dict[str, list[Statement]] = {}
    for statement in sorted(statements, key=_precedence):
        for name in statement.fields:
            by_field.setdefault(name, []).append(statement)
    result: dict[str, FieldValue] = {}
    for name, own in by_field.items():
        first = own[0]
        value = first.fields[name]
        others = {one.kind: one.fields[name] for one in own[1:] if _differs(one.fields[name], value)}
        result[name] = FieldValue(value, first.kind, first.day, others)
    return result


def _precedence(statement: Statement) -> tuple[bool, list[int], int]:
    day = [-ord(sign) for sign in statement.day] or [0]
    rank = _RANKS.index(statement.kind) if statement.kind in _RANKS else len(_RANKS)
    return statement.kind != OWN, day, rank


def _differs(one: str, two: str) -> bool:
    return fold_words(one) != fold_words(two)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the directory, as matching needs it."""

    id: str
    name: str
    birth_date: str
    country: str
    group: str


class PersonIndex:
    """The people of the directory by their ids and by their names."""

    def __init__(self, people: Iterable[KnownPerson], ids: Mapping[str, str]) -> None:
        self._people = {person.id: person for person in people}
        self._ids = dict(ids)
        self._names: dict[str, list[str]] = {}
        for person in self._people.values():
            self._names.setdefault(name_key(person.name), []).append(person.id)

    def add(self, entry: PersonEntry, key: str) -> None:
        """Add a person that an import would add, or more ids of one."""
        for own in (entry.id, *entry.other_ids):
            if own:
                self._ids.setdefault(own, key)
        if key not in self._people and entry.fields.get("name"):
            self._people[key] = _known(key, entry)
            self._names.setdefault(name_key(entry.fields["name"]), []).append(key)

    def by_id(self, entry: PersonEntry) -> str:
        """The key of the person with one of the entry's ids; "" if there is none."""
        return next((self._ids[own] for own in (entry.id, *entry.other_ids) if own in self._ids), "")

    def named(self, name: str) -> list[str]:
        """The ids of the people with a name, in any order of its words."""
        return self._names.get(name_key(name), [])

    def with_family_name(self, name: str) -> list[str]:
        """The ids of the people whose name ends in this one."""
        end = f" {fold_words(name)}"
        return [key for key, person in self._people.items() if fold_words(person.name).endswith(end)]

    def same_person(self, entry: PersonEntry) -> tuple[str, list[str]]:
        """The key of the person who has the name and is the same; else "", and those who may be."""
        may_be: list[str] = []
        scheme = entry.id.partition(":")[0]
        new = _known("", entry)
        for key in self.named(entry.fields.get("name", "")):
            known = self._people[key]
            if scheme and scheme == key.partition(":")[0] and scheme != "table":
                continue  # two numbers of one parliament are two people
            if known.birth_date and new.birth_date:
                if known.birth_date == new.birth_date:
                    return key, []
                continue
            if known.country and known.country == new.country and known.group and known.group == new.group:
                return key, []
            if known.country and new.country and known.country != new.country:
                continue
            may_be.append(key)
        return "", may_be


def name_key(name: str) -> str:
    """A name for comparison: without accents and case, and in any order of its words."""
    return " ".join(sorted(fold_words(name).split()))


def _known(key: str, entry: PersonEntry) -> KnownPerson:
    values = entry.fields
    return KnownPerson(
        key, values.get("name", ""), values.get("birth_date", ""), values.get("country", ""), values.get("group", "")
    )


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What an import would do with one row."""

    path: str
    place: str
    name: str
    fate: PersonFate
    id: str = ""
    """The person's key in the directory; "" for a refused or unclear row."""
    why: str = ""
    """Why it is unclear or refused; what is unusual."""
    changes: tuple[tuple[str, str, str], ...] = ()
    """The field, its old and its new text."""
    disagreements: tuple[tuple[str, str, str], ...] = ()
    """The field, a person's own correction, which stays, and what the file says."""


def changes_of(
    old: Statement | None, new: PersonEntry, others: Iterable[Statement] = ()
) -> tuple[tuple[str, str, str], ...]:
    """The fields in which an entry differs from what the same kind of source said before; the first time, from what the
    `others` say."""
    known = {name: value.value for name, value in effective(others).items()}
    before: Mapping[str, str] = old.fields if old else known
    names = dict.fromkeys((*(old.fields if old else ()), *new.fields))
    changes = [(name, before.get(name, ""), new.fields.get(name, "")) for name in names]
    result = [change for change in changes if (change[1] != change[2] if old else _differs(change[1], change[2]))]
    if old is None:
        number = len(new.seats)
        return tuple(result) + ((("seats", "", f"{number} more"),) if number else ())
    for seat in sorted(frozenset(old.seats) - frozenset(new.seats)):
        result.append((f"seat {seat.body}", seat_words(seat), ""))
    for seat in sorted(frozenset(new.seats) - frozenset(old.seats)):
        result.append((f"seat {seat.body}", "", seat_words(seat)))
    return tuple(result)


def seat_words(seat: Seat) -> str:
    """A seat in a few words: "substitute, LIBE, 2022-01-20 to 2024-07-15"."""
    span = " to ".join(part for part in (seat.start, seat.end) if part)
    body = f"{seat.body} for {seat.within}" if seat.within else seat.body
    return ", ".join(part for part in (seat.role, body, span) if part)


def disagreements_of(own: Statement | None, new: PersonEntry) -> tuple[tuple[str, str, str], ...]:
    """Where an entry differs from a person's own correction, which stays."""
    fields: Mapping[str, str] = own.fields if own else {}
    return tuple(
        (name, value, new.fields[name])
        for name, value in fields.items()
        if name in new.fields and _differs(value, new.fields[name])
    )


def list_changes(
    before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]
) -> tuple[Sequence[str], Sequence[str], Sequence[tuple[str, str, str, str]]]:
    """Who joined a saved list, who left it, and who changed: key, field, old and new."""
    joined = [key for key in after if key not in before]
    left = [key for key in before if key not in after]
    changed = [
        (key, name, before[key].get(name, ""), value)
        for key, values in after.items()
        if key in before
        for name, value in values.items()
        if before[key].get(name, "") != value
    ]
    return joined, left, changed
