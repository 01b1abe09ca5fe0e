"""Who fits a query, on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from campaign.core.parliament import terms
from campaign.core.parliament.entries import Seat
from campaign.core.parliament.query import Alternative, Condition, Conjunction, Negation, PeopleQuery, QueryTerm
from campaign.core.tables.text import fold_words
from campaign.core.tables.world import country_code

_ANCHORS = {"committee": "committee", "delegation": "delegation", "body": "", "procedure": "procedure"}
_PROCEDURE_ROLES = {"rapporteur", "shadow", "opinion-rapporteur", "opinion-shadow"}
_FULL_MEMBERS = {"member", "chair", "vice-chair"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the directory, as a query sees him or her."""

    id: str
    fields: Mapping[str, str]
    seats: tuple[Seat, ...] = ()
    is_absent: bool = False
    """Whether the newest whole list in which the person could be does not have him or her."""

    def group_on(self, day: str) -> str:
        """The political group on a day."""
        known = [seat for seat in self.seats if seat.kind == "group"]
        current = [seat.body for seat in known if seat.is_on(day)]
        if current:
            return current[-1]
        return "" if known else self.fields.get("group", "")

    def last_group(self) -> str:
        """The newest political group, whether or not the person still sits."""
        known = [seat for seat in self.seats if seat.kind == "group"]
        newest = max(known, key=lambda seat: (seat.end or "9", seat.start), default=None)
        return newest.body if newest else self.fields.get("group", "")

    def sits_on(self, day: str) -> bool:
        """Whether the person sits on a day, as far as is known."""
        known = [seat for seat in self.seats if seat.kind in ("mandate", "group")]
        return any(seat.is_on(day) for seat in known) if known else not self.is_absent


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """A vote, as a query needs it."""

    day: str
    positions: Mapping[str, str]
    """The position by person."""


@dataclass(frozen=True, slots=True)
class ChoiceFacts:
    """What a query needs besides the people."""

    today: str
    votes: Mapping[str, VoteFacts] = field(default_factory=dict)
    stances: Mapping[str, str] = field(default_factory=dict)
    """The newest recorded position by person: supports, against, open."""
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The people of each saved list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The result of a query."""

    people: tuple[Candidate, ...]
    left: tuple[Candidate, ...]
    """Who would fit, and no longer sits on the day: named, never chosen."""
    day: str


def choose(query: PeopleQuery, people: Iterable[Candidate], facts: ChoiceFacts) -> Choice:
    """Return who fits, in the order of the directory."""
    day = query.day or facts.today
    matches = _Matcher(day, facts).test(query.condition)
    fit = [person for person in people if matches(person)]
    if query.terms("left"):
        return Choice(tuple(fit), (), day)
    sitting = tuple(person for person in fit if person.sits_on(day))
    return Choice(sitting, tuple(person for person in fit if not person.sits_on(day)), day)


Test = Callable[[Candidate], bool]


class _Matcher:
    def __init__(self, day: str, facts: ChoiceFacts) -> None:
        self._day = day
        self._facts = facts

    def test(self, condition: Condition) -> Test:
        match condition:
            case QueryTerm():
                return self._term(condition, ())
            case Negation(part):
                inner = self.test(part)
                return lambda person: not inner(person)
            case Alternative(parts):
                tests = [self.test(part) for part in parts]
                return lambda person: any(test(person) for test in tests)
            case _:
                return self._conjunction(condition.parts)

    def _conjunction(self, parts: tuple[Condition, ...]) -> Test:
        """All parts; conditions on the role are about the seats that the others name."""
        roles = tuple(part for part in parts if _is_role(part))
        anchors = [part for part in parts if _is_anchor(part)]
        others = [part for part in parts if part not in roles and part not in anchors]
        tests = [self.test(part) for part in others]
        if roles and any(_has_procedure(part) for part in anchors) and len(anchors) > 1:
            tests.append(self._one_seat(tuple(anchors), roles))
        elif anchors:
            tests.extend(self._one_seat((anchor,), roles) for anchor in anchors)
        elif roles:
            tests.append(self._one_seat((), roles))
        return lambda person: all(test(person) for test in tests)

    def _one_seat(self, anchors: tuple[Condition, ...], roles: tuple[Condition, ...]) -> Test:
        conditions = (*anchors, *roles)
        return lambda person: any(
            seat.is_on(self._day) and all(_seat_fits(condition, seat) for condition in conditions)
            for seat in person.seats
        )

    def _term(self, term: QueryTerm, _: object) -> Test:
        name, values = term.field, term.values
        if name in _ANCHORS or name == "role":
            return self._one_seat((term,), ())
        if name == "vote":
            return lambda person: any(self._voted(person, value, term.answer) for value in values)
        if name == "group":
            wanted = {terms.group(value) for value in values}
            return lambda person: person.group_on(self._day) in wanted
        if name == "country":
            codes = {country_code(value) or value for value in values}
            return lambda person: person.fields.get("country", "") in codes
        if name in ("on", "left"):
            return lambda _: True
        if name == "id":
            return lambda person: person.id in values or person.id.partition(":")[2] in values
        if name == "list":
            return lambda person: any(person.id in self._facts.lists.get(value, ()) for value in values)
        if name == "position":
            return lambda person: self._facts.stances.get(person.id, "") in values
        if name == "has":
            return lambda person: any(person.fields.get(value) for value in values)
        folded = [fold_words(value) for value in values]
        return lambda person: any(value in fold_words(person.fields.get(name, "")) for value in folded)

    def _voted(self, person: Candidate, vote: str, position: str) -> bool:
        facts = self._facts.votes[vote]
        own = facts.positions.get(person.id, "")
        if position == terms.NO_VOTE:
            return own == position or (not own and person.sits_on(facts.day))
        return own == position if position else own not in ("", terms.NO_VOTE)


def _is_role(condition: Condition) -> bool:
    match condition:
        case QueryTerm(name):
            return name == "role"
        case Negation(part):
            return _is_role(part)
        case _:
            return bool(condition.parts) and all(_is_role(part) for part in condition.parts)


def _is_anchor(condition: Condition) -> bool:
    match condition:
        case QueryTerm(name):
            return name in _ANCHORS
        case Alternative(parts):
            return all(_is_anchor(part) for part in parts)
        case _:
            return False


def _has_procedure(condition: Condition) -> bool:
    if isinstance(condition, QueryTerm):
        return condition.field == "procedure"
    return isinstance(condition, Alternative) and any(_has_procedure(part) for part in condition.parts)


def _seat_fits(condition: Condition, seat: Seat) -> bool:
    match condition:
        case QueryTerm("role", values):
            return any(_role_fits(terms.role(value), seat) for value in values)
        case QueryTerm("procedure", values):
            return seat.kind == "procedure" and any(terms.same_procedure(value, seat.body) for value in values)
        case QueryTerm(name, values):
            return _body_fits(_ANCHORS[name], values, seat)
        case Negation(part):
            return not _seat_fits(part, seat)
        case Conjunction(parts):
            return all(_seat_fits(part, seat) for part in parts)
        case _:
            return any(_seat_fits(part, seat) for part in condition.parts)


def _role_fits(role: str, seat: Seat) -> bool:
    if role == "member":
        return seat.role in _FULL_MEMBERS and seat.kind != "procedure"
    return seat.role == role


def _body_fits(kind: str, values: tuple[str, ...], seat: Seat) -> bool:
    if kind == "committee" and seat.kind == "procedure":
        return any(_same_body(value, seat.within) for value in values)
    return (not kind or seat.kind == kind) and any(_same_body(value, seat.body) for value in values)


@lru_cache(maxsize=20_000)
def _same_body(value: str, body: str) -> bool:
    return value == body or fold_words(value) == fold_words(body) != ""
