"""Import of people into the directory: a plan says what would happen to each row; carrying it out does exactly that."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store.database import Database
from campaign.adapters.store.parliament import people_directory
from campaign.adapters.store.parliament.people_directory import DirectoryWrite
from campaign.core.parliament.entries import (
    FIELDS,
    AgendaItem,
    BodyName,
    Listing,
    PersonEntry,
    RollCall,
    SourceFile,
)
from campaign.core.parliament.person_record import (
    OWN,
    PersonFate,
    PersonIndex,
    PersonRow,
    Statement,
    changes_of,
    disagreements_of,
)
from campaign.core.tables.text import slug
from campaign.errors import Problem, Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.parliament.sources import SourceReading

CORRECTABLE = tuple(name for name in FIELDS if name != "other_mails")


@dataclass(frozen=True, slots=True)
class DirectoryImportPlan:
    """What an import would do."""

    rows: tuple[PersonRow, ...]
    """What would happen to each row about a person."""
    problems: tuple[Problem, ...]
    """Rows that cannot be read."""
    writes: tuple[DirectoryWrite, ...]
    bodies: tuple[BodyName, ...]
    agenda: tuple[tuple[AgendaItem, int], ...]
    moved: tuple[str, ...]
    """Days of procedures that move, in words."""
    absent: tuple[str, ...]
    """Who is in the directory and not in the newest list of all who sit; nobody is removed."""
    votes: int
    """Votes in the files, which `campaign vote import` takes."""
    sources: tuple[tuple[SourceFile, str], ...]
    mark: int
    """The state of the directory when the plan was made."""

    def count(self, fate: PersonFate) -> int:
        """How many rows have a fate."""
        return sum(row.fate is fate for row in self.rows) + (len(self.problems) if fate is PersonFate.REFUSED else 0)


def plan_directory_import(
    campaign: Campaign, readings: Sequence[SourceReading], same: Mapping[str, str] | None = None
) -> DirectoryImportPlan:
    """Plan an import. `same` says of unclear rows, by place, which person they are; "new" for somebody new.

    An unusable row is a problem of the plan, never an exception.
    """
    store = campaign.store
    mark = store.read(people_directory.mark)
    index = PersonIndex(*store.read(people_directory.known_people))
    planner = _Planner(index, store.read(people_directory.statements), same or {})
    # People with names first: another file may know the same people by their numbers alone.
    for has_name in (True, False):
        for number, reading in enumerate(readings):
            for entry in reading.entries:
                if isinstance(entry, PersonEntry) and bool(entry.fields.get("name")) is has_name:
                    planner.add(entry, reading.file, number)
    entries = [(entry, number) for number, reading in enumerate(readings) for entry in reading.entries]
    agenda = tuple((entry, number) for entry, number in entries if isinstance(entry, AgendaItem))
    known_days = {item.id: item for item in store.read(people_directory.agenda)}
    return DirectoryImportPlan(
        tuple(planner.rows),
        tuple(entry for entry, _ in entries if isinstance(entry, Problem)),
        tuple(planner.writes.values()),
        tuple(entry for entry, _ in entries if isinstance(entry, BodyName)),
        agenda,
        tuple(
            f"{item.procedure}: the {item.kind} moves from {known_days[item.id].day} to {item.day}"
            for item, _ in agenda
            if item.id in known_days and known_days[item.id].day != item.day
        ),
        tuple(_absent(campaign, readings)),
        sum(isinstance(entry, RollCall) for entry, _ in entries),
        tuple((reading.file, reading.whole_of) for reading in readings),
        mark,
    )


def apply_directory_import(campaign: Campaign, plan: DirectoryImportPlan) -> DirectoryImportPlan:
    """Carry the plan out, in one transaction. Returns the plan. Raises Refused, and changes nothing, if the directory
    has changed since."""
    campaign.store.write(_apply, plan, campaign.now())
    return plan


def _apply(db: Database, plan: DirectoryImportPlan, at: dt.datetime) -> None:
    if people_directory.mark(db) != plan.mark:
        raise Refused("the directory has changed since the files were read; nothing was imported", fix="import again")
    numbers = people_directory.add_sources(db, plan.sources, at)
    people_directory.put(db, plan.writes, numbers)
    people_directory.put_bodies(db, plan.bodies)
    for item, source in plan.agenda:
        people_directory.put_agenda(db, [item], numbers[source])


def _absent(campaign: Campaign, readings: Sequence[SourceReading]) -> Iterator[str]:
    """Who of the directory is not in the newest list of all who sit."""
    whole = [reading for reading in readings if reading.whole_of]
    if not whole:
        return
    newest = max(whole, key=lambda reading: reading.file.day)
    present = {entry.id for entry in newest.entries if isinstance(entry, PersonEntry)}
    for person in campaign.store.read(people_directory.every_person):
        if person.id.startswith(f"{newest.whole_of}:") and not present & {person.id, *person.ids}:
            yield f"{person.name} ({person.id})"


class _Planner:
    def __init__(self, index: PersonIndex, stored: dict[tuple[str, str], Statement], same: Mapping[str, str]) -> None:
        self._index = index
        self._stored = stored
        self._same = same
        self._of_person: dict[str, dict[str, Statement]] = {}
        for (person, kind), statement in stored.items():
            self._of_person.setdefault(person, {})[kind] = statement
        self.rows: list[PersonRow] = []
        self.writes: dict[tuple[str, str], DirectoryWrite] = {}
        self._places: dict[tuple[str, str, str], PersonEntry] = {}

    def add(self, entry: PersonEntry, file: SourceFile, source: int) -> None:
        """Decide on one row."""
        name = entry.fields.get("name", "")
        row = PersonRow(file.path, entry.place, name or entry.id, PersonFate.REFUSED)
        number, why = self._person(entry, file)
        if not number:
            fate = PersonFate.UNCLEAR if name else PersonFate.REFUSED
            self.rows.append(replace(row, fate=fate, why=why))
            return
        earlier = self._places.setdefault((file.path, entry.kind, number), entry)
        if earlier is not entry:
            if (earlier.fields, earlier.seats) != (entry.fields, entry.seats):
                self.rows.append(replace(row, why=f"the same person as at {earlier.place}, with other data"))
            return
        self._index.add(entry, number)
        self._write(row, entry, number, file, source)

    def _write(self, row: PersonRow, entry: PersonEntry, number: str, file: SourceFile, source: int) -> None:
        old = self._stored.get((number, entry.kind))
        if old and file.day < old.day:
            why = f"data of {old.day} is in the directory"
            self.rows.append(replace(row, fate=PersonFate.SAME, id=number, why=why))
            return
        statements = self._of_person.setdefault(number, {})
        changes = changes_of(old, entry, statements.values())
        is_known = bool(statements)
        fate = (PersonFate.CHANGED if changes else PersonFate.SAME) if is_known else PersonFate.NEW
        disagreements = disagreements_of(self._stored.get((number, OWN)), entry)
        why = entry.place.partition(": ")[2]
        self.rows.append(
            replace(
                row, fate=fate, id=number, why=why, changes=changes if is_known else (), disagreements=disagreements
            )
        )
        statements[entry.kind] = Statement(entry.kind, file.day, entry.fields, entry.seats)
        self._stored[number, entry.kind] = statements[entry.kind]
        ids = tuple(one for one in (number, entry.id, *entry.other_ids) if one)
        self.writes[number, entry.kind] = DirectoryWrite(
            number, entry.kind, source, file.day, entry.fields, entry.seats, ids, entry.listing is Listing.WHOLE
        )

    def _person(self, entry: PersonEntry, file: SourceFile) -> tuple[str, str]:
        """The id of the person whom a row is about, and why there is none."""
        answer = self._same.get(f"{file.path}:{entry.place}") or self._same.get(entry.place)
        if answer and answer != "new":
            known = self._index.by_id(PersonEntry(answer, "", ""))
            return known, "" if known else f"nobody has the id {answer}"
        if known := self._index.by_id(entry):
            return known, ""
        if not entry.fields.get("name"):
            lost = entry.place.partition(": ")[2]
            return "", lost or f"nobody in the directory is {entry.id}: import a list of the Members first"
        new = entry.id or f"name:{slug(entry.fields['name'])}"
        if answer == "new":
            return new, ""
        known, may_be = self._index.same_person(entry)
        if may_be:
            return (
                "",
                f"may be {' or '.join(may_be)}: --same '{entry.place}={may_be[0]}', or --same '{entry.place}=new'",
            )
        return known or new, ""


def correct(campaign: Campaign, who: str, name: str, value: str) -> str:
    """Set a field of a person as the campaign knows it; it counts before any source. With "" the sources count again.

    Returns the person's id. Raises UsageError.
    """
    if name not in CORRECTABLE:
        raise UsageError(f"{name} is no field of a person", fix=f"use {', '.join(CORRECTABLE)}")
    person = find_person(campaign, who)
    fields = campaign.store.read(people_directory.own_fields, person)
    fields = {key: text for key, text in {**fields, name: value.strip()}.items() if text}
    campaign.store.write(_correct, person, fields, campaign.now())
    return person


def _correct(db: Database, person: str, fields: Mapping[str, str], at: dt.datetime) -> None:
    day = f"{at:%Y-%m-%d}"
    numbers = people_directory.add_sources(db, [(SourceFile("own correction", "", day), "")], at)
    people_directory.put(db, [DirectoryWrite(person, OWN, 0, day, fields, (), (), is_listed=False)], numbers)


def find_person(campaign: Campaign, who: str) -> str:
    """The id of the person with an id, its number, or a name. Raises UsageError for nobody, and for several."""
    people, ids = campaign.store.read(people_directory.known_people)
    index = PersonIndex(people, ids)
    numbers = [ids[who]] if who in ids else [person.id for person in people if person.id.partition(":")[2] == who]
    numbers = numbers or index.named(who) or index.with_family_name(who)
    if len(numbers) != 1:
        what = (
            f"{who[:60]!r} may be {', '.join(numbers[:5])}" if numbers else f"nobody in the directory is {who[:60]!r}"
        )
        raise UsageError(what, fix="give the id: campaign addressee list --all")
    return numbers[0]
