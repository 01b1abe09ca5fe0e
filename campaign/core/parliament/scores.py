"""What came of it: sources of a vote compared, how people voted on what was asked, and who may be persuaded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.core.parliament import terms
from campaign.core.parliament.entries import RollCall

MOMENTS = ("before", "after", "pledge", "statement")
STANCES = ("supports", "open", "against")
_VALUES = {"supports": 1.0, "open": 0.5, "against": 0.0}
_OWN_WORD, _OWN_VOTE, _GROUP_LINE = 4.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class AskedVote:
    """What the campaign asks for in a vote."""

    vote: str
    position: str
    """for, against or abstention."""
    weight: float = 1.0
    ask: str = ""
    """The ask of the letter that it belongs to, in words."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What somebody stands for, as a person recorded it."""

    person: str
    moment: str
    """before, after, pledge or statement."""
    stance: str
    """supports, open or against."""
    day: str
    source: str
    """Where it is from: a link, a call, a debate."""
    text: str
    public: bool
    """Whether it was said in public; only then may a public report name it."""


@dataclass(frozen=True, slots=True)
class VoteComparison:
    """A vote with its sources compared."""

    vote: str
    sources: tuple[RollCall, ...]
    unequal_totals: tuple[tuple[str, str, int, int], ...]
    """Kind of source, position, published and counted, where they differ."""
    differences: tuple[tuple[str, Mapping[str, str]], ...]
    """Who has another position in one source than in another: the person, and the position by kind of source."""
    intentions: tuple[tuple[str, str, str], ...]
    """Who said afterwards that another position was intended: person, recorded and intended position."""

    @property
    def main(self) -> RollCall:
        """The source with positions that is believed first."""
        return best_source(self.sources)


_BELIEVED = ("europarl-api", "europarl-rcv", "howtheyvote", "typed", "europarl-vot")


def best_source(sources: Sequence[RollCall]) -> RollCall:
    """Of the sources of one vote, the one with positions that is believed first."""
    return min(sources, key=lambda one: (not one.positions, _BELIEVED.index(one.kind) if one.kind in _BELIEVED else 9))


def by_person(vote: RollCall) -> dict[str, str]:
    """The position by person."""
    return {
        person: position
        for position, groups in vote.positions.items()
        for people in groups.values()
        for person in people
    }


def doubles(vote: RollCall) -> list[str]:
    """Who is counted twice in a vote."""
    counts = Counter(person for groups in vote.positions.values() for people in groups.values() for person in people)
    return [person for person, number in counts.items() if number > 1]


def compare(sources: Sequence[RollCall]) -> VoteComparison:
    """Compare the sources of one vote."""
    unequal: list[tuple[str, str, int, int]] = []
    recorded: dict[str, str] = {}
    published = {position: count for one in sources for position, count in one.published.items()}
    for one in sources:
        totals = one.totals
        for position in terms.POSITIONS:
            expected = one.published.get(position, published.get(position))
            is_counted = bool(one.positions) and (position != terms.NO_VOTE or position in totals)
            if expected is not None and is_counted and expected != totals.get(position, 0):
                unequal.append((one.kind, position, expected, totals.get(position, 0)))
    views = {one.kind: by_person(one) for one in sources if one.positions}
    people = dict.fromkeys(person for view in views.values() for person in view)
    differences = []
    for person in people:
        by_kind = {kind: view.get(person, terms.NO_VOTE) for kind, view in views.items()}
        if len(set(by_kind.values())) > 1:
            differences.append((person, by_kind))
    main = best_source(sources)
    recorded = by_person(main)
    changed = {person: position for one in sources for position, own in one.intended.items() for person in own}
    intentions = tuple(
        (person, recorded.get(person, terms.NO_VOTE), position)
        for person, position in changed.items()
        if recorded.get(person) != position
    )
    return VoteComparison(main.id, tuple(sources), tuple(unequal), tuple(differences), intentions)


@dataclass(frozen=True, slots=True)
class VoteScore:
    """How far somebody, or a group, voted as was asked."""

    name: str
    score: float | None
    """0 to 1, weighted; None without a vote for, against or in abstention."""
    as_asked: int
    otherwise: int
    not_voted: int


def score(
    name: str, people: Iterable[str], asked: Sequence[AskedVote], votes: Mapping[str, Mapping[str, str]]
) -> VoteScore:
    """The score of people over what was asked. An abstention counts half, not voting does not count."""
    total = weight = 0.0
    as_asked = otherwise = missing = 0
    for person in people:
        for ask in asked:
            position = votes[ask.vote].get(person, terms.NO_VOTE)
            if position == terms.NO_VOTE:
                missing += 1
                continue
            is_same = position == ask.position
            half = 0.5 if terms.ABSTENTION in (position, ask.position) else 0.0
            total += ask.weight * (1.0 if is_same else half)
            weight += ask.weight
            as_asked, otherwise = as_asked + is_same, otherwise + (not is_same)
    return VoteScore(name, total / weight if weight else None, as_asked, otherwise, missing)


@dataclass(frozen=True, slots=True)
class Persuadability:
    """How open somebody may be, from 0 (has decided) to 1 (undecided), with the reasons."""

    value: float
    support: float
    """How likely support is, from 0 to 1."""
    reasons: tuple[str, ...]


def persuadability(
    stances: Sequence[Stance], own: VoteScore, group: VoteScore | None, asked: Sequence[AskedVote]
) -> Persuadability:
    """Judge from what somebody said and voted, and from how the group voted. It is never published."""
    parts: list[tuple[float, float]] = []
    reasons: list[str] = []
    if stances:
        newest = stances[-1]
        parts.append((_VALUES[newest.stance], _OWN_WORD))
        reasons.append(f"{newest.stance} ({newest.moment}, {newest.day})")
    if own.score is not None:
        parts.append((own.score, _OWN_VOTE))
        reasons.append(f"voted as asked in {own.as_asked} of {own.as_asked + own.otherwise}")
    if group is not None and group.score is not None:
        parts.append((group.score, _GROUP_LINE))
        reasons.append(f"{group.name} voted as asked at {group.score:.0%}")
    if not parts:
        return Persuadability(1.0, 0.5, ("nothing is known" if asked else "no vote is asked for yet",))
    support = sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts)
    return Persuadability(round(1 - 2 * abs(support - 0.5), 3), round(support, 3), tuple(reasons))
