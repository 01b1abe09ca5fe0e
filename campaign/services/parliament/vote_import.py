"""Import of votes, what the campaign asks for in them, and what came of it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from campaign.adapters.store.database import Database
from campaign.adapters.store.parliament import people_directory, roll_call_rows
from campaign.core.parliament import terms
from campaign.core.parliament.entries import AgendaItem, PersonEntry, RollCall, SourceFile
from campaign.core.parliament.person_record import PersonFate, PersonIndex
from campaign.core.parliament.scores import (
    MOMENTS,
    STANCES,
    AskedVote,
    Stance,
    VoteComparison,
    VoteScore,
    best_source,
    by_person,
    compare,
    doubles,
    score,
)
from campaign.errors import Problem, Refused, UsageError
from campaign.services.campaign import Campaign
from campaign.services.parliament.directory_import import find_person
from campaign.services.parliament.sources import SourceReading


@dataclass(frozen=True, slots=True)
class VoteRow:
    """What an import would do with a vote of one source."""

    path: str
    vote: RollCall
    fate: PersonFate


@dataclass(frozen=True, slots=True)
class VoteImportPlan:
    """What an import of votes would do."""

    rows: tuple[VoteRow, ...]
    problems: tuple[Problem, ...]
    left_out: int
    """Votes on other procedures than the ones asked for."""
    agenda: tuple[AgendaItem, ...]
    sources: tuple[tuple[SourceFile, str], ...]
    numbers: tuple[int, ...]
    """Of each row, which of the sources it is from."""
    mark: int


def plan_vote_import(campaign: Campaign, readings: Sequence[SourceReading], procedure: str = "") -> VoteImportPlan:
    """Plan an import of votes; with a procedure, of those alone that are about it.

    A name that nobody in the directory bears, or a person who is named twice, is a problem of the plan.
    """
    store = campaign.store
    mark = store.read(people_directory.mark)
    index = PersonIndex(*store.read(people_directory.known_people))
    problems = [entry for reading in readings for entry in reading.entries if isinstance(entry, Problem)]
    merged: dict[tuple[str, str], tuple[RollCall, str, int]] = {}
    for number, reading in enumerate(readings):
        for entry in reading.entries:
            if isinstance(entry, RollCall):
                key = (entry.id, entry.kind)
                vote = roll_call_rows.merge_votes(merged[key][0], entry) if key in merged else entry
                merged[key] = (vote, reading.file.path, number)
    chosen = _about(campaign, merged, procedure)
    rows, numbers = [], []
    for vote, path, number in chosen:
        resolved = _resolve(vote, index, path, problems)
        twice = [f"vote {vote.id}: {person} is named twice" for person in doubles(resolved)]
        problems.extend(Problem(path, None, words, "correct the file") for words in twice)
        rows.append(VoteRow(path, resolved, _fate(campaign, resolved)))
        numbers.append(number)
    agenda = tuple(entry for reading in readings for entry in reading.entries if isinstance(entry, AgendaItem))
    sources = tuple((reading.file, "") for reading in readings)
    left_out = len(merged) - len(rows)
    return VoteImportPlan(tuple(rows), tuple(problems), left_out, agenda, sources, tuple(numbers), mark)


def apply_vote_import(campaign: Campaign, plan: VoteImportPlan) -> VoteImportPlan:
    """Carry the plan out, in one transaction. Returns it. Raises Refused if the directory has changed since."""
    campaign.store.write(_apply, plan, campaign.now())
    return plan


def _apply(db: Database, plan: VoteImportPlan, at: dt.datetime) -> None:
    if people_directory.mark(db) != plan.mark:
        raise Refused("the directory has changed since the files were read; nothing was imported", fix="import again")
    numbers = people_directory.add_sources(db, plan.sources, at)
    for row, number in zip(plan.rows, plan.numbers, strict=True):
        if row.fate is not PersonFate.SAME:
            roll_call_rows.put_votes(db, [row.vote], numbers[number])


def _about(
    campaign: Campaign, merged: Mapping[tuple[str, str], tuple[RollCall, str, int]], procedure: str
) -> list[tuple[RollCall, str, int]]:
    if not procedure:
        return list(merged.values())
    reference = terms.reference(procedure)
    if not reference:
        raise UsageError(f"{procedure!r} is no procedure", fix="write it as 2021/0106(COD)")
    known = {
        vote.id
        for vote in (*(vote for vote, _, _ in merged.values()), *campaign.store.read(roll_call_rows.every_vote))
        if vote.procedure and terms.same_procedure(reference, vote.procedure)
    }
    return [entry for entry in merged.values() if entry[0].id in known]


def _fate(campaign: Campaign, vote: RollCall) -> PersonFate:
    old = next((one for one in campaign.store.read(roll_call_rows.votes_of, vote.id) if one.kind == vote.kind), None)
    if old is None:
        return PersonFate.NEW
    merged = replace(roll_call_rows.merge_votes(old, vote), place="")
    return PersonFate.SAME if merged == old else PersonFate.CHANGED


def _resolve(vote: RollCall, index: PersonIndex, path: str, problems: list[Problem]) -> RollCall:
    """The vote with people for names."""
    if vote.kind not in ("typed", "europarl-rcv"):
        return vote
    people: dict[str, str] = {}
    for groups in vote.positions.values():
        for names in groups.values():
            for person in names:
                if person.startswith("name:"):
                    people[person] = _person(person, index, path, problems)
    positions = {
        position: {
            group: tuple(number for person in names if (number := people.get(person, person)))
            for group, names in groups.items()
        }
        for position, groups in vote.positions.items()
    }
    intended = {
        position: tuple(number for person in names if (number := people.get(person, person)))
        for position, names in vote.intended.items()
    }
    return replace(vote, positions=positions, intended=intended)


def _person(person: str, index: PersonIndex, path: str, problems: list[Problem]) -> str:
    _, line, name = f"{person}::".split(":", 2)
    name = name.rstrip(":")
    known = index.named(name) or index.with_family_name(name)
    if len(known) == 1:
        return known[0]
    place = int(line) if line.isdigit() else None
    if known:
        problems.append(Problem(path, place, f"{name!r} may be {', '.join(known)}", "write the id instead of the name"))
    else:
        what = f"nobody in the directory is {name!r}"
        problems.append(Problem(path, place, what, "correct the name, or import the Members first"))
    return ""


def comparisons(campaign: Campaign) -> list[VoteComparison]:
    """All votes with their sources compared, by time."""
    by_vote: dict[str, list[RollCall]] = {}
    for one in campaign.store.read(roll_call_rows.every_vote):
        by_vote.setdefault(one.id, []).append(one)
    return [compare(sorted(sources, key=lambda one: one.kind)) for sources in by_vote.values()]


def comparison(campaign: Campaign, vote: str) -> VoteComparison:
    """A vote with its sources compared. Raises UsageError if there is none with the number."""
    sources = campaign.store.read(roll_call_rows.votes_of, vote)
    if not sources:
        raise UsageError(f"there is no vote {vote}", fix="campaign vote list")
    return compare(sources)


def names_of_people(campaign: Campaign) -> dict[str, str]:
    """The names of everybody in the directory, by id."""
    return {person.id: person.name for person in campaign.store.read(people_directory.known_people)[0]}


def ask_for(campaign: Campaign, letter: str, asked: AskedVote) -> AskedVote:
    """Record what the letter asks for in a vote. Returns it. Raises UsageError."""
    comparison(campaign, asked.vote)
    if asked.position not in (terms.FOR, terms.AGAINST, terms.ABSTENTION) or not 0 < asked.weight <= 100:
        raise UsageError("ask for: for, against or abstention, with a weight above 0", fix="correct it")
    campaign.store.write(roll_call_rows.put_asked, letter, asked)
    return asked


def asked_votes(campaign: Campaign, letter: str) -> tuple[AskedVote, ...]:
    """What the letter asks for."""
    return campaign.store.read(roll_call_rows.asked_votes, letter)


def record_stance(campaign: Campaign, letter: str, stance: Stance) -> Stance:
    """Record what somebody stands for: before or after the letter, a pledge, or a public statement. Returns it with
    the person's id. Raises UsageError."""
    if stance.moment not in MOMENTS or stance.stance not in STANCES:
        raise UsageError("this position is not known", fix=f"use {', '.join(MOMENTS)}, and {', '.join(STANCES)}")
    if terms.day(stance.day) != stance.day or not stance.day:
        raise UsageError(f"{stance.day!r} is no day", fix="write it as 2026-04-26")
    if not stance.source.strip():
        raise UsageError("the source is missing", fix="say where it is from: a link, a call, a debate")
    resolved = replace(stance, person=find_person(campaign, stance.person))
    campaign.store.write(roll_call_rows.add_stance, letter, resolved, campaign.now())
    return resolved


def stances(campaign: Campaign, letter: str) -> tuple[Stance, ...]:
    """What people stand for, by day."""
    return campaign.store.read(roll_call_rows.stances, letter)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Scores by person, group or country."""

    asked: tuple[AskedVote, ...]
    scores: tuple[VoteScore, ...]


def scores(campaign: Campaign, letter: str, of: str) -> ScoreTable:
    """How people voted on what the letter asks for: each `member`, `group` or `country`. The group is that at the
    vote, where the source has it. Raises UsageError if nothing is asked for."""
    asked = asked_votes(campaign, letter)
    if not asked:
        raise UsageError("the letter asks for no vote yet", fix="campaign vote ask VOTE for")
    sources = {ask.vote: best_source(campaign.store.read(roll_call_rows.votes_of, ask.vote)) for ask in asked}
    votes = {vote: by_person(one) for vote, one in sources.items()}
    people = {person.id: person for person in campaign.store.read(people_directory.candidates)}
    if of == "group":
        return ScoreTable(asked, tuple(_group_scores(asked, sources, votes)))
    members: dict[str, list[str]] = {}
    for person in dict.fromkeys(person for view in votes.values() for person in view):
        fields = people[person].fields if person in people else {}
        name = fields.get("name", person) if of == "member" else fields.get("country", "unknown")
        members.setdefault(f"{name} ({person})" if of == "member" else name, []).append(person)
    return ScoreTable(asked, tuple(score(name, own, asked, votes) for name, own in sorted(members.items())))


def _group_scores(
    asked: Sequence[AskedVote], sources: Mapping[str, RollCall], votes: Mapping[str, Mapping[str, str]]
) -> Iterator[VoteScore]:
    """Each group with the members that it had at each vote."""
    groups: dict[str, dict[str, list[str]]] = {}
    for vote, one in sources.items():
        for positions in one.positions.values():
            for group, people in positions.items():
                groups.setdefault(group, {}).setdefault(vote, []).extend(people)
    order = [*terms.GROUPS]
    for group in sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name)):
        parts = [score(group, groups[group].get(ask.vote, ()), [ask], votes) for ask in asked]
        weights = [
            (part.score, ask.weight * (part.as_asked + part.otherwise))
            for part, ask in zip(parts, asked, strict=True)
            if part.score is not None
        ]
        total = sum(weight for _, weight in weights)
        yield VoteScore(
            group or "group not known",
            sum(value * weight for value, weight in weights) / total if total else None,
            sum(part.as_asked for part in parts),
            sum(part.otherwise for part in parts),
            sum(part.not_voted for part in parts),
        )


def is_about_people(readings: Sequence[SourceReading]) -> bool:
    """Whether the files hold people, whom `campaign addressee import` takes."""
    return any(isinstance(entry, PersonEntry) for reading in readings for entry in reading.entries)
